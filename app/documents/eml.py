"""E-mail (RFC 5322, MIME): subject, the best body, then the attached documents that can be read."""

import email
from collections.abc import Callable, Iterator
from email.message import EmailMessage
from email.policy import default

from app.documents.extracted import DocumentError, Extracted, lines_to_text
from app.documents.html import page_text
from app.documents.media_types import EML, HTML, TEXT
from app.documents.plain import decode

MAX_PARTS = 200
MAX_NESTED = 4
"""Mails within mails."""
MAX_ATTACHMENTS = 10
_PICTURES = ("image/", "audio/", "video/", "font/")

ReadDocument = Callable[[bytes, str, str | None, int], Extracted]
"""Bytes, declared media type, filename and depth to a text."""


def read_eml(data: bytes, read: ReadDocument, depth: int = 0) -> Extracted:
    """The text of a mail, its attachments read by `read`. What cannot be read is a remark.

    Raises DocumentError `too-complex` for mails nested too deeply.
    """
    if depth > MAX_NESTED:
        raise DocumentError("too-complex")
    try:
        message = email.message_from_bytes(data, policy=default)
    except Exception:
        raise DocumentError("corrupt") from None
    pieces: list[str] = []
    remarks: list[tuple[str, str]] = []
    if depth == 0 and (subject := _header(message, "subject")):
        pieces.append(f"Onderwerp: {subject}")
    parts = list(_parts(message))
    pieces += [piece for piece in (_body(parts),) if piece]
    attached = [part for part in parts if _is_attachment(part)]
    for part in attached[:MAX_ATTACHMENTS]:
        try:
            found = read(_payload(part), _type(part), part.get_filename(), depth + 1)
        except (DocumentError, ValueError, LookupError):
            remarks.append(("attachment_not_read", _type(part)))
            continue
        if found.text.strip():
            pieces.append(found.text)
        remarks += found.remarks
    remarks += [("attachment_not_read", _type(part)) for part in attached[MAX_ATTACHMENTS:]]
    return Extracted(lines_to_text("\n\n".join(pieces).split("\n")), EML, remarks=tuple(remarks))


def _parts(message: EmailMessage) -> Iterator[EmailMessage]:
    """The leaves of a mail, in order; an enclosed mail is a leaf."""
    stack: list[EmailMessage] = [message]
    count = 0
    while stack:
        part = stack.pop()
        count += 1
        if count > MAX_PARTS:
            raise DocumentError("too-complex")
        if part.get_content_maintype() == "multipart" and part.is_multipart():
            stack.extend(reversed([inner for inner in part.iter_parts() if isinstance(inner, EmailMessage)]))
        else:
            yield part


def _is_attachment(part: EmailMessage) -> bool:
    if part.get_content_maintype() == "multipart" or part.get_content_type().startswith(_PICTURES):
        return False
    if part.get_content_type() == "message/rfc822":
        return True
    text = part.get_content_type() in (TEXT, HTML)
    disposition = str(part.get_content_disposition() or "")
    return disposition == "attachment" or not text or bool(part.get_filename())


def _body(parts: list[EmailMessage]) -> str:
    """The HTML body where there is one, since it keeps lists and tables, else the plain one."""
    bodies = [part for part in parts if part.get_content_type() in (TEXT, HTML) and not _is_attachment(part)]
    pages = [text for part in bodies if part.get_content_type() == HTML and (text := page_text(_text(part)).strip())]
    plain = [text for part in bodies if part.get_content_type() == TEXT and (text := _text(part).strip())]
    return "\n\n".join(pages or plain)


def _text(part: EmailMessage) -> str:
    data = _payload(part)
    charset = part.get_content_charset()
    try:
        return decode(data, charset)
    except DocumentError:
        return decode(data)


def _payload(part: EmailMessage) -> bytes:
    if part.get_content_type() == "message/rfc822":
        inner = part.get_payload()
        first = inner[0] if isinstance(inner, list) and inner else None
        return first.as_bytes() if isinstance(first, EmailMessage) else b""
    found = part.get_payload(decode=True)
    return found if isinstance(found, bytes) else b""


def _type(part: EmailMessage) -> str:
    return part.get_content_type()


def _header(message: EmailMessage, name: str) -> str:
    try:
        return " ".join(str(message.get(name) or "").split())[:300]
    except Exception:
        return ""
