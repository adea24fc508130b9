"""The jobs of all tenants, for the workers: each is run as its own tenant."""

from collections.abc import Callable

import structlog
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from app.database import Database
from app.repositories.jobs import JobRepository
from app.services.job_runner import JobRunner, unattended_in

_log = structlog.get_logger("gunning.job")


class AllJobs:
    """Finds whose a job is. `runner_of`: who runs the jobs of a tenant, always the same one."""

    def __init__(self, database: Database, runner_of: Callable[[str], JobRunner]) -> None:
        self._database = database.everywhere()
        self._runner_of = runner_of
        self._runners: dict[str, JobRunner] = {}

    @property
    def in_memory(self) -> bool:
        """Whether the jobs end with the process."""
        return self._database.in_memory

    def run(self, job_id: str, stopping: Callable[[], bool]) -> bool:
        """Run a job unless somebody else does or it has ended; false where it was handed back. Never raises."""
        try:
            with self._database.read() as session:
                tenant_id = JobRepository(session).tenant_of(job_id)
        except (DBAPIError, PoolTimeoutError) as error:
            # Whoever sweeps finds it again.
            _log.error("job_interrupted", job=job_id, error=type(error).__name__)
            return True
        if tenant_id is None:
            return True
        runner = self._runners.setdefault(tenant_id, self._runner_of(tenant_id))
        return runner.run(job_id, stopping)

    def let_go(self) -> list[str]:
        """Hand back what is being run, for who cannot wait until it is at the next posting; the ids of those jobs."""
        return [job_id for runner in self._runners.values() for job_id in runner.let_go()]

    def unattended(self) -> list[str]:
        """The jobs that wait for somebody to run them: new, handed back, or left by whoever was killed."""
        return unattended_in(self._database)
