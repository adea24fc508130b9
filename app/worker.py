"""Runs jobs and sends webhooks: in threads of the service, or as a process of its own (`python -m app.worker`)."""

import signal
import sys
import threading
import time
from collections.abc import Sequence
from types import FrameType

import structlog

from app.logs import configure_process
from app.matching import ENGINE_VERSION
from app.queue import JobQueue
from app.services.all_jobs import AllJobs
from app.services.clock import utc_now
from app.starting import BAD_SETTINGS, CANNOT_START, open_database, read_settings, tell_failure
from app.sweeps import Sweep, Sweeps
from app.telemetry import Telemetry
from app.telemetry.statements import count_statements
from app.telemetry.tracing import tracing_to
from app.upkeep import upkeep
from app.webhook_parts import WebhookParts
from app.webhook_worker import QUEUE, WebhookWorker
from app.wiring import Shared, Tenants

_START_SECONDS = 5.0
_STOP_SECONDS = 5.0
_SWEEPS_IN_A_LEASE = 2
_log = structlog.get_logger("gunning")


class Worker:
    """Threads that take jobs from the queue, one that puts back what nobody runs, and one for each other sweep."""

    def __init__(
        self, queue: JobQueue, jobs: AllJobs, threads: int, lease_seconds: float, sweeps: Sequence[Sweep] = ()
    ) -> None:
        self._queue = queue
        self._jobs = jobs
        self._consumer = queue.consume(self._run, self._sweep, threads, lease_seconds / _SWEEPS_IN_A_LEASE)
        self._consumer.shutdown_timeout = _STOP_SECONDS
        self._sweeps = Sweeps(sweeps)
        self._thread = threading.Thread(target=self._consumer.run, name="jobs", daemon=True)

    def start(self) -> None:
        """Begin, in threads of its own; returns when they have started, for only then can they be stopped."""
        self._thread.start()
        self._consumer.started.wait(_START_SECONDS)
        self._sweeps.start()

    def stop(self) -> None:
        """Take no more. What runs is handed back after the posting it is at, or after five seconds, come what may."""
        self._consumer.stop(graceful=True)
        until = time.monotonic() + _STOP_SECONDS
        self._sweeps.stop(_STOP_SECONDS)
        self._thread.join(max(until - time.monotonic(), 0))
        try:
            for job_id in self._jobs.let_go():
                self._queue.put(job_id)
        except Exception as error:  # the lease will run out by itself
            _log.error("not_handed_back", error=type(error).__name__)

    def _run(self, job_id: str) -> None:
        if not self._jobs.run(job_id, self._consumer.stop_flag.is_set):
            self._queue.put(job_id)

    def _sweep(self) -> None:
        try:
            unattended = self._jobs.unattended()
            waiting = self._queue.waiting() if unattended else set()
            for job_id in unattended:
                if job_id not in waiting:
                    self._queue.put(job_id)
        except Exception as error:  # the next sweep may succeed, whatever a database raises
            _log.error("sweep_failed", error=type(error).__name__)


def run() -> int:
    """Run jobs until told to end; the exit status: 2 for bad settings, 3 where it cannot start."""
    settings = read_settings()
    if settings is None:
        return BAD_SETTINGS
    configure_process(settings.log_level)
    told_to_end = threading.Event()

    def end(_signal: int, _frame: FrameType | None) -> None:
        told_to_end.set()

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, end)
    try:
        tracing = tracing_to(settings.otel_exporter_otlp_endpoint, settings.otel_service_name, ENGINE_VERSION)
        database = open_database(settings)
        queue, webhook_queue = JobQueue(database), JobQueue(database, QUEUE)
        if tracing.on:
            count_statements(database.engine)
    except Exception as error:
        tell_failure(error)
        return CANNOT_START
    webhooks = WebhookParts(database, settings, utc_now, webhook_queue.put)
    tenants = Tenants(Shared(database, settings, utc_now, Telemetry(tracing), webhooks))
    tenants.restore()
    jobs = AllJobs(database, tenants.runner)
    sweeps = (*webhooks.sweeps, *upkeep(database, settings, utc_now, webhooks.outbox, tenants.forget))
    workers = (
        Worker(queue, jobs, max(settings.job_workers, 1), settings.job_lease_seconds, sweeps),
        WebhookWorker(webhook_queue, webhooks.all, settings.webhook_senders),
    )
    for worker in workers:
        worker.start()
    _log.info("ready", database=database.engine.dialect.name)
    told_to_end.wait()
    for worker in workers:
        worker.stop()
    queue.close()
    webhook_queue.close()
    tenants.close()
    database.close()
    tracing.close()
    return 0


if __name__ == "__main__":
    sys.exit(run())
