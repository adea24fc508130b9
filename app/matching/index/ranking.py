"""From verdicts to outcomes and points, and the best of all candidates: the rules of `score` and `rank`."""

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from decimal import Decimal
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from app.criteria.base import Points
from app.criteria.criterion import CriterionKind
from app.criteria.scales import SelfEmployed
from app.criteria.verdicts import Outcome
from app.matching.engine import PreparedPosting
from app.matching.index.columns import Mask, Numbers, Verdicts
from app.matching.index.population import Population
from app.matching.index.remembered import OnDay, Remembered
from app.matching.index.verdicts import MET, NOT_MET, OPEN, lowest
from app.matching.score import Asked, AskedCriterion

_OUTCOMES = (Outcome.ELIGIBLE, Outcome.NEEDS_REVIEW, Outcome.NOT_ELIGIBLE)
GONE = len(_OUTCOMES)
"""The place of those who are no longer there."""


class Ranked(NamedTuple):
    """The order of the best candidates, and how many there are of each outcome."""

    ids: tuple[str, ...]
    outcomes: Counter[Outcome]


def rank_all(remembered: Remembered, posting: PreparedPosting, reference: dt.date, limit: int) -> Ranked:
    """The ids of the best `limit` candidates, best first: outcome, points, lowest rate, id."""
    population = remembered.population
    judged = OnDay(remembered, reference)
    outcome = outcomes_of(judged, posting)
    counts = np.bincount(outcome, minlength=GONE)[:GONE]
    # Only those whose outcome is good enough for a place are told apart by points and rate.
    worst = min(int(np.searchsorted(np.cumsum(counts), limit)), GONE - 1)
    numbers = np.flatnonzero(outcome <= worst)
    points = points_of(judged, posting, numbers, scale_of(posting))
    best = best_of(population, numbers, outcome[numbers], points, limit) if len(numbers) else []
    found = Counter({one: int(count) for one, count in zip(_OUTCOMES, counts, strict=True)})
    return Ranked(tuple(population.ids[number] for number in best), +found)


def outcomes_of(judged: OnDay, posting: PreparedPosting) -> NDArray[np.int8]:
    """The place of each candidate's outcome in `_OUTCOMES`; `GONE` for those who are no longer there."""
    outcome = np.zeros(judged.size, np.int8)
    for one in posting.criteria:
        if one.criterion.kind is CriterionKind.KNOCKOUT:
            verdict, _ = judge_criterion(judged, one, None, 1)
            np.maximum(outcome, np.int8(2) - verdict, out=outcome)
    outcome[_stopped(judged, posting)] = 2
    outcome[~judged.population.present.values] = GONE
    return outcome


def scale_of(posting: PreparedPosting) -> int:
    """How many of the smallest unit printed make a point."""
    places = max((_places(tier.points) for one in posting.criteria for tier in one.tiers), default=0)
    return int(10**places)


def points_of(judged: OnDay, posting: PreparedPosting, numbers: Numbers, scale: int) -> NDArray[np.int64]:
    """The points awarded to each of these candidates, in units of 1/`scale`."""
    awarded = np.zeros(len(numbers), np.int64)
    for one in posting.criteria:
        if one.points is not None:
            awarded += judge_criterion(judged, one, numbers, scale)[1]
    return awarded


def judge_criterion(
    judged: OnDay, asked: AskedCriterion, numbers: Numbers | None, scale: int
) -> tuple[Verdicts, NDArray[np.int64]]:
    """The verdict on a criterion and its points, in units of 1/`scale`, for these candidates or all (`score`)."""

    def worst(group: Sequence[Asked]) -> Verdicts:
        found = [judged.verdicts(requirement) for requirement in group]
        if not found:
            return np.full(judged.size if numbers is None else len(numbers), OPEN, np.int8)
        return lowest(found if numbers is None else [one[numbers] for one in found])

    if len(asked.tiers) == 1 and len(asked.tiers[0].groups) == 1:
        verdicts = worst(asked.tiers[0].groups[0])
        worth = _units(asked.tiers[0].points, scale) if asked.points is not None else 0
        return verdicts, (verdicts == MET) * np.int64(worth)
    verdicts = worst(())
    best = np.full(len(verdicts), -1, np.int64)
    points = np.zeros(len(verdicts), np.int64)
    weight = max((_units(tier.points, scale) for tier in asked.tiers), default=0) + 1
    for tier in asked.tiers:
        for group in tier.groups or ((),):
            verdict = worst(group)
            earned = np.where(verdict == MET, _units(tier.points, scale) if asked.points is not None else 0, 0)
            key = verdict.astype(np.int64) * weight + earned
            better = key > best
            best = np.where(better, key, best)
            verdicts = np.where(better, verdict, verdicts)
            points = np.where(better, earned, points)
    return verdicts, points


def _stopped(judged: OnDay, posting: PreparedPosting) -> Mask:
    """Whom a deciding gate stops (`decided_by_gates`)."""
    gates = posting.gates
    stopped = np.zeros(judged.size, np.bool_)
    if gates.contract is not None and gates.contract.self_employed is SelfEmployed.EXCLUDED:
        stopped |= judged.verdicts(gates.contract) == NOT_MET
    if gates.rate is not None:
        stopped |= judged.verdicts(gates.rate) == NOT_MET
    return stopped


def _places(points: Points | None) -> int:
    exponent = points.as_tuple().exponent if isinstance(points, Decimal) else 0
    return max(0, -exponent) if isinstance(exponent, int) else 0


def _units(points: Points | None, scale: int) -> int:
    return int(Decimal(points or 0) * scale)


def best_of(
    population: Population,
    numbers: NDArray[np.intp],
    outcome: NDArray[np.int8],
    points: NDArray[np.int64],
    limit: int,
) -> list[int]:
    """The first `limit` of these candidates in the order of `rank`."""
    rates = population.rates
    order = sorted(range(len(rates)), key=lambda n: (rates[n] is None, rates[n] or 0))
    place = np.empty(len(rates), np.int64)
    place[order] = np.arange(len(rates))
    rate = place[population.rate.values[numbers]]
    key = (outcome.astype(np.int64) * (int(points.max()) + 1) + (points.max() - points)) * len(rates) + rate
    if len(key) > limit:
        last = np.partition(key, limit - 1)[limit - 1]
        kept = np.flatnonzero(key <= last)
        numbers, key = numbers[kept], key[kept]
    found = sorted(zip(key.tolist(), (population.ids[n] for n in numbers), numbers.tolist(), strict=True))
    return [number for _, _, number in found[:limit]]
