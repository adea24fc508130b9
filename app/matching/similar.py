"""How like each other job titles are, for titles that no lexicon knows: their letters, and the words they are made of.

A proposal for a person or for storing; a verdict is never met by likeness.
"""

import math
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from app.concepts.lexicon import load_words
from app.concepts.morphology import compound_parts, stem
from app.concepts.normalise import tokenise
from app.concepts.words import keys_of

SHORTEST, LONGEST = 2, 5
"""Letters of the pieces that words are cut into; a space stands for their edges."""
LETTERS = 0.4
"""What likeness of letters counts for; that of words counts for the rest."""
PART = 0.7
"""What a part of a compound counts for beside a word that stands on its own."""


def similar_titles(query: str, titles: Sequence[str]) -> list[tuple[str, float]]:
    """The titles with how like the query each is (0 to 1), the most like first; equally like ones as they were given.

    Compares pieces of two to five letters by their cosine, and so too stems, parts of compounds and the subjects and
    activities that they mean; what many of the titles share weighs little.
    """
    known = tuple(titles)
    if not known:
        return []
    scores = LETTERS * _letters(known).likeness(query) + (1 - LETTERS) * _words(known).likeness(query)
    order = sorted(range(len(known)), key=lambda row: (-scores[row], row))
    return [(known[row], round(min(float(scores[row]), 1.0), 4)) for row in order]


Features = Mapping[str, float]


class _Space:
    """Titles as directions in a space of features, each weighed by how few titles have it."""

    def __init__(self, features: Sequence[Features]) -> None:
        self._size = len(features)
        holders = Counter(name for counted in features for name in counted)
        self._rarity = {name: math.log((1 + self._size) / (1 + held)) + 1 for name, held in holders.items()}
        rows: dict[str, list[int]] = {}
        weights: dict[str, list[float]] = {}
        for row, counted in enumerate(features):
            for name, weight in self._direction(counted).items():
                rows.setdefault(name, []).append(row)
                weights.setdefault(name, []).append(weight)
        self._held = {name: (np.array(rows[name]), np.array(weights[name])) for name in rows}

    def _direction(self, counted: Features) -> dict[str, float]:
        unknown = math.log(1 + self._size) + 1
        weighed = {
            name: (1 + math.log(n) if n > 1 else n) * self._rarity.get(name, unknown) for name, n in counted.items()
        }
        length = math.sqrt(sum(weight * weight for weight in weighed.values()))
        return {name: weight / length for name, weight in weighed.items()} if length else {}

    def scores(self, counted: Features) -> NDArray[np.float64]:
        """The cosine of each title with something of these features."""
        found = np.zeros(self._size)
        for name, weight in self._direction(counted).items():
            if name in self._held:
                rows, weights = self._held[name]
                found[rows] += weight * weights
        return found


class _Letters(_Space):
    def __init__(self, titles: Sequence[str]) -> None:
        super().__init__([_counted(title) for title in titles])

    def likeness(self, query: str) -> NDArray[np.float64]:
        return self.scores(_counted(query))


class _Words(_Space):
    def __init__(self, titles: Sequence[str]) -> None:
        super().__init__([_weighed_words(title) for title in titles])

    def likeness(self, query: str) -> NDArray[np.float64]:
        return self.scores(_weighed_words(query))


@lru_cache(maxsize=8)
def _letters(titles: tuple[str, ...]) -> _Letters:
    return _Letters(titles)


@lru_cache(maxsize=8)
def _words(titles: tuple[str, ...]) -> _Words:
    return _Words(titles)


def _counted(title: str) -> Features:
    return {name: float(n) for name, n in Counter(_pieces(title)).items()}


def _pieces(title: str) -> Iterator[str]:
    for token in tokenise(title):
        word = f" {token.norm} "
        for size in range(SHORTEST, LONGEST + 1):
            for start in range(max(1, len(word) - size + 1)):
                yield word[start : start + size]


def _weighed_words(title: str) -> Features:
    found: dict[str, float] = defaultdict(float)
    tokens = tokenise(title)
    for key in keys_of(title, tokens):
        if ":" in key:
            found[key] = 1.0
    for token in tokens:
        if token.norm in load_words("stopwords"):
            continue
        parts = compound_parts(token.norm)
        found[stem(token.norm)] += 1
        for part in parts if len(parts) > 1 else ():
            found[stem(part)] += PART
    return found
