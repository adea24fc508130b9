"""Content coding of answers (RFC 9110, 8.4 and 12.5.3), as pure ASGI: br or gzip, as the client prefers."""

import anyio.to_thread
import brotli
from starlette.datastructures import Headers, MutableHeaders
from starlette.middleware.gzip import GZipResponder, IdentityResponder
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.etags import CODING_MARK

_CODINGS = ("br", "gzip")
"""Best first, for who likes them equally."""
_GZIP_LEVEL = 4
_BROTLI_QUALITY = 4
_IN_THREAD_FROM = 128 * 1024


class Compression:
    """Wraps the application. Answers of `smallest` bytes or more, and those that are streamed, are compressed."""

    def __init__(self, app: ASGIApp, smallest: int) -> None:
        self._app = app
        self._smallest = smallest

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        coding = chosen_coding(Headers(scope=scope).getlist("accept-encoding"))

        async def send_with_tag(message: Message) -> None:
            if message["type"] == "http.response.start":
                _mark_tag(MutableHeaders(scope=message))
            await send(message)

        responder: IdentityResponder
        if coding == "br":
            responder = _BrotliResponder(self._app, self._smallest)
        elif coding == "gzip":
            responder = GZipResponder(
                self._app, self._smallest, compresslevel=_GZIP_LEVEL, thread_minimum_size=_IN_THREAD_FROM
            )
        else:
            responder = IdentityResponder(self._app, self._smallest)
        await responder(scope, receive, send_with_tag)


def chosen_coding(accepted: list[str]) -> str | None:
    """The coding to use for these `Accept-Encoding` values; null for none."""
    qualities: dict[str, float] = {}
    for item in ",".join(accepted).split(","):
        name, *parameters = (part.strip().lower() for part in item.split(";"))
        qualities[name] = _quality(parameters)
    anything = qualities.get("*", 0.0)
    wanted = {coding: qualities.get(coding, anything) for coding in _CODINGS}
    best = max(_CODINGS, key=lambda coding: wanted[coding])
    return best if wanted[best] > 0 and wanted[best] >= qualities.get("identity", 0.0) else None


def _quality(parameters: list[str]) -> float:
    for parameter in parameters:
        name, _, value = parameter.partition("=")
        if name.strip() == "q":
            try:
                return min(max(float(value), 0.0), 1.0)
            except ValueError:
                return 0.0
    return 1.0


def _mark_tag(headers: MutableHeaders) -> None:
    """Tell in the tag in which coding the bytes are: a strong tag names bytes (RFC 9110, 8.8.3.3)."""
    tag, coding = headers.get("etag"), headers.get("content-encoding")
    if tag and coding in _CODINGS and tag.endswith('"') and not tag.startswith("W/"):
        headers["ETag"] = f'{tag[:-1]}{CODING_MARK}{coding}"'


class _BrotliResponder(IdentityResponder):
    content_encoding = "br"

    def __init__(self, app: ASGIApp, minimum_size: int) -> None:
        super().__init__(app, minimum_size)
        self._compressor: brotli.Compressor | None = None

    async def apply_compression(self, body: bytes, *, more_body: bool) -> bytes:
        """The part of the body, compressed; whole lines go out as they come."""
        if len(body) >= _IN_THREAD_FROM:
            return await anyio.to_thread.run_sync(self._compressed, body, more_body)
        return self._compressed(body, more_body)

    def _compressed(self, body: bytes, more_body: bool) -> bytes:
        if self._compressor is None:
            self._compressor = brotli.Compressor(mode=brotli.MODE_TEXT, quality=_BROTLI_QUALITY)
        packed: bytes = self._compressor.process(body)
        rest: bytes = self._compressor.flush() if more_body else self._compressor.finish()
        return packed + rest
