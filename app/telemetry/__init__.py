"""What a running service shows of itself: figures for Prometheus and, where asked for, traces. Nothing of a person."""

from app.telemetry.metrics import Metrics, Standing
from app.telemetry.timing import Step, Timer, untimed
from app.telemetry.together import Telemetry
from app.telemetry.tracing import Tracing

__all__ = ["Metrics", "Standing", "Step", "Telemetry", "Timer", "Tracing", "untimed"]
