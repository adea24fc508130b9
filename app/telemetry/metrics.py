"""Figures for Prometheus, in a registry for each application. Labels are few and bounded: no ids, no addresses."""

from collections.abc import Callable, Generator, Iterable, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from time import perf_counter
from typing import TypeAlias

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, Info
from prometheus_client.exposition import choose_encoder
from prometheus_client.gc_collector import GCCollector
from prometheus_client.metrics_core import GaugeMetricFamily, Metric
from prometheus_client.platform_collector import PlatformCollector
from prometheus_client.process_collector import ProcessCollector

from app.telemetry.timing import Step

_SECONDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30)
_STEPS: Mapping[Step, tuple[str, str]] = {
    "parse": ("gunning_parse_seconds", "Reading one text, once it has a turn"),
    "match": ("gunning_match_seconds", "Ranking and explaining one match, waiting included"),
    "document": ("gunning_document_seconds", "Taking the text from one document, waiting included"),
    "wait": ("gunning_slot_wait_seconds", "Waiting for one of CPU_SLOTS turns"),
    "job_posting": ("gunning_job_posting_seconds", "Ranking one posting of a job and keeping it"),
}
_METHODS = frozenset({"GET", "POST", "PUT", "PATCH", "DELETE"})
_LINES = ("created", "replaced", "refused")


@dataclass(frozen=True, slots=True)
class Standing:
    """What is asked of a service when it is looked at; null: not known, since the database did not answer."""

    jobs: Mapping[str, int] | None
    index_candidates: int
    index_lag: int | None
    pool_in_use: int
    pool_idle: int


Look: TypeAlias = Callable[[], Standing]


class Metrics:
    """The instruments of one application."""

    def __init__(self) -> None:
        self._registry = CollectorRegistry()
        for standard in (ProcessCollector, PlatformCollector, GCCollector):
            standard(registry=self._registry)
        self._requests = Histogram(
            "gunning_http_request_seconds",
            "Requests by route pattern, method and class of status",
            ("route", "method", "status"),
            buckets=_SECONDS,
            registry=self._registry,
        )
        # Looked up once for each route, method and status: labels() takes a lock and checks its arguments each time.
        self._of_request: dict[tuple[str, str, int], Histogram] = {}
        self.in_progress = Gauge("gunning_http_requests_in_progress", "Requests in hand", registry=self._registry)
        self._steps = {
            step: Histogram(name, text, buckets=_SECONDS, registry=self._registry)
            for step, (name, text) in _STEPS.items()
        }
        lines = Counter(
            "gunning_import_lines", "Lines of imports by what became of them", ("outcome",), registry=self._registry
        )
        self._lines = {outcome: lines.labels(outcome) for outcome in _LINES}

    def request(self, route: str | None, method: str, status: int, seconds: float) -> None:
        """Note a request. `route`: the pattern; null where no route took the address."""
        key = (route or "none", known_method(method), status // 100)
        found = self._of_request.get(key)
        if found is None:
            found = self._of_request[key] = self._requests.labels(key[0], key[1], f"{key[2]}xx")
        found.observe(seconds)

    @contextmanager
    def timed(self, step: Step) -> Generator[None, None, None]:
        """Note how long the block takes, whatever comes of it."""
        began = perf_counter()
        try:
            yield
        finally:
            self._steps[step].observe(perf_counter() - began)

    def import_line(self, outcome: str) -> None:
        """Note what became of a line: `created`, `replaced` or `refused`."""
        self._lines[outcome].inc()

    def look_at(self, look: Look) -> None:
        """Ask `look` whenever the figures are asked for."""
        self._registry.register(_Standing(look))

    def tell_build(self, **versions: str) -> None:
        """The versions that are running."""
        Info("gunning_build", "What is running", registry=self._registry).info(versions)

    def exposition(self, accept: str) -> tuple[bytes, str]:
        """All figures and their media type: OpenMetrics where `accept` prefers it, else Prometheus' own text."""
        encode, media_type = choose_encoder(accept)
        return encode(self._registry), media_type


def known_method(method: str) -> str:
    """A method, or `other`: callers may make up their own."""
    return method if method in _METHODS else "other"


class _Standing:
    """A collector, in the sense of the library."""

    def __init__(self, look: Look) -> None:
        self._look = look

    def describe(self) -> Iterable[Metric]:
        """Nothing, so that nobody is asked before there is an answer."""
        return ()

    def collect(self) -> Iterable[Metric]:
        """The families."""
        now = self._look()
        known = now.jobs is not None
        yield GaugeMetricFamily("gunning_database_up", "Whether the database answered just now", value=int(known))
        if now.jobs is not None:
            jobs = GaugeMetricFamily("gunning_jobs", "Jobs by state", labels=("state",))
            for state, count in now.jobs.items():
                jobs.add_metric((state,), count)
            yield jobs
        if now.index_lag is not None:
            text = "Changes of candidates that the index has not taken in"
            yield GaugeMetricFamily("gunning_index_lag_changes", text, value=now.index_lag)
        yield GaugeMetricFamily("gunning_index_candidates", "Candidates in the index", value=now.index_candidates)
        pool = GaugeMetricFamily("gunning_database_connections", "Connections of the pool", labels=("state",))
        pool.add_metric(("in_use",), now.pool_in_use)
        pool.add_metric(("idle",), now.pool_idle)
        yield pool
