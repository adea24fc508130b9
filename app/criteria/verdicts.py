"""Verdicts and results: what a match says about one candidate, in the posting's own points."""

from decimal import Decimal
from enum import StrEnum

from app.criteria.base import Points, Quantity, Value
from app.criteria.profile import HourlyRate


class Verdict(StrEnum):
    """The genre's three values.

    `met`: the profile shows it. `not_met`: the profile speaks to it and falls short. `not_demonstrated`: the profile
    says nothing that shows it; it can still be added.
    """

    MET = "met"
    NOT_MET = "not_met"
    NOT_DEMONSTRATED = "not_demonstrated"


class Outcome(StrEnum):
    """`eligible`: every knock-out met; `not_eligible`: some knock-out or deciding gate not met; else `needs_review`."""

    ELIGIBLE = "eligible"
    NOT_ELIGIBLE = "not_eligible"
    NEEDS_REVIEW = "needs_review"


class PartialCredit(StrEnum):
    """`linear` gives experience that is too short its share of the points in `min`; the default is `none`."""

    NONE = "none"
    LINEAR = "linear"


class Evidence(Value):
    """Where the profile shows it: `pointer` (RFC 6901) into the candidate, `months` that it contributes, or null."""

    pointer: str
    quote: str
    months: Quantity | None = None
    imprecise: bool = False


class Reason(Value):
    """Why a verdict was given: a stable `code` and the values it speaks of."""

    code: str
    params: dict[str, str | int | Decimal | bool | tuple[str, ...] | None]


class Assessed(Value):
    """The verdict on a criterion or gate, with its grounds; `explanation` and `advice` are Dutch."""

    criterion_id: str
    verdict: Verdict
    points: Points | None
    reason: Reason
    explanation: str
    evidence: tuple[Evidence, ...]
    advice: str | None


class GateResult(Value):
    """The same for what the posting states outside its criteria; only a deciding gate can make someone not eligible."""

    gate: str
    verdict: Verdict
    decides: bool
    reason: Reason
    explanation: str
    evidence: tuple[Evidence, ...]
    advice: str | None


class PointsSummary(Value):
    """`awarded`: met award criteria; `max` adds those not demonstrated; `min` is `awarded` without partial credit."""

    awarded: Points
    min: Points
    max: Points
    available: Points


class CandidateAssessment(Value):
    """One candidate against one posting. `criteria` are in the order printed."""

    outcome: Outcome
    points: PointsSummary
    hourly_rate: HourlyRate | None
    criteria: tuple[Assessed, ...]
    gates: tuple[GateResult, ...]
