"""Reading a JSON body: bounded in size and depth, UTF-8 only, refused early with a problem that says what is wrong."""

from collections.abc import Callable, Coroutine
from email.message import Message
from typing import Any

import orjson
from fastapi.routing import APIRoute
from starlette.requests import Request
from starlette.responses import Response

from app.errors import AppError, field_error, invalid_input, json_pointer
from app.schemas.problems import ProblemError
from app.settings import Settings

_DRAIN_FACTOR = 8
_UTF8 = {"utf-8", "utf8"}


class JsonRequest(Request):
    """A request whose body is read and checked once, within the limits of the settings."""

    async def load(self, settings: Settings) -> None:
        """Read and check the body; raises `AppError` (400, 413, 415)."""
        body = await self._read_body(settings.max_body_bytes)
        self._body = body
        if not body:
            return
        _check_media_type(self.headers.get("content-type", ""), self.headers.get("content-encoding", "identity"))
        try:
            self._json = orjson.loads(body)
        except orjson.JSONDecodeError as error:
            raise AppError("malformed-json", [field_error("json_invalid", position=error.pos)]) from None
        errors = _check_values(self._json, settings.max_json_depth)
        if errors:
            raise invalid_input(*errors)

    async def _read_body(self, limit: int) -> bytes:
        chunks, size = [], 0
        async for chunk in self.stream():
            size += len(chunk)
            if size <= limit:
                chunks.append(chunk)
            elif size > limit * _DRAIN_FACTOR:
                break
        # What is over the limit is read and dropped for a while, so that a client still sending gets to see the answer.
        if size > limit:
            raise AppError("content-too-large", headers={"Connection": "close"}, limit=limit)
        return b"".join(chunks)


class JsonRoute(APIRoute):
    """A route that refuses query keys it does not know and loads its body through `JsonRequest`."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """FastAPI's own handler, given a request that was checked."""
        handle = super().get_route_handler()
        takes_body = self.body_field is not None
        known = {parameter.alias for parameter in self.dependant.query_params}

        async def check_then_handle(request: Request) -> Response:
            unknown = sorted(set(request.query_params) - known)
            if unknown:
                raise invalid_input(*(field_error("unknown_parameter", name[:100], "query") for name in unknown))
            if not takes_body:
                return await handle(request)
            checked = JsonRequest(request.scope, request.receive)
            await checked.load(request.app.state.settings)
            return await handle(checked)

        return check_then_handle


def _check_media_type(content_type: str, content_encoding: str) -> None:
    header = Message()
    header["content-type"] = content_type or "text/plain"
    subtype = header.get_content_subtype()
    is_json = header.get_content_maintype() == "application" and (subtype == "json" or subtype.endswith("+json"))
    charset = str(header.get_param("charset", "utf-8")).lower()
    if not is_json or charset not in _UTF8 or content_encoding.lower() != "identity":
        raise AppError("unsupported-media-type", headers={"Accept": "application/json"})


def _check_values(value: object, max_depth: int) -> list[ProblemError]:
    """Look at every value without recursion: nesting, and U+0000, which PostgreSQL cannot store."""
    errors: list[ProblemError] = []
    stack: list[tuple[object, tuple[int | str, ...]]] = [(value, ())]
    while stack:
        item, path = stack.pop()
        if isinstance(item, str):
            if "\0" in item:
                errors.append(field_error("json_nul", json_pointer(path)))
            continue
        if isinstance(item, dict):
            if any("\0" in key for key in item):
                errors.append(field_error("json_nul", json_pointer(path)))
            children = list(item.items())
        elif isinstance(item, list):
            children = list(enumerate(item))
        else:
            continue
        if len(path) >= max_depth:
            return [field_error("json_depth", limit=max_depth)]
        stack.extend((child, (*path, key)) for key, child in children)
    return errors
