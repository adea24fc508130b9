"""How many requests a minute one caller may send, told in headers (IETF draft-ietf-httpapi-ratelimit-headers-10)."""

import math
import time

from limits import RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter
from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.errors import AppError
from app.problem_answer import problem_answer

_PREFIX = "/v1/"
_PUBLIC = "/v1/openapi.json"
_WINDOW_SECONDS = 60
_ADDRESS = "address"
_LOCAL = "local"


class RateLimit:
    """Wraps the application. Counts in this process; a window of a minute moves along with the clock."""

    def __init__(self, app: ASGIApp, requests_per_minute: int) -> None:
        self._app = app
        self._limit = requests_per_minute
        self._item = RateLimitItemPerMinute(requests_per_minute)
        self._limiter = MovingWindowRateLimiter(MemoryStorage())
        self._policy = f'"minute";q={requests_per_minute};w={_WINDOW_SECONDS}'

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one request."""
        if scope["type"] != "http" or not scope["path"].startswith(_PREFIX) or scope["path"] == _PUBLIC:
            await self._app(scope, receive, send)
            return
        caller = _caller(scope)
        taken = self._limiter.hit(self._item, *caller)
        window = self._limiter.get_window_stats(self._item, *caller)
        seconds = min(max(math.ceil(window.reset_time - time.time()), 1), _WINDOW_SECONDS)

        async def send_with_limits(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers["RateLimit-Policy"] = self._policy
                headers["RateLimit"] = f'"minute";r={window.remaining};t={seconds}'
            await send(message)

        if taken:
            await self._app(scope, receive, send_with_limits)
            return
        error = AppError("too-many-requests", headers={"Retry-After": str(seconds)}, limit=self._limit)
        await problem_answer(error, scope["state"]["request_id"])(scope, receive, send_with_limits)


def _caller(scope: Scope) -> tuple[str, str]:
    """Who asks: the principal, or where nobody is told from another, the address that the request came from."""
    principal = scope.get("state", {}).get("principal")
    if principal is not None and principal.actor != _LOCAL:
        return str(principal.tenant_id), str(principal.actor)
    client = scope.get("client")
    return _ADDRESS, str(client[0]) if client else ""
