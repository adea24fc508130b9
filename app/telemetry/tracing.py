"""Traces by OpenTelemetry, where an endpoint is set. Spans hold patterns, sizes and times: no addresses, no values."""

from collections.abc import Generator, Mapping
from contextlib import AbstractContextManager, contextmanager, nullcontext
from typing import Any

from opentelemetry import trace
from opentelemetry.context import Context
from opentelemetry.trace import Link, Span, SpanKind, StatusCode, Tracer, TracerProvider
from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator
from structlog.contextvars import bind_contextvars

from app.telemetry.statements import Statements, counted
from app.telemetry.timing import Step

# An exception's message may quote what was sent: only its type is told.
_QUIET: Mapping[str, Any] = {"record_exception": False, "set_status_on_exception": False}


class TracingMissingError(Exception):
    """Traces are asked for, and what sends them is not installed."""


class Tracing:
    """Makes spans, or nothing at all where there is no provider."""

    def __init__(self, provider: TracerProvider | None = None) -> None:
        self._provider = provider
        self._tracer: Tracer | None = provider.get_tracer("gunning") if provider else None
        self._propagator = TraceContextTextMapPropagator()

    @property
    def on(self) -> bool:
        """Whether anybody is told."""
        return self._tracer is not None

    def request(self, traceparent: str | None) -> AbstractContextManager[Span | None]:
        """The span of a request; it goes on with the caller's trace where `traceparent` (W3C) names one."""
        if self._tracer is None:
            return nullcontext()
        # `tracestate` and baggage are words of the caller's choosing and go no further.
        return self._root(self._tracer, "request", SpanKind.SERVER, self._context(traceparent), ())

    def job(self, kind: str, traceparent: str | None) -> AbstractContextManager[Span | None]:
        """The span of one taking of a job: a trace of its own, linked to the request that made it."""
        if self._tracer is None:
            return nullcontext()
        maker = trace.get_current_span(self._context(traceparent)).get_span_context()
        links = (Link(maker),) if maker.is_valid else ()
        return self._root(self._tracer, f"job {kind}", SpanKind.CONSUMER, Context(), links)

    def step(self, step: Step) -> AbstractContextManager[object]:
        """The span of a step, under the one at hand."""
        return nullcontext() if self._tracer is None else self._tracer.start_as_current_span(step, **_QUIET)

    def traceparent(self) -> str | None:
        """What names the span at hand elsewhere; null where there is none."""
        carrier: dict[str, str] = {}
        self._propagator.inject(carrier)
        return carrier.get("traceparent")

    def close(self) -> None:
        """Send what was not sent yet."""
        shutdown = getattr(self._provider, "shutdown", None)
        if shutdown is not None:
            shutdown()

    def _context(self, traceparent: str | None) -> Context:
        return self._propagator.extract({"traceparent": traceparent} if traceparent else {}, Context())

    @contextmanager
    def _root(
        self, tracer: Tracer, name: str, kind: SpanKind, context: Context, links: tuple[Link, ...]
    ) -> Generator[Span, None, None]:
        statements = Statements()
        token = counted.set(statements)
        try:
            with tracer.start_as_current_span(name, context, kind, links=links, **_QUIET) as span:
                # For every line that is logged from here on, the one after the answer included.
                bind_contextvars(trace_id=trace.format_trace_id(span.get_span_context().trace_id))
                try:
                    yield span
                except Exception as error:
                    span.set_attribute("error.type", type(error).__name__)
                    span.set_status(StatusCode.ERROR)
                    raise
                finally:
                    span.set_attribute("gunning.db.statements", statements.count)
                    span.set_attribute("gunning.db.seconds", round(statements.seconds, 6))
        finally:
            counted.reset(token)


def tracing_to(endpoint: str | None, service: str, version: str) -> Tracing:
    """Traces sent to an OTLP endpoint over HTTP (its base address); none for null.

    The rest is read from OpenTelemetry's own variables. Raises `TracingMissingError` without the extra `otel`.
    """
    if endpoint is None:
        return Tracing()
    try:
        from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter  # noqa: PLC0415
        from opentelemetry.sdk.resources import Resource  # noqa: PLC0415
        from opentelemetry.sdk.trace import TracerProvider as Provider  # noqa: PLC0415
        from opentelemetry.sdk.trace.export import BatchSpanProcessor  # noqa: PLC0415
    except ImportError:
        raise TracingMissingError("OTEL_EXPORTER_OTLP_ENDPOINT needs the extra: pip install 'gunning[otel]'") from None
    provider = Provider(resource=Resource.create({"service.name": service, "service.version": version}))
    exporter = OTLPSpanExporter(endpoint=f"{endpoint.rstrip('/')}/v1/traces")
    provider.add_span_processor(BatchSpanProcessor(exporter))
    return Tracing(provider)
