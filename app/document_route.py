"""A route that takes a text as JSON, or a document: as the body itself or as the file of a form.

A document's text takes the place of a JSON body, so that the route itself knows of one kind of input only.
"""

from collections.abc import AsyncGenerator
from dataclasses import dataclass
from email.message import Message
from pathlib import PurePosixPath, PureWindowsPath
from typing import Protocol

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData, UploadFile
from starlette.formparsers import MultiPartException, MultiPartParser
from starlette.requests import Request

from app.errors import MAX_NAME, AppError, field_error, invalid_input
from app.json_body import JsonRequest, is_json
from app.json_route import JsonRoute
from app.schemas.problems import ProblemError

FORM = "multipart/form-data"
DOCUMENT_TYPES = (
    "application/pdf",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "application/vnd.oasis.opendocument.text",
    "application/rtf",
    "text/html",
    "message/rfc822",
    "text/plain",
)
"""What a body may be besides JSON and a form."""
ANY_DOCUMENT = "application/octet-stream"
"""A document that shows by itself of what kind it is. The last of them in the API's document: some generated clients
take the last for any document."""
_ACCEPT = ", ".join(("application/json", FORM, *DOCUMENT_TYPES))
_ALSO_KNOWN_AS = frozenset({"text/rtf", "application/xhtml+xml", ANY_DOCUMENT, "application/x-pdf"})
_MEMBERS = ("file", "filename", "url", "text")
_JSON_HEADER = (b"content-type", b"application/json")


class _Text(Protocol):
    @property
    def text(self) -> str: ...


class _Documents(Protocol):
    def read(self, data: bytes, media_type: str, filename: str | None) -> _Text: ...


class DocumentRoute(JsonRoute):
    """The class of a route whose body may be a document; what was read is `request.state.document`."""

    async def read_body(self, request: Request) -> Request:
        """The request as if its text had been sent as JSON; raises `AppError`."""
        declared = request.headers.get("content-type", "")
        header = Message()
        header["content-type"] = declared or "application/json"
        kind = header.get_content_type()
        if not declared or is_json(declared):
            return await super().read_body(request)
        encoded = request.headers.get("content-encoding", "identity").lower() != "identity"
        if encoded or kind not in (FORM, *DOCUMENT_TYPES, *_ALSO_KNOWN_AS):
            raise AppError("unsupported-media-type", headers={"Accept": _ACCEPT})
        settings = request.app.state.settings
        body = await JsonRequest(request.scope, request.receive).read_within(
            settings.max_document_bytes, settings.body_timeout_seconds
        )
        if kind == FORM:
            members, upload = await _form(request, body, settings.max_document_bytes)
        else:
            members, upload = {}, _Upload(body, declared, _attached_name(request))
        return await _as_json(request, members, upload)


@dataclass(frozen=True, slots=True)
class _Upload:
    """A document as it was sent."""

    data: bytes
    media_type: str
    filename: str | None


async def _as_json(request: Request, members: dict[str, str], upload: _Upload | None) -> Request:
    value = dict(members)
    if upload is not None:
        name = members.get("filename") or upload.filename
        documents: _Documents = request.app.state.documents
        async with request.app.state.turns.taken():
            document = await run_in_threadpool(documents.read, upload.data, upload.media_type, name)
        value |= {"text": document.text} | ({"filename": name} if name else {})
        request.scope.setdefault("state", {})["document"] = document
    headers = [pair for pair in request.scope["headers"] if pair[0] != b"content-type"]
    made = JsonRequest({**request.scope, "headers": [*headers, _JSON_HEADER]}, request.receive)
    made.give(value)
    return made


async def _once(body: bytes) -> AsyncGenerator[bytes, None]:
    yield body


async def _form(request: Request, body: bytes, limit: int) -> tuple[dict[str, str], _Upload | None]:
    parser = MultiPartParser(request.headers, _once(body), max_files=2, max_fields=10, max_part_size=limit)
    # Documents hold what may be personal: they stay in memory.
    parser.spool_max_size = limit + 1
    try:
        form = await parser.parse()
    except (MultiPartException, KeyError, ValueError):
        raise AppError("malformed-multipart") from None
    try:
        if errors := _form_errors(form):
            raise invalid_input(*errors)
        members = {name: value for name in _MEMBERS[1:] if isinstance(value := form.get(name), str) and value}
        uploaded = form.get("file")
        if not isinstance(uploaded, UploadFile):
            return members, None
        return members, _Upload(await uploaded.read(), uploaded.content_type or "", _bare(uploaded.filename))
    finally:
        await form.close()


def _form_errors(form: FormData) -> list[ProblemError]:
    errors = [field_error("extra_forbidden", f"/{name[:MAX_NAME]}") for name in form if name not in _MEMBERS]
    errors += (field_error("json_repeated", f"/{name}") for name in _MEMBERS if len(form.getlist(name)) > 1)
    uploaded = form.get("file")
    if isinstance(uploaded, str) or (uploaded is None and "text" not in form):
        errors.append(field_error("file_missing", "/file"))
    elif uploaded is not None and "text" in form:
        errors.append(field_error("file_and_text", "/text"))
    errors += (
        field_error("string_type", f"/{name}") for name in _MEMBERS[1:] if isinstance(form.get(name), UploadFile)
    )
    return errors


def _attached_name(request: Request) -> str | None:
    header = Message()
    header["content-disposition"] = request.headers.get("content-disposition", "")
    return _bare(header.get_filename())


def _bare(name: str | None) -> str | None:
    """A file's name without folders and control characters, of ordinary length."""
    last = PurePosixPath(PureWindowsPath(name or "").as_posix()).name
    return "".join(character for character in last if character.isprintable())[-255:] or None
