"""From verdicts to outcomes and points, and the best of all candidates: the rules of `score` and `rank`."""

import datetime as dt
from collections import Counter
from decimal import Decimal
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from app.criteria.base import Points
from app.criteria.criterion import CriterionKind
from app.criteria.scales import SelfEmployed
from app.criteria.verdicts import Outcome
from app.matching.engine import PreparedPosting
from app.matching.index.columns import Mask, Verdicts
from app.matching.index.population import Population
from app.matching.index.verdicts import MET, NOT_MET, OPEN, Judging, lowest
from app.matching.score import AskedCriterion

_OUTCOMES = (Outcome.ELIGIBLE, Outcome.NEEDS_REVIEW, Outcome.NOT_ELIGIBLE)


class Ranked(NamedTuple):
    """The order of the best candidates, and how many there are of each outcome."""

    ids: tuple[str, ...]
    outcomes: Counter[Outcome]


def rank_all(
    population: Population, posting: PreparedPosting, reference: dt.date, limit: int, among: list[str] | None = None
) -> Ranked:
    """The ids of the best `limit` candidates, best first: outcome, points, lowest rate, id."""
    chosen = population.numbers(among)
    if not chosen.any():
        return Ranked((), Counter())
    judging = Judging(population, reference)
    outcome, points = _judge(judging, posting, len(population))
    counts = Counter({one: int(np.count_nonzero(chosen & (outcome == n))) for n, one in enumerate(_OUTCOMES)})
    numbers = np.flatnonzero(chosen)
    best = _best(population, numbers, outcome[numbers], points[numbers], limit)
    return Ranked(tuple(population.ids[number] for number in best), +counts)


def _judge(judging: Judging, posting: PreparedPosting, size: int) -> tuple[NDArray[np.int8], NDArray[np.int64]]:
    """The place of each candidate's outcome in `_OUTCOMES`, and the points awarded in the smallest unit printed."""
    scale = 10 ** max((_places(tier.points) for one in posting.criteria for tier in one.tiers), default=0)
    outcome = np.zeros(size, np.int8)
    awarded = np.zeros(size, np.int64)
    for one in posting.criteria:
        verdict, points = judge_criterion(judging, one, size, scale)
        if one.criterion.kind is CriterionKind.KNOCKOUT:
            outcome = np.maximum(outcome, np.int8(2) - verdict)
        if one.points is not None:
            awarded += points
    outcome[_stopped(judging, posting, size)] = 2
    return outcome, awarded


def judge_criterion(
    judging: Judging, asked: AskedCriterion, size: int, scale: int
) -> tuple[Verdicts, NDArray[np.int64]]:
    """The verdict on a criterion and its points, in units of 1/`scale` (`score.judge_criterion`)."""
    if len(asked.tiers) == 1 and len(asked.tiers[0].groups) == 1:
        verdict = lowest([judging.verdicts(requirement) for requirement in asked.tiers[0].groups[0]] or [_open(size)])
        worth = _units(asked.tiers[0].points, scale) if asked.points is not None else 0
        return verdict, (verdict == MET) * np.int64(worth)
    best = np.full(size, -1, np.int64)
    verdicts = _open(size)
    points = np.zeros(size, np.int64)
    worth = max((_units(tier.points, scale) for tier in asked.tiers), default=0) + 1
    for tier in asked.tiers:
        for group in tier.groups or ((),):
            found = [judging.verdicts(requirement) for requirement in group]
            verdict = lowest(found) if found else _open(size)
            earned = np.where(verdict == MET, _units(tier.points, scale) if asked.points is not None else 0, 0)
            key = verdict.astype(np.int64) * worth + earned
            better = key > best
            best = np.where(better, key, best)
            verdicts = np.where(better, verdict, verdicts)
            points = np.where(better, earned, points)
    return verdicts, points


def _open(size: int) -> Verdicts:
    return np.full(size, OPEN, np.int8)


def _stopped(judging: Judging, posting: PreparedPosting, size: int) -> Mask:
    """Whom a deciding gate stops (`decided_by_gates`)."""
    gates = posting.gates
    stopped = np.zeros(size, np.bool_)
    if gates.contract is not None and gates.contract.self_employed is SelfEmployed.EXCLUDED:
        stopped |= judging.verdicts(gates.contract) == NOT_MET
    if gates.rate is not None:
        stopped |= judging.verdicts(gates.rate) == NOT_MET
    return stopped


def _places(points: Points | None) -> int:
    exponent = points.as_tuple().exponent if isinstance(points, Decimal) else 0
    return max(0, -exponent) if isinstance(exponent, int) else 0


def _units(points: Points | None, scale: int) -> int:
    return int(Decimal(points or 0) * scale)


def _best(
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
