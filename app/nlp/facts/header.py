"""Readers of the header's labelled values, one per field."""

import datetime as dt
import re
from collections.abc import Callable
from functools import cache

from app.criteria.scales import SelfEmployed
from app.nlp.facts.book import FactBook
from app.nlp.facts.fields import Field
from app.nlp.facts.moments import note_dates, note_instant
from app.nlp.lexicons import flat, fold, rows
from app.nlp.values.clock import find_times
from app.nlp.values.durations import find_durations
from app.nlp.values.education import find_levels
from app.nlp.values.extension import read_extension
from app.nlp.values.hours import find_hours_per_week
from app.nlp.values.money import find_amounts
from app.nlp.values.months import find_weeks
from app.nlp.values.percent import find_percentages
from app.nlp.values.workdays import find_workdays

_YES = re.compile(r"^\W*(?:ja|yes|mogelijk|toegestaan|wel)\b", re.IGNORECASE)
_NO = re.compile(r"^\W*(?:nee|neen|no|niet|geen)\b", re.IGNORECASE)
_BOTH = re.compile(r"\bja\s?/\s?nee\b|\bnee\s?/\s?ja\b", re.IGNORECASE)
_ASAP = re.compile(r"\bz\.?\s?s\.?\s?m\.?\b|\bzo snel mogelijk\b|\bzo spoedig mogelijk\b|\bper direct\b|\bdirect\b|\basap\b", re.IGNORECASE)
_REFERENCE = re.compile(r"[A-Za-z]{0,12}[-_/.]?\d[\w./-]*|[A-Z]{2,}[-_/]?[\w./-]*\d[\w./-]*")
_SCALE = re.compile(r"\b(?:S|schaal|functieschaal)?\s?(\d{1,3}[A-Z]?)\b", re.IGNORECASE)
_REMOTE = re.compile(r"\b(?:remote|hybride|thuis|vanuit huis)\b", re.IGNORECASE)
_OPENS = re.compile(r"\b(?:vanaf|per|met ingang van|start|ingaande)\b\W*(?:op\s)?$", re.IGNORECASE)
_PLACE = re.compile(r"^\W*((?:[A-ZÀ-Ý'][\w'’-]*|aan|den|de|op|bij|en|van|het|am|der)(?:\s(?:[A-ZÀ-Ý'][\w'’-]*|aan|den|de|op|bij|van|het|der)\b)*)")


@cache
def _provinces() -> tuple[tuple[re.Pattern[str], str], ...]:
    known = sorted(rows("provinces"), key=lambda row: -len(row["phrase"]))
    return tuple((re.compile(rf"(?<![\w-]){re.escape(fold(row['phrase']))}(?![\w-])"), row["name"]) for row in known)


def province_in(text: str) -> tuple[str, int, int] | None:
    """The first province that a text names, with its range."""
    folded = flat(text)
    hits = [(m.start(), m.end(), name) for pattern, name in _provinces() if (m := pattern.search(folded))]
    return (min(hits)[2], min(hits)[0], min(hits)[1]) if hits else None


def read_header(book: FactBook, fields: list[Field]) -> None:
    """Note what the labelled values state; deadlines last, since they may need the start."""
    times = [field for field in fields if field.name == "deadline_time"]
    for field in fields:
        reader = READERS.get(field.name)
        if reader:
            reader(book, field)
    for field in fields:
        if field.name == "deadline":
            time = next(iter(find_times(book.text[times[0].value_start : times[0].end])), None) if times else None
            if note_instant(book, "/deadlines/submission", field.value_start, field.end, "header:deadline", time=time.value if time else None) and time:
                book.add("/deadlines/submission", book.value("/deadlines/submission"), times[0].value_start, times[0].end, "header:deadline_time")
        elif field.name == "questions":
            note_instant(book, "/deadlines/questions", field.value_start, field.end, "header:questions")


def _value(book: FactBook, field: Field) -> str:
    return book.text[field.value_start : field.end]


def _note(book: FactBook, field: Field, pointer: str, value: str | int | bool | list[str]) -> None:
    book.add(pointer, value, field.value_start, field.end, f"header:{field.name}")


def _reference(book: FactBook, field: Field) -> None:
    found = _REFERENCE.search(_value(book, field))
    if found and not book.has("/reference"):
        start = field.value_start + found.start()
        book.add("/reference", found[0].rstrip(".-/"), start, start + len(found[0].rstrip(".-/")), "header:reference")


def _title(book: FactBook, field: Field) -> None:
    value = _value(book, field).strip()
    if value and len(value) <= 150 and not book.has("/title"):
        _note(book, field, "/title", value.rstrip("."))


