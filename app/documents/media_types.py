"""What kind of document some bytes are: by what they hold first, by what was declared only where that cannot tell."""

import io
import re
import zipfile
from pathlib import PurePosixPath

from app.documents.extracted import DocumentError

PDF = "application/pdf"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
ODT = "application/vnd.oasis.opendocument.text"
RTF = "application/rtf"
HTML = "text/html"
EML = "message/rfc822"
TEXT = "text/plain"
TYPES = (PDF, DOCX, ODT, RTF, HTML, EML, TEXT)
"""The media types that are read."""

_ALIASES = {
    "application/x-pdf": PDF,
    "text/rtf": RTF,
    "text/richtext": RTF,
    "application/xhtml+xml": HTML,
    "application/vnd.ms-word": DOCX,
}
_EXTENSIONS = {
    ".pdf": PDF, ".docx": DOCX, ".docm": DOCX, ".odt": ODT, ".rtf": RTF, ".html": HTML, ".htm": HTML,
    ".eml": EML, ".txt": TEXT, ".text": TEXT, ".md": TEXT,
}  # fmt: skip
_UNDECLARED = frozenset({"", "application/octet-stream", "binary/octet-stream", "application/unknown"})
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_MARKUP = re.compile(rb"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)?<(?:!doctype\s+html|html|head|body)\b", re.I | re.S)
_MAIL = re.compile(
    rb"(?:(?:received|return-path|delivered-to|message-id|mime-version|from|to|subject|date|x-[\w-]+):[^\n]*\n"
    rb"(?:[ \t][^\n]*\n)*){3}",
    re.I,
)
_OTHER_BINARY = (
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"GIF8",
    b"II*\x00",
    b"MM\x00*",
    b"\x1f\x8b",
    b"Rar!",
    b"7z\xbc\xaf",
    b"\x7fELF",
    b"MZ",
)


def normal(declared: str) -> str:
    """A declared media type without parameters, in lower case, by its usual name."""
    bare = declared.partition(";")[0].strip().lower()
    return _ALIASES.get(bare, bare)


def is_readable(declared: str) -> bool:
    """Whether a declared media type is one that is read, or tells nothing."""
    return normal(declared) in (*TYPES, *_UNDECLARED)


def detect(data: bytes, declared: str, filename: str | None) -> str:
    """The media type of `data`.

    Raises DocumentError: `unsupported` for what is not read here, `mismatch` where a declared type is not what the
    bytes are, `macros`, `encrypted`, `corrupt`.
    """
    stated = normal(declared)
    if stated not in (*TYPES, *_UNDECLARED):
        raise DocumentError("unsupported")
    found = _by_content(data)
    if stated in _UNDECLARED:
        named = _EXTENSIONS.get(PurePosixPath(filename or "").suffix.lower())
        return found or (named if named in (HTML, EML) else None) or TEXT
    if found is None:
        if stated in (PDF, DOCX, ODT, RTF):
            raise DocumentError("mismatch" if data.strip() else "without-text")
        return stated
    # A page or mail may be sent as text: it is then read as what it is.
    if found == stated or (stated == TEXT and found in (HTML, EML)) or {found, stated} <= {HTML, EML, TEXT}:
        return found if stated == TEXT else stated
    raise DocumentError("mismatch")


def _by_content(data: bytes) -> str | None:
    head = data[:1024]
    if b"%PDF-" in head:
        return PDF
    if head.startswith(b"PK\x03\x04"):
        return _package(data)
    if head.startswith(b"{\\rtf"):
        return RTF
    if head.startswith(_OLE):
        # How Office keeps an encrypted .docx; without that name it is one of its formats from before 2007.
        raise DocumentError("encrypted" if "EncryptedPackage".encode("utf-16-le") in data else "unsupported")
    if head.startswith(_OTHER_BINARY):
        raise DocumentError("unsupported")
    if _MARKUP.match(head):
        return HTML
    return EML if _MAIL.match(data[:4096].replace(b"\r\n", b"\n")) else None


def _package(data: bytes) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            names = set(package.namelist())
            if any(name.lower().endswith(("vbaproject.bin", "vbadata.xml")) for name in names):
                raise DocumentError("macros")
            if "word/document.xml" in names:
                return DOCX
            short = "mimetype" in names and package.getinfo("mimetype").file_size < 200
            if short and package.read("mimetype").decode("ascii", "replace").strip() == ODT:
                return ODT
    except DocumentError:
        raise
    except Exception:
        raise DocumentError("corrupt") from None
    raise DocumentError("unsupported")
