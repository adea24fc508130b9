"""The shortlist that a posting prints a size for, and how far apart two candidates are."""

from collections.abc import Sequence
from decimal import Decimal

from app.criteria.procedure import Contender, DecidedBy, Margin, PrintedShortlist
from app.criteria.verdicts import Outcome
from app.matching.rank import Rankable, order_key
from app.matching.score import tidy


def contender_of(candidate_id: str, judged: Rankable) -> Contender:
    """What ranks a candidate, from a judgement or an assessment."""
    return Contender(
        candidate_id=candidate_id,
        outcome=judged.outcome,
        points=judged.points.awarded,
        hourly_rate=judged.hourly_rate,
    )


def shortlist_of(ranked: Sequence[Contender], size: int | None) -> PrintedShortlist:
    """The first `size` of a ranking, best first, without those who are not eligible."""
    chosen = [one for one in ranked if one.outcome is not Outcome.NOT_ELIGIBLE][: size or 0]
    return PrintedShortlist(
        size=size,
        candidate_ids=tuple(one.candidate_id for one in chosen),
        weakest=chosen[-1] if chosen else None,
    )


def margin_between(own: Contender, other: Contender) -> Margin:
    """How far a candidate is ahead of another, and by what."""
    points = tidy(Decimal(own.points) - Decimal(other.points))
    mine, theirs = _key(own), _key(other)
    for decided, (one, two) in zip(DecidedBy, zip(mine, theirs, strict=True), strict=True):
        if one != two:
            return Margin(points=points, ahead=mine < theirs, decided_by=decided)
    return Margin(points=points, ahead=False, decided_by=None)


def _key(contender: Contender) -> tuple[int, Decimal, Decimal, str]:
    return order_key(contender.candidate_id, contender.outcome, contender.points, contender.hourly_rate)
