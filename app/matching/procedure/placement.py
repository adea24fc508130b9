"""The place of one candidate among all, from its rank and the best of the others."""

from collections.abc import Mapping, Sequence

from app.criteria.procedure import Bound, Contender, Placement
from app.criteria.verdicts import Outcome
from app.matching.procedure.shortlist import margin_between


def on_shortlist(outcome: Outcome, rank: int, size: int | None) -> bool | None:
    """Whether a rank among all is on a shortlist of this size; null where the posting prints no size."""
    return None if size is None else outcome is not Outcome.NOT_ELIGIBLE and rank <= size


def bound_of(contender: Contender, rank: int, size: int | None) -> Bound:
    """What a candidate may still come to, with the rank that it takes."""
    return Bound(
        points=contender.points,
        outcome=contender.outcome,
        rank=rank,
        shortlisted=on_shortlist(contender.outcome, rank, size),
    )


def placement_of(
    own: Contender, rank: int, others: int, best: Sequence[str], known: Mapping[str, Contender], size: int | None
) -> Placement:
    """`others`: how many there are; `best`: the ids of the first `size` of them that are not stopped.

    `known` must hold the last two of those; a rival that it lacks was erased meanwhile and is left out.
    """
    listed = on_shortlist(own.outcome, rank, size)
    weakest: Contender | None = None
    rival: Contender | None = None
    if size is not None:
        last = best[-1] if best else None
        full = len(best) >= size
        if not listed:
            weakest = rival = known.get(last) if last else None
        elif rank == min(size, len(best) + 1):
            weakest = own
        else:
            weakest = known.get(best[-2] if full else best[-1])
        if listed and full and last:
            rival = known.get(last)
    return Placement(
        rank=rank,
        considered=others + 1,
        shortlisted=listed,
        weakest=weakest,
        margin=margin_between(own, weakest) if weakest else None,
        rival=rival,
        lead=margin_between(own, rival) if rival else None,
    )
