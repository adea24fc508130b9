"""What may still become of a candidate: at best, at worst, and with one thing more shown."""

from decimal import Decimal
from typing import NamedTuple

from app.criteria.base import Points
from app.criteria.criterion import CriterionKind
from app.criteria.procedure import Contender
from app.criteria.verdicts import Outcome
from app.matching.engine import PreparedPosting
from app.matching.judgement import OPEN, Judgement
from app.matching.procedure.shortlist import contender_of
from app.matching.score import tidy


class Shown(NamedTuple):
    """A criterion that is not shown, or not in full: what showing it adds, and how it would stand with it alone.

    `blocks`: a knock-out. `points`: null for what earns none.
    """

    criterion_id: str
    points: Points | None
    blocks: bool
    contender: Contender


def best_of(candidate_id: str, judged: Judgement) -> Contender:
    """All that is not demonstrated turns out to be there."""
    outcome = Outcome.ELIGIBLE if judged.outcome is Outcome.NEEDS_REVIEW else judged.outcome
    return contender_of(candidate_id, judged).model_copy(update={"outcome": outcome, "points": judged.points.max})


def worst_of(candidate_id: str, judged: Judgement) -> Contender:
    """Nothing that is not demonstrated turns out to be there: an open knock-out or deciding gate then stops."""
    open_gate = any(gate.decides and gate.judged.verdict is OPEN for gate in judged.gates)
    stopped = open_gate or judged.outcome is not Outcome.ELIGIBLE
    outcome = Outcome.NOT_ELIGIBLE if stopped else Outcome.ELIGIBLE
    return contender_of(candidate_id, judged).model_copy(update={"outcome": outcome})


def shown_alone(candidate_id: str, posting: PreparedPosting, judged: Judgement) -> tuple[Shown, ...]:
    """Knock-outs first, as printed; then by what they are worth."""
    now = contender_of(candidate_id, judged)
    pairs = list(zip(posting.criteria, judged.criteria, strict=True))
    open_still = sum(found.verdict is OPEN for asked, found in pairs if asked.criterion.kind is CriterionKind.KNOCKOUT)
    last_open = judged.outcome is Outcome.NEEDS_REVIEW and open_still == 1
    listed: list[Shown] = []
    for asked, found in pairs:
        more = found.most - (found.points or 0) if asked.points is not None else None
        if found.verdict is not OPEN and not more:
            continue
        blocks = asked.criterion.kind is CriterionKind.KNOCKOUT
        outcome = Outcome.ELIGIBLE if blocks and last_open else now.outcome
        points = tidy(Decimal(now.points) + Decimal(more or 0))
        contender = now.model_copy(update={"outcome": outcome, "points": points})
        listed.append(Shown(asked.criterion.id, more, blocks, contender))
    return tuple(sorted(listed, key=lambda one: (not one.blocks, -(one.points or 0))))
