"""Readers of the values that follow a cue in prose, one per fact of `cues.csv`."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from app.nlp.facts import notes
from app.nlp.facts.book import FactBook, Plain
from app.nlp.facts.cues import Cue, sentence_start
from app.nlp.facts.header_time import ASAP
from app.nlp.facts.moments import note_dates, note_instant
from app.nlp.values.dates import find_dates
from app.nlp.values.durations import find_durations
from app.nlp.values.workdays import find_workdays

NEAR = 60
"""Characters behind a cue in which a duration or an extension must begin."""
_PLACE = re.compile(
    r" ((?:Den |De |'s-|Het )?[A-ZÀ-Ý][\w'’-]+"
    r"(?: (?:aan|op|bij)? ?(?:den |de |het )?(?!(?:De|Het|Een|Er|Wij|In|Dit)\b)[A-ZÀ-Ý][\w'’-]+)*)"
)
AT_ONCE = 25
"""Characters between a cue that asks for its value at once and that value ("voor uiterlijk maandag")."""
CLOSE = 14
"""The same for the start and the end of the work, whose cues are shorter ("per", "tot")."""
LONGEST_DATE = 60
"""Characters of a date with its day and time."""
BEFORE = 40
"""Characters before "tot" in which a word about extension makes its date that of the extension."""
BETWEEN = 20
"""Characters between the two dates of a period at most."""


@dataclass(frozen=True, slots=True)
class _Reader:
    """`read` notes what a cue states, unless one of `settled` is known already: what came first stands."""

    read: Callable[[FactBook, Cue], None]
    settled: tuple[str, ...] = ()


def read_cue(book: FactBook, cue: Cue) -> None:
    """Note what a cue states. Cues of facts without a reader here are read elsewhere."""
    reader = READERS.get(cue.fact)
    if reader and not any(book.has(pointer) for pointer in reader.settled):
        reader.read(book, cue)


def _deadline(book: FactBook, cue: Cue) -> None:
    pointer, rule = f"/deadlines/{cue.fact}", f"prose:{cue.fact}"
    if _follows(book, cue, AT_ONCE):
        note_instant(book, pointer, cue.end, cue.stop, rule)
    elif not cue.near and not find_dates(book.text[cue.end : cue.stop]):
        note_instant(book, pointer, cue.start, cue.end, rule)


def _follows(book: FactBook, cue: Cue, within: int) -> bool:
    """Whether a date follows the cue: at once where the cue asks for that, else anywhere in its sentence."""
    reach = min(cue.stop, cue.end + within + LONGEST_DATE) if cue.near else cue.stop
    dates = find_dates(book.text[cue.end : reach])
    return bool(dates) and (not cue.near or dates[0].start <= within)


def _answers(book: FactBook, cue: Cue) -> None:
    pointer = "/deadlines/answersPublished"
    behind = note_dates(book, pointer, cue.end, cue.stop)[:1]
    dates = behind or note_dates(book, pointer, sentence_start(book.text, cue.start), cue.start)[-1:]
    for date, start, end in dates:
        book.add(pointer, date.isoformat(), start, end, "prose:answers")


def _invitation(book: FactBook, cue: Cue) -> None:
    for date, start, end in note_dates(book, "/deadlines/invitation", cue.start, cue.stop)[:1]:
        book.add("/deadlines/invitation", date.isoformat(), start, end, "prose:invitation")


def _interviews(book: FactBook, cue: Cue) -> None:
    pointer = "/deadlines/interviews"
    dates = note_dates(book, pointer, cue.end, cue.stop)
    if dates and not book.has(pointer):
        book.add(pointer, [date.isoformat() for date, *_ in dates], dates[0][1], dates[-1][2], "prose:interviews")


def _start(book: FactBook, cue: Cue) -> None:
    if soon := ASAP.search(book.text, cue.start, min(cue.stop, cue.end + AT_ONCE)):
        book.add("/period/startAsap", True, soon.start(), soon.end(), "prose:start")
    _date(book, cue, "/period/startDate")
    _period(book, cue)


def _end(book: FactBook, cue: Cue) -> None:
    if "verleng" not in book.low[max(0, cue.start - BEFORE) : cue.start]:
        _date(book, cue, "/period/endDate")


def _date(book: FactBook, cue: Cue, pointer: str) -> None:
    if _follows(book, cue, CLOSE):
        for date, start, end in note_dates(book, pointer, cue.end, cue.stop)[:1]:
            book.add(pointer, date.isoformat(), start, end, f"prose:{cue.fact}")


def _asap(book: FactBook, cue: Cue) -> None:
    book.add("/period/startAsap", True, cue.start, cue.end, "prose:asap")


def _period(book: FactBook, cue: Cue) -> None:
    """Two dates close together are a start and an end."""
    found = [one for one in find_dates(book.text[cue.end : min(cue.stop, cue.end + 2 * NEAR)]) if one.value.date]
    if len(found) > 1 and found[1].start - found[0].end <= BETWEEN and (not cue.near or found[0].start <= CLOSE):
        for pointer, one in (("/period/startDate", found[0]), ("/period/endDate", found[1])):
            book.add(pointer, str(one.value.date), cue.end + one.start, cue.end + one.end, "prose:period")


def _duration(book: FactBook, cue: Cue) -> None:
    for found in find_durations(book.text[cue.end : min(cue.stop, cue.end + NEAR)])[:1]:
        months, weeks = found.value.months, found.value.weeks
        name, value = ("durationMonths", months) if months else ("durationWeeks", weeks)
        if value:
            book.add(f"/period/{name}", value, cue.end + found.start, cue.end + found.end, "prose:duration")


def _extension(book: FactBook, cue: Cue) -> None:
    notes.note_extension(book, cue.start, min(cue.stop, cue.end + NEAR), "prose:extension")


def _workdays(book: FactBook, cue: Cue) -> None:
    if found := find_workdays(book.text[cue.end : cue.stop]):
        days: Plain = [day.value for day in found.value]
        book.add("/workdays", days, cue.end + found.start, cue.end + found.end, "prose:workdays")


def _tie_break(book: FactBook, cue: Cue) -> None:
    book.add("/selection/tieBreak", "lowest_rate", cue.start, cue.end, "prose:tie_break")


def _scale(book: FactBook, cue: Cue) -> None:
    notes.note_scale(book, cue.end, cue.stop, "prose:scale")


def _guideline(book: FactBook, cue: Cue) -> None:
    notes.note_rate(book, "guideline", cue.end, cue.stop, "prose:guideline")


def _rate(book: FactBook, cue: Cue) -> None:
    notes.note_rate(book, "max", cue.end, cue.stop, "prose:rate")


def _place(book: FactBook, cue: Cue) -> None:
    if found := _PLACE.match(book.text, cue.end, cue.stop):
        book.add("/location/place", found[1], found.start(1), found.end(1), "prose:place")


READERS: dict[str, _Reader] = {
    "questions": _Reader(_deadline),
    "submission": _Reader(_deadline),
    "answers": _Reader(_answers),
    "invitation": _Reader(_invitation),
    "interviews": _Reader(_interviews),
    "start": _Reader(_start, ("/period/startDate", "/period/startAsap")),
    "end": _Reader(_end, ("/period/endDate",)),
    "asap": _Reader(_asap, ("/period/startAsap", "/period/startDate")),
    "period": _Reader(_period, ("/period/startDate",)),
    "duration": _Reader(_duration, ("/period/durationMonths", "/period/durationWeeks")),
    "extension": _Reader(_extension, ("/period/extension/possible",)),
    "workdays": _Reader(_workdays, ("/workdays",)),
    "tie_break": _Reader(_tie_break),
    "scale": _Reader(_scale, ("/salaryScale",)),
    "rate": _Reader(_rate, ("/rate/max",)),
    "guideline": _Reader(_guideline, ("/rate/guideline",)),
    "place": _Reader(_place, ("/location/place",)),
}
"""Deadlines are read again where they are repeated, so that a second one that differs becomes a finding."""
