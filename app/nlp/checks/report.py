"""What the checks see and where they write."""

from dataclasses import dataclass, field

from app.nlp.components.criteria import CriterionSpan
from app.nlp.components.requirements import RequirementSpan
from app.nlp.components.sections import Section
from app.nlp.facts.book import Fact

MAX_QUOTE = 120
"""Characters of source text repeated in a message."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """All that was read from a text, for checks that compare."""

    text: str
    low: str
    sections: tuple[Section, ...]
    facts: tuple[Fact, ...]
    doubts: tuple[tuple[str, str, int, int], ...]
    criteria: tuple[CriterionSpan, ...]
    requirements: tuple[RequirementSpan, ...]

    def all(self, pointer: str) -> list[Fact]:
        """Every reading of one pointer."""
        return [fact for fact in self.facts if fact.pointer == pointer]

    def first(self, pointer: str) -> Fact | None:
        """The standing reading of one pointer."""
        return next((fact for fact in self.facts if fact.pointer == pointer), None)


@dataclass(frozen=True, slots=True)
class Note:
    """A finding before it is worded."""

    code: str
    pointer: str | None
    start: int
    end: int
    values: dict[str, str]


@dataclass(slots=True)
class Report:
    """Collects notes; the same finding at the same place counts once."""

    text: str
    notes: list[Note] = field(default_factory=list)
    places: set[tuple[str, int]] = field(default_factory=set)

    def add(self, code: str, pointer: str | None, start: int, end: int, **values: object) -> None:
        """Note a finding on the flow range `start`-`end`; `values` fill its message."""
        if (code, start) in self.places:
            return
        self.places.add((code, start))
        quote = " ".join(self.text[start:end].split())
        shown = quote if len(quote) <= MAX_QUOTE else quote[: MAX_QUOTE - 1] + "…"
        self.notes.append(Note(code, pointer, start, end, {"quote": shown} | {k: str(v) for k, v in values.items()}))
