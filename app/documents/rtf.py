"""Rich Text Format to lines, by the striprtf package: what Word and older systems save and mail as `.rtf`."""

import re

from striprtf.striprtf import rtf_to_text

from app.documents.extracted import DocumentError, Extracted, lines_to_text
from app.documents.media_types import RTF

MAX_BYTES = 5_000_000
"""Pictures make larger ones; they are taken out first."""
_PICTURE = re.compile(r"\{\\\*?\\?pict\b[^{}]*(?:\{[^{}]*\}[^{}]*)*\}")
_BULLETS = str.maketrans({"\uf0b7": "•", "\u00b7": "•"})
_CELL = re.compile(r"[ ]?\|(?=[^|\n]*)")


def read_rtf(data: bytes) -> Extracted:
    """The text of a Rich Text Format document; raises DocumentError."""
    markup = _PICTURE.sub("", data.decode("latin-1"))
    if len(markup) > MAX_BYTES:
        raise DocumentError("too-complex")
    if markup.count("{") > markup.count("}") + 1000:
        raise DocumentError("corrupt")
    try:
        text = rtf_to_text(markup, errors="replace")  # type: ignore[no-untyped-call]
    except Exception:
        raise DocumentError("corrupt") from None
    lines = [_CELL.sub("\t", line).strip("\t ") if "|" in line else line for line in text.split("\n")]
    return Extracted(lines_to_text([line.translate(_BULLETS) for line in lines]), RTF)
