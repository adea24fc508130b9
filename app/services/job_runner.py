"""Runs jobs: takes one, goes on where it was left, and ends it or hands it back."""

from collections.abc import Callable

import structlog
from sqlalchemy.exc import DataError, DBAPIError, IntegrityError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from app.criteria.verdicts import Outcome
from app.database import Database
from app.logs import places_of
from app.matching import ENGINE_VERSION
from app.repositories.candidates import CandidateRepository
from app.repositories.decisions import DecisionRepository
from app.repositories.job_results import JobResultRepository
from app.repositories.jobs import JobRepository
from app.repositories.postings import PostingRepository
from app.schemas.decisions import Action
from app.schemas.jobs import JobState, MatchAll
from app.services.assessing import reference_date
from app.services.clock import Clock, utc_now
from app.services.decisions import note
from app.services.jobs import asked_of
from app.services.lease import Lease
from app.services.outbox import Outbox
from app.services.ranking import PostingRanker, Ranking
from app.services.webhook_events import job_completed
from app.settings import Settings
from app.tables import JobRow, PostingRow
from app.telemetry import Timer, Tracing, untimed

_log = structlog.get_logger("gunning.job")


class _LostError(Exception):
    """The job is not ours any more."""


def unattended_in(database: Database) -> list[str]:
    """The jobs in this database that wait for somebody to run them, oldest first."""
    with database.read() as session:
        return list(JobRepository(session).unattended(utc_now()))


