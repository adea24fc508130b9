"""The right to run a job, renewed while it runs: whoever is killed loses it by not renewing."""

import datetime as dt
import threading
from types import TracebackType
from typing import Self

import structlog
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from app.database import Database
from app.ids import new_id
from app.repositories.jobs import JobRepository
from app.services.clock import utc_now

_RENEWALS = 3
_log = structlog.get_logger("gunning.job")


class Lease:
    """Within its block the job is renewed every third of `seconds`. `lost` is true once somebody else may run it."""

    def __init__(self, database: Database, job_id: str, seconds: float) -> None:
        self.owner = new_id()
        self._database = database
        self._job_id = job_id
        self._length = dt.timedelta(seconds=seconds)
        self._ended = threading.Event()
        self._lost = threading.Event()
        self._thread = threading.Thread(target=self._renew, name="lease", daemon=True)

    @property
    def lost(self) -> bool:
        """Whether the job was cancelled, removed or taken by somebody else."""
        return self._lost.is_set()

    def take(self) -> bool:
        """Whether the job is ours now."""
        now = utc_now()
        with self._database.write() as session:
            return JobRepository(session).claim(self._job_id, self.owner, now, now + self._length)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._ended.set()
        self._thread.join()

    def _renew(self) -> None:
        while not self._ended.wait(self._length.total_seconds() / _RENEWALS):
            try:
                with self._database.write() as session:
                    held = JobRepository(session).renew(self._job_id, self.owner, utc_now() + self._length)
            except (DBAPIError, PoolTimeoutError) as error:
                # The next turn may succeed; where none does, another takes over, and what we find is not kept.
                _log.warning("lease_not_renewed", job=self._job_id, error=type(error).__name__)
                continue
            if not held:
                self._lost.set()
                return
