"""What webhooks say of what happened: ids and counts, nothing personal."""

import datetime as dt
from collections import Counter

from app.criteria.criterion import CriterionKind
from app.criteria.posting import PostingReading
from app.schemas.jobs import JobState
from app.schemas.matches import Match
from app.schemas.webhook_events import (
    CandidateErasedData,
    CandidateErasedEvent,
    JobCompletedData,
    JobCompletedEvent,
    MatchCompletedData,
    MatchCompletedEvent,
    PostingClosingSoonData,
    PostingClosingSoonEvent,
    PostingParsedData,
    PostingParsedEvent,
    WebhookTestData,
    WebhookTestEvent,
)
from app.tables import PostingRow


def posting_parsed(row: PostingRow, reading: PostingReading) -> PostingParsedEvent:
    """A posting was read and stored."""
    kinds = Counter(criterion.kind for criterion in reading.criteria)
    data = PostingParsedData(
        posting_id=row.id,
        revision=row.revision,
        parser_version=row.parser_version,
        knockouts=kinds[CriterionKind.KNOCKOUT],
        awards=kinds[CriterionKind.AWARD],
        wishes=kinds[CriterionKind.WISH],
        findings=len(reading.findings),
        submission_deadline=row.submission_deadline,
    )
    return PostingParsedEvent(type="posting.parsed", timestamp=row.created_at, data=data)


def posting_closing_soon(
    posting_id: str, revision: int, deadline: dt.datetime, now: dt.datetime
) -> PostingClosingSoonEvent:
    """The submission deadline of a posting is near."""
    data = PostingClosingSoonData(posting_id=posting_id, revision=revision, submission_deadline=deadline)
    return PostingClosingSoonEvent(type="posting.closing-soon", timestamp=now, data=data)


def match_completed(match: Match) -> MatchCompletedEvent:
    """A match was stored."""
    data = MatchCompletedData(
        match_id=match.id,
        posting_id=match.posting_id,
        posting_revision=match.posting_revision,
        considered=match.considered,
        eligible=match.eligible,
        needs_review=match.needs_review,
        not_eligible=match.not_eligible,
    )
    return MatchCompletedEvent(type="match.completed", timestamp=match.created_at, data=data)


def job_completed(job_id: str, state: JobState, done: int, total: int, now: dt.datetime) -> JobCompletedEvent:
    """A job ended by itself."""
    data = JobCompletedData(job_id=job_id, state=state, done=done, total=total)
    return JobCompletedEvent(type="job.completed", timestamp=now, data=data)


def candidate_erased(candidate_id: str, now: dt.datetime) -> CandidateErasedEvent:
    """A candidate was erased."""
    return CandidateErasedEvent(
        type="candidate.erased", timestamp=now, data=CandidateErasedData(candidate_id=candidate_id)
    )


def webhook_test(endpoint_id: str, now: dt.datetime) -> WebhookTestEvent:
    """Somebody tries an endpoint."""
    return WebhookTestEvent(type="webhook.test", timestamp=now, data=WebhookTestData(endpoint_id=endpoint_id))
