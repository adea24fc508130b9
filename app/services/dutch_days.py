"""Days as they are counted in the Netherlands, and periods of days, months and years on them."""

import calendar
import datetime as dt
from zoneinfo import ZoneInfo

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
_MONTHS_IN_YEAR = 12


def day_of(instant: dt.datetime) -> dt.date:
    """The day that it is in the Netherlands at an instant."""
    return instant.astimezone(AMSTERDAM).date()


def start_of(day: dt.date) -> dt.datetime:
    """The instant at which a day begins in the Netherlands, in UTC."""
    return dt.datetime.combine(day, dt.time(), AMSTERDAM).astimezone(dt.UTC)


def months_later(day: dt.date, months: int) -> dt.date:
    """The same day so many months later; the last of the month where it has no such day, as 28 February for 29."""
    year, month = divmod(day.year * _MONTHS_IN_YEAR + day.month - 1 + months, _MONTHS_IN_YEAR)
    return dt.date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))
