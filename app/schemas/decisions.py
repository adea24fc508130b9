"""The log of decisions on the wire."""

from enum import StrEnum
from typing import Any

from pydantic import Field

from app.criteria.base import Value
from app.schemas.base import Instant


class Action(StrEnum):
    """What was done. Names stay what they are: entries of years ago bear them."""

    POSTING_CREATED = "posting.created"
    POSTING_CORRECTED = "posting.corrected"
    POSTING_DELETED = "posting.deleted"
    CANDIDATE_CREATED = "candidate.created"
    CANDIDATE_REPLACED = "candidate.replaced"
    CANDIDATE_ERASED = "candidate.erased"
    MATCH_CREATED = "match.created"
    MATCH_OVERRIDDEN = "match.overridden"
    JOB_CREATED = "job.created"
    JOB_ENDED = "job.ended"
    JOB_DELETED = "job.deleted"
    EXPORT_MADE = "export.made"
    RETENTION_PURGED = "retention.purged"
    KEY_CREATED = "key.created"
    KEY_ROTATED = "key.rotated"
    KEY_REVOKED = "key.revoked"


class Decision(Value):
    """An entry: who did what when, by which versions, from which inputs. Ids, digests and counts only.

    `actor`: `key:` and a key's id, `oidc:` and a digest of the subject, `local`, `operator` or `system`. `hash`:
    SHA-256 of the canonical JSON (members sorted, no white space, UTF-8) of all other members and of `tenant`.
    """

    tenant: str
    number: int
    at: Instant
    actor: str
    action: str
    posting_id: str | None
    candidate_id: str | None
    match_id: str | None
    job_id: str | None
    details: dict[str, Any]
    previous_hash: str
    hash: str


class LogHead(Value):
    """The last entry of the log. Kept elsewhere it proves later that nothing before it was changed or cut off."""

    number: int
    hash: str


class DecisionPage(Value):
    """A page of the log, oldest first; `nextCursor` is null on the last page."""

    items: tuple[Decision, ...]
    next_cursor: str | None
    head: LogHead = Field(description="Of the whole log, whatever was asked for.")
