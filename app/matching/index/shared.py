"""Values that many candidates share, each held once, and let go of when the last of them is gone."""

from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

from app.matching.index.columns import Rows

HeldT = TypeVar("HeldT")


class Shared(Generic[HeldT]):
    """Values by row number. A row whose value nobody has any more holds `empty`, and is never used again."""

    def __init__(self, empty: HeldT) -> None:
        self.values: list[HeldT] = []
        self._empty = empty
        self._rows: dict[Hashable, int] = {}
        self._keys: list[Hashable | None] = []
        self.holders: list[int] = []

    def take(self, key: Hashable, make: Callable[[], HeldT]) -> tuple[int, bool]:
        """The row of the value with this key, one more holder of it; also whether it is new."""
        row = self._rows.get(key)
        if row is not None:
            self.holders[row] += 1
            return row, False
        row = self._rows[key] = len(self.values)
        self.values.append(make())
        self._keys.append(key)
        self.holders.append(1)
        return row, True

    def give_back(self, row: int) -> None:
        """One holder less; the last one takes the value along."""
        self.holders[row] -= 1
        if self.holders[row] == 0:
            del self._rows[self._keys[row]]
            self._keys[row] = None
            self.values[row] = self._empty

    def unheld(self) -> Rows:
        """The rows that nobody holds."""
        return Rows(row for row, held in enumerate(self.holders) if not held)

    def fill(self, values: list[HeldT], holders: list[int], key: Callable[[HeldT], Hashable]) -> None:
        """Take these values, with how many hold each, for all rows; a row that nobody holds is empty."""
        self.holders = holders
        self.values = [value if held else self._empty for value, held in zip(values, holders, strict=True)]
        self._keys = [key(value) if held else None for value, held in zip(values, holders, strict=True)]
        self._rows = {one: row for row, one in enumerate(self._keys) if holders[row]}
