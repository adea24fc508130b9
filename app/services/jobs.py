"""Jobs as callers see them: make, follow, cancel, read what was found, remove."""

from collections.abc import Callable, Iterator, Sequence
from itertools import groupby
from typing import Any

import structlog

from app.criteria.profile import HourlyRate
from app.criteria.verdicts import Outcome, PointsSummary
from app.database import Database
from app.errors import AppError, invalid_input, problem
from app.ids import new_id
from app.repositories.decisions import DecisionRepository
from app.repositories.job_results import JobResultRepository
from app.repositories.jobs import JobRepository
from app.schemas.decisions import Action
from app.schemas.jobs import (
    Job,
    JobKind,
    JobPage,
    JobProgress,
    JobRank,
    JobResult,
    JobState,
    JobSummary,
    MatchAll,
    MatchAllInput,
)
from app.services.clock import Clock
from app.services.decisions import note
from app.services.digests import digest
from app.services.idempotency import settle
from app.services.match_checks import check_limit, check_listed, refuse_unknown
from app.services.paging import cut_page, page_request
from app.settings import Settings
from app.tables import JobPostingRow, JobRankRow, JobRow
from app.telemetry import Tracing

_POSTINGS_AT_ONCE = 20
_ORIGIN = "traceparent"
_log = structlog.get_logger("gunning.job")


class JobService:
    """The use cases of jobs. Unknown ids raise the 404. `enqueue` tells the queue of a job by its id."""

    def __init__(
        self,
        database: Database,
        settings: Settings,
        clock: Clock,
        enqueue: Callable[[str], None],
        tracing: Tracing | None = None,
    ) -> None:
        self._database = database
        self._settings = settings
        self._clock = clock
        self._enqueue = enqueue
        self._tracing = tracing or Tracing()

    def create(self, given: MatchAllInput) -> Job:
        """Keep what is asked and which postings it is about, for a worker to do."""
        limit = given.limit or self._settings.default_match_limit
        listed = check_listed(given.posting_ids or (), "/postingIds", self._settings.max_posting_ids)
        errors = [*check_limit(limit, self._settings), *listed]
        if errors:
            raise invalid_input(*errors)
        now = self._clock()
        asked = MatchAll(
            kind=given.kind, posting_ids=given.posting_ids, limit=limit, reference_date=given.reference_date
        )
        row = JobRow(
            id=new_id(),
            kind=JobKind(given.kind),
            state=JobState.QUEUED,
            request=asked.model_dump(mode="json") | self._origin(),
            created_at=now,
            attempts=0,
        )
        with self._database.write() as session:
            JobRepository(session).add(row)
            results = JobResultRepository(session)
            if given.posting_ids is None:
                results.take_open(row.id, now)
            else:
                results.take_given(row.id, given.posting_ids)
                refuse_unknown(given.posting_ids, results.postings(row.id), "/postingIds", "unknown_posting")
            progress = results.progress([row.id])
            job = _job(row, progress)
            settle(session, job, f"/v1/jobs/{row.id}")
            note(
                DecisionRepository(session),
                Action.JOB_CREATED,
                now,
                job_id=row.id,
                kind=row.kind,
                postings=progress.get(row.id, (0, 0))[1],
                requestSha256=digest(row.request),
            )
        try:
            self._enqueue(row.id)
        except Exception as error:  # whoever sweeps finds the job, whatever the queue raises
            _log.warning("job_not_enqueued", job=row.id, error=type(error).__name__)
        return job

    def _origin(self) -> dict[str, str]:
        # Kept with what is asked, so that whoever runs it can tell in whose trace it was made.
        named = self._tracing.traceparent() if self._tracing.on else None
        return {_ORIGIN: named} if named else {}

    def get(self, job_id: str) -> Job:
        """A job as it is now."""
        with self._database.read() as session:
            row = _found(JobRepository(session).get(job_id))
            return _job(row, JobResultRepository(session).progress([job_id]))

    def page(self, cursor: str | None, limit: int | None) -> JobPage:
        """A page of jobs, oldest first."""
        size, after = page_request(cursor, limit, self._settings)
        with self._database.read() as session:
            rows, following = cut_page(JobRepository(session).page(after, size + 1), size)
            progress = JobResultRepository(session).progress([row.id for row in rows])
            return JobPage(items=tuple(JobSummary(**_members(row, progress)) for row in rows), next_cursor=following)

    def cancel(self, job_id: str) -> Job:
        """End a job at once; what it found until now stays. The 409 where it has ended in another way."""
        with self._database.write() as session:
            jobs = JobRepository(session)
            ended = jobs.cancel(job_id, self._clock())
            row = _found(jobs.get(job_id))
            if not ended and row.state != JobState.CANCELLED:
                raise AppError("job-ended")
            if ended:
                note(DecisionRepository(session), Action.JOB_ENDED, self._clock(), job_id=job_id, state=row.state)
            job = _job(row, JobResultRepository(session).progress([job_id]))
            settle(session, job)
            return job

    def delete(self, job_id: str) -> None:
        """Remove a job and what it found; whoever runs it stops."""
        with self._database.write() as session:
            if not JobRepository(session).delete(job_id):
                raise AppError("not-found")
            note(DecisionRepository(session), Action.JOB_DELETED, self._clock(), job_id=job_id)

    def results(self, job_id: str) -> Iterator[JobResult]:
        """What was found until now, a posting at a time, oldest first; nothing is held while the reader waits."""
        with self._database.read() as session:
            _found(JobRepository(session).get(job_id))
        return self._results(job_id)

    def _results(self, job_id: str) -> Iterator[JobResult]:
        after = ""
        while True:
            with self._database.read() as session:
                results = JobResultRepository(session)
                done = results.done(job_id, after, _POSTINGS_AT_ONCE)
                ranks = results.ranks(job_id, done[0].posting_id, done[-1].posting_id) if done else ()
            if not done:
                return
            after = done[-1].posting_id
            of_posting = {key: list(rows) for key, rows in groupby(ranks, key=lambda rank: rank.posting_id)}
            for row in done:
                yield _result(row, of_posting.get(row.posting_id, ()))


