"""Runs jobs: in threads of the service, or as a process of its own (`python -m app.worker`)."""

import logging.config
import signal
import sys
import threading
from collections.abc import Callable
from types import FrameType

import structlog

from app.database import Database
from app.logs import configure_logs, server_log_config
from app.queue import JobQueue
from app.services.all_jobs import AllJobs
from app.services.all_retention import DailyRetention
from app.services.clock import utc_now
from app.starting import BAD_SETTINGS, CANNOT_START, read_settings, tell_failure
from app.wiring import Shared, Tenants

_START_SECONDS = 5.0
_STOP_SECONDS = 5.0
_SWEEPS_IN_A_LEASE = 2
_log = structlog.get_logger("gunning")


class Worker:
    """Threads that take jobs from the queue, and one that puts back what nobody runs, and does `also` each time."""

    def __init__(
        self,
        queue: JobQueue,
        jobs: AllJobs,
        threads: int,
        lease_seconds: float,
        also: Callable[[], None] = lambda: None,
    ) -> None:
        self._queue = queue
        self._jobs = jobs
        self._also = also
        self._consumer = queue.consume(self._run, self._sweep, threads, lease_seconds / _SWEEPS_IN_A_LEASE)
        self._consumer.shutdown_timeout = _STOP_SECONDS
        self._thread = threading.Thread(target=self._consumer.run, name="jobs", daemon=True)

    def start(self) -> None:
        """Begin, in threads of its own; returns when they have started, for only then can they be stopped."""
        self._thread.start()
        self._consumer.started.wait(_START_SECONDS)

    def stop(self) -> None:
        """Take no more. What runs is handed back after the posting it is at, or after five seconds, come what may."""
        self._consumer.stop(graceful=True)
        self._thread.join(_STOP_SECONDS)
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
        try:
            self._also()
        except Exception as error:  # as above
            _log.error("retention_failed", error=type(error).__name__)


def run() -> int:
    """Run jobs until told to end; the exit status: 2 for bad settings, 3 where it cannot start."""
    settings = read_settings()
    if settings is None:
        return BAD_SETTINGS
    configure_logs(settings.log_level)
    logging.config.dictConfig(server_log_config())
    told = threading.Event()

    def end(_signal: int, _frame: FrameType | None) -> None:
        told.set()

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, end)
    try:
        database = Database(settings.database_url)
        database.migrate()
        queue = JobQueue(database)
    except Exception as error:
        tell_failure(error)
        return CANNOT_START
    tenants = Tenants(Shared(database, settings, utc_now))
    tenants.restore()
    retention = DailyRetention(database, settings, utc_now, tenants.forget)
    jobs = AllJobs(database, tenants.runner)
    worker = Worker(queue, jobs, max(settings.job_workers, 1), settings.job_lease_seconds, retention.turn)
    worker.start()
    _log.info("ready", database=database.engine.dialect.name)
    told.wait()
    worker.stop()
    queue.close()
    tenants.close()
    database.close()
    return 0


if __name__ == "__main__":
    sys.exit(run())