def _start(book: FactBook, field: Field) -> None:
    text = _value(book, field)
    if asap := _ASAP.search(text):
        book.add("/period/startAsap", True, field.value_start + asap.start(), field.value_start + asap.end(), "header:start")
    for date, start, end in note_dates(book, "/period/startDate", field.value_start, field.end)[:1]:
        book.add("/period/startDate", date.isoformat(), start, end, "header:start")
    for week in find_weeks(text)[:1]:
        if week.value.year and not book.has("/period/startDate"):
            day = dt.date.fromisocalendar(week.value.year, week.value.week, 1)
            book.add("/period/startDate", day.isoformat(), field.value_start + week.start, field.value_start + week.end, "header:start_week")


def _end(book: FactBook, field: Field) -> None:
    for date, start, end in note_dates(book, "/period/endDate", field.value_start, field.end)[:1]:
        book.add("/period/endDate", date.isoformat(), start, end, "header:end")


def _duration(book: FactBook, field: Field) -> None:
    text = _value(book, field)
    dates = note_dates(book, "/period/endDate", field.value_start, field.end)
    opening = bool(dates) and _OPENS.search(book.text[field.value_start : dates[0][1]]) is not None
    if len(dates) == 1 and opening:
        book.add("/period/startDate", dates[0][0].isoformat(), dates[0][1], dates[0][2], "header:duration_from")
    elif len(dates) == 1:
        book.add("/period/endDate", dates[0][0].isoformat(), dates[0][1], dates[0][2], "header:duration_to_date")
    elif len(dates) == 2:
        book.add("/period/startDate", dates[0][0].isoformat(), dates[0][1], dates[0][2], "header:duration_from_to")
        book.add("/period/endDate", dates[1][0].isoformat(), dates[1][1], dates[1][2], "header:duration_from_to")
    for found in find_durations(text)[:1]:
        start, end = field.value_start + found.start, field.value_start + found.end
        if found.value.months:
            book.add("/period/durationMonths", found.value.months, start, end, "header:duration")
        elif found.value.weeks:
            book.add("/period/durationWeeks", found.value.weeks, start, end, "header:duration")


def note_extension(book: FactBook, start: int, end: int, rule: str) -> None:
    """Note the option to extend that a piece of flow states."""
    mention = read_extension(book.text[start:end])
    if mention is None:
        return
    book.add("/period/extension/possible", mention.possible.value, start, end, rule)
    for name, value in (("times", mention.times), ("monthsEach", mention.months_each), ("weeksEach", mention.weeks_each)):
        if value is not None:
            book.add(f"/period/extension/{name}", value, start, end, rule)


def _extension(book: FactBook, field: Field) -> None:
    note_extension(book, field.value_start, field.end, "header:extension")


def _hours(book: FactBook, field: Field) -> None:
    for found in find_hours_per_week(_value(book, field), bare=True)[:1]:
        note_hours(book, found.value.min, found.value.max, found.value.unit, field.value_start + found.start, field.value_start + found.end, "header:hours")


def note_hours(book: FactBook, low: object, high: object, unit: str | None, start: int, end: int, rule: str) -> None:
    """Note hours per week; other units are kept apart (the contract has weeks only)."""
    if unit not in ("week", None):
        return
    for name, value in (("min", low), ("max", high)):
        if value is not None:
            book.add(f"/hoursPerWeek/{name}", str(value), start, end, rule)


def _das(book: FactBook, field: Field) -> None:
    text = _value(book, field)
    if _BOTH.search(text):
        book.doubt("unresolved_alternative", "/dynamicPurchasingSystem", field.value_start, field.end)
    elif _YES.match(text) or _NO.match(text):
        _note(book, field, "/dynamicPurchasingSystem", bool(_YES.match(text)))


def _education(book: FactBook, field: Field) -> None:
    for found in find_levels(_value(book, field))[:1]:
        book.add("/educationLevel", found.value.level.value, field.value_start + found.start, field.value_start + found.end, "header:education")


def _region(book: FactBook, field: Field) -> None:
    if province := province_in(_value(book, field)):
        book.add("/location/province", province[0], field.value_start + province[1], field.value_start + province[2], "header:region")


def _place(book: FactBook, field: Field) -> None:
    text = _value(book, field)
    if (found := _PLACE.match(text)) and (province_in(found[1]) or ("", 0, 0))[2] - (province_in(found[1]) or ("", 0, 0))[1] != len(found[1]):
        book.add("/location/place", found[1], field.value_start + found.start(1), field.value_start + found.end(1), "header:place")
    rest = found.end() if found else 0
    if province := province_in(text[rest:]):
        book.add("/location/province", province[0], field.value_start + rest + province[1], field.value_start + rest + province[2], "header:place")
    if remote := _REMOTE.search(text):
        book.add("/location/hybrid", "yes", field.value_start + remote.start(), field.value_start + remote.end(), "header:place")


