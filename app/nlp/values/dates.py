"""Dutch calendar dates in text, with weekday and clock time where printed. Nothing is completed or corrected."""

import datetime as dt
import re
from dataclasses import dataclass, replace

from app.criteria.scales import Weekday
from app.nlp.values.clock import TIME_AFTER, TIME_BEFORE, clock
from app.nlp.values.found import Found, alternation, digit_runs, fold, has_any, tail
from app.nlp.values.words import MONTHS, WEEKDAY_ABBREVIATIONS, WEEKDAYS, phrases

_WEEKDAYS = {**WEEKDAYS, **WEEKDAY_ABBREVIATIONS}
_CENTURY = 2000


@dataclass(frozen=True, slots=True)
class DateMention:
    """A date as printed; `year`, `weekday` and the local time are None where the text has none.

    `utc_offset_minutes` is set only for machine-written times ("...T22:00:00Z").
    """

    month: int
    day: int
    year: int | None = None
    weekday: Weekday | None = None
    hour: int | None = None
    minute: int | None = None
    utc_offset_minutes: int | None = None

    @property
    def date(self) -> dt.date | None:
        """The calendar date; None without a year or where the calendar has no such day."""
        if self.year is None or self.is_impossible:
            return None
        return dt.date(self.year, self.month, self.day)

    @property
    def is_impossible(self) -> bool:
        """Whether the calendar has no such day ("31 november"); 29 February is possible while the year is unknown."""
        try:
            dt.date(_CENTURY if self.year is None else self.year, self.month, self.day)
        except ValueError:
            return True
        return False

    @property
    def weekday_conflicts(self) -> bool:
        """Whether the named weekday is not that date's; False when either is unknown."""
        date = self.date
        return date is not None and self.weekday is not None and list(Weekday)[date.weekday()] is not self.weekday

    @property
    def time(self) -> dt.time | None:
        """The local clock time, or None."""
        return None if self.hour is None else dt.time(self.hour, self.minute or 0)


_MONTH = alternation(MONTHS)
_YEAR = r"(?:(?:19|20)[0-9]{2}(?![0-9])|'[0-9]{2}(?![0-9]))"
_ORDINAL = r"(?:e|ste|de|st|nd|rd|th)"
# Starts at a digit, so that the engine can skip everything else; the weekday is looked up backwards.
_DATE = re.compile(
    r"(?<![0-9])(?:(?<![0-9][-/.:,])"
    r"(?P<iso>(?:19|20)[0-9]{2}-[0-9]{2}-[0-9]{2})(?![0-9])"
    r"(?:[t ](?P<isotime>[0-2][0-9]:[0-5][0-9])(?::[0-9]{2}(?:\.[0-9]{1,9})?)?"
    r"(?P<zone>z|[+-][0-9]{2}:?[0-9]{2})?(?![0-9]))?"
    rf"|(?<![0-9][.:])(?P<day>[0-9]{{1,2}})\s?{_ORDINAL}?(?:\s{{0,2}}(?:of\s|van\s)?|[-/.]\s?)(?P<month>{_MONTH})(?![a-z])\.?"
    rf"(?:(?:,?\s{{0,2}}|[-/])(?P<year>{_YEAR}))?"
    r"|(?<![0-9][-/.:,])(?P<nday>[0-9]{1,2})\s?(?P<sep>[-/.])\s?(?P<nmonth>[0-9]{1,2})"
    rf"(?:\s?(?P=sep)\s?(?P<nyear>{_YEAR}|[0-9]{{2}}(?![0-9])))?(?![0-9]|[-/.][0-9]))"
)
_MONTH_FIRST = re.compile(
    rf"(?<![a-z])(?P<month>{_MONTH})\.?\s(?P<day>[0-9]{{1,2}})(?![0-9.:])(?:{_ORDINAL})?(?:,?\s{{1,2}}(?P<year>{_YEAR}))"
)
# "maandagb3": one stray letter between a full name and the day.
_WEEKDAY_BEFORE = re.compile(
    rf"(?<![a-z])(?P<name>{alternation(WEEKDAYS)}|{alternation(WEEKDAY_ABBREVIATIONS)}(?![a-z]))"
    r"(?:[a-z]|[.,]?\s{0,2}(?:de\s|the\s|d\.d\.\s)?)$"
)
_ENGLISH_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_DAY_BEFORE = re.compile(
    rf"(?<![0-9.,:/-])(?P<day>[0-9]{{1,2}}){_ORDINAL}?"
    r"(?P<glue>\s{0,2}[-/&+]\s{0,2}|\s(?:en|of|en/of|t/m|tot en met|tot|and|or)\s|,\s?)$"
)
_COUNTED_BEFORE = re.compile(rf"{phrases('counted_before_number')}\.?\s?$")
_GLUE = re.compile(r"\s{0,2}(?:en/of|en|of|t/m|tot en met|tot|and|or|[-,/&])\s{1,2}(?:op\s)?")


def find_dates(text: str) -> tuple[Found[DateMention], ...]:
    """Find dates in `text`, with the time printed beside them in the span.

    A day and month without a year is found when the month is a word, or when a weekday stands before the digits. Days
    that share a month ("20 en 21 juli 2026") are mentions of their own. A year printed once for two dates joined by
    "en" or "t/m" counts for both.
    """
    folded = fold(text)
    found: list[Found[DateMention]] = []
    for item in _scan(folded):
        floor = found[-1].end if found else 0
        if item.start < floor:
            continue
        found.extend(_days_before(folded, item, floor))
        found.append(item)
    return _share_years(folded, found)


