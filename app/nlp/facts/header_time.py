"""Readers of the header's values about time: start, end, duration, extension, hours, days, dates of the procedure."""

import datetime as dt
import re
from collections.abc import Callable
from dataclasses import replace

from app.nlp.facts.book import FactBook
from app.nlp.facts.fields import Field
from app.nlp.facts.moments import note_dates
from app.nlp.facts.notes import note_extension, note_hours
from app.nlp.values.durations import find_durations
from app.nlp.values.hours import find_hours_per_week
from app.nlp.values.months import find_weeks
from app.nlp.values.workdays import find_workdays

ASAP = re.compile(
    r"\bz\.?\s?s\.?\s?m\.?\b|\bzo snel (?:als )?mogelijk\b|\bzo spoedig mogelijk\b|\bper direct\b|\bdirect\b"
    r"|\basap\b|\bas soon as possible\b|\bimmediate(?:ly)?\b",
    re.IGNORECASE,
)
_OPTION = re.compile(r"\+\s?\d{1,2}\s?x\b|\b(?:met\s)?(?:optie|verleng|opties|extension)\w*", re.IGNORECASE)
"""In the field of a duration: what follows is about its extension."""
_UNTIL = re.compile(r"\b(?:t/m|tot(?:\sen\smet)?|until|through)\s(?:en\smet\s)?(?:\w+dag\s)?$", re.IGNORECASE)
_OPENS = re.compile(r"\b(?:vanaf|per|met ingang van|start|ingaande)\b\W*(?:op\s)?$", re.IGNORECASE)
_LASTING = re.compile(r"\b(?:gedurende|voor de duur van|voor een periode van|for a period of)\s")
"""In a field about hours: what follows is how long."""


def _start(book: FactBook, field: Field) -> None:
    text = book.text[field.value_start : field.end]
    if asap := ASAP.search(text):
        book.add(
            "/period/startAsap", True, field.value_start + asap.start(), field.value_start + asap.end(), "header:start"
        )
    for date, start, end in note_dates(book, "/period/startDate", field.value_start, field.end)[:2]:
        until = _UNTIL.search(book.text, field.value_start, start) is not None
        pointer = "/period/endDate" if until else "/period/startDate"
        if not book.has(pointer):
            book.add(pointer, date.isoformat(), start, end, "header:start")
    for week in find_weeks(text)[:1]:
        if week.value.year and not book.has("/period/startDate"):
            day = dt.date.fromisocalendar(week.value.year, week.value.week, 1)
            book.add(
                "/period/startDate",
                day.isoformat(),
                field.value_start + week.start,
                field.value_start + week.end,
                "header:start_week",
            )


def _end(book: FactBook, field: Field) -> None:
    for date, start, end in note_dates(book, "/period/endDate", field.value_start, field.end)[:1]:
        book.add("/period/endDate", date.isoformat(), start, end, "header:end")


def _duration(book: FactBook, field: Field) -> None:
    text = book.text[field.value_start : field.end]
    dates = note_dates(book, "/period/endDate", field.value_start, field.end)
    opening = bool(dates) and _OPENS.search(book.text[field.value_start : dates[0][1]]) is not None
    if len(dates) == 1 and opening:
        book.add("/period/startDate", dates[0][0].isoformat(), dates[0][1], dates[0][2], "header:duration_from")
    elif len(dates) == 1:
        book.add("/period/endDate", dates[0][0].isoformat(), dates[0][1], dates[0][2], "header:duration_to_date")
    elif len(dates) == 2:
        book.add("/period/startDate", dates[0][0].isoformat(), dates[0][1], dates[0][2], "header:duration_from_to")
        book.add("/period/endDate", dates[1][0].isoformat(), dates[1][1], dates[1][2], "header:duration_from_to")
    if (option := _OPTION.search(text)) and not book.has("/period/extension/possible"):
        note_extension(book, field.value_start + option.start(), field.end, "header:duration_option")
    for found in find_durations(text)[:1]:
        start, end = field.value_start + found.start, field.value_start + found.end
        if found.value.months:
            book.add("/period/durationMonths", found.value.months, start, end, "header:duration")
        elif found.value.weeks:
            book.add("/period/durationWeeks", found.value.weeks, start, end, "header:duration")


def _effort(book: FactBook, field: Field) -> None:
    """A field that holds hours and a duration or period ("24-32 uur per week, 7 maanden")."""
    _hours(book, field)
    _duration(book, field)
    if (at := book.low.find("verleng", field.value_start, field.end)) >= 0:
        note_extension(book, max(field.value_start, at - 30), field.end, "header:effort")


def _when(book: FactBook, field: Field) -> None:
    """A field that holds the start, the end or both ("zsm t/m 30 april 2027, evt. verlenging")."""
    _start(book, field)
    if (at := book.low.find("verleng", field.value_start, field.end)) >= 0:
        note_extension(book, max(field.value_start, at - 12), field.end, "header:when")


def _extension(book: FactBook, field: Field) -> None:
    note_extension(book, field.value_start, field.end, "header:extension")


def _hours(book: FactBook, field: Field) -> None:
    for found in find_hours_per_week(book.text[field.value_start : field.end], bare=True)[:1]:
        note_hours(
            book,
            found.value.min,
            found.value.max,
            found.value.unit,
            field.value_start + found.start,
            field.value_start + found.end,
            "header:hours",
        )
    if not book.has("/workdays"):
        _workdays(book, field)
    lasting = _LASTING.search(book.low, field.value_start, field.end)
    if lasting and not (book.has("/period/durationMonths") or book.has("/period/durationWeeks")):
        stop = book.low.find(",", lasting.end(), field.end)
        _duration(book, replace(field, value_start=lasting.end(), end=stop if stop >= 0 else field.end))


def _single_date(pointer: str) -> Callable[[FactBook, Field], None]:
    def read(book: FactBook, field: Field) -> None:
        for date, start, end in note_dates(book, pointer, field.value_start, field.end)[:1]:
            book.add(pointer, date.isoformat(), start, end, f"header:{field.name}")

    return read


def _interviews(book: FactBook, field: Field) -> None:
    dates = note_dates(book, "/deadlines/interviews", field.value_start, field.end)
    if dates:
        book.add(
            "/deadlines/interviews", [d.isoformat() for d, *_ in dates], dates[0][1], dates[-1][2], "header:interviews"
        )


def _workdays(book: FactBook, field: Field) -> None:
    if found := find_workdays(book.text[field.value_start : field.end]):
        book.add(
            "/workdays",
            [d.value for d in found.value],
            field.value_start + found.start,
            field.value_start + found.end,
            "header:workdays",
        )


READERS: dict[str, Callable[[FactBook, Field], None]] = {
    "start": _start,
    "end": _end,
    "duration": _duration,
    "effort": _effort,
    "when": _when,
    "extension": _extension,
    "hours": _hours,
    "interviews": _interviews,
    "answers": _single_date("/deadlines/answersPublished"),
    "invitation": _single_date("/deadlines/invitation"),
    "workdays": _workdays,
}
