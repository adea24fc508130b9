"""Plain text in the encodings that Dutch mailboxes and offices use: UTF-8, UTF-16, Windows-1252."""

import codecs

from app.documents.extracted import DocumentError

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_KNOWN = {
    "utf-8", "utf8", "us-ascii", "ascii", "utf-16", "utf-16le", "utf-16be", "iso-8859-1", "iso-8859-15", "latin1",
    "windows-1252", "cp1252",
}  # fmt: skip
_LATIN = {"iso-8859-1": "cp1252", "windows-1252": "cp1252", "latin1": "cp1252", "us-ascii": "utf-8", "ascii": "utf-8"}
"""What these names stand for in practice (WHATWG Encoding, section 4.2)."""
LEAST_ZEROS = 0.2
"""Share of zero bytes on one side from which text without a mark is UTF-16."""


def decode(data: bytes, charset: str | None = None) -> str:
    """Bytes to text: by their byte order mark, the declared `charset`, UTF-8, UTF-16 by its zeros, or Windows-1252.

    Raises DocumentError `charset` for a declared one that is not known or does not fit the bytes.
    """
    for mark, name in _MARKS:
        if data.startswith(mark):
            return _strict(data[len(mark) :], name)
    if charset:
        name = charset.strip("\"' ").lower()
        if name not in _KNOWN:
            raise DocumentError("charset")
        return _strict(data, _LATIN.get(name, name))
    sample = data[:4096]
    half = max(len(sample) // 2, 1)
    for offset, name in ((1, "utf-16-le"), (0, "utf-16-be")):
        if sample[offset::2].count(0) > LEAST_ZEROS * half * 2 and len(data) % 2 == 0:
            return _strict(data, name)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace")


def _strict(data: bytes, name: str) -> str:
    try:
        return data.decode(name)
    except UnicodeDecodeError:
        # Five bytes have no character in Windows-1252.
        if name == "cp1252":
            return data.decode("cp1252", "replace")
        raise DocumentError("charset") from None
