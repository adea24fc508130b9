"""Header fields: "Duur: 12 maanden", "Start<tab>Z.s.m.", "Aanvraagnummer 12", a label above its value."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from app.nlp.components.layout import Line
from app.nlp.components.sections import Section
from app.nlp.headings import label_field, label_key
from app.nlp.lexicons import fold, rows

MAX_LABEL = 120
"""Characters, its remark between brackets included."""
_SEPARATORS = (":", " - ", " – ", " = ")
_NO_FIELDS = frozenset({"knockout", "award", "wish", "mixed", "competences", "tasks"})
"""Kinds of sections in which no label stands on the line above its value."""
_ANYWHERE = frozenset({"deadline", "questions", "reference", "end"})
"""Fields that no list is about: their label may stand on a line of its own even there."""
_HEADER_ONLY = frozenset({"education", "title", "hours", "effort", "place", "organisation", "region"})
"""Fields that say something of the posting only where they stand outside its lists."""


@dataclass(frozen=True, slots=True)
class Field:
    """A labelled value in flow offsets; `start` is that of the label."""

    name: str
    start: int
    value_start: int
    end: int


@cache
def _labels() -> dict[str, tuple[str, bool]]:
    return {fold(row["label"]): (row["field"], row["bare"] == "yes") for row in rows("labels")}


@cache
def _bare() -> tuple[tuple[str, str], ...]:
    found = [(label, name) for label, (name, bare) in _labels().items() if bare]
    return tuple(sorted(found, key=lambda pair: -len(pair[0])))


@cache
def _bare_openings() -> tuple[str, ...]:
    return tuple(f"{label} " for label, _ in _bare())


def read_fields(text: str, sections: tuple[Section, ...]) -> list[Field]:
    """All labelled values; labels without colon or tab before their value count in the header only."""
    found: list[Field] = []
    for section in sections:
        header = section.kind == "header"
        if section.heading_end < section.start:
            continue
        waiting: tuple[str, int] | None = None
        for line in section.lines:
            fields = list(_line_fields(text, line, header))
            if section.kind in _NO_FIELDS:
                fields = [one for one in fields if one.name not in _HEADER_ONLY]
            if waiting and not fields and _label(text[line.start : line.end]) is None:
                found.append(Field(waiting[0], waiting[1], line.start, line.end))
                waiting = None
                continue
            waiting = _last_label(text, line)
            found += fields
            name = _label(text[line.body : line.end]) if not fields else None
            if name and (section.kind not in _NO_FIELDS or name in _ANYWHERE):
                waiting = (name, line.start)
    return found


def _last_label(text: str, line: Line) -> tuple[str, int] | None:
    """The label in the last cell of a row, whose value a converter put on the next line."""
    cell = text.rfind("\t", line.start, line.end) + 1
    name = _label(text[cell : line.end]) if cell else None
    return (name, cell) if name and text.count("\t", line.start, line.end) % 2 == 0 else None


def _label(printed: str) -> str | None:
    known = _labels().get(label_key(printed)) if len(printed) <= MAX_LABEL else None
    return known[0] if known else None


def _composed(printed: str, separator: str) -> str | None:
    return label_field(printed) if separator == ":" and printed[:1].isupper() else None


def _line_fields(text: str, line: Line, header: bool) -> Iterator[Field]:
    printed = text[line.body : line.end]
    if "\t" in printed:
        yield from _cells(text, line)
        return
    opening = printed[:MAX_LABEL]
    for separator in _SEPARATORS:
        if separator not in opening:
            continue
        head, found, rest = opening.partition(separator)
        if found and rest.strip() and (name := _label(head) or _composed(head, separator)):
            yield Field(name, line.body, line.body + len(head) + len(separator), line.end)
            return
    if header and len(printed) <= 120 and not printed.endswith(":"):
        folded = fold(printed)
        if len(folded) == len(printed) and folded.startswith(_bare_openings()):
            label, name = next(pair for pair in _bare() if folded.startswith(f"{pair[0]} "))
            yield Field(name, line.body, line.body + len(label), line.end)


def _cells(text: str, line: Line) -> Iterator[Field]:
    position, label = line.start, None
    for cell in text[line.start : line.end].split("\t"):
        end = position + len(cell)
        name = _label(cell) or (None if label else _composed(cell.strip(), ":"))
        if name:
            label = (name, position)
        elif label and cell.strip():
            yield Field(label[0], label[1], position, end)
            label = None
        elif ":" in cell:
            head, _, rest = cell.partition(":")
            if rest.strip() and (inner := _label(head) or _composed(head, ":")):
                yield Field(inner, position, position + len(head) + 1, end)
        position = end + 1
