"""The lexicon files: one concept per line, its terms separated by `|`, the concepts it is a kind of in `broader`."""

import csv
from collections.abc import Hashable, Iterable
from functools import cache
from pathlib import Path
from typing import NamedTuple, TypeVar

from app.concepts.normalise import fold

DATA = Path(__file__).parent / "data"
NameT = TypeVar("NameT", bound=Hashable)


class Entry(NamedTuple):
    """One line of a lexicon.

    `terms` mean the concept itself; `shown_by` are narrower or telling words that show it but do not ask for it.
    """

    concept: str
    terms: tuple[str, ...]
    broader: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    shown_by: tuple[str, ...] = ()


def _split(cell: str | None) -> tuple[str, ...]:
    return tuple(part.strip() for part in (cell or "").split("|") if part.strip())


@cache
def load_terms(name: str) -> tuple[Entry, ...]:
    """The entries of `data/<name>.csv` in file order, read once per process.

    Raises FileNotFoundError for an unknown name and ValueError for a line without a concept or terms.
    """
    entries = []
    with (DATA / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            cells = [_split(row.get(column)) for column in ("terms", "broader", "kinds", "shown_by")]
            entry = Entry(row["concept"].strip(), *cells)
            if not entry.concept or not entry.terms:
                raise ValueError(f"{name}.csv: a line without a concept or terms: {row}")
            entries.append(entry)
    return tuple(entries)


@cache
def load_table(name: str) -> tuple[dict[str, str], ...]:
    """The rows of `data/<name>.csv` as dictionaries, for tables that are not concept lists."""
    with (DATA / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return tuple(csv.DictReader(file))


@cache
def load_words(name: str) -> frozenset[str]:
    """The first column of `data/<name>.csv` as a set of folded words."""
    return frozenset(fold(next(iter(row.values()))) for row in load_table(name))


def owners(names: Iterable[tuple[NameT, str, bool]]) -> dict[NameT, tuple[str, ...]]:
    """Names to the concepts that they are a name of, from (name, concept, whether it is the concept's first name).

    A name that is some concept's first name is no other concept's further name.
    """
    first: dict[NameT, dict[str, None]] = {}
    further: dict[NameT, dict[str, None]] = {}
    for name, concept, is_first in names:
        (first if is_first else further).setdefault(name, {})[concept] = None
    return {name: tuple(concepts) for name, concepts in (further | first).items()}
