"""How the service stands at a moment: jobs, the index and the pool, for whoever watches it."""

import threading
import time
from collections.abc import Callable, Iterable

from anyio import CapacityLimiter
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.pool import QueuePool

from app.database import Database
from app.repositories.jobs import JobRepository
from app.schemas.jobs import JobState
from app.services.candidate_index import CandidateIndex
from app.telemetry import Standing

_KEPT_SECONDS = 2.0


class GaugeService:
    """Reads the figures that the database and the index know; again at most every two seconds."""

    def __init__(self, database: Database, indexes: Callable[[], Iterable[CandidateIndex]]) -> None:
        self._database = database
        self._indexes = indexes
        self._lock = threading.Lock()
        self._last: tuple[float, Standing] | None = None
        # A thread of its own, so that who watches does not queue behind what is watched.
        self.limiter = CapacityLimiter(1)

    def standing(self) -> Standing:
        """The figures; never raises for a database that is gone."""
        with self._lock:
            now = time.monotonic()
            if self._last is None or now - self._last[0] > _KEPT_SECONDS:
                self._last = now, self._read()
            return self._last[1]

    def _read(self) -> Standing:
        indexes = tuple(self._indexes())
        pool = self._database.engine.pool
        in_use, idle = (pool.checkedout(), pool.checkedin()) if isinstance(pool, QueuePool) else (0, 1)
        jobs: dict[str, int] | None
        lag: int | None
        try:
            with self._database.read() as session:
                jobs = dict.fromkeys(JobState, 0) | JobRepository(session).counts()
            lag = sum(index.lag() for index in indexes)
        except SQLAlchemyError:
            jobs = lag = None
        return Standing(jobs, sum(index.candidates for index in indexes), lag, in_use, idle)
