"""How far back experience may lie: "in de afgelopen 6 jaar", "niet ouder dan 5 jaar", "sinds 2019"."""

import datetime as dt
import re

from app.nlp.values.dates import find_dates
from app.nlp.values.found import Found, alternation, digit_runs, fold, has_any, sentence_end, sentence_start
from app.nlp.values.months import find_months
from app.nlp.values.numerals import NUMBER, read_number
from app.nlp.values.words import UNITS, phrase_list, phrases

_LONG_UNITS = {word: unit for word, unit in UNITS.items() if unit in ("year", "month")}
_UNIT = rf"{alternation(_LONG_UNITS)}(?![a-z])"


def _count(number: str, unit: str) -> str:
    return rf"(?P<{number}>{NUMBER})(?:\s?\({NUMBER}\))?\s?(?:volle\s|kalender)?(?P<{unit}>{_UNIT})"


_HINTS = (
    *phrase_list("window"),
    *phrase_list("before_reference"),
    "ouder dan",
    "older than",
    *(f" {word}" for word in phrase_list("ago")),
)
_UNIT_HINTS = ("jaar", "jaren", "jr", "maand", "mnd", "year", "yr", "month")
_WINDOW = re.compile(
    rf"(?:{phrases('window_preposition')}\s)?(?:(?<![a-z])(?:de|het|the)\s)?{phrases('window')}\s(?:periode\svan\s)?"
    rf"(?:{_count('n1', 'u1')}|(?P<one>jaar|year)(?![a-z]))"
    rf"|(?<![a-z])(?:niet\souder\sdan|not\solder\sthan)\s{_count('n2', 'u2')}"
    rf"|(?<![a-z]){alternation(phrase_list('at_most'))}\s?{_count('n3', 'u3')}\.?\s{phrases('ago')}"
    rf"|{phrases('window_preposition')}\s(?:de\s|the\s)?{_count('n4', 'u4')}(?=\s{phrases('before_reference')})"
)
_MOST_MONTHS = 720
_EXPERIENCE = re.compile(phrases("experience"))
_SINCE = re.compile(
    r"(?<![a-z])(?:(?P<after>na|after)|sinds|vanaf|since|from)\s(?:het\sjaar\s)?(?P<year>(?:19|20)[0-9]{2}(?![0-9-/]))?"
)


def find_windows(text: str) -> tuple[Found[int], ...]:
    """Find windows, as months; the span runs from the preposition to the unit. "Het afgelopen jaar" is 12."""
    folded = fold(text)
    if not has_any(folded, _UNIT_HINTS) or not has_any(folded, _HINTS):
        return ()
    found = []
    for match in _WINDOW.finditer(folded):
        months = 12 if match["one"] else _months(match)
        if months is not None:
            found.append(Found(match.start(), match.end(), months))
    return tuple(found)


def _months(match: re.Match[str]) -> int | None:
    for number, unit in (("n1", "u1"), ("n2", "u2"), ("n3", "u3"), ("n4", "u4")):
        if match[number]:
            value = read_number(match[number])
            if value is None:
                return None
            value *= 12 if _LONG_UNITS[match[unit]] == "year" else 1
            return int(value) if value == value.to_integral_value() and 0 < value <= _MOST_MONTHS else None
    return None


def find_since(text: str) -> tuple[Found[dt.date], ...]:
    """Find from when experience counts: "ervaring ... sinds 2019"; only in a sentence that speaks of experience.

    A year or month alone begins on its first day; "na 2019" is 1 January 2020; a full date is taken as printed.
    """
    folded = fold(text)
    if not digit_runs(folded) or ("20" not in folded and "19" not in folded):
        return ()
    found: list[Found[dt.date]] = []
    for match in _SINCE.finditer(folded):
        if found and match.start() < found[-1].end:
            continue
        begin, stop = sentence_start(text, match.start(), 300), sentence_end(text, match.end(), 300)
        if not _EXPERIENCE.search(folded, begin, stop):
            continue
        day = _day(text, match)
        if day is not None:
            found.append(day)
    return tuple(found)


def _day(text: str, match: re.Match[str]) -> Found[dt.date] | None:
    if match["year"]:
        return Found(match.start(), match.end(), dt.date(int(match["year"]) + bool(match["after"]), 1, 1))
    base = match.end()
    ahead = text[base : base + 32]
    for item in find_dates(ahead):
        if item.start == 0 and item.value.date:
            return Found(match.start(), base + item.end, item.value.date)
    for month in find_months(ahead):
        if month.start == 0 and month.value.year:
            return Found(match.start(), base + month.end, dt.date(month.value.year, month.value.month, 1))
    return None
