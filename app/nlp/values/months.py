"""Months without a day and calendar weeks: "eind september 2026", "09-2026", "week 39/40"."""

import re
from dataclasses import dataclass

from app.nlp.values.found import Found, alternation, fold, tail
from app.nlp.values.words import MONTHS

_YEAR = r"(?:19|20)[0-9]{2}(?![0-9])"
_PARTS = {"begin": "begin", "start": "begin", "medio": "mid", "half": "mid", "mid": "mid", "eind": "end", "einde": "end", "end": "end"}
_MONTH = re.compile(
    rf"(?<![a-z])(?:(?P<part>{alternation(_PARTS)})(?:\s(?:van|of))?[\s-])?(?P<month>{alternation(MONTHS)})(?![a-z])\.?"
    rf"(?:,?\s{{1,2}}(?:van\s|of\s)?(?P<year>{_YEAR}|'[0-9]{{2}}(?![0-9])))?"
    rf"|(?<![0-9])(?<![0-9][-/.:,])(?P<number>0?[1-9]|1[0-2])[-/](?P<nyear>20[0-9]{{2}})(?![0-9]|[-/.][0-9])"
)
_DAY_BEFORE = re.compile(r"[0-9]\s?(?:e|ste|de|st|nd|rd|th)?[\s./-]{0,2}(?:of\s|van\s)?$")
# Without a year only where a date is due; "in may" and "march" are English words besides.
_DUE_BEFORE = re.compile(r"(?<![a-z])(?:vanaf|per|in|sinds|tot|t/m|tot en met|uiterlijk|startdatum:?|start:?|van|tussen|medio|maand)\s{1,2}$")
_DUTCH = frozenset(
    ("januari", "februari", "maart", "april", "mei", "juni", "juli", "augustus", "september", "oktober", "november", "december")
)
_WEEK = re.compile(
    r"(?<![a-z0-9])(?:weeknummers?|weeknr\.?|weken|week|wk\.?)\s?(?P<first>[0-9]{1,2})(?![0-9,:]|\.[0-9])"
    r"(?:\s?(?:/|-|&|t/m|tot en met|en|of|en/of|tot|and|or|to)\s?(?:week\s|wk\.?\s)?(?P<last>[0-9]{1,2})(?![0-9,:]|\.[0-9]))?"
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
    """Find months that have no day: with a year, with "begin", "medio" or "eind", or where a date is due ("vanaf mei")."""
    folded = fold(text)
    found = []
    for match in _MONTH.finditer(folded):
        if match["number"]:
            found.append(Found(match.start(), match.end(), MonthMention(int(match["number"]), int(match["nyear"]))))
            continue
        name, year, part = match["month"], match["year"], match["part"]
        before = tail(folded, match.start(), 16)
        if _DAY_BEFORE.search(before) or (not year and _DAY_AFTER.match(folded, match.end())):
            continue
        if not year and not (name in _DUTCH and (part or _DUE_BEFORE.search(before))):
            continue
        value = int(year) if year and year[0] != "'" else 2000 + int(year[1:]) if year else None
        found.append(Found(match.start(), match.end(), MonthMention(MONTHS[name], value, _PARTS.get(part or ""))))
    return tuple(found)


_DAY_AFTER = re.compile(r"\s[0-9]{1,2}(?![0-9])")


def find_weeks(text: str) -> tuple[Found[WeekMention], ...]:
    """Find calendar weeks 1-53: "week 36", "week 39/40", "week 2 van 2026"; "uren per week 36" is none."""
    folded = fold(text)
    if "wk" not in folded and "wee" not in folded and "weken" not in folded:
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
