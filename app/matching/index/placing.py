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
from app.matching.index.ranking import GONE, best_of, outcomes_of, points_of, scale_of
from app.matching.index.remembered import OnDay, Remembered
from app.matching.rank import OUTCOME_ORDER

_STOPPED = OUTCOME_ORDER[Outcome.NOT_ELIGIBLE]


class Placed(NamedTuple):
    """The rank of each contender, the ids of the best others who are not stopped, and how many others there are."""

    ranks: tuple[int, ...]
    best: tuple[str, ...]
    others: int


def place_among(
    remembered: Remembered,
    posting: PreparedPosting,
    reference: dt.date,
    contenders: Sequence[Contender],
    limit: int,
    without: str | None,
) -> Placed:
    """Where each contender would come among the candidates but one, and the best `limit` of those."""
    population, judged = remembered.population, OnDay(remembered, reference)
    outcome = outcomes_of(judged, posting)
    if without is not None and (own_number := population.number(without)) is not None:
        outcome[own_number] = GONE
    places = {OUTCOME_ORDER[one.outcome] for one in contenders} | (set(range(_STOPPED)) if limit else set())
    numbers = np.flatnonzero(np.isin(outcome, sorted(places)))
    scale = scale_of(posting)
    points = points_of(judged, posting, numbers, scale)
    rivals, rate = outcome[numbers], population.rate.values[numbers]
    ranks = []
    compared: dict[Decimal | None, tuple[Mask, Mask]] = {}
    for one in contenders:
        own = comparable_rate(one.hourly_rate)
        lower, same = compared.get(own) or compared.setdefault(own, _against(population.rates, own))
        mine, units = OUTCOME_ORDER[one.outcome], int(Decimal(one.points) * scale)
        level = (rivals == mine) & (points == units)
        before = np.count_nonzero(((rivals == mine) & (points > units)) | (level & lower[rate]))
        ties = (population.ids[number] for number in numbers[level & same[rate]])
        earlier = int(np.count_nonzero(outcome < mine)) + int(before)
        ranks.append(1 + earlier + sum(identity < one.candidate_id for identity in ties))
    open_still = rivals < _STOPPED
    best: list[int] = []
    if limit and open_still.any():
        best = best_of(population, numbers[open_still], rivals[open_still], points[open_still], limit)
    others = int(np.count_nonzero(outcome < GONE))
    return Placed(tuple(ranks), tuple(population.ids[number] for number in best), others)


def _against(rates: Sequence[Decimal | None], own: Decimal | None) -> tuple[Mask, Mask]:
    """Which of the known rates are lower than one's own, and which are the same; no rate is the highest of all."""
    lower = [rate is not None and (own is None or rate < own) for rate in rates]
    return np.array(lower, np.bool_), np.array([rate == own for rate in rates], np.bool_)
