"""Queues: the ids of jobs that wait for a worker, or of whatever else, in a file beside SQLite's or in PostgreSQL.

It may forget and repeat: the jobs' own table decides what is run, and a sweep puts back what nobody runs.
"""

import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from huey import Huey
from huey.consumer import BaseProcess, Consumer
from huey.registry import Message
from huey.serializer import Serializer
from huey.storage import MemoryStorage, PostgresStorage, SqliteStorage

from app.database import QUEUE_TABLES, Database

_NAME = "gunning"
_TASK = f"{__name__}.run"
_POLL_SECONDS = 0.1
_MOST_POLL_SECONDS = 1.0


class _JobIds(Serializer):  # type: ignore[misc] # huey has no types
    """A message is the id of a job, in ASCII. huey's own would be a pickle, which runs what somebody put there."""

    def serialize(self, data: Any) -> bytes:  # noqa: ANN401 - as above
        return str(data.args[0]).encode("ascii")

    def deserialize(self, data: bytes) -> Any:  # noqa: ANN401 - as above
        return Message(id=None, name=_TASK, args=(bytes(data).decode("ascii"),), kwargs={})


class JobQueue:
    """Puts ids in, and hands each to one consumer, once. Queues of other names are apart."""

    def __init__(self, database: Database, name: str = _NAME) -> None:
        self._handle: Callable[[str], None] = lambda _: None
        self._huey = Huey(name, results=False, serializer=_JobIds(), **_storage(database))
        if not database.in_memory:
            with database.alone():
                self._huey.storage.initialize_schema()

        def run(job_id: str) -> None:
            self._handle(job_id)

        self._task = self._huey.task(name="run")(run)

    def put(self, job_id: str) -> None:
        """Add an id; raises the database driver's errors."""
        self._task(job_id)

    def waiting(self) -> set[str]:
        """The ids in the queue."""
        return {task.args[0] for task in self._huey.pending()}

    def consume(
        self,
        handle: Callable[[str], None],
        sweep: Callable[[], None],
        threads: int,
        every: float,
        most_poll: float = _MOST_POLL_SECONDS,
    ) -> Consumer:
        """A consumer, not started: it hands ids to `handle` in `threads` threads, and sweeps each `every` seconds.

        `most_poll`: seconds between two looks into a queue that has long been empty.
        """
        self._handle = handle
        return _Consumer(self._huey, sweep, every, threads, most_poll)

    def close(self) -> None:
        """Close the connection."""
        self._huey.storage.close()


class _Sweeper(BaseProcess):  # type: ignore[misc] # as above
    """Stands where huey's scheduler does, for there is nothing to schedule: nothing is retried or put off here."""

    process_name = "Sweeper"

    def __init__(self, huey: Huey, stop_flag: threading.Event, sweep: Callable[[], None], every: float) -> None:
        super().__init__(huey, stop_flag)
        self._sweep = sweep
        self._every = every

    def loop(self, _now: object = None) -> None:
        began = time.monotonic()
        self._sweep()
        self.sleep_for_interval(began, self._every)


class _Consumer(Consumer):  # type: ignore[misc] # as above
    def __init__(self, huey: Huey, sweep: Callable[[], None], every: float, workers: int, most_poll: float) -> None:
        self._sweeper = (sweep, every)
        self.started = threading.Event()
        super().__init__(
            huey,
            workers=workers,
            periodic=False,
            initial_delay=_POLL_SECONDS,
            max_delay=most_poll,
        )

    def _create_scheduler(self) -> _Sweeper:
        return _Sweeper(self.huey, self.stop_flag, *self._sweeper)

    def _set_signal_handlers(self) -> None:
        """The last step of starting. Signals belong to the process, of which a consumer is a part only."""
        self.started.set()


def _storage(database: Database) -> dict[str, Any]:
    url = database.engine.url
    if url.get_backend_name() != "sqlite":
        # Polled, not listened to: a connection for each thread would be held for it.
        return {
            "storage_class": PostgresStorage,
            "connection": database.connect,
            "blocking": False,
            "table_prefix": QUEUE_TABLES,
            "create_tables": False,
        }
    if database.in_memory:
        return {"storage_class": MemoryStorage}
    path = Path(str(url.database))
    return {
        "storage_class": SqliteStorage,
        "filename": str(path.with_name(f"{path.name}-queue")),
        "create_tables": False,
    }
