"""What webhooks say: thin, ids and counts. Who wants more asks for it by the id. Nothing personal."""

from enum import StrEnum
from typing import Literal, TypeAlias

from app.criteria.base import Value
from app.schemas.base import Instant
from app.schemas.jobs import JobState


class WebhookEventType(StrEnum):
    """What an endpoint can be told of."""

    POSTING_PARSED = "posting.parsed"
    POSTING_CLOSING_SOON = "posting.closing-soon"
    MATCH_COMPLETED = "match.completed"
    JOB_COMPLETED = "job.completed"
    CANDIDATE_ERASED = "candidate.erased"


TEST_EVENT = "webhook.test"
"""Sent on request, whatever an endpoint is told of."""


class PostingParsedData(Value):
    """A posting that was read and stored, and how many criteria and findings there are."""

    posting_id: str
    revision: int
    parser_version: str
    knockouts: int
    awards: int
    wishes: int
    findings: int
    submission_deadline: Instant | None


class PostingClosingSoonData(Value):
    """A posting that takes proposals for a short time still."""

    posting_id: str
    revision: int
    submission_deadline: Instant


class MatchCompletedData(Value):
    """A match that was stored, and how many candidates had which outcome: proposals for a person to decide on."""

    match_id: str
    posting_id: str
    posting_revision: int
    considered: int
    eligible: int
    needs_review: int
    not_eligible: int


class JobCompletedData(Value):
    """A job that ended by itself: `succeeded` or `failed`, with as many postings done."""

    job_id: str
    state: JobState
    done: int
    total: int


class CandidateErasedData(Value):
    """A candidate that was erased; whoever keeps a copy erases it too."""

    candidate_id: str


class WebhookTestData(Value):
    """The endpoint that is tried."""

    endpoint_id: str


class PostingParsedEvent(Value):
    """A posting was read and stored."""

    type: Literal["posting.parsed"]
    timestamp: Instant
    data: PostingParsedData


class PostingClosingSoonEvent(Value):
    """The submission deadline of a posting is near; told once for each deadline."""

    type: Literal["posting.closing-soon"]
    timestamp: Instant
    data: PostingClosingSoonData


class MatchCompletedEvent(Value):
    """A match was stored."""

    type: Literal["match.completed"]
    timestamp: Instant
    data: MatchCompletedData


class JobCompletedEvent(Value):
    """A job ended by itself."""

    type: Literal["job.completed"]
    timestamp: Instant
    data: JobCompletedData


class CandidateErasedEvent(Value):
    """A candidate was erased."""

    type: Literal["candidate.erased"]
    timestamp: Instant
    data: CandidateErasedData


class WebhookTestEvent(Value):
    """Somebody tries an endpoint."""

    type: Literal["webhook.test"]
    timestamp: Instant
    data: WebhookTestData


WebhookEvent: TypeAlias = (
    PostingParsedEvent
    | PostingClosingSoonEvent
    | MatchCompletedEvent
    | JobCompletedEvent
    | CandidateErasedEvent
    | WebhookTestEvent
)
EVENTS: tuple[type[WebhookEvent], ...] = (
    PostingParsedEvent,
    PostingClosingSoonEvent,
    MatchCompletedEvent,
    JobCompletedEvent,
    CandidateErasedEvent,
    WebhookTestEvent,
)
