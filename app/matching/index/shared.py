"""Values that many candidates share, each held once, and let go of when the last of them is gone."""

from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

HeldT = TypeVar("HeldT")


class Shared(Generic[HeldT]):
    """Values by row number. A row whose value nobody has any more holds `empty`, and is never used again."""

    def __init__(self, empty: HeldT) -> None:
        self.values: list[HeldT] = []
        self._empty = empty
        self._rows: dict[Hashable, int] = {}
        self._keys: list[Hashable | None] = []
        self._holders: list[int] = []

    def take(self, key: Hashable, make: Callable[[], HeldT]) -> tuple[int, bool]:
        """The row of the value with this key, one more holder of it; also whether it is new."""
        row = self._rows.get(key)
        if row is not None:
            self._holders[row] += 1
            return row, False
        row = self._rows[key] = len(self.values)
        self.values.append(make())
        self._keys.append(key)
        self._holders.append(1)
        return row, True

    def give_back(self, row: int) -> None:
        """One holder less; the last one takes the value along."""
        self._holders[row] -= 1
        if self._holders[row] == 0:
            del self._rows[self._keys[row]]
            self._keys[row] = None
            self.values[row] = self._empty