def _found(row: JobRow | None) -> JobRow:
    if row is None:
        raise AppError("not-found")
    return row


def _job(row: JobRow, progress: dict[str, tuple[int, int]]) -> Job:
    return Job(**_members(row, progress), request=asked_of(row)[0])


def asked_of(row: JobRow) -> tuple[MatchAll, str | None]:
    """What was asked of a job, and the W3C name of the span that it was made in; null where there was none."""
    request = dict(row.request)
    origin = request.pop(_ORIGIN, None)
    return MatchAll.model_validate(request), origin


def _members(row: JobRow, progress: dict[str, tuple[int, int]]) -> dict[str, Any]:
    done, total = progress.get(row.id, (0, 0))
    return {
        "id": row.id,
        "kind": JobKind(row.kind),
        "state": JobState(row.state),
        "progress": JobProgress(done=done, total=total),
        "created_at": row.created_at,
        "started_at": row.started_at,
        "finished_at": row.finished_at,
        "error": problem(row.problem, row.id) if row.problem else None,
    }


def _result(row: JobPostingRow, ranks: Sequence[JobRankRow]) -> JobResult:
    eligible, needs_review, not_eligible = row.eligible or 0, row.needs_review or 0, row.not_eligible or 0
    return JobResult.model_validate(
        {
            "posting_id": row.posting_id,
            "posting_revision": row.posting_revision,
            "reference_date": row.reference_date,
            "engine_version": row.engine_version,
            "considered": eligible + needs_review + not_eligible,
            "eligible": eligible,
            "needs_review": needs_review,
            "not_eligible": not_eligible,
            "ranking": tuple(map(_rank, ranks)),
        }
    )


def _rank(row: JobRankRow) -> JobRank:
    return JobRank(
        rank=row.rank,
        candidate_id=row.candidate_id,
        outcome=Outcome(row.outcome),
        points=PointsSummary.model_validate(row.points),
        hourly_rate=None if row.hourly_rate is None else HourlyRate.model_validate(row.hourly_rate),
    )
