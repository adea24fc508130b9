"""The rank that given contenders take among all candidates, without anybody being explained."""

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal
from typing import NamedTuple

import numpy as np

from app.criteria.procedure import Contender
from app.criteria.verdicts import Outcome
from app.matching.engagement import comparable_rate
from app.matching.engine import PreparedPosting
from app.matching.index.columns import Mask
from app.matching.index.population import Population
from app.matching.index.ranking import _best, _judge, _places
from app.matching.index.verdicts import Judging
from app.matching.rank import OUTCOME_ORDER

_STOPPED = OUTCOME_ORDER[Outcome.NOT_ELIGIBLE]


class Placed(NamedTuple):
    """The rank of each contender, the ids of the best others who are not stopped, and how many others there are."""

    ranks: tuple[int, ...]
    best: tuple[str, ...]
    others: int


def place_among(
    population: Population,
    posting: PreparedPosting,
    reference: dt.date,
    contenders: Sequence[Contender],
    limit: int,
    without: str | None,
) -> Placed:
    """Where each contender would come among the candidates but one, and the best `limit` of those."""
    chosen = population.numbers()
    if without is not None:
        chosen &= ~population.numbers([without])
    numbers = np.flatnonzero(chosen)
    if not len(numbers):
        return Placed((1,) * len(contenders), (), 0)
    scale = 10 ** max((_places(tier.points) for one in posting.criteria for tier in one.tiers), default=0)
    outcome, points = _judge(Judging(population, reference), posting, len(population))
    outcome, points, rate = outcome[numbers], points[numbers], population.rate.values[numbers]
    ranks = []
    compared: dict[Decimal | None, tuple[Mask, Mask]] = {}
    for one in contenders:
        own = comparable_rate(one.hourly_rate)
        lower, same = compared.get(own) or compared.setdefault(own, _against(population.rates, own))
        mine, units = OUTCOME_ORDER[one.outcome], int(Decimal(one.points) * scale)
        level = (outcome == mine) & (points == units)
        before = (outcome < mine) | ((outcome == mine) & (points > units)) | (level & lower[rate])
        ties = (population.ids[number] for number in numbers[level & same[rate]])
        ranks.append(1 + int(np.count_nonzero(before)) + sum(identity < one.candidate_id for identity in ties))
    open_still = outcome != _STOPPED
    best: list[int] = []
    if limit and open_still.any():
        best = _best(population, numbers[open_still], outcome[open_still], points[open_still], limit)
    return Placed(tuple(ranks), tuple(population.ids[number] for number in best), len(numbers))


def _against(rates: Sequence[Decimal | None], own: Decimal | None) -> tuple[Mask, Mask]:
    """Which of the known rates are lower than one's own, and which are the same; no rate is the highest of all."""
    lower = [rate is not None and (own is None or rate < own) for rate in rates]
    return np.array(lower, np.bool_), np.array([rate == own for rate in rates], np.bool_)
