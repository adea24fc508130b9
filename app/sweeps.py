"""Work that comes back by itself: each sweep in a thread of its own, at once and then every so often."""

import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import structlog

_log = structlog.get_logger("gunning")


@dataclass(frozen=True, slots=True)
class Sweep:
    """Does what is due, then waits until `every_seconds` have passed since it began.

    `run` is asked to do all that is due, in portions; between those it asks its argument whether to stop. Every worker
    process has the same sweeps, so `run` must leave alone what another does at the same moment, and it may be killed
    at any moment. An exception is logged by its type, and the next turn comes.
    """

    name: str
    every_seconds: float
    run: Callable[[Callable[[], bool]], None]


class Sweeps:
    """Runs sweeps until it is stopped."""

    def __init__(self, sweeps: Sequence[Sweep]) -> None:
        self._stopping = threading.Event()
        self._threads = [
            threading.Thread(target=self._repeat, args=(sweep,), name=f"sweep-{sweep.name}", daemon=True)
            for sweep in sweeps
        ]

    def start(self) -> None:
        """Begin, in threads."""
        for thread in self._threads:
            thread.start()

    def stop(self, seconds: float) -> None:
        """Begin nothing new, and wait for what runs until `seconds` have passed."""
        self._stopping.set()
        until = time.monotonic() + seconds
        for thread in self._threads:
            if thread.is_alive():
                thread.join(max(until - time.monotonic(), 0))

    def _repeat(self, sweep: Sweep) -> None:
        while not self._stopping.is_set():
            began = time.monotonic()
            try:
                sweep.run(self._stopping.is_set)
            except Exception as error:  # the next turn may succeed, whatever was raised
                _log.error("sweep_failed", sweep=sweep.name, error=type(error).__name__)
            self._stopping.wait(max(began + sweep.every_seconds - time.monotonic(), 0))
