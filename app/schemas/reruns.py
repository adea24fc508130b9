"""A stored match run again, on the wire."""

import datetime as dt
from enum import StrEnum

from app.criteria.base import Value


class CandidateChangeKind(StrEnum):
    """What happened to a candidate since the match."""

    REPLACED = "replaced"
    ERASED = "erased"


class ChangedCandidate(Value):
    """A candidate of the match who is not the same any more; `revision_before` is known of its results only."""

    candidate_id: str
    change: CandidateChangeKind
    revision_before: int | None
    revision_now: int | None


class ChangedInput(StrEnum):
    """What a match was made from and is not the same any more."""

    ENGINE = "engine"
    POSTING = "posting"
    CANDIDATES = "candidates"


class Rerun(Value):
    """A match run again with the same posting revision, reference date and candidates; nothing of it is stored.

    `identical`: the results have the same bytes. `intact`: the stored results are as first answered. `changed`: the
    inputs that are not the same any more; where it is empty, `identical` is true. `results_sha256`: as first answered;
    `stored_sha256`: as stored now, which erasing a person changes; `rerun_sha256`: as run again. `left_out`: how many
    candidates were stored since, and had no part in it. `differing`: the candidates whose result is another one.
    """

    match_id: str
    posting_id: str
    posting_revision: int
    posting_revision_now: int
    reference_date: dt.date
    engine_version: str
    engine_version_now: str
    identical: bool
    intact: bool
    changed: tuple[ChangedInput, ...]
    candidates: tuple[ChangedCandidate, ...]
    left_out: int
    results_sha256: str
    stored_sha256: str
    rerun_sha256: str
    differing: tuple[str, ...]
