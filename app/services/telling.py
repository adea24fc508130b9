"""What the printed procedure makes of the results of a match. Pure."""

from collections.abc import Sequence

from app.criteria.procedure import Contender, PrintedShortlist, Procedure
from app.matching.procedure import contender_of, margin_between, price_scores, shortlist_of
from app.schemas.matches import MatchResult


def with_procedure(
    results: Sequence[MatchResult], procedure: Procedure, beyond: Sequence[Contender] = ()
) -> tuple[tuple[MatchResult, ...], PrintedShortlist]:
    """Results in order, told what the shortlist and the price formula make of them, and that shortlist.

    `beyond`: who comes after them and may still be on the shortlist.
    """
    own = [contender_of(result.candidate_id, result) for result in results]
    shortlist = shortlist_of([*own, *beyond], procedure.shortlist_size)
    listed, weakest = frozenset(shortlist.candidate_ids), shortlist.weakest
    prices = price_scores(own, procedure)
    told = tuple(
        result.model_copy(
            update={
                "shortlisted": None if shortlist.size is None else result.candidate_id in listed,
                "margin": margin_between(contender, weakest) if weakest else None,
                "price": prices.get(result.candidate_id),
            }
        )
        for result, contender in zip(results, own, strict=True)
    )
    return told, shortlist
