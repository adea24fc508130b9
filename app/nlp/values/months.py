"""Months without a day and calendar weeks: "eind september 2026", "09-2026", "week 39/40"."""

import re
from dataclasses import dataclass

from app.nlp.values.found import Found, alternation, digit_runs, fold, has_any, tail
from app.nlp.values.words import MONTH_PARTS, MONTHS, phrase_list, phrases

_YEAR = r"(?:19|20)[0-9]{2}(?![0-9])"
_MONTH = re.compile(
    rf"(?P<name>{alternation(MONTHS)})(?![a-z])\.?(?:,?\s{{1,2}}(?:van\s|of\s)?(?P<year>{_YEAR}|'[0-9]{{2}}(?![0-9])))?"
)
_PART_BEFORE = re.compile(rf"(?<![a-z])(?P<part>{alternation(MONTH_PARTS)})(?:\s(?:van|of))?[\s-]$")
_IN_DIGITS = re.compile(
    r"(?<![0-9])(?<![0-9][-/.:,])(?P<month>0?[1-9]|1[0-2])[-/](?P<year>20[0-9]{2})(?![0-9]|[-/.][0-9])"
)
_DAY_BEFORE = re.compile(r"[0-9]\s?(?:e|ste|de|st|nd|rd|th)?[\s./-]{0,2}(?:of\s|van\s)?$")
_DAY_AFTER = re.compile(r"\s[0-9]{1,2}(?![0-9])")
_DUE_BEFORE = re.compile(rf"{phrases('date_due')}\s{{1,2}}$")
_DUTCH = frozenset(phrase_list("dutch_months"))
_BEGINNINGS = tuple({name[:3] for name in MONTHS})
_WEEK = re.compile(
    r"(?<![a-z0-9])(?:weeknummers?|weeknr\.?|weken|week|wk\.?)\s?(?P<first>[0-9]{1,2})(?![0-9:]|[.,][0-9])"
    r"(?:\s?(?:/|-|&|t/m|tot en met|en|of|en/of|tot|and|or|to)\s?(?:week\s|wk\.?\s)?"
    r"(?P<last>[0-9]{1,2})(?![0-9:]|[.,][0-9]))?"
    rf"(?:(?:\s?[-,(/]\s?|\s(?:van\s|in\s|of\s)?)(?P<year>{_YEAR}))?(?!\s?(?:uur|uren|u|dagen|hours|x)(?![a-z]))"
)
_PER_WEEK = re.compile(r"(?:per|p/|/|elke|iedere|de|a|each|every|in de)\s?$")


@dataclass(frozen=True, slots=True)
class MonthMention:
    """A month; `year` None where not printed, `part` is `begin`, `mid`, `end` or None."""

    month: int
    year: int | None = None
    part: str | None = None


@dataclass(frozen=True, slots=True)
class WeekMention:
    """An ISO week or a range of weeks; `year` None where not printed."""

    week: int
    week_until: int | None = None
    year: int | None = None


def find_months(text: str) -> tuple[Found[MonthMention], ...]:
    """Find months that have no day: with a year, with "begin", "medio" or "eind", or where a date is due ("vanaf mei").

    Without a year only Dutch names count: "in may" and "march" are ordinary English.
    """
    folded = fold(text)
    found = []
    if has_any(folded, _BEGINNINGS if digit_runs(folded) else _DUTCH):
        found = [item for match in _MONTH.finditer(folded) if (item := _read_month(folded, match))]
    for position in digit_runs(folded):
        if match := _IN_DIGITS.match(folded, position):
            mention = MonthMention(int(match["month"]), int(match["year"]))
            found.append(Found(match.start(), match.end(), mention))
    return tuple(sorted(found, key=lambda item: item.start))


def _read_month(folded: str, match: re.Match[str]) -> Found[MonthMention] | None:
    start, printed = match.start(), match["year"]
    if start and folded[start - 1].isalpha():
        return None
    name, before = match["name"], tail(folded, start, 16)
    part = _PART_BEFORE.search(before)
    if _DAY_BEFORE.search(before) or (not printed and _DAY_AFTER.match(folded, match.end())):
        return None
    if not printed and not (name in _DUTCH and (part or _DUE_BEFORE.search(before))):
        return None
    year = int(printed) if printed and printed[0] != "'" else 2000 + int(printed[1:]) if printed else None
    start -= len(before) - part.start() if part else 0
    return Found(start, match.end(), MonthMention(MONTHS[name], year, MONTH_PARTS[part["part"]] if part else None))


def find_weeks(text: str) -> tuple[Found[WeekMention], ...]:
    """Find calendar weeks 1-53: "week 36", "week 39/40", "week 2 van 2026"; "uren per week 36" is none."""
    folded = fold(text)
    if not digit_runs(folded) or not has_any(folded, ("wk", "week", "weken")):
        return ()
    found = []
    for match in _WEEK.finditer(folded):
        first, last = int(match["first"]), int(match["last"]) if match["last"] else None
        if not 1 <= first <= 53 or (last is not None and not 1 <= last <= 53):
            continue
        if _PER_WEEK.search(tail(folded, match.start(), 10)):
            continue
        year = int(match["year"]) if match["year"] else None
        found.append(Found(match.start(), match.end(), WeekMention(first, last, year)))
    return tuple(found)
