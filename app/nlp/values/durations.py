"""Lengths of time: "6 maanden", "min. 4 jr.", "5-7 jaar", "anderhalf jaar"."""

import re
from dataclasses import dataclass

from app.nlp.values.found import Found, alternation, fold, has_any, tail
from app.nlp.values.numerals import NUMBER, read_number
from app.nlp.values.qualifiers import Qualifier, qualifier_before
from app.nlp.values.windows import find_windows
from app.nlp.values.words import UNITS, phrases

_UNIT = rf"{alternation(UNITS)}(?![a-z])"
_JOIN = r"(?:\s?-\s?|\s?/\s?|,?\s(?:tot en met|t/m|tot|of|a|to|or|en(?=\smax))\s|(?(between)\s(?:en|and)\s|(?!)))"
_DURATION = re.compile(
    rf"(?![13]/[24]\s)(?P<between>(?<![a-z])(?:tussen|between)\s(?:de\s)?)?(?P<low>{NUMBER})(?:\s?\({NUMBER}\))?"
    r"\s?(?P<plus>\+)?"
    rf"(?:(?:\s?(?P<lowunit>{_UNIT})\.?)?{_JOIN}(?:(?:maximaal|max\.?|maximum)\s)?(?P<high>{NUMBER}))?"
    rf"(?:\s?\({NUMBER}\))?[\s-]?(?:(?:volle|volledige|hele|aaneengesloten|full)\s)?(?P<unit>{_UNIT})"
    r"(?:(?P<unitplus>\+)|\.?(?P<more>\s(?:of\s(?:meer|langer)|or\smore|en\smeer))(?![a-z]))?"
)
_AND_MONTHS = re.compile(rf"\s(?:en|and)\s(?P<months>{NUMBER})\s?(?:maanden|maand|mnd|months?)(?![a-z])")
_UNIT_HINTS = ("jaar", "maand", "week", "weken", "jaren", "dag", "jr", "mnd", "wk", "year", "month", "day", "yr")
_UNIT_WORD = re.compile(_UNIT)
# Ages, moments and rhythms are no lengths of the work or of experience.
_NOT_AFTER = re.compile(
    r"\.?\s?(?:oude?|jonge?|geleden|later|eerder|ago|old)(?![a-z])"
    r"|\.?\s?(?:per|p/|/|in de|a)\s?(?:jaar|maand|week|wk|w|dag|year|month|day)"
)
_NOT_BEFORE = re.compile(
    rf"(?:{phrases('no_length_before')}\s(?:de\s|het\s)?|(?P<over>(?<![a-z])over\s)"
    r"|(?<![0-9])[13]/|[0-9a-z]\s?(?:x|keer|maal)\s?(?:van\s)?)$"
)
_SHOWS_EXPERIENCE = re.compile(r"beschik|bezit|ervaring|experience")
_ONE_IS_MEANT = re.compile(rf"{phrases('one_is_meant_before')}[\s:]\s?$")
_BEFORE_UNIT, _AFTER_UNIT = 64, 40
_MOST = {"year": 60, "month": 720, "week": 520, "day": 3650}


@dataclass(frozen=True, slots=True)
class DurationMention:
    """A length in the unit printed (years count as 12 months); upper ends only for ranges ("5-7 jaar").

    A length that is no whole number of months, weeks or days is not reported.
    """

    months: int | None = None
    weeks: int | None = None
    days: int | None = None
    months_max: int | None = None
    weeks_max: int | None = None
    qualifier: Qualifier | None = None


def find_durations(text: str) -> tuple[Found[DurationMention], ...]:
    """Find durations; not a window ("afgelopen 6 jaar"), an age, a rhythm ("elke 2 weken") or a term ("binnen ...")."""
    folded = fold(text)
    if not has_any(folded, _UNIT_HINTS):
        return ()
    found: list[Found[DurationMention]] = []
    windows = iter(find_windows(text))
    window = next(windows, None)
    position = 0
    for word in _UNIT_WORD.finditer(folded):
        if word.start() < position or folded[max(0, word.start() - 1) : word.start()].isalpha():
            continue
        # Only the stretch before a unit is searched for a number: fast, and linear whatever the text.
        match = _DURATION.search(folded, max(position, word.start() - _BEFORE_UNIT), word.end() + _AFTER_UNIT)
        item = _read(text, folded, match) if match else None
        position = match.end() if match else position
        if item is None or (found and item.start < found[-1].end):
            continue
        while window and window.end <= item.start:
            window = next(windows, None)
        if not window or item.end <= window.start:
            found.append(item)
    return tuple(found)


def to_unit(number: str, unit: str) -> int | None:
    """Return `number` of a unit in months (for years too), weeks or days; None if that is not a whole number."""
    value = read_number(number)
    if value is None or not 0 < value <= _MOST[unit]:
        return None
    value *= 12 if unit == "year" else 1
    return int(value) if value == value.to_integral_value() else None


def _read(text: str, folded: str, match: re.Match[str]) -> Found[DurationMention] | None:
    unit, end = UNITS[match["unit"]], match.end()
    low_unit = UNITS[match["lowunit"]] if match["lowunit"] else unit
    qualifier, start = qualifier_before(folded, match.start())
    if not match["more"] and _NOT_AFTER.match(folded, end):
        return None
    if _stands_apart(folded, start, end) or (_is_article(text, match) and not _means_one(folded, match, qualifier)):
        return None
    low, high = to_unit(match["low"], low_unit), to_unit(match["high"], unit) if match["high"] else None
    if low is None or (match["high"] and high is None) or {low_unit, unit} not in ({unit}, {"year", "month"}):
        return None
    extra = _AND_MONTHS.match(folded, end) if high is None and unit == "year" else None
    if extra and (months := to_unit(extra["months"], "month")):
        low, end = low + months, extra.end()
    if match["plus"] or match["unitplus"] or match["more"]:
        qualifier = "min"
    if unit in ("year", "month"):
        return Found(start, end, DurationMention(months=low, months_max=high, qualifier=qualifier))
    if unit == "week":
        return Found(start, end, DurationMention(weeks=low, weeks_max=high, qualifier=qualifier))
    return Found(start, end, DurationMention(days=low, qualifier=qualifier))


def _stands_apart(folded: str, start: int, end: int) -> bool:
    before = _NOT_BEFORE.search(tail(folded, start, 24))
    if not before:
        return False
    around = folded[max(0, start - 30) : end + 40]
    return not (before["over"] and _SHOWS_EXPERIENCE.search(around))


def _is_article(text: str, match: re.Match[str]) -> bool:
    return text[match.start("low") : match.end("low")].lower() in ("een", "ene") and not match["high"]


def _means_one(folded: str, match: re.Match[str], qualifier: Qualifier | None) -> bool:
    """Whether an unaccented "een" counts something here rather than being the article of "een dag"."""
    if qualifier or (match.start() == 0 and match.end() >= len(folded.rstrip(" .;"))):
        return True
    return bool(
        _ONE_IS_MEANT.search(tail(folded, match.start(), 16)) or "ervaring" in folded[match.end() : match.end() + 24]
    )
