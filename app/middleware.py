"""What surrounds every request, as pure ASGI: request id, headers, one log line, and an answer when code fails."""

import re
import time
import uuid

import structlog
from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import ClientDisconnect
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.errors import PROBLEM_MEDIA_TYPE, problem
from app.logs import places_of
from app.route_pattern import route_pattern

API_VERSION = "1.0.0"
_REQUEST_ID = re.compile(r"[A-Za-z0-9._-]{8,64}")
_CLIENT_LEFT = 499
_SECURITY_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Strict-Transport-Security": "max-age=31536000; includeSubDomains",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
    "Cache-Control": "no-store",
}
_log = structlog.get_logger("gunning.request")


def standing_headers() -> dict[str, str]:
    """The headers of every answer."""
    return {"API-Version": API_VERSION, **_SECURITY_HEADERS}


class RequestEnvelope:
    """Wraps the application. Headers that a response sets itself win over the ones set here."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        self._always = standing_headers()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        given = Headers(scope=scope).get("x-request-id", "")
        request_id = given if _REQUEST_ID.fullmatch(given) else str(uuid.uuid4())
        scope.setdefault("state", {})["request_id"] = request_id
        began = time.perf_counter()
        status = 0
        method = scope["method"]
        # What answers GET answers HEAD: the same, without the body (RFC 9110, 9.3.2).
        bodiless = method == "HEAD"
        if bodiless:
            scope = {**scope, "method": "GET"}
        if scope["path"].endswith("\n"):
            # The router's patterns end in "$", which passes over one last newline: another address would be meant.
            scope = {**scope, "path": scope["path"] + "\n"}

        async def send_with_headers(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                headers = MutableHeaders(scope=message)
                headers["X-Request-Id"] = request_id
                for name, value in self._always.items():
                    headers.setdefault(name, value)
            elif bodiless:
                message = {**message, "body": b""}
            await send(message)

        try:
            await self._app(scope, receive, send_with_headers)
        except ClientDisconnect:
            status = status or _CLIENT_LEFT
        except Exception as error:
            _log.error(
                "failed", request_id=request_id, error=type(error).__name__, where=places_of(error.__traceback__)
            )
            if status:
                raise
            body = problem("internal-error", request_id).model_dump_json(by_alias=True)
            await Response(body, 500, media_type=PROBLEM_MEDIA_TYPE)(scope, receive, send_with_headers)
        finally:
            _log.info(
                "answered",
                request_id=request_id,
                method=method,
                route=route_pattern(scope),
                status=status,
                milliseconds=round((time.perf_counter() - began) * 1000, 1),
            )
