"""What is stored of a person, on the wire: GDPR art. 15 (access) and 20 (portability)."""

import datetime as dt
from typing import Any

from app.criteria.base import Value
from app.criteria.verdicts import Outcome, PointsSummary
from app.schemas.base import Instant
from app.schemas.candidates import Candidate
from app.schemas.decisions import Decision
from app.schemas.matches import MatchResult
from app.schemas.overrides import Override


class ExportedMatch(Value):
    """A stored match as far as it is about the person. What follows from others' data is left out of `result`."""

    match_id: str
    posting_id: str
    posting_revision: int
    posting_title: str | None
    posting_reference: str | None
    organisation_name: str | None
    created_at: Instant
    reference_date: dt.date
    engine_version: str
    based_on: str | None
    considered: int
    shortlisted: bool | None
    result: MatchResult | None
    overrides: tuple[Override, ...]


class ExportedRank(Value):
    """A place that a job gave the person among those of a posting."""

    job_id: str
    posting_id: str
    posting_title: str | None
    posting_reference: str | None
    rank: int
    outcome: Outcome
    points: PointsSummary


class Recipient(Value):
    """Somebody who was told something of the person by the service itself: what, and when."""

    name: str
    event: str
    at: Instant


class Export(Value):
    """Everything that is stored of one person, and what the fields mean, in Dutch.

    `recipients`: whom the service itself told. `fields`: by path, what stands there.
    """

    made_at: Instant
    about: str
    purpose: str
    source: str
    rights: str
    left_out: str
    contact: str | None
    keep_until_date: dt.date
    candidate: Candidate
    matches: tuple[ExportedMatch, ...]
    job_ranks: tuple[ExportedRank, ...]
    log: tuple[Decision, ...]
    recipients: tuple[Recipient, ...]
    fields: dict[str, Any]
