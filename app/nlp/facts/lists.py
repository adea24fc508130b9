"""Tasks and competences: lists of strings as printed, bullets and numbers removed."""

from collections.abc import Iterator

from app.nlp.components.layout import Line
from app.nlp.components.sections import Section
from app.nlp.facts.book import FactBook
from app.nlp.list_noise import opens_with

_EDGE = " \t;,.:|•-–"


def read_lists(book: FactBook, sections: tuple[Section, ...]) -> None:
    """Note the tasks and the competences."""
    for name in ("competences", "tasks"):
        found = [line for section in sections if section.kind == name for line in _entries(book.text, section)]
        if not found and name == "tasks":
            found = [line for section in sections if section.kind == "assignment" for line in _listed(section)]
        for index, line in enumerate(found):
            printed = " ".join(book.text[line.body : line.end].split())
            stripped = printed.strip(_EDGE) + ("." if printed.endswith(".") and ". " in printed else "")
            book.add(f"/{name}/{index}", stripped, line.body, line.end, f"list:{name}")


def _entries(text: str, section: Section) -> Iterator[Line]:
    marked = any(line.marker for line in section.lines)
    for line in section.lines:
        printed = text[line.body : line.end]
        introduction = printed.endswith(":")
        if marked and line.marker is None:
            if line is not section.lines[0] and not introduction:
                return
            continue
        if not introduction and not opens_with(printed, "closing") and any(c.isalpha() for c in printed):
            yield line


def _listed(section: Section) -> list[Line]:
    """The marked lists of a description, where no heading announces tasks: two items or more."""
    marked = [line for line in section.lines if line.marker]
    return marked if len(marked) > 1 else []
