"""Reading a body of lines (NDJSON) as it comes: bounded in lines, in bytes and in how long nothing may come."""

import asyncio
import time
from collections.abc import Iterator

from anyio import from_thread
from starlette.requests import Request

from app.errors import AppError
from app.json_body import plain_utf8
from app.settings import Settings

NDJSON = "application/x-ndjson"
_ALSO_KNOWN_AS = frozenset({NDJSON, "application/ndjson", "application/jsonl", "application/jsonlines"})
_CLOSE = {"Connection": "close"}


def body_lines(request: Request) -> Iterator[tuple[int, bytes | None]]:
    """(number from 1, line without its end) of every line that is not blank; null for one longer than a body may be.

    For a worker thread of the request. Raises `AppError`: 408 where nothing comes for too long or all of it takes too
    long, 413 above the settings' bytes, 415 for another media type. What was given before that was given.
    """
    settings: Settings = request.app.state.settings
    if plain_utf8(request.headers) not in _ALSO_KNOWN_AS:
        raise AppError("unsupported-media-type", headers={"Accept": NDJSON})
    number, rest, dropped = 0, b"", False
    for chunk in _chunks(request, settings):
        *lines, rest = (rest + chunk).split(b"\n")
        for line in lines:
            number += 1
            yield from _told(number, line, settings.max_body_bytes, dropped=dropped)
            dropped = False
        if len(rest) > settings.max_body_bytes:
            # The rest of a line that is too long is not kept.
            rest, dropped = b"", True
    yield from _told(number + 1, rest, settings.max_body_bytes, dropped=dropped)


def _told(number: int, line: bytes, most: int, *, dropped: bool) -> Iterator[tuple[int, bytes | None]]:
    if dropped or len(line) > most:
        yield number, None
    elif bare := line.strip():
        yield number, bare


def _chunks(request: Request, settings: Settings) -> Iterator[bytes]:
    stream = request.stream()
    size, end = 0, time.monotonic() + settings.import_timeout_seconds

    async def following() -> bytes | None:
        try:
            async with asyncio.timeout(settings.body_timeout_seconds):
                return await anext(stream, None)
        except TimeoutError:
            raise AppError("request-timeout", headers=_CLOSE) from None

    while (chunk := from_thread.run(following)) is not None:
        size += len(chunk)
        if time.monotonic() > end:
            raise AppError("request-timeout", headers=_CLOSE)
        if size > settings.max_import_bytes:
            raise AppError("content-too-large", headers=_CLOSE, limit=settings.max_import_bytes)
        yield chunk
