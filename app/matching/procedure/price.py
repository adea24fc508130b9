"""Points for the rate, by the formula that a posting prints; none where it prints none."""

from collections.abc import Mapping, Sequence
from decimal import ROUND_HALF_UP, Decimal

from app.criteria.posting import PriceFormula
from app.criteria.procedure import Contender, PriceScore, Procedure
from app.criteria.verdicts import Outcome
from app.matching.engagement import comparable_rate
from app.matching.score import tidy

_HUNDREDTH = Decimal("0.01")


def price_scores(contenders: Sequence[Contender], procedure: Procedure) -> Mapping[str, PriceScore]:
    """Candidate ids to what their rates earn; nothing for who has no rate or is not eligible."""
    most = procedure.price_points if procedure.price_points is not None else procedure.price_weight_percent
    if procedure.price_formula is not PriceFormula.LOWEST_OVER_OFFERED or most is None:
        return {}
    rates = {
        one.candidate_id: rate
        for one in contenders
        if one.outcome is not Outcome.NOT_ELIGIBLE and (rate := comparable_rate(one.hourly_rate)) is not None
    }
    lowest = min(rates.values(), default=Decimal(0))
    return {
        candidate_id: PriceScore(
            points=_share(lowest, rate, Decimal(most)), available=tidy(Decimal(most)), among=len(rates)
        )
        for candidate_id, rate in rates.items()
    }


def _share(lowest: Decimal, rate: Decimal, most: Decimal) -> int | Decimal:
    earned = most if rate == lowest else lowest / rate * most
    return tidy(earned.quantize(_HUNDREDTH, ROUND_HALF_UP))
