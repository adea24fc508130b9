"""How many requests a process has in hand: beyond that it says so at once, instead of answering everybody too late."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from starlette.types import ASGIApp, Receive, Scope, Send

from app.errors import AppError
from app.problem_answer import problem_answer

_EXEMPT = ("/health/", "/metrics")
_LATER = {"Retry-After": "2"}


class Turns:
    """So many requests are worked on at a time; others wait for their turn. For one event loop."""

    def __init__(self, at_once: int, seconds: float) -> None:
        self._free = asyncio.Semaphore(at_once)
        self._seconds = seconds

    @asynccontextmanager
    async def taken(self) -> AsyncIterator[None]:
        """Work within a turn; raises the 503 where none came within the seconds that a request may wait."""
        try:
            async with asyncio.timeout(self._seconds):
                await self._free.acquire()
        except TimeoutError:
            raise AppError("overloaded", headers=_LATER) from None
        try:
            yield
        finally:
            self._free.release()


class Admission:
    """Wraps the application. `most`: requests that are worked on, read or waiting; one more is answered with a 503."""

    def __init__(self, app: ASGIApp, most: int) -> None:
        self._app = app
        self._most = most
        self._inside = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one request. Probes always get through: they tell how busy the process is."""
        if scope["type"] != "http" or scope["path"].startswith(_EXEMPT):
            await self._app(scope, receive, send)
            return
        if self._inside >= self._most:
            # The body is not read: what is left of it would be taken for the next request.
            error = AppError("overloaded", headers=_LATER | {"Connection": "close"})
            await problem_answer(error, scope["state"]["request_id"])(scope, receive, send)
            return
        self._inside += 1
        try:
            await self._app(scope, receive, send)
        finally:
            self._inside -= 1
