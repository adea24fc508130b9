"""The HTTP server: uvicorn, ended in order."""

import signal
import time
from collections.abc import Callable
from types import FrameType

import uvicorn


class GracefulServer(uvicorn.Server):
    """On the first signal it says that it drains, and after so many seconds takes no more; a second one ends it now.

    What was begun is answered, within the configuration's `timeout_graceful_shutdown`. The process ends with status 0.
    """

    def __init__(self, config: uvicorn.Config, drain_seconds: float, on_drain: Callable[[], None]) -> None:
        super().__init__(config)
        self._drain_seconds = drain_seconds
        self._on_drain = on_drain
        self._end_at: float | None = None

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """Take a signal to end. Unlike uvicorn's own, it does not let the signal kill the process in the end."""
        if self._end_at is not None or not self.started:
            self.force_exit = self.should_exit and sig == signal.SIGINT
            self.should_exit = True
            return
        self._on_drain()
        self._end_at = time.monotonic() + self._drain_seconds
        self.should_exit = self._drain_seconds <= 0

    async def on_tick(self, counter: int) -> bool:
        """Whether to end: asked ten times a second."""
        if self._end_at is not None and time.monotonic() >= self._end_at:
            self.should_exit = True
        return await super().on_tick(counter)
