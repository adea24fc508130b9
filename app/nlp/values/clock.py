"""Clock times as Dutch postings print them: "09:00 uur", "12.00u", "10 uur" after a word such as "vóór"."""

import datetime as dt
import re

from app.nlp.values.found import Found, digit_runs, fold
from app.nlp.values.words import phrases

_HOUR = r"(?:[01]?[0-9]|2[0-4])"
_MINUTES = r"[0-5][0-9]"
_SUFFIX = r"(?:\s?(?:uur|u|h|hrs?)(?![a-z]))"
_MERIDIEM = r"(?:\s?(?P<meridiem>[ap]\.?m)(?![a-z])\.?)"
_NOT_AN_AMOUNT = r"(?!\s?(?:per\s|p/|/))"
_BEFORE_HOUR = rf"(?:{phrases('clock_before')}|@)"

# A time right after a date; "2026 24 uur" alone is no time, it may be hours a week.
TIME_AFTER = re.compile(
    r"(?:\s(?:a\.s\.|as|jl\.|aanstaande))?\s{0,2}[,;(|-]?\s{0,2}"
    rf"(?:(?P<word>{_BEFORE_HOUR}|van|tussen)\s{{1,2}}){{0,3}}"
    rf"(?:(?P<hour>{_HOUR})(?::(?P<minute>{_MINUTES})(?::{_MINUTES})?|[.h](?P<dotted>{_MINUTES}))(?![0-9]|[.,:][0-9])"
    rf"(?:{_SUFFIX}|{_MERIDIEM})?"
    rf"|(?P<whole>{_HOUR})(?:{_SUFFIX}|\s?(?P<meridiem2>[ap]m)(?![a-z])))(?!\s?(?:per\s|p/|/))"
)
TIME_BEFORE = re.compile(
    rf"(?<![0-9.,:])(?:(?P<hour>{_HOUR})[:.](?P<minute>{_MINUTES}){_SUFFIX}?|(?P<whole>{_HOUR}){_SUFFIX})"
    r"\s{1,2}(?:op\s|on\s)?\s?$"
)
_TIME = re.compile(
    rf"(?<![0-9])(?<![0-9][.,:/-])(?:(?P<hour>{_HOUR})(?::(?P<minute>{_MINUTES})(?::{_MINUTES})?(?:{_SUFFIX}|{_MERIDIEM})?"
    rf"|\.(?P<dotted>{_MINUTES}){_SUFFIX})(?![0-9]|[.,:][0-9])"
    rf"|(?<=[a-z@]\s)(?P<whole>{_HOUR}){_SUFFIX}{_NOT_AN_AMOUNT})"
)
_BEFORE = re.compile(rf"{_BEFORE_HOUR}\s$")


def find_times(text: str) -> tuple[Found[dt.time], ...]:
    """Find clock times, also those inside dates; 24:00 is read as 23:59, the last minute of that day.

    Whole hours count only after a word such as "om" or "vóór", since "16 uur" is a number of hours elsewhere.
    """
    folded = fold(text)
    found: list[Found[dt.time]] = []
    for position in digit_runs(folded):
        match = _TIME.match(folded, position)
        if not match or (found and position < found[-1].end):
            continue
        if match["whole"] and not _BEFORE.search(folded[max(0, match.start() - 12) : match.start()]):
            continue
        hour, minute = clock(match["hour"] or match["whole"], match["minute"] or match["dotted"], match["meridiem"])
        found.append(Found(match.start(), match.end(), dt.time(hour, minute)))
    return tuple(found)


def clock(hour: str, minute: str | None, meridiem: str | None = None) -> tuple[int, int]:
    """Return hour 0-23 and minute from digits; `meridiem` is "am", "pm" or None. 24:00 becomes 23:59 of that day."""
    hours, minutes = int(hour), int(minute or 0)
    if meridiem and hours <= 12:
        hours = hours % 12 + (12 if meridiem[0] == "p" else 0)
    return (hours, minutes) if hours < 24 else (23, 59)
