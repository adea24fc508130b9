"""Candidates side by side for one posting: criterion by criterion, and what decides between them."""

from app.criteria.base import Points, Value
from app.criteria.criterion import CriterionKind
from app.criteria.procedure import DecidedBy
from app.criteria.verdicts import Evidence, Reason, Verdict


class ComparedLine(Value):
    """What one candidate has to show for a criterion or gate; `points` is null where none can be earned."""

    candidate_id: str
    verdict: Verdict
    points: Points | None
    reason: Reason
    explanation: str
    evidence: tuple[Evidence, ...]
    advice: str | None


class ComparedCriterion(Value):
    """A criterion with a line for each candidate, in their order; `ahead`: whose is best, empty where all are level.

    `available`: what it can earn, null for knock-outs and wishes.
    """

    criterion_id: str
    kind: CriterionKind
    text: str
    available: Points | None
    ahead: tuple[str, ...]
    lines: tuple[ComparedLine, ...]


class ComparedGate(Value):
    """The same for what the posting states outside its criteria."""

    gate: str
    decides: bool
    ahead: tuple[str, ...]
    lines: tuple[ComparedLine, ...]


class Decider(Value):
    """What puts a candidate before the next one: the outcome, else the points awarded, else the rate.

    `points`: awarded more (negative: fewer). `criteria`: where the first is better than the second, by id;
    `countered_by`: where the second is. Of gates that decide, the name is given.
    """

    ahead: str
    behind: str
    decided_by: DecidedBy | None
    points: Points
    criteria: tuple[str, ...]
    countered_by: tuple[str, ...]
