"""What the printed procedure makes of a ranking: who would be on the shortlist, and by how much."""

from enum import StrEnum

from app.criteria.base import Points, Quantity, Value
from app.criteria.posting import PriceFormula, Provenance, TieBreak
from app.criteria.profile import HourlyRate
from app.criteria.verdicts import Evidence, Outcome, Reason, Verdict


class StageKind(StrEnum):
    """What a printed stage is about, by its words; `other` where they say none of these."""

    KNOCKOUTS = "knockouts"
    AWARD = "award"
    INVITATION = "invitation"
    INTERVIEW = "interview"
    CONTRACT = "contract"
    OTHER = "other"


class Stage(Value):
    """A stage as the posting prints it, in order from 1."""

    number: int
    text: str
    kind: StageKind


class Procedure(Value):
    """The procedure as the posting prints it; `not_printed` names the members that it says nothing about.

    `quotes`: where each printed rule stands in the posting.
    """

    stages: tuple[Stage, ...]
    shortlist_size: int | None
    tie_break: TieBreak
    price_weight_percent: Quantity | None
    quality_weight_percent: Quantity | None
    price_formula: PriceFormula | None
    price_points: Points | None
    max_candidates_per_supplier: int | None
    not_printed: tuple[str, ...]
    quotes: tuple[Provenance, ...]


class Contender(Value):
    """What ranks a candidate: outcome, then points awarded, then the hourly rate."""

    candidate_id: str
    outcome: Outcome
    points: Points
    hourly_rate: HourlyRate | None


class DecidedBy(StrEnum):
    """What puts one candidate before another: the first of these that differs.

    `rate` decides also where the posting prints no tie-break (`tieBreak` is then `unknown`); `id` is no reason.
    """

    OUTCOME = "outcome"
    POINTS = "points"
    RATE = "rate"
    ID = "id"


class Margin(Value):
    """The points awarded more than the other has (negative: fewer), whether that is ahead, and what decides it.

    `decided_by` is null between a candidate and itself.
    """

    points: Points
    ahead: bool
    decided_by: DecidedBy | None


class PrintedShortlist(Value):
    """The best of those considered, as many as the posting prints: eligible first, needs_review after them.

    Nobody who is not eligible is on it. `size` is null, and the rest empty, where the posting prints none; `weakest` is
    the last one on it.
    """

    size: int | None
    candidate_ids: tuple[str, ...]
    weakest: Contender | None


class Placement(Value):
    """The rank that a candidate takes among all stored candidates, this one counted once.

    `shortlisted` is null where the posting prints no size. `weakest`: the last one on the shortlist; `margin` is
    against it. `rival`: with whom the last place is contested, which is the first one left off where this candidate is
    on the shortlist, else the last one on it; `lead` is against it.
    """

    rank: int
    considered: int
    shortlisted: bool | None
    weakest: Contender | None
    margin: Margin | None
    rival: Contender | None
    lead: Margin | None


class Bound(Value):
    """A total that may still come about, and what it would mean; `rank` is among all stored candidates."""

    points: Points
    outcome: Outcome
    rank: int
    shortlisted: bool | None


class Bounds(Value):
    """`best`: all that is not demonstrated turns out to be there; `worst`: none of it does."""

    best: Bound
    worst: Bound


class PriceScore(Value):
    """What a rate earns by the printed formula, in hundredths, of the points `available`.

    `among`: how many rates were compared, those of candidates who are not eligible left out; the lowest of them counts.
    """

    points: Points
    available: Points
    among: int


class CvCheck(Value):
    """A rule that the posting prints for the CV, against what is known of the candidate's; it decides nothing.

    `check`: `pages`, `references`, `language`, `format`, `anonymous`, `named` (not anonymous) or `template`. `quotes`:
    where the posting prints it.
    """

    check: str
    verdict: Verdict
    reason: Reason
    explanation: str
    evidence: tuple[Evidence, ...]
    advice: str | None
    quotes: tuple[Provenance, ...]
