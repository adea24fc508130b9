"""Whether the service can work."""

from anyio import CapacityLimiter

from app.database import Database
from app.errors import AppError
from app.schemas.health import Health


class HealthService:
    """Answers the probes."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._draining = False
        # Threads of its own: a probe must not queue behind the requests it reports on.
        self.limiter = CapacityLimiter(2)

    def drain(self) -> None:
        """From now on the process is about to end: it is not ready any more."""
        self._draining = True

    def ready(self) -> Health:
        """Ok when the database is there with its schema; the pipeline was loaded before this object was made."""
        if self._draining:
            raise AppError("draining", headers={"Retry-After": "5"})
        if not self._database.is_current():
            raise AppError("unavailable", headers={"Retry-After": "5"})
        return Health(status="ok")
