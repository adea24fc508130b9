"""Whether the service can work."""

import threading
import time

from anyio import CapacityLimiter

from app.database import Database
from app.errors import AppError
from app.probing import Fault, fault_of
from app.schemas.health import Health

_KEPT_SECONDS = 1.0
_RETRY_AFTER = {"Retry-After": "5"}


class HealthService:
    """Answers the probes. Looks at the database at most once a second, however many ask."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._lock = threading.Lock()
        self._last: tuple[float, Fault | None] | None = None
        self._draining = False
        # Threads of its own: a probe must not queue behind the requests it reports on.
        self.limiter = CapacityLimiter(2)

    def drain(self) -> None:
        """From now on say that no more requests should come: the service is about to end."""
        self._draining = True

    def ready(self) -> Health:
        """Ok when the database is there with its schema and takes changes; the pipeline was loaded before.

        Raises `AppError` 503, whose kind says what fails.
        """
        if self._draining:
            raise AppError("draining", headers=_RETRY_AFTER)
        fault = self._fault()
        if fault is not None:
            raise AppError(fault, headers=_RETRY_AFTER)
        return Health(status="ok")

    def _fault(self) -> Fault | None:
        with self._lock:
            if self._last is None or time.monotonic() - self._last[0] > _KEPT_SECONDS:
                found = fault_of(self._database)
                self._last = time.monotonic(), found
            return self._last[1]
