"""Hours (and days) of work per week: "24 tot 27 uur per week", "36u/w", "gemiddeld 16", "4 dagen per week"."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal, TypeAlias

from app.nlp.values.found import Found, digit_runs, fold, has_any, tail
from app.nlp.values.numerals import NUMBER, read_number
from app.nlp.values.qualifiers import qualifier_before
from app.nlp.values.words import phrases

HoursUnit: TypeAlias = Literal["week", "month", "day", "days_per_week"]

_HOUR = r"(?:uur|uren|u|hours?|hrs?)(?![a-z])\.?"
_DAY = r"(?:werkdagen|werkdag|dagen|dag|days?)(?![a-z])"
_PER = (
    r"\)?\s?(?:(?:per|p/|p\.?|/|in\sde|a)\s?"
    r"(?:(?P<{0}week>week|weken|wk|w)|(?P<{0}month>maand|mnd|month|m)|(?P<{0}day>dag|day|d))"
    r"(?![a-z])|(?P<{0}weekly>wekelijks|weekly))"
)
_RANGE = (
    rf"(?P<low>{NUMBER})"
    r"(?:(?:\s?(?:uur|uren|u|hours?)(?![a-z]))?(?:\s?\((?:minimaal|min\.?)\))?(?:\s?-\s?|\s?/\s?|,?\s(?:tot\sen\smet|t/m|tot|en|of|a|to|and|or)\s|,?\s(?=max))"
    rf"(?:(?:maximaal|max\.?|maximum)\s)?(?P<high>{NUMBER}))?"
)
_HOURS = re.compile(
    rf"{_RANGE}(?:[\s-]?{_HOUR}(?:{_PER.format('h')})?|[\s-]?(?P<urige>urige\s(?:werk)?week)|\s?{_DAY}{_PER.format('d')}|{_PER.format('b')})"
)
# Number words count only with a period ("zestien uur per week"); lines that name none are not searched for them.
_WORDED = re.compile(rf"(?<![a-z])(?=[a-z]){_HOURS.pattern}")
_LABEL = r"(?<![0-9])(?<![0-9]\s)(?:uur|uren|hours)\s?(?:(?:per|/|p\.?)\s?(?:week|wk)|p/w|p\.w\.)(?![a-z])"
_LABELLED = re.compile(
    rf"{_LABEL}(?:\s?\([a-z]{{1,12}}\))?\s?[:=]?\s{{0,2}}(?:[a-z]{{2,10}}\.?\s)?(?=[0-9]){_RANGE}(?![0-9:]|[.,][0-9])"
)
_BARE = re.compile(rf"\W{{0,3}}(?:[a-z+/~±<>=]{{1,12}}\.?\s?){{0,3}}{_RANGE}(?P<rest>[^0-9]{{0,40}})$")
_CLOCK_BEFORE = re.compile(rf"{phrases('clock_before')}\s$")
_NOT_BEFORE = re.compile(rf"(?:{phrases('no_hours_before')}\s?|\*\s?|[0-9]\s?[x*]\s?|[0-9]u|dagen\s(?:van|a)\s)$")
_NOT_AFTER = re.compile(
    r"\s?-?(?:verlof|vakantie|reis|rijden|reizen|dienst|s\b|durend|van\ste\svoren|later|geleden|na\s|voor\saanvang"
    r"|bereikbaar)"
)
_PERIODS = ("week", "/w", "p/w", "p.w", "maand", "wekelijks", "weekly")
_ABOUT_AFTER = re.compile(r"\s?\(?(?:gemiddeld|gem\.|circa|ongeveer|indicatief|on average|average)(?![a-z])")
_MAX_AFTER = re.compile(r"\s?\(?(?:maximaal|maximum|max)(?![a-z])")
_MIN_AFTER = re.compile(r"\s?\(?(?:minimaal|minimum|min|of meer)(?![a-z])")
_PERIOD_BEFORE = re.compile(r"(?:uur|uren|hours)\s(?:per|in de)\s(?:(?P<month>maand|month)|(?P<day>dag|day)|week)")
_MOST = {"week": 168, "month": 744, "day": 24, "days_per_week": 7}


@dataclass(frozen=True, slots=True)
class HoursMention:
    """Hours per `unit` (None: no period printed), or days for `days_per_week`; "minimaal" leaves `max` None."""

    min: Decimal | None
    max: Decimal | None
    unit: HoursUnit | None = None
    approximate: bool = False


def find_hours_per_week(text: str, bare: bool = False) -> tuple[Found[HoursMention], ...]:
    """Find amounts of working time; `bare` also reads a header value without a unit ("32 tot 40", "16 gemiddeld").

    Clock times ("tot 10.00 uur"), terms ("binnen 24 uur") and round the clock ("24 uur per dag") are not found.
    """
    folded = fold(text)
    found: list[Found[HoursMention]] = []
    if digit_runs(folded) or has_any(folded, _PERIODS):
        speaks_of_hours = "uur" in folded or "uren" in folded or "hours" in folded
        matches = list(_candidates(folded, speaks_of_hours))
        for match in sorted(matches, key=lambda m: m.start("low")):
            item = _read(folded, match, speaks_of_hours, bare)
            if item and not (found and item.start < found[-1].end):
                found.append(item)
    value = _BARE.match(folded) if bare and not found and len(folded) <= 80 else None
    if value and _fits(value, "week") and not _NOT_BEFORE.search(tail(folded, value.start("low"), 12)):
        found.append(_mention(folded, value, None))
    return tuple(found)


def _read(folded: str, match: re.Match[str], speaks_of_hours: bool, bare: bool) -> Found[HoursMention] | None:
    start, groups = match.start("low"), match.groupdict()
    labelled = match.re is _LABELLED
    unit: HoursUnit | None = "week" if labelled else _period(groups)
    is_days = any(groups.get(name) for name in ("dweek", "dweekly", "dmonth", "dday"))
    if not labelled and (groups["bweek"] or groups["bweekly"]) and not speaks_of_hours:
        return None
    if not labelled and (groups["bmonth"] or groups["bday"] or (is_days and unit != "days_per_week")):
        return None
    if not labelled and (_NOT_AFTER.match(folded, match.end()) or _NOT_BEFORE.search(tail(folded, start, 12))):
        return None
    if unit is None:
        if _is_clock(folded, match, bare):
            return None
        unit = _period_before(folded, start)
    if not _fits(match, unit) or (unit == "day" and read_number(match["high"] or match["low"]) == _MOST["day"]):
        return None
    return _mention(folded, match, unit)


def _period(groups: dict[str, str | None]) -> HoursUnit | None:
    if groups["dweek"] or groups["dweekly"]:
        return "days_per_week"
    if groups["hweek"] or groups["hweekly"] or groups["urige"] or groups["bweek"] or groups["bweekly"]:
        return "week"
    return "month" if groups["hmonth"] else "day" if groups["hday"] else None


def _candidates(folded: str, speaks_of_hours: bool) -> Iterator[re.Match[str]]:
    for position in digit_runs(folded):
        if match := _HOURS.match(folded, position):
            yield match
    if has_any(folded, _PERIODS):
        yield from _WORDED.finditer(folded)
        if speaks_of_hours:
            yield from _LABELLED.finditer(folded)


def _is_clock(folded: str, match: re.Match[str], bare: bool) -> bool:
    if re.search(r"\.[0-9]{2}", match["low"]) or not match["low"][0].isdigit():
        return True
    value = read_number(match["low"])
    at = _CLOCK_BEFORE.search(tail(folded, match.start("low"), 12))
    return bool(at and not bare and not match["high"] and value is not None and value <= _MOST["day"])


def _period_before(folded: str, start: int) -> HoursUnit | None:
    periods = list(_PERIOD_BEFORE.finditer(folded, max(0, start - 60), start))
    last = periods[-1] if periods else None
    return None if last is None else "month" if last["month"] else "day" if last["day"] else "week"


def _fits(match: re.Match[str], unit: str | None) -> bool:
    low, high = read_number(match["low"]), read_number(match["high"]) if match["high"] else None
    most = _MOST[unit or "week"]
    return low is not None and 0 < low <= most and (not match["high"] or (high is not None and low < high <= most))


def _mention(folded: str, match: re.Match[str], unit: HoursUnit | None) -> Found[HoursMention]:
    low, high = read_number(match["low"]), read_number(match["high"]) if match["high"] else None
    qualifier, start = qualifier_before(folded, match.start("low"))
    end = match.start("rest") if "rest" in match.re.groupindex else match.end()
    after = folded[end : end + 16]
    approximate = qualifier == "about" or bool(_ABOUT_AFTER.match(after))
    if high is not None:
        return Found(start, end, HoursMention(low, high, unit, approximate))
    if qualifier in ("min", "more_than") or _MIN_AFTER.match(after):
        return Found(start, end, HoursMention(low, None, unit, approximate))
    if qualifier == "max" or _MAX_AFTER.match(after) or _UP_TO.search(tail(folded, start, 12)):
        return Found(start, end, HoursMention(None, low, unit, approximate))
    return Found(start, end, HoursMention(low, low, unit, approximate))


_UP_TO = re.compile(r"(?<![a-z])(?:tot|t/m|tot en met)\s$")
