"""Figures and traces as one."""

from collections.abc import Generator
from contextlib import contextmanager

from app.telemetry.metrics import Metrics
from app.telemetry.timing import Step
from app.telemetry.tracing import Tracing


class Telemetry:
    """Figures and traces together. `timed` is the timer that services are given."""

    def __init__(self, tracing: Tracing | None = None) -> None:
        self.metrics = Metrics()
        self.tracing = tracing or Tracing()

    @contextmanager
    def timed(self, step: Step) -> Generator[None, None, None]:
        """Time a step, and put it in the trace at hand."""
        with self.tracing.step(step), self.metrics.timed(step):
            yield
