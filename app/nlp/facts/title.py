"""The title: labelled, or the first line of the header that is no field and no sentence."""

import re
from bisect import bisect_left
from dataclasses import dataclass

from app.concepts import TermClass, classify_term
from app.nlp.components.sections import CRITERIA_KINDS, Section
from app.nlp.facts.book import FactBook
from app.nlp.facts.fields import Field
from app.nlp.guessed_headings import guess_kind
from app.nlp.lexicons import any_word
from app.nlp.list_noise import opens_with

_SOUGHT = re.compile(
    r"\b(?:op zoek naar|wij zoeken|we zoeken|zoeken wij|zoeken we|zoekt)\s"
    r"(?:[^.\n]{0,100}?(?=\s(?:een|naar)\s)\s)?(?:naar\s)?(?:een\s|an?\s|\d\s|twee\s|drie\s)?(?:ervaren\s|enthousiaste\s|gedreven\s|nieuwe\s)?"
    r"((?:[^\s.,;:!?]+\s?){1,7})",
    re.IGNORECASE,
)
_STOP = re.compile(r"\s(?:voor|die|met|bij|in|om|per|van|ter|t\.b\.v|gedurende|tijdens|for|who|with|at|to|\d).*$")
_UNCLOSED = re.compile(r"\s?\([^)]*$")
_SUBJECT = re.compile(
    r"^(?:onderwerp|subject)\s?:\s*(?:(?:fw|fwd|re|antw|doorst|tr)\s?:\s*)*"
    r"(?:(?:nieuwe\s|spoed)?(?:inhuur)?(?:opdracht|aanvraag|uitvraag|vacature|vraag|request|assignment)\b\s?"
    r"(?:(?:nr\.?|nummer|no\.?)\s?)?(?:#?[A-Z]{0,6}[-/]?\d[\w/.-]+\b)?\s?[:–-]?\s*(?:(?:voor|for)\s(?:een\s|an?\s)?)?)?",
    re.IGNORECASE,
)
_MAIL = re.compile(
    r"^(?:van|aan|cc|bcc|from|to|verzonden|sent|datum|date|bijlagen?|attachments?|onderwerp|subject)\s?:", re.IGNORECASE
)
_GREETING = re.compile(
    r"^(?:beste|geachte|hoi|hallo|dag|goedemorgen|goedemiddag|dear|hi|hello|l\.s\.)\b", re.IGNORECASE
)
_PARTS = re.compile(r"\s[-–|/]\s|[,()|:\t]")
_ROLE = re.compile(rf"{any_word('title_ending')}s?\b", re.IGNORECASE)
NEAR_TOP = 6
"""Lines of the header among which the title is looked for."""
_URL = re.compile(r"^(?:https?://|www\.)|@")
_WANTED = re.compile(r"^([^.,:;!?]{3,60}?)\s(?:gevraagd|gezocht|wanted|needed)\b\s?(?:[!.:,]|$)")
"""A role that a line opens with and asks for: "Tester gevraagd!"."""
_FACTS_BEHIND = re.compile(r",\s(?:\d|per\s|z\.?s\.?m|start|vanaf\s|voor\s\d).*$", re.IGNORECASE)
"""Hours, a start or a duration behind the title on its own line."""
_REQUEST = re.compile(
    r"^(?:(?:nieuwe\s|spoed)?(?:inhuur)?(?:aanvraag|uitvraag|opdracht|vacature|request)\s)"
    r"(?:(?:nr\.?|nummer)\s)?#?[A-Z]{0,6}[-/]?\d[\w/.-]+\s?[:–-]\s(?=\S)",
    re.IGNORECASE,
)
"""A request's number before the title."""
_HEADED = re.compile(r"^([^–:|]{3,60}?)\s?[–:|]\s(?=\S)")
"""A heading before the title ("Eisen en wensen – Interim manager ...")."""
MAX_TITLE = 120


def read_title(book: FactBook, sections: tuple[Section, ...], fields: list[Field]) -> None:
    """Note the title unless a label gave it.

    A line of the header that names a role, else a mail's subject that does, else a role that the text seeks, else the
    first line.
    """
    if book.has("/title"):
        return
    header = sections[0] if sections and sections[0].kind == "header" else None
    lines = _candidates(book, header, fields) if header else []
    subjects = [line for line in lines if line.rule == "title:subject"]
    printed = [line for line in lines if line.rule == "title:first_line"]
    named = [line for line in printed[:NEAR_TOP] if names_role(line.text)]
    sought = _sought(book.text)
    of_roles = [*named, *(line for line in (*subjects, *sought) if names_role(line.text))]
    for best in (*of_roles, *printed, *subjects, *sought, *lines):
        book.add("/title", best.text, best.start, best.start + len(best.text), best.rule)
        return


@dataclass(frozen=True, slots=True)
class _Title:
    text: str
    start: int
    rule: str


def _candidates(book: FactBook, header: Section, fields: list[Field]) -> list[_Title]:
    starts = sorted(start for field in fields for start in (field.start, field.value_start))
    found: list[_Title] = []
    spoken: _Title | None = None
    for line in header.lines:
        printed = book.text[line.body : line.end]
        if subject := _SUBJECT.match(printed):
            rest = printed[subject.end() :].strip()
            if rest:
                found.append(_Title(rest, line.body + printed.index(rest, subject.end()), "title:subject"))
            continue
        if wanted := _WANTED.match(printed):
            found.append(_Title(wanted[1], line.body, "title:first_line"))
            continue
        labelled = bisect_left(starts, line.start) < bisect_left(starts, line.end)
        sentence = printed.endswith((".", "!", "?", ";", ":")) or len(printed) > MAX_TITLE
        if sentence and not found and not labelled and len(printed) <= MAX_TITLE and names_role(printed):
            spoken = spoken or _Title(printed.rstrip(".!"), line.body, "title:sentence")
        if not labelled and not sentence and _may_be_title(printed):
            printed = _FACTS_BEHIND.sub("", printed)
            if request := _REQUEST.match(printed):
                printed = printed[request.end() :]
            if (headed := _HEADED.match(printed)) and guess_kind(headed[1]) in CRITERIA_KINDS:
                printed = printed[headed.end() :]
            cells = printed.split("\t")
            cell = next(filter(names_role, cells), cells[0])
            found.append(_Title(cell, book.text.index(cell, line.body), "title:first_line"))
    return [*found, *([spoken] if spoken else [])]


def _sought(text: str) -> list[_Title]:
    """The roles of "wij zijn op zoek naar een ...", in order."""
    found = [(_UNCLOSED.sub("", _STOP.sub("", one[1])).strip(), one.start(1)) for one in _SOUGHT.finditer(text)]
    return [_Title(title, start, "title:sought") for title, start in found if title]


def names_role(text: str) -> bool:
    """Whether a line, or one of its words, is known as a role or ends like one."""
    return _ROLE.search(text) is not None or any(
        classify_term(part.strip()) is TermClass.ROLE for part in _PARTS.split(text)
    )


def _may_be_title(printed: str) -> bool:
    return (
        len(printed) >= 3
        and any(c.isalpha() for c in printed)
        and not (_URL.search(printed) or _MAIL.match(printed) or _GREETING.match(printed))
        and not opens_with(printed, "closing")
    )
