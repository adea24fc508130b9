"""Deadlines and days: local date mentions of a text to instants (UTC) and dates, never guessing a year."""

import datetime as dt
import re
from dataclasses import replace

from app.criteria.dates import AMSTERDAM
from app.nlp.facts.book import FactBook
from app.nlp.values.clock import find_times
from app.nlp.values.dates import DateMention, find_dates

END_OF_DAY = dt.time(23, 59, 59)


_WHOLE_HOUR = re.compile(r"[\s,]{1,3}(\d{1,2})\s?(?:u|uur|h|hrs)\b", re.IGNORECASE)
"""Right behind the date of a deadline; elsewhere "16 uur" is a number of hours."""


def instant(mention: DateMention) -> tuple[dt.datetime, bool] | None:
    """The UTC instant of a mention and whether it states a time; None where it has no possible date.

    Without a time it is the end of that day (the contract).
    """
    date = mention.date
    if date is None:
        return None
    timed = mention.hour is not None
    time = dt.time(mention.hour or 0, mention.minute or 0) if timed else END_OF_DAY
    if mention.utc_offset_minutes is not None:
        zone: dt.tzinfo = dt.timezone(dt.timedelta(minutes=mention.utc_offset_minutes))
    else:
        zone = AMSTERDAM
    try:
        return dt.datetime.combine(date, time, zone).astimezone(dt.UTC), timed
    except (OverflowError, ValueError):
        return None


def iso_instant(value: dt.datetime) -> str:
    """An instant as it stands on the wire."""
    return value.isoformat().replace("+00:00", "Z")


def note_instant(book: FactBook, pointer: str, start: int, end: int, rule: str, *, time: dt.time | None = None) -> bool:
    """Read the first date in a piece of flow as a deadline. `time`: printed elsewhere ("Eindtijd 09:00 uur")."""
    found = find_dates(book.text[start:end])
    if not found:
        return False
    first, mention = found[0], found[0].value
    begin, stop = start + first.start, start + first.end
    if mention.hour is None and time is None:
        times = [t for t in find_times(book.text[stop:end]) if t.start < 12]
        time = times[0].value if times else None
        stop = stop + times[0].end if times else stop
        if not times and (hour := _WHOLE_HOUR.match(book.text, stop, end)) and int(hour[1]) < 24:
            time, stop = dt.time(int(hour[1])), hour.end()
    if mention.hour is None and time is not None:
        mention = replace(mention, hour=time.hour, minute=time.minute)
    doubts(book, pointer, mention, begin, stop)
    if mention.year is None:
        mention = _with_fixed_year(book, mention)
    moment = instant(mention)
    if moment is None:
        if not mention.is_impossible:
            book.doubt("incomplete_date", pointer, begin, stop)
        return False
    if not moment[1]:
        book.doubt("deadline_without_time", pointer, begin, stop)
    book.add(pointer, iso_instant(moment[0]), begin, stop, rule)
    return True


def _with_fixed_year(book: FactBook, mention: DateMention) -> DateMention:
    """A deadline without year is fixed by its weekday and the start of the work (or, where none is printed, its end).

    Exactly one year must fit both.
    """
    start = book.value("/period/startDate") or book.value("/period/endDate")
    if mention.weekday is None or not isinstance(start, str):
        return mention
    begin = dt.date.fromisoformat(start)
    years = [
        year
        for year in (begin.year, begin.year - 1)
        if (date := replace(mention, year=year).date)
        and date <= begin
        and not replace(mention, year=year).weekday_conflicts
    ]
    return replace(mention, year=years[0]) if len(years) == 1 else mention


def note_dates(book: FactBook, pointer: str, start: int, end: int) -> list[tuple[dt.date, int, int]]:
    """The full dates in a piece of flow, with their ranges; doubts about the others are noted."""
    dates: list[tuple[dt.date, int, int]] = []
    for found in find_dates(book.text[start:end]):
        begin, stop = start + found.start, start + found.end
        doubts(book, pointer, found.value, begin, stop)
        if found.value.date:
            dates.append((found.value.date, begin, stop))
        elif not found.value.is_impossible:
            book.doubt("incomplete_date", pointer, begin, stop)
    return dates


def doubts(book: FactBook, pointer: str, mention: DateMention, start: int, end: int) -> None:
    """Note a date that does not exist, or whose weekday is another day's."""
    if mention.is_impossible:
        book.doubt("invalid_date", pointer, start, end)
    elif mention.weekday_conflicts:
        book.doubt("weekday_mismatch", pointer, start, end)
