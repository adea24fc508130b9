"""Candidates side by side, on the wire."""

import datetime as dt

from pydantic import Field

from app.criteria.base import Value
from app.criteria.comparison import ComparedCriterion, ComparedGate, Decider
from app.criteria.procedure import CvCheck, PriceScore, Procedure
from app.criteria.profile import HourlyRate
from app.criteria.verdicts import Outcome, PartialCredit, PointsSummary
from app.schemas.checked_input import CheckedInput
from app.schemas.matches import ReferenceDate, VerdictCounts

MOST_COMPARED = 10


class ComparisonInput(CheckedInput):
    """Whom to compare, and how they are judged."""

    candidate_ids: tuple[str, ...] = Field(
        min_length=2, max_length=MOST_COMPARED, json_schema_extra={"uniqueItems": True}
    )
    reference_date: ReferenceDate | None = Field(
        default=None,
        description="The day experience is counted back from. Default: the posting's submission deadline, else today.",
    )
    partial_credit: PartialCredit = PartialCredit.NONE


class Compared(Value):
    """A candidate's total; `rank` is among those compared, and so is the lowest rate that `price` counts from."""

    rank: int
    candidate_id: str
    candidate_revision: int
    external_id: str | None
    outcome: Outcome
    points: PointsSummary
    hourly_rate: HourlyRate | None
    price: PriceScore | None
    verdict_counts: VerdictCounts
    checklist: tuple[CvCheck, ...]


class Comparison(Value):
    """Candidates side by side for a posting, best first; nothing of it is stored.

    `deciders`: for each candidate but the last, what puts it before the next one.
    """

    posting_id: str
    posting_revision: int
    engine_version: str
    reference_date: dt.date
    procedure: Procedure
    candidates: tuple[Compared, ...]
    criteria: tuple[ComparedCriterion, ...]
    gates: tuple[ComparedGate, ...]
    deciders: tuple[Decider, ...]
