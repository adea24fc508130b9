"""Partial dates, and the zone of local ones."""

import calendar
import datetime as dt
from functools import lru_cache
from zoneinfo import ZoneInfo

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
"""The zone of every local date in a Dutch posting."""


@lru_cache(maxsize=50_000)
def days_of(partial: str) -> tuple[dt.date, dt.date] | str | None:
    """The first and last day of `YYYY`, `YYYY-MM` or `YYYY-MM-DD`; "impossible"; null where it is no date at all."""
    parts = partial.split("-")
    digits = all(part.isascii() and part.isdigit() for part in parts)
    if not digits or [len(part) for part in parts] != [4, 2, 2][: len(parts)]:
        return None
    year, month, day = (int(parts[i]) if i < len(parts) else None for i in range(3))
    if not year:
        return "impossible"
    try:
        first = dt.date(year, 1 if month is None else month, 1 if day is None else day)
        last_month = 12 if month is None else month
        last = first if day else dt.date(year, last_month, calendar.monthrange(year, last_month)[1])
    except ValueError:
        return "impossible"
    return first, last
