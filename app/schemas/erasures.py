"""Erasures on the wire."""

from enum import StrEnum

from pydantic import Field

from app.criteria.base import Value
from app.schemas.base import Instant
from app.schemas.checked_input import CheckedInput

REFERENCE_PATTERN = r"^[A-Za-z0-9][A-Za-z0-9._/-]*$"


class ErasureReason(StrEnum):
    """Why a person was erased: they asked (GDPR art. 17), the term ended, consent was withdrawn (art. 7), or else."""

    REQUEST = "request"
    RETENTION = "retention"
    WITHDRAWN_CONSENT = "withdrawn_consent"
    OTHER = "other"


class ErasureInput(CheckedInput):
    """Why to erase a person. Everything may be left out."""

    reason: ErasureReason = ErasureReason.REQUEST
    reference: str | None = Field(
        default=None,
        min_length=1,
        max_length=64,
        pattern=REFERENCE_PATTERN,
        description="By what the request is known elsewhere. It is kept: a number or code, never a name or address.",
        examples=["AVG-2026-014"],
    )


class Removed(Value):
    """What went, in counts. Of a match ids and verdict counts stay; `overrides` are decisions about the person."""

    matches_redacted: int
    overrides: int
    job_ranks: int
    idempotency_records: int


class Receipt(Value):
    """Proof that a person was erased, without anything personal. `logNumber`, `logHash`: the entry in the log of it.

    `statement` says it in Dutch, for the person who asked.
    """

    receipt_id: str
    candidate_id: str
    erased_at: Instant
    reason: ErasureReason
    reference: str | None
    removed: Removed
    log_number: int
    log_hash: str
    statement: str
