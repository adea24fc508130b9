"""Months of experience: partial dates to intervals on a month scale, windows, and unions of intervals.

A date's position is 12·year + month − 1 + (day − 1) / days in that month. An interval runs from the position of its
first day to that of the day after its last. Source: the contract's fine points.
"""

import calendar
import datetime as dt
from collections.abc import Iterable
from decimal import ROUND_DOWN, Decimal
from functools import lru_cache
from typing import NamedTuple

from app.criteria.dates import days_of

_PLACES = 4


class Interval(NamedTuple):
    """Half-open, in months; `imprecise`: some date had no day or month."""

    start: float
    end: float
    imprecise: bool = False


def position(day: dt.date) -> float:
    """Where a day begins on the month scale."""
    return 12 * day.year + day.month - 1 + (day.day - 1) / calendar.monthrange(day.year, day.month)[1]


def first_day(partial: str) -> dt.date | None:
    """The first day that a partial date (`YYYY`, `YYYY-MM`, `YYYY-MM-DD`) can mean; null where no calendar has it."""
    days = days_of(partial)
    return days[0] if isinstance(days, tuple) else None


def last_day(partial: str) -> dt.date | None:
    """The last day that a partial date can mean; null where no calendar has it."""
    days = days_of(partial)
    return days[1] if isinstance(days, tuple) else None


@lru_cache(maxsize=50_000)
def employment(start: str | None, end: str | None, open_end: float) -> Interval | None:
    """The interval of an employment; without an end it runs to `open_end`. Null where no dates can be read from it."""
    begin = first_day(start) if start else None
    if begin is None:
        return None
    finish = last_day(end) if end else None
    if end and finish is None:
        return None
    imprecise = len(start or "") < len("2000-01-01") or (end is not None and len(end) < len("2000-01-01"))
    try:
        stop = position(finish + dt.timedelta(days=1)) if finish else open_end
    except OverflowError:
        stop = open_end
    return Interval(position(begin), stop, imprecise) if stop > position(begin) else None


def day_after(reference: dt.date) -> float:
    """The position at which the reference date ends."""
    return position(reference + dt.timedelta(days=1))


def clip(interval: Interval, low: float, high: float) -> Interval | None:
    """The part of an interval between two positions; null where nothing is left."""
    start, end = max(interval.start, low), min(interval.end, high)
    return Interval(start, end, interval.imprecise) if end > start else None


def union_length(intervals: Iterable[Interval]) -> float:
    """The length in months of the union; overlapping intervals count once. Rounded to 4 decimals."""
    total = 0.0
    reach = float("-inf")
    for start, end, _ in sorted(intervals):
        if end > reach:
            total += end - max(start, reach)
            reach = end
    return rounded(total)


def rounded(months: float) -> float:
    """Months as they are compared: to 4 decimals."""
    return round(months, _PLACES)


def as_decimal(months: float) -> Decimal:
    """Months for the wire: at most one decimal, cut off so that what is too short never reads as enough."""
    value = Decimal(repr(round(months, _PLACES))).quantize(Decimal("0.1"), rounding=ROUND_DOWN)
    return value.quantize(Decimal(1)) if value == value.to_integral_value() else value
