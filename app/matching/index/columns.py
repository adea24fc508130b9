"""Columns that grow, and which rows show which key: what the index is made of."""

from array import array
from collections.abc import Iterable, Sequence
from typing import Generic, TypeVar

import numpy as np
from numpy.typing import NDArray
from pyroaring import BitMap

Mask = NDArray[np.bool_]
Numbers = NDArray[np.intp]
Rows = BitMap
"""Row numbers as a compressed set: some two bytes a row, less where they lie close."""
Verdicts = NDArray[np.int8]
ScalarT = TypeVar("ScalarT", bound=np.generic)
_FIRST = 1024


class Column(Generic[ScalarT]):
    """Values by row number; appending costs the same however long it is."""

    def __init__(self, dtype: type[ScalarT]) -> None:
        self._held: NDArray[ScalarT] = np.empty(_FIRST, dtype)
        self._size = 0

    def append(self, value: float) -> None:
        """Add the value of the next row."""
        if self._size == len(self._held):
            self._held = np.concatenate([self._held, np.empty(max(_FIRST, self._size // 2), self._held.dtype)])
        self._held[self._size] = value
        self._size += 1

    @property
    def values(self) -> NDArray[ScalarT]:
        """The values of all rows, as a view that later rows do not change."""
        return self._held[: self._size]

    def keep(self, rows: Mask) -> None:
        """Let go of all other rows; those that stay move up."""
        self.fill(self.values[rows])

    def fill(self, values: NDArray[ScalarT]) -> None:
        """Take these values for those of all rows."""
        self._held, self._size = values, len(values)

    def __len__(self) -> int:
        """How many rows there are."""
        return self._size


def numbers_of(rows: Rows) -> Numbers:
    """The row numbers, in order."""
    return np.array(rows.to_array(), np.intp)


def rows_of(numbers: NDArray[np.integer]) -> Rows:
    """These row numbers as a set."""
    return Rows(array("I", numbers.astype(np.uint32).tobytes()))


def union(sets: Sequence[Rows]) -> Rows:
    """The rows of any of these sets."""
    return Rows.union(*sets) if sets else Rows()


class KeyTable:
    """For each key (a code, a concept, a word, a tool's name) the rows that show it."""

    def __init__(self) -> None:
        self._rows: dict[object, Rows] = {}

    def add(self, row: int, keys: Iterable[object]) -> None:
        """Note what a row shows; keys may repeat."""
        rows = self._rows
        for key in keys:
            found = rows.get(key)
            if found is None:
                found = rows[key] = Rows()
            found.add(row)

    def put(self, key: object, rows: Iterable[int]) -> None:
        """Note all the rows that show a key, in place of what was noted of it."""
        self._rows[key] = Rows(array("I", rows))

    def keep(self, rows: Mask) -> None:
        """Let go of all other rows; those that stay move up."""
        place = np.cumsum(rows) - 1
        staying = rows_of(np.flatnonzero(rows))
        kept = {key: numbers_of(found & staying) for key, found in self._rows.items()}
        self._rows = {key: rows_of(place[numbers]) for key, numbers in kept.items() if len(numbers)}

    def clear(self, rows: Rows) -> None:
        """Note nothing of these rows any more; they keep their place."""
        self._rows = {key: left for key, found in self._rows.items() if (left := found - rows)}

    def contents(self) -> tuple[list[object], list[Rows]]:
        """The keys, and the rows of each."""
        return list(self._rows), list(self._rows.values())

    def fill(self, rows: dict[object, Rows]) -> None:
        """Take these rows by key for all that is noted."""
        self._rows = rows

    def any_of(self, keys: Iterable[object], within: Rows | None = None) -> Rows:
        """Which rows show any of the keys, of all or of those `within`."""
        found = [self._rows[key] for key in keys if key in self._rows]
        return union(found if within is None else [one & within for one in found])

    def count(self, keys: Iterable[object]) -> int:
        """How many rows at most show any of the keys."""
        return sum(len(self._rows[key]) for key in keys if key in self._rows)
