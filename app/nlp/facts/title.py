"""The title: labelled, or the first line of the header that is no field and no sentence."""

import re
from bisect import bisect_left

from app.nlp.components.sections import Section
from app.nlp.facts.book import FactBook
from app.nlp.facts.fields import Field
from app.nlp.list_noise import opens_with

_SOUGHT = re.compile(
    r"\b(?:op zoek naar|wij zoeken|we zoeken|zoeken wij|zoeken we|zoekt)\s"
    r"(?:een|een\s(?:ervaren|enthousiaste))?\s?((?:[^\s.,;:()]+\s?){1,6})"
)
_STOP = re.compile(r"\s(?:voor|die|met|bij|in|om|per|van|\d).*$")
_URL = re.compile(r"^(?:https?://|www\.)|@")
MAX_TITLE = 120


def read_title(book: FactBook, sections: tuple[Section, ...], fields: list[Field]) -> None:
    """Note the title unless a label gave it."""
    if book.has("/title"):
        return
    if sections and sections[0].kind == "header" and _from_header(book, sections[0], fields):
        return
    found = _SOUGHT.search(book.text)
    if found:
        title = _STOP.sub("", found[1]).strip()
        if title:
            book.add("/title", title, found.start(1), found.start(1) + len(title), "title:sought")


def _from_header(book: FactBook, header: Section, fields: list[Field]) -> bool:
    starts = sorted(start for field in fields for start in (field.start, field.value_start))
    for line in header.lines:
        printed = book.text[line.body : line.end]
        labelled = bisect_left(starts, line.start) < bisect_left(starts, line.end)
        sentence = printed.endswith((".", "!", "?", ";", ":")) or len(printed) > MAX_TITLE
        if (
            labelled
            or sentence
            or "\t" in printed
            or len(printed) < 3
            or _URL.search(printed)
            or opens_with(printed, "closing")
        ):
            continue
        if not any(c.isalpha() for c in printed):
            continue
        book.add("/title", printed, line.body, line.end, "title:first_line")
        return True
    return False
