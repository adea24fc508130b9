"""Counts and traces every request, as pure ASGI."""

from time import perf_counter

from opentelemetry.trace import Span, StatusCode
from starlette.datastructures import Headers
from starlette.requests import ClientDisconnect
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.route_pattern import route_pattern
from app.telemetry.metrics import known_method
from app.telemetry.together import Telemetry

_CLIENT_LEFT = 499


class Observed:
    """Stands right within what answers when code fails, so that it sees failures and every answer but that one."""

    def __init__(self, app: ASGIApp, telemetry: Telemetry) -> None:
        self._app = app
        self._metrics = telemetry.metrics
        self._tracing = telemetry.tracing

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        began = perf_counter()
        status = 0

        async def send_noting(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        self._metrics.in_progress.inc()
        traceparent = Headers(scope=scope).get("traceparent") if self._tracing.on else None
        try:
            with self._tracing.request(traceparent) as span:
                try:
                    await self._app(scope, receive, send_noting)
                except ClientDisconnect:
                    status = status or _CLIENT_LEFT
                    raise
                except Exception:
                    status = status or 500
                    raise
                finally:
                    if span is not None:
                        _describe(span, scope, status)
        finally:
            self._metrics.in_progress.dec()
            self._metrics.request(route_pattern(scope), scope["method"], status, perf_counter() - began)


def _describe(span: Span, scope: Scope, status: int) -> None:
    route, method = route_pattern(scope), known_method(scope["method"])
    span.set_attribute("http.request.method", method)
    span.set_attribute("http.response.status_code", status)
    if route is not None:
        span.update_name(f"{method} {route}")
        span.set_attribute("http.route", route)
    if status >= 500:
        span.set_status(StatusCode.ERROR)
