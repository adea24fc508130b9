"""Dutch municipalities by name: those of today, those that went up in another, and what became of each."""

from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from app.concepts.lexicon import load_table
from app.concepts.normalise import tokenise


class Named(NamedTuple):
    """A municipality that a text names: its official name, and the half-open range of the text's words."""

    name: str
    start: int
    end: int


def _words(text: str) -> tuple[str, ...]:
    return tuple(token.norm for token in tokenise(text))


@cache
def current() -> tuple[str, ...]:
    """The official names of today's municipalities, in the order of the list."""
    return tuple(row["name"] for row in load_table("municipalities"))


@cache
def known_municipalities() -> tuple[str, ...]:
    """The official names of today's municipalities and of those that went up in another."""
    return (*current(), *(row["former"] for row in load_table("municipality_changes")))


@cache
def _names() -> dict[str, tuple[tuple[tuple[str, ...], str], ...]]:
    """First words to the names that they open, as words with the official name, longest first."""
    spelled = [(name, name) for name in known_municipalities()]
    spelled += [(also, row["name"]) for row in load_table("municipality_names") for also in row["also"].split("|")]
    table: dict[str, dict[tuple[str, ...], str]] = {}
    for text, name in spelled:
        words = _words(text)
        table.setdefault(words[0], {}).setdefault(words, name)
    return {first: tuple(sorted(found.items(), key=lambda pair: -len(pair[0]))) for first, found in table.items()}


def municipalities_in(words: tuple[str, ...]) -> Iterator[Named]:
    """The municipalities that folded words name, present and former, the longest name at each place."""
    at = 0
    while at < len(words):
        for name_words, name in _names().get(words[at], ()):
            if words[at : at + len(name_words)] == name_words:
                yield Named(name, at, at + len(name_words))
                at += len(name_words) - 1
                break
        at += 1


def municipality_of(text: str) -> str | None:
    """The municipality that a text is the name of, and nothing else."""
    words = _words(text)
    found = next(municipalities_in(words), None)
    return found.name if found and (found.start, found.end) == (0, len(words)) else None


@cache
def _alone() -> frozenset[str]:
    return frozenset(row["name"] for row in load_table("municipality_alone"))


def only_municipality(text: str) -> bool:
    """Is a text nothing but a name that only a municipality bears ("Dijk en Waard"), and no town, region or firm?"""
    return municipality_of(text) in _alone()


@cache
def _steps() -> tuple[tuple[str, str], ...]:
    return tuple(
        (row["former"], later) for row in load_table("municipality_changes") for later in row["successors"].split("|")
    )


def successors(name: str) -> frozenset[str]:
    """All municipalities that one went up in, wholly or in part, step by step."""
    later = {after for before, after in _steps() if before == name}
    return frozenset(later.union(*(successors(one) for one in later)))


def predecessors(name: str) -> frozenset[str]:
    """All municipalities that went up in one, wholly or in part, step by step."""
    earlier = {before for before, after in _steps() if after == name}
    return frozenset(earlier.union(*(predecessors(one) for one in earlier)))
