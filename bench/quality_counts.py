"""What a quality report counts: right, extra and missed values by table and name; and when two values are the same."""

import datetime as dt
import re
from collections import defaultdict
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import Any

from rapidfuzz import fuzz

UNSTATED: tuple[object, ...] = (None, "", "unknown", [], {})
ALIKE = 85
"""Of 100, by which two printed terms are taken for one; cut-offs and spelling differ between readers."""
_CODE = re.compile(r"[a-z]+(?:_[a-z0-9]+)*|\d{4}-\d\d-\d\d")


@dataclass(frozen=True, slots=True)
class Counts:
    """`right`: as the gold says; `extra`: given but not so; `missed`: in the gold but not given."""

    right: int = 0
    extra: int = 0
    missed: int = 0

    def __add__(self, other: "Counts") -> "Counts":
        """Both together."""
        return Counts(self.right + other.right, self.extra + other.extra, self.missed + other.missed)

    @property
    def precision(self) -> float | None:
        """Share of what was given that is right; None where nothing was given."""
        given = self.right + self.extra
        return self.right / given if given else None

    @property
    def recall(self) -> float | None:
        """Share of what the gold says that was given; None where it says nothing."""
        wanted = self.right + self.missed
        return self.right / wanted if wanted else None

    @property
    def f1(self) -> float | None:
        """Harmonic mean of precision and recall; None where both have nothing to count."""
        total = 2 * self.right + self.extra + self.missed
        return 2 * self.right / total if total else None

    def as_json(self) -> dict[str, float | int | None]:
        """The counts and figures by name."""
        return {
            "right": self.right, "extra": self.extra, "missed": self.missed,
            "precision": self.precision, "recall": self.recall, "f1": self.f1,
        }  # fmt: skip


@dataclass(slots=True)
class Tally:
    """Counts by table and name over many postings; `slug` is the one being counted, shown with its misses."""

    slug: str = ""
    counts: defaultdict[tuple[str, str], Counts] = field(default_factory=lambda: defaultdict(Counts))
    misses: list[str] = field(default_factory=list)

    def add(self, table: str, name: str, counts: Counts, said: str = "") -> None:
        """Count; `said` tells what was wrong where something was."""
        self.counts[table, name] += counts
        if said and (counts.extra or counts.missed):
            self.misses.append(f"{self.slug} {name}: {said}")

    def table(self, table: str) -> dict[str, Counts]:
        """The counts of one table by name."""
        return {name: counts for (one, name), counts in self.counts.items() if one == table}


def unstated(value: object) -> bool:
    """Whether a value says that the text states nothing."""
    if isinstance(value, dict):
        return all(map(unstated, value.values()))
    return value in UNSTATED


def plain(text: object) -> str:
    """A text without case, punctuation and repeated white space."""
    return " ".join(re.sub(r"[^\w%+#]+", " ", str(text).casefold()).split())


def same(expected: object, got: object) -> bool:
    """Whether two values are equal as truth, numbers, instants or codes, or a text says what the gold's does.

    A text may say more around it ("Spring Framework" for "Spring"); that is a matter of taste, not of reading.
    """
    if isinstance(expected, bool) or isinstance(got, bool):
        return expected is got
    one, other = _number(expected), _number(got)
    if one is not None or other is not None:
        return one == other
    if isinstance(expected, str) and re.match(r"\d{4}-\d\d-\d\dT", expected):
        return isinstance(got, str) and "T" in got and _instant(expected) == _instant(got)
    if _CODE.fullmatch(str(expected)) and _CODE.fullmatch(str(got)):
        return str(expected) == str(got)
    a, b = plain(expected), plain(got)
    return a == b or bool(a and b and (f" {a} " in f" {b} " or fuzz.ratio(a, b) >= ALIKE))


def compare(expected: object, got: object) -> Counts:
    """Count one value, or the elements of a list in any order."""
    if unstated(expected):
        return Counts(extra=0 if unstated(got) else len(got) if isinstance(got, list) else 1)
    if isinstance(expected, list):
        return compare_lists(expected, got if isinstance(got, list) else [])
    if unstated(got):
        return Counts(missed=1)
    return Counts(right=1) if same(expected, got) else Counts(extra=1, missed=1)


def compare_lists(expected: list[Any], got: list[Any]) -> Counts:
    """Count elements; each given one answers for one of the gold's."""
    left, right = list(got), 0
    for one in expected:
        hit = next((index for index, other in enumerate(left) if same(one, other)), None)
        if hit is not None:
            del left[hit]
            right += 1
    return Counts(right, len(left), len(expected) - right)


def _number(value: object) -> Decimal | None:
    try:
        return Decimal(str(value))
    except InvalidOperation:
        return None


def _instant(value: str) -> dt.datetime:
    return dt.datetime.fromisoformat(value.replace("Z", "+00:00"))
