"""The collected facts of one text: a pointer into the posting, a value, where it was read, by which rule."""

from dataclasses import dataclass, field
from typing import TypeAlias

from pydantic import JsonValue

Plain: TypeAlias = JsonValue
"""A fact's value as it would stand on the wire: text, number, boolean, list, or null for "said to be none"."""


@dataclass(frozen=True, slots=True)
class Fact:
    """One reading of one value, in flow offsets. Several facts may speak of one pointer; the first stands."""

    pointer: str
    value: Plain
    start: int
    end: int
    rule: str

    @property
    def label(self) -> str:
        """The pointer."""
        return self.pointer


@dataclass(slots=True)
class FactBook:
    """Collects facts in order of precedence.

    `text`, `low`, `words`: the flow. `doubts`: findings noticed while reading (code, pointer, start, end).
    """

    text: str
    low: str
    words: frozenset[str]
    facts: list[Fact] = field(default_factory=list)
    doubts: list[tuple[str, str, int, int]] = field(default_factory=list)
    standing: dict[str, Plain] = field(default_factory=dict)

    def add(self, pointer: str, value: Plain, start: int, end: int, rule: str) -> None:
        """Note that the text at `start`-`end` states `value` for `pointer`."""
        self.facts.append(Fact(pointer, value, start, end, rule))
        self.standing.setdefault(pointer, value)

    def doubt(self, code: str, pointer: str, start: int, end: int) -> None:
        """Note something that a reader would ask about."""
        self.doubts.append((code, pointer, start, end))

    def value(self, pointer: str) -> Plain:
        """The standing value of a pointer, or None."""
        return self.standing.get(pointer)

    def has(self, pointer: str) -> bool:
        """Whether anything was read for a pointer."""
        return pointer in self.standing
