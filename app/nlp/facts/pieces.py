"""Facts without a label, in the head or in a short line: "Nijmegen · 16-20 uur · 6 maanden · start 1 maart 2027"."""

import re
from collections.abc import Iterator

from app.nlp.components.sections import Section
from app.nlp.facts import notes
from app.nlp.facts.book import FactBook
from app.nlp.facts.fields import Field
from app.nlp.facts.header_time import ASAP
from app.nlp.values.dates import find_dates
from app.nlp.values.durations import find_durations
from app.nlp.values.hours import find_hours_per_week

MOST_LINES = 12
"""Lines of the head that are looked at."""
LONGEST = 45
"""Characters of a piece that is one fact."""
SHORT_LINE = 80
"""Characters of a line outside the header that holds such facts and nothing else."""
WORKING_WEEK = (8, 40)
"""Hours, between which a number of hours alone is that of a week."""
_SEPARATOR = re.compile(r"\t|\s[·•|–—-]\s|[,!]\s|\s?\((?=[\d+])|\)(?=\s|$)")
_START = re.compile(r"^(?:start(?:datum)?|startend|per|vanaf|ingang|starting|start date)\s?:?\s", re.IGNORECASE)
_STARTS = re.compile(r"\s(?:start|ingang)\W*$", re.IGNORECASE)
_UNTIL = re.compile(r"\b(?:t/m|tot en met|tot|until)\s", re.IGNORECASE)
_HYBRID = re.compile(r"hybride?(?: werken)?|deels (?:thuis|remote)|remote mogelijk", re.IGNORECASE)
_HASH = re.compile(r"(?<!\S)#(\d{3,}[\w/-]*)")
"""A number of a request behind its usual sign."""
_REFERENCE = re.compile(
    r"^(?:(?:onderwerp|subject)\s?:\s*)?(?:(?:fwd?|re)\s?:\s*)*(?:nieuwe\s)?(?:inhuur)?(?:aanvraag|opdracht|uitvraag|vacature|offerteaanvraag|mini-?competitie|request|assignment)(?:nummer|nr\.?|\snr\.?|\sno\.?)?"
    r"\s?[:#]?\s?((?:[A-Z]{1,8}[-/.]?)*(?!20\d\d(?![\w/.-]))\d[\w/.-]{2,})(?=$|\s\W|\s?:|\s[A-Z])",
    re.IGNORECASE,
)


def read_pieces(book: FactBook, sections: tuple[Section, ...], fields: list[Field]) -> None:
    """Note what stands in the head without a label; what was read elsewhere stands."""
    labelled = {field.start for field in fields}
    for section in sections[:1]:
        for line in section.lines[:MOST_LINES]:
            _reference(book, line.body, line.end)
    for start, end in _pieces(book, sections, labelled):
        _hours(book, start, end)
        _duration(book, start, end)
        _start(book, start, end)
        _place(book, start, end)
        _hybrid(book, start, end)


def _pieces(book: FactBook, sections: tuple[Section, ...], labelled: set[int]) -> Iterator[tuple[int, int]]:
    for section in sections:
        if section.kind not in ("header", "offer", "other"):
            continue
        for line in section.lines[:MOST_LINES]:
            short = line.end - line.body <= SHORT_LINE and not book.text[line.body : line.end].endswith(".")
            if section.kind != "header" and not short:
                continue
            # What follows a label is the label's to read.
            last = min((start for start in labelled if line.start <= start < line.end), default=line.end)
            position = line.body
            for found in [*_SEPARATOR.finditer(book.text, line.body, last), None]:
                end = found.start() if found else last
                if 0 < end - position <= LONGEST and book.text[position:end].strip():
                    yield position, end
                position = found.end() if found else end


def _hours(book: FactBook, start: int, end: int) -> None:
    if book.has("/hoursPerWeek/min") or book.has("/hoursPerWeek/max"):
        return
    for found in find_hours_per_week(book.text[start:end], bare=True)[:1]:
        value = found.value
        least, most = value.min or value.max or 0, value.max or value.min or 0
        whole = found.end - found.start >= len(book.text[start:end].strip())
        unit = "uur" in book.low[start:end] or "hour" in book.low[start:end] or "uren" in book.low[start:end]
        if whole and unit and WORKING_WEEK[0] <= least <= most <= WORKING_WEEK[1]:
            place = (start + found.start, start + found.end)
            notes.note_hours(book, value.min, value.max, value.unit, *place, "piece:hours")


def _duration(book: FactBook, start: int, end: int) -> None:
    if book.has("/period/durationMonths") or book.has("/period/durationWeeks"):
        return
    for found in find_durations(book.text[start:end])[:1]:
        months, weeks = found.value.months, found.value.weeks
        name, value = ("durationMonths", months) if months else ("durationWeeks", weeks)
        if value and found.end - found.start >= len(book.text[start:end].strip()):
            book.add(f"/period/{name}", value, start + found.start, start + found.end, "piece:duration")


def _start(book: FactBook, start: int, end: int) -> None:
    piece = book.text[start:end]
    if soon := ASAP.match(piece.lstrip()):
        at = start + len(piece) - len(piece.lstrip())
        book.add("/period/startAsap", True, at + soon.start(), at + soon.end(), "piece:start")
    until = _UNTIL.search(piece)
    before = piece[: until.start()].strip() if until else ""
    if until and (not before or ASAP.fullmatch(before) or _START.match(piece.lstrip())):
        for found in find_dates(piece[until.end() :])[:1]:
            if found.value.date and not book.has("/period/endDate"):
                at = start + until.end()
                book.add("/period/endDate", found.value.date.isoformat(), at + found.start, at + found.end, "piece:end")
        end = start + until.start()
        piece = book.text[start:end]
    if (_START.match(piece.lstrip()) or _STARTS.search(piece)) and not book.has("/period/startDate"):
        for found in find_dates(piece)[:1]:
            if found.value.date:
                place = (start + found.start, start + found.end)
                book.add("/period/startDate", found.value.date.isoformat(), *place, "piece:start")


def _place(book: FactBook, start: int, end: int) -> None:
    piece = book.text[start:end].strip()
    if piece[:1].isupper() and notes.is_municipality(piece) and not book.has("/location/place"):
        at = book.text.index(piece, start)
        book.add("/location/place", piece, at, at + len(piece), "piece:place")


def _hybrid(book: FactBook, start: int, end: int) -> None:
    piece = book.text[start:end].strip(" .")
    if _HYBRID.fullmatch(piece) and not book.has("/location/hybrid"):
        at = book.text.index(piece, start)
        book.add("/location/hybrid", "yes", at, at + len(piece), "piece:hybrid")


def _reference(book: FactBook, start: int, end: int) -> None:
    piece = book.text[start:end].strip()
    found = _REFERENCE.match(piece) or _HASH.search(piece)
    if found and not book.has("/reference"):
        at = book.text.index(found[1], start)
        book.add("/reference", found[1], at, at + len(found[1]), "piece:reference")
