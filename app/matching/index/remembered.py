"""Verdicts by requirement and day, kept for the next match.

A candidate never changes under a number, so only those that came since need judging.
"""

import datetime as dt
from collections import OrderedDict

import numpy as np
from pydantic import BaseModel

from app.matching.index.columns import Verdicts
from app.matching.index.population import Population
from app.matching.index.verdicts import Judging
from app.matching.score import Asked

_MOST_BYTES = 128 * 1024 * 1024
"""One byte a candidate and requirement."""


class Remembered:
    """The verdicts of one population; answers are as long as it is, by candidate number."""

    def __init__(self, population: Population) -> None:
        self.population = population
        self._kept: OrderedDict[tuple[str, dt.date], Verdicts] = OrderedDict()
        self._bytes = 0

    def take(self, key: tuple[str, dt.date]) -> Verdicts:
        """What is kept under the key, as far as it goes."""
        found = self._kept.pop(key, None)
        if found is None:
            return np.empty(0, np.int8)
        self._bytes -= found.nbytes
        return found

    def keep(self, key: tuple[str, dt.date], verdicts: Verdicts) -> None:
        """Keep the verdicts as the most recently used; the oldest go where there is no room."""
        self._kept[key] = verdicts
        self._bytes += verdicts.nbytes
        while self._bytes > _MOST_BYTES and len(self._kept) > 1:
            self._bytes -= self._kept.popitem(last=False)[1].nbytes


class OnDay:
    """One match: what it needs of several requirements is found once."""

    def __init__(self, remembered: Remembered, reference: dt.date) -> None:
        self._remembered = remembered
        self.population = remembered.population
        self._reference = reference
        self._judging: dict[int, Judging] = {}
        self.size = len(remembered.population)

    def verdicts(self, asked: Asked) -> Verdicts:
        """The verdict on one compiled requirement, per candidate (`judge_asked`)."""
        key = (_key(asked), self._reference)
        known = self._remembered.take(key)
        if len(known) < self.size:
            judging = self._judging.get(len(known))
            if judging is None:
                judging = self._judging[len(known)] = Judging(self.population, self._reference, len(known))
            known = np.concatenate([known, judging.verdicts(asked)])
        self._remembered.keep(key, known)
        return known


def _key(asked: Asked) -> str:
    requirement = asked if isinstance(asked, BaseModel) else asked.requirement
    return requirement.model_dump_json()
