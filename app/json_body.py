"""Reading a JSON body: bounded in size, depth and time, UTF-8 only; what is wrong with it is told as a problem."""

import asyncio
from email.message import Message

from starlette.datastructures import Headers
from starlette.requests import Request

from app.errors import AppError, field_error, invalid_input
from app.json_text import read_json
from app.settings import Settings

_DRAIN_FACTOR = 8
_LONGEST_LENGTH = 18
_UTF8 = {"utf-8", "utf8"}


class JsonRequest(Request):
    """A request whose body is read and checked once, within the limits of the settings."""

    async def load(self, settings: Settings) -> None:
        """Read and check the body; raises `AppError` (400, 408, 413, 415)."""
        body = self._body = await self.read_within(settings.max_body_bytes, settings.body_timeout_seconds)
        if not body:
            return
        if not is_json(plain_utf8(self.headers) or ""):
            raise AppError("unsupported-media-type", headers={"Accept": "application/json"})
        self._json = read_json(body, settings.max_json_depth)
        if self._json is None:
            # The framework would take it for no body at all.
            raise invalid_input(field_error("model_attributes_type"))

    def give(self, value: object) -> None:
        """Take `value` for the body."""
        self._body = b"{}"
        self._json = value

    async def read_within(self, limit: int, seconds: float) -> bytes:
        """The body as bytes; raises `AppError` 408 after `seconds`, 413 above `limit` bytes."""
        try:
            async with asyncio.timeout(seconds):
                return await self._read_body(limit)
        except TimeoutError:
            raise AppError("request-timeout", headers={"Connection": "close"}) from None

    async def _read_body(self, limit: int) -> bytes:
        too_large = AppError("content-too-large", headers={"Connection": "close"}, limit=limit)
        # Whoever asks first (Expect), or means to send far too much, is told before anything is read.
        if self._declared_length() > (limit if "expect" in self.headers else limit * _DRAIN_FACTOR):
            raise too_large
        chunks, size = [], 0
        async for chunk in self.stream():
            size += len(chunk)
            if size <= limit:
                chunks.append(chunk)
            elif size > limit * _DRAIN_FACTOR:
                break
        # What is over the limit is read and dropped for a while, so that a client still sending gets to see the answer.
        if size > limit:
            raise too_large
        return b"".join(chunks)

    def _declared_length(self) -> int:
        declared = self.headers.get("content-length", "")
        return int(declared) if declared.isascii() and declared.isdigit() and len(declared) <= _LONGEST_LENGTH else 0


def is_json(content_type: str) -> bool:
    """Whether a media type is JSON or built on it."""
    header = Message()
    header["content-type"] = content_type or "text/plain"
    subtype = header.get_content_subtype()
    return header.get_content_maintype() == "application" and (subtype == "json" or subtype.endswith("+json"))


def plain_utf8(headers: Headers) -> str | None:
    """The media type of a body that is UTF-8 and not encoded; null for any other."""
    header = Message()
    header["content-type"] = headers.get("content-type") or "text/plain"
    charset = str(header.get_param("charset", "utf-8")).lower()
    plain = headers.get("content-encoding", "identity").lower() == "identity"
    return header.get_content_type() if plain and charset in _UTF8 else None
