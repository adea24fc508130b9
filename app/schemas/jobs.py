"""Jobs on the wire: work that goes on after the request for it was answered."""

import datetime as dt
from enum import StrEnum
from typing import Literal

from pydantic import Field

from app.criteria.base import Value
from app.criteria.profile import HourlyRate
from app.criteria.verdicts import Outcome, PointsSummary
from app.schemas.base import Instant
from app.schemas.checked_input import CheckedInput
from app.schemas.matches import ReferenceDate
from app.schemas.problems import Problem


class JobState(StrEnum):
    """`queued` and `running` may still change; the others are how a job ended."""

    QUEUED = "queued"
    RUNNING = "running"
    SUCCEEDED = "succeeded"
    FAILED = "failed"
    CANCELLED = "cancelled"


class JobKind(StrEnum):
    """What a job does. `match_all`: rank all stored candidates for each of many postings."""

    MATCH_ALL = "match_all"


class MatchAllInput(CheckedInput):
    """Rank all stored candidates for each of these postings."""

    kind: Literal["match_all"]
    posting_ids: tuple[str, ...] | None = Field(
        default=None,
        min_length=1,
        description="Null: every posting whose submission deadline is still to come, or that names none.",
        json_schema_extra={"uniqueItems": True},
    )
    limit: int | None = Field(default=None, ge=1, le=1_000, description="How many candidates for each posting (25).")
    reference_date: ReferenceDate | None = Field(
        default=None,
        description="The day experience is counted back from. Default: each posting's submission deadline, else today.",
    )


class MatchAll(Value):
    """What was asked: all open postings where `postingIds` is null."""

    kind: Literal["match_all"]
    posting_ids: tuple[str, ...] | None
    limit: int
    reference_date: dt.date | None


class JobProgress(Value):
    """How many postings are done, of how many. A posting that is removed is in neither."""

    done: int
    total: int


class JobSummary(Value):
    """A job without what was asked. `error` says why it failed, else null; its requestId is the job's id."""

    id: str
    kind: JobKind
    state: JobState
    progress: JobProgress
    created_at: Instant
    started_at: Instant | None
    finished_at: Instant | None
    error: Problem | None


class Job(JobSummary):
    """A job."""

    request: MatchAll


class JobPage(Value):
    """A page of jobs, oldest first."""

    items: tuple[JobSummary, ...]
    next_cursor: str | None


class JobRank(Value):
    """A candidate's place for one posting: a proposal for a person to decide on; a match tells its grounds."""

    rank: int
    candidate_id: str
    outcome: Outcome
    points: PointsSummary
    hourly_rate: HourlyRate | None


class JobResult(Value):
    """What a job found for one posting. The counts are over all `considered`; whoever was erased since has no place."""

    posting_id: str
    posting_revision: int
    reference_date: dt.date
    engine_version: str
    considered: int
    eligible: int
    needs_review: int
    not_eligible: int
    ranking: tuple[JobRank, ...]