def _scan(folded: str) -> list[Found[DateMention]]:
    items: list[Found[DateMention]] = []
    position = 0
    for start in digit_runs(folded):
        if start >= position and (item := _item(folded, _DATE.match(folded, start))):
            items.append(item)
            position = item.end
    if digit_runs(folded) and has_any(folded, ("20", "19", "'")) and has_any(folded, _ENGLISH_MONTHS):
        items += [item for match in _MONTH_FIRST.finditer(folded) if (item := _item(folded, match))]
        items.sort(key=lambda item: item.start)
    return items


def _item(folded: str, match: re.Match[str] | None) -> Found[DateMention] | None:
    mention = _read(match) if match else None
    return _with_surroundings(folded, match, mention) if match and mention else None


def _read(match: re.Match[str]) -> DateMention | None:
    groups = match.groupdict()
    if groups.get("iso"):
        return _read_iso(groups)
    if groups.get("nday"):
        day, month, year = int(groups["nday"]), int(groups["nmonth"]), groups["nyear"]
        if groups["sep"] == "." and year and len(year) < 4:
            return None
    else:
        day, month, year = int(groups["day"]), MONTHS[groups["month"]], groups["year"]
    if not (1 <= day <= 31 and 1 <= month <= 12):
        return None
    return DateMention(month=month, day=day, year=_year(year))


def _read_iso(groups: dict[str, str | None]) -> DateMention | None:
    year, month, day = (int(part) for part in str(groups["iso"]).split("-"))
    if not (1 <= day <= 31 and 1 <= month <= 12):
        return None
    mention = DateMention(month=month, day=day, year=year)
    if not groups["isotime"]:
        return mention
    hour, minute = clock(*groups["isotime"].split(":")) if int(groups["isotime"][:2]) <= 24 else (None, None)
    zone = groups["zone"]
    offset = None
    if zone and hour is not None:
        offset = 0 if zone == "z" else (int(zone[1:3]) * 60 + int(zone[-2:])) * (-1 if zone[0] == "-" else 1)
    return replace(mention, hour=hour, minute=minute, utc_offset_minutes=offset)


def _year(printed: str | None) -> int | None:
    if not printed:
        return None
    digits = printed.lstrip("'")
    return int(digits) if len(digits) == 4 else _CENTURY + int(digits)


def _with_surroundings(folded: str, match: re.Match[str], mention: DateMention) -> Found[DateMention] | None:
    """Add the weekday before and the time after or before; None where the match cannot be a date."""
    start, end = match.start(), match.end()
    before = tail(folded, start, 18)
    weekday = _WEEKDAY_BEFORE.search(before)
    if weekday:
        start -= len(before) - weekday.start()
        mention = replace(mention, weekday=_WEEKDAYS[weekday["name"]])
    elif before and before[-1].isalnum():
        return None
    in_digits = match.re is _DATE and bool(match["nday"])
    if in_digits and mention.year is None and (not weekday or match["sep"] == "."):
        return None
    if mention.hour is not None:
        return Found(start, end, mention)
    after = TIME_AFTER.match(folded, end)
    if after and (after["minute"] or after["dotted"] or after["word"] or mention.year is None):
        meridiem = after["meridiem"] or after["meridiem2"]
        hour, minute = clock(after["hour"] or after["whole"], after["minute"] or after["dotted"], meridiem)
        return Found(start, after.end(), replace(mention, hour=hour, minute=minute))
    earlier = TIME_BEFORE.search(tail(folded, start, 22))
    if earlier:
        hour, minute = clock(earlier["hour"] or earlier["whole"], earlier["minute"])
        start -= len(tail(folded, start, 22)) - earlier.start()
        mention = replace(mention, hour=hour, minute=minute)
    return Found(start, end, mention)


def _days_before(folded: str, item: Found[DateMention], floor: int) -> list[Found[DateMention]]:
    """Read the other days of "20, 21 en 22 juli 2026"; a comma only joins days once "en" or "of" has."""
    days: list[Found[DateMention]] = []
    start, latest, joined = item.start, item.value.day, False
    while len(days) < 31:
        before = tail(folded, start, 16)
        match = _DAY_BEFORE.search(before)
        if not match or (match["glue"].strip() == "," and not joined):
            break
        day, begin = int(match["day"]), start - len(before) + match.start()
        if not 1 <= day < latest or begin < floor or begin == start:
            break
        if _COUNTED_BEFORE.search(tail(folded, begin, 20)):
            break
        name = _WEEKDAY_BEFORE.search(tail(folded, begin, 18))
        weekday = _WEEKDAYS[name["name"]] if name else None
        end = begin + match.end("day") - match.start()
        if name:
            begin -= len(tail(folded, begin, 18)) - name.start()
        elif begin and folded[begin - 1].isalnum():
            break
        mention = DateMention(month=item.value.month, day=day, year=item.value.year, weekday=weekday)
        days.append(Found(begin, end, mention))
        start, latest, joined = begin, day, True
    return days[::-1]


def _share_years(folded: str, found: list[Found[DateMention]]) -> tuple[Found[DateMention], ...]:
    for index in range(len(found) - 2, -1, -1):
        this, following = found[index], found[index + 1]
        if (
            this.value.year is None
            and following.value.year is not None
            and (this.value.month, this.value.day) < (following.value.month, following.value.day)
            and _GLUE.fullmatch(folded, this.end, following.start)
        ):
            found[index] = Found(this.start, this.end, replace(this.value, year=following.value.year))
    return tuple(found)
