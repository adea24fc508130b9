"""The HTTP server: on a signal it first says that it is about to end, then goes on for a while, then ends."""

import signal
import threading
from collections.abc import Callable
from types import FrameType

import uvicorn


class DrainingServer(uvicorn.Server):
    """uvicorn's server. `drain` is called at the first signal; it is obeyed `seconds` later, a second one at once."""

    def __init__(self, config: uvicorn.Config, drain: Callable[[], None], seconds: float) -> None:
        super().__init__(config)
        self._drain = drain
        self._seconds = seconds
        self._told = False

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """A signal to end."""
        first, self._told = not self._told, True
        if first:
            self._drain()
        if not first or not self._seconds or sig == signal.SIGINT:
            super().handle_exit(sig, frame)
            return
        # Whoever spreads requests sees it in the probes before the port is closed.
        later = threading.Timer(self._seconds, super().handle_exit, (sig, frame))
        later.daemon = True
        later.start()
