"""The zip files that Word and OpenDocument texts are: opened within limits, their XML parsed without reaching out."""

import io
import zipfile

from lxml import etree

from app.documents.extracted import DocumentError

MAX_PART = 40_000_000
"""Bytes of one part when unpacked; the text of a very long posting takes a hundredth of it."""
MAX_ENTRIES = 5_000
MAX_DEPTH = 200
"""Elements within elements; Word writes about twenty."""


class Package:
    """A zip file of XML parts, used as a context manager; raises DocumentError corrupt, encrypted, too-complex."""

    def __init__(self, data: bytes) -> None:
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
            entries = self._zip.infolist()
        except Exception:
            raise DocumentError("corrupt") from None
        if len(entries) > MAX_ENTRIES:
            raise DocumentError("too-complex")
        if any(entry.flag_bits & 0x1 for entry in entries):
            raise DocumentError("encrypted")

    def __enter__(self) -> "Package":
        """The package itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close the file."""
        self._zip.close()

    def xml(self, name: str) -> etree._Element | None:
        """The root of a part, or None where there is no such part."""
        try:
            entry = self._zip.getinfo(name)
        except KeyError:
            return None
        if entry.file_size > MAX_PART:
            raise DocumentError("too-complex")
        try:
            with self._zip.open(entry) as part:
                # What the directory says of the size need not be true.
                data = part.read(MAX_PART + 1)
        except NotImplementedError:
            raise DocumentError("unsupported") from None
        except Exception:
            raise DocumentError("corrupt") from None
        if len(data) > MAX_PART:
            raise DocumentError("too-complex")
        return parse_xml(data)


def parse_xml(data: bytes) -> etree._Element:
    """The root of an XML document. No entity is expanded, nothing is fetched."""
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True
    )
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError:
        raise DocumentError("corrupt") from None
    if root.getroottree().docinfo.doctype:
        raise DocumentError("too-complex")
    return root