def _hybrid(book: FactBook, field: Field) -> None:
    text = _value(book, field)
    if _BOTH.search(text):
        _note(book, field, "/location/hybrid", "unclear")
        book.doubt("unresolved_alternative", "/location/hybrid", field.value_start, field.end)
        return
    percent = find_percentages(text)
    if percent and 0 < percent[0].value < 100:
        _note(book, field, "/location/hybrid", "yes")
        if len({p.value for p in percent}) == 1 and (len(percent) == 1 or percent[0].value == 50):
            _note(book, field, "/location/onSitePercent", str(percent[0].value))
    elif _YES.match(text) or _NO.match(text):
        _note(book, field, "/location/hybrid", "yes" if _YES.match(text) else "no")


def _scale(book: FactBook, field: Field) -> None:
    note_scale(book, field.value_start, field.end, "header:scale")


def note_scale(book: FactBook, start: int, end: int, rule: str) -> None:
    """Note the salary scale that opens a piece of flow."""
    found = re.compile(r"\W{0,3}(?:nr\.?\s)?(?:schaal\s|functieschaal\s|S)?(\d{1,3}[A-Za-z]?)\b(?!\s?%|[.,:]\d)", re.IGNORECASE).match(book.text, start, end)
    if found:
        book.add("/salaryScale", found[1], found.start(1), found.end(1), rule)


def _amount(pointer: str) -> Callable[[FactBook, Field], None]:
    def read(book: FactBook, field: Field) -> None:
        note_rate(book, pointer, field.value_start, field.end, f"header:{field.name}")

    return read


def note_rate(book: FactBook, name: str, start: int, end: int, rule: str) -> None:
    """Note the hourly rate in a piece of flow as `name`: max or guideline."""
    for found in find_amounts(book.text[start:end], bare=True)[:1]:
        amount, begin, stop = found.value, start + found.start, start + found.end
        if amount.unit not in ("hour", None) or amount.amount >= 1000:
            return
        target = "guideline" if amount.qualifier == "guideline" else name
        low = amount.qualifier == "min" and target == "max" and amount.amount_max is None
        book.add(f"/rate/{'min' if low else target}", str(amount.amount_max or amount.amount), begin, stop, rule)
        if amount.amount_max is not None:
            book.add("/rate/min", str(amount.amount), begin, stop, rule)
        book.add("/rate/vat", _vat(book, amount.vat.value, start, end), begin, stop, rule)
        book.add("/rate/currency", amount.currency, begin, stop, rule)


def _vat(book: FactBook, read: str, start: int, end: int) -> str:
    around = book.text[max(0, start - 120) : end].lower()
    if read != "unknown":
        return read
    if re.search(r"excl\w*\.?\s(?:de\s)?btw", around):
        return "excluded"
    return "included" if re.search(r"incl\w*\.?\s(?:de\s)?btw", around) else "unknown"


def _zzp(book: FactBook, field: Field) -> None:
    text = _value(book, field)
    status = SelfEmployed.ALLOWED if _YES.match(text) else SelfEmployed.EXCLUDED if _NO.match(text) else None
    if _BOTH.search(text):
        book.doubt("unresolved_alternative", "/selfEmployed", field.value_start, field.end)
    elif status:
        _note(book, field, "/selfEmployed", status.value)


def _positions(book: FactBook, field: Field) -> None:
    note_positions(book, field.value_start, field.end, "header:positions")


def note_positions(book: FactBook, start: int, end: int, rule: str) -> None:
    """Note how many professionals are asked."""
    found = re.compile(r"\W{0,3}(\d{1,3})\b(?![.,]\d)").match(book.text, start, end)
    if found and int(found[1]) > 0:
        book.add("/positions", int(found[1]), found.start(1), found.end(1), rule)


def _single_date(pointer: str) -> Callable[[FactBook, Field], None]:
    def read(book: FactBook, field: Field) -> None:
        for date, start, end in note_dates(book, pointer, field.value_start, field.end)[:1]:
            book.add(pointer, date.isoformat(), start, end, f"header:{field.name}")

    return read


def _interviews(book: FactBook, field: Field) -> None:
    dates = note_dates(book, "/deadlines/interviews", field.value_start, field.end)
    if dates:
        book.add("/deadlines/interviews", [d.isoformat() for d, *_ in dates], dates[0][1], dates[-1][2], "header:interviews")


def _workdays(book: FactBook, field: Field) -> None:
    if found := find_workdays(_value(book, field)):
        book.add("/workdays", [d.value for d in found.value], field.value_start + found.start, field.value_start + found.end, "header:workdays")


READERS: dict[str, Callable[[FactBook, Field], None]] = {
    "reference": _reference,
    "title": _title,
    "start": _start,
    "end": _end,
    "duration": _duration,
    "extension": _extension,
    "hours": _hours,
    "das": _das,
    "education": _education,
    "region": _region,
    "place": _place,
    "hybrid": _hybrid,
    "scale": _scale,
    "rate": _amount("max"),
    "guideline": _amount("guideline"),
    "zzp": _zzp,
    "positions": _positions,
    "interviews": _interviews,
    "answers": _single_date("/deadlines/answersPublished"),
    "invitation": _single_date("/deadlines/invitation"),
    "workdays": _workdays,
}
