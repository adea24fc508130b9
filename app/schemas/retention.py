"""Terms of retention on the wire."""

import datetime as dt
from enum import StrEnum

from app.criteria.base import Value
from app.criteria.profile import RetentionBasis


class TermFrom(StrEnum):
    """What a term is counted from: the day that was given itself, the last procedure, or the last change."""

    UNTIL = "until"
    PROCEDURE = "procedure"
    LAST_CHANGE = "last_change"


class DueCandidate(Value):
    """A candidate who may not be kept any longer. `keep_until_date`: the last day that they might have been."""

    candidate_id: str
    basis: RetentionBasis
    term_from: TermFrom
    keep_until_date: dt.date


class DuePage(Value):
    """A page of candidates whose term has ended, oldest first. `enabled`: whether the service erases them by itself."""

    enabled: bool
    items: tuple[DueCandidate, ...]
    next_cursor: str | None
