"""Columns that grow, and which rows show which key: what the index is made of."""

from array import array
from collections.abc import Iterable, Sequence
from typing import Generic, TypeVar

import numpy as np
from numpy.typing import NDArray

Mask = NDArray[np.bool_]
Rows = NDArray[np.int32]
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
            self._held = np.concatenate([self._held, np.empty_like(self._held)])
        self._held[self._size] = value
        self._size += 1

    @property
    def values(self) -> NDArray[ScalarT]:
        """The values of all rows, as a view that later rows do not change."""
        return self._held[: self._size]

    def __len__(self) -> int:
        """How many rows there are."""
        return self._size


def union(masks: Sequence[Mask]) -> Mask:
    """The rows of any of these masks; one at least."""
    found = masks[0].copy()
    for mask in masks[1:]:
        found |= mask
    return found


def overlap(masks: Sequence[Mask]) -> Mask:
    """The rows of all of these masks; one at least."""
    found = masks[0].copy()
    for mask in masks[1:]:
        found &= mask
    return found


class KeyTable:
    """Posting lists: for each key (a code, a concept, a word, a tool's name) the rows that show it, in order."""

    def __init__(self) -> None:
        self._rows: dict[object, array[int]] = {}

    def add(self, row: int, keys: Iterable[object]) -> None:
        """Note what a row shows; rows come in order, keys may repeat."""
        for key in keys:
            found = self._rows.get(key)
            if found is None:
                self._rows[key] = array("i", (row,))
            elif found[-1] != row:
                found.append(row)

    def put(self, key: object, rows: Iterable[int]) -> None:
        """Note all the rows that show a key, in order, in place of what was noted of it."""
        self._rows[key] = array("i", rows)

    def __contains__(self, key: object) -> bool:
        """Does any row show this key?"""
        return key in self._rows

    def rows(self, key: object) -> Rows:
        """The rows that show a key, each once, in order."""
        found = self._rows.get(key)
        return np.array(found if found is not None else (), dtype=np.int32)

    def any_of(self, keys: Iterable[object], size: int) -> Mask:
        """Which of the first `size` rows show any of the keys."""
        mask = np.zeros(size, np.bool_)
        for key in keys:
            found = self._rows.get(key)
            if found is not None:
                mask[np.frombuffer(found, np.intc)] = True
        return mask
