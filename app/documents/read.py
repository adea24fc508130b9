"""One document to one text: the kind is told from its bytes, then the reader of that kind takes over."""

from email.message import Message

from app.documents import media_types
from app.documents.docx import read_docx
from app.documents.eml import read_eml
from app.documents.extracted import DocumentError, Extracted
from app.documents.html import read_html
from app.documents.odt import read_odt
from app.documents.pdf import read_pdf
from app.documents.plain import decode
from app.documents.rtf import read_rtf

MAX_BYTES_ATTACHED = 20_000_000


def read_document(data: bytes, declared: str = "", filename: str | None = None, depth: int = 0) -> Extracted:
    """The text of `data`. `declared`: its media type with parameters, as sent; `depth`: of mails around it.

    Raises DocumentError: unsupported, mismatch, encrypted, corrupt, macros, too-complex, charset, without-text.
    """
    if len(data) > MAX_BYTES_ATTACHED:
        raise DocumentError("too-complex")
    kind = media_types.detect(data, declared, filename)
    charset = _charset(declared)
    if kind == media_types.PDF:
        found = read_pdf(data)
    elif kind == media_types.DOCX:
        found = read_docx(data)
    elif kind == media_types.ODT:
        found = read_odt(data)
    elif kind == media_types.RTF:
        found = read_rtf(data)
    elif kind == media_types.HTML:
        found = read_html(data, charset)
    elif kind == media_types.EML:
        found = read_eml(data, read_document, depth)
    else:
        # A text keeps its own line breaks and tabs: offsets count in what was sent.
        found = Extracted(decode(data, charset).replace("\0", ""), media_types.TEXT)
    if not found.text.strip():
        raise DocumentError("without-text")
    return found


def _charset(declared: str) -> str | None:
    header = Message()
    header["content-type"] = declared or "text/plain"
    found = header.get_param("charset")
    return found if isinstance(found, str) and found else None