class JobRunner:
    """Runs jobs in the calling thread. A posting's findings are kept in a transaction that proves the job is ours."""

    def __init__(
        self,
        database: Database,
        ranker: PostingRanker,
        settings: Settings,
        clock: Clock,
        outbox: Outbox,
        timed: Timer = untimed,
        tracing: Tracing | None = None,
    ) -> None:
        self._database = database
        self._ranker = ranker
        self._settings = settings
        self._clock = clock
        self._outbox = outbox
        self._timed = timed
        self._tracing = tracing or Tracing()
        self._held: dict[str, Lease] = {}

    def run(self, job_id: str, stopping: Callable[[], bool]) -> bool:
        """Run a job unless somebody else does or it has ended; false where it was handed back. Never raises.

        `stopping` is asked between postings; where it is true the job is handed back as it is.
        """
        lease = Lease(self._database, job_id, self._settings.job_lease_seconds)
        try:
            if not lease.take():
                return True
            self._held[job_id] = lease
            with lease:
                return self._work(job_id, lease, stopping)
        except _LostError:
            _log.info("job_lost", job=job_id)
        except (DBAPIError, PoolTimeoutError) as error:
            if isinstance(error, IntegrityError | DataError):
                self._fail(job_id, lease, error)
            else:
                # Whoever sweeps finds it when the lease has run out: by then the database may be well again.
                _log.error("job_interrupted", job=job_id, error=type(error).__name__)
        except Exception as error:  # a queue has nobody to raise to
            self._fail(job_id, lease, error)
        finally:
            if self._held.get(job_id) is lease:
                del self._held[job_id]
        return True

    def let_go(self) -> list[str]:
        """Hand back what is being run, for who cannot wait until it is at the next posting; the ids of those jobs."""
        return [job_id for job_id, lease in list(self._held.items()) if self._hand_back(job_id, lease)]

    def unattended(self) -> list[str]:
        """The tenant's jobs that wait for somebody to run them: new, handed back, or left by whoever was killed."""
        return unattended_in(self._database)

    def _work(self, job_id: str, lease: Lease, stopping: Callable[[], bool]) -> bool:
        job = self._job(job_id)
        if job.attempts > self._settings.job_attempts:
            self._end(job_id, lease, JobState.FAILED, "job-abandoned")
            return True
        asked, origin = asked_of(job)
        with self._tracing.job(job.kind, origin):
            _log.info("job_taken", job=job_id, attempts=job.attempts)
            return self._each(job, asked, lease, stopping)

    def _each(self, job: JobRow, asked: MatchAll, lease: Lease, stopping: Callable[[], bool]) -> bool:
        job_id = job.id
        while not stopping():
            if lease.lost:
                raise _LostError
            posting = self._next(job_id)
            if posting is None:
                self._end(job_id, lease, JobState.SUCCEEDED)
                return True
            with self._timed("job_posting"):
                # Of the day the job was made on, so that a job told to go on later counts as it did before.
                reference = asked.reference_date or reference_date(posting, job.created_at)
                ranking = self._ranker.rank(posting, reference, asked.limit)
                found = {
                    "done_at": self._clock(),
                    "posting_revision": posting.revision,
                    "reference_date": reference,
                    "engine_version": ENGINE_VERSION,
                    "eligible": ranking.outcomes[Outcome.ELIGIBLE],
                    "needs_review": ranking.outcomes[Outcome.NEEDS_REVIEW],
                    "not_eligible": ranking.outcomes[Outcome.NOT_ELIGIBLE],
                }
                self._keep(job_id, lease, posting.id, found, ranking)
        return not self._hand_back(job_id, lease)

    def _hand_back(self, job_id: str, lease: Lease) -> bool:
        with self._database.write() as session:
            handed_back = JobRepository(session).hand_back(job_id, lease.owner)
        if handed_back:
            _log.info("job_handed_back", job=job_id)
        return handed_back

    def _job(self, job_id: str) -> JobRow:
        with self._database.read() as session:
            job = JobRepository(session).get(job_id)
        if job is None:
            raise _LostError
        return job

    def _next(self, job_id: str) -> PostingRow | None:
        with self._database.read() as session:
            while (posting_id := JobResultRepository(session).next_posting(job_id)) is not None:
                posting = PostingRepository(session).get(posting_id)
                if posting is not None:
                    return posting
        return None

    def _keep(self, job_id: str, lease: Lease, posting_id: str, found: dict[str, object], ranking: Ranking) -> None:
        wanted = [candidate_id for _, candidate_id, _ in ranking.places]
        with self._database.write() as session:
            if not JobRepository(session).advance(job_id, lease.owner):
                raise _LostError
            # Whoever was erased while we were ranking must not come back through the result.
            present = CandidateRepository(session).present(wanted, lock=True)
            ranks = [
                {
                    "candidate_id": candidate_id,
                    "rank": rank,
                    "outcome": standing.outcome,
                    "points": standing.points.model_dump(mode="json"),
                    "hourly_rate": standing.hourly_rate and standing.hourly_rate.model_dump(mode="json"),
                }
                for rank, candidate_id, standing in ranking.places
                if candidate_id in present
            ]
            JobResultRepository(session).store(job_id, posting_id, found, ranks)
        for candidate_id in set(wanted) - present:
            self._ranker.forget(candidate_id)

    def _end(self, job_id: str, lease: Lease, state: JobState, problem: str | None = None) -> None:
        now = self._clock()
        with self._database.write() as session:
            now = self._clock()
            if not JobRepository(session).end(job_id, lease.owner, state, now, problem):
                raise _LostError
            done, total = JobResultRepository(session).progress([job_id]).get(job_id, (0, 0))
            self._outbox.tell(session, job_completed(job_id, state, done, total, now))
            note(
                DecisionRepository(session),
                Action.JOB_ENDED,
                now,
                job_id=job_id,
                state=state,
                done=done,
                postings=total,
                engineVersion=ENGINE_VERSION,
            )
        _log.info("job_ended", job=job_id, state=state, problem=problem)

    def _fail(self, job_id: str, lease: Lease, error: Exception) -> None:
        # Places only: the message of an exception may quote a profile.
        where = places_of(error.__traceback__)
        _log.error("job_failed", job=job_id, request_id=job_id, error=type(error).__name__, where=where)
        try:
            self._end(job_id, lease, JobState.FAILED, "job-failed")
        except (_LostError, DBAPIError, PoolTimeoutError) as reason:
            _log.error("job_interrupted", job=job_id, error=type(reason).__name__)
