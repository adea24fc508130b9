"""The days of the week on which the work is done: "Ma - Di - Wo", "maandag t/m donderdag", "alle werkdagen"."""

import re

from app.criteria.scales import Weekday
from app.nlp.values.found import Found, alternation, fold, has_any, sentence_end, tail
from app.nlp.values.words import WEEKDAY_ABBREVIATIONS, WEEKDAYS, phrases

_DAYS = tuple(Weekday)
_NAMES = {**WEEKDAYS, **WEEKDAY_ABBREVIATIONS}
_FULL = rf"{alternation(WEEKDAYS)}(?:en|s)?"
_DAY = rf"(?<![a-z0-9])(?:{_FULL}|{alternation(WEEKDAY_ABBREVIATIONS)}\.?)(?![a-z0-9])"
_SEPARATOR = (
    r"(?:\s?(?:,|-|/|&|\+|;|\|)\s{0,2}(?:(?:en|and|&)\s)?"
    r"|\s(?:en|and|t/m|tm|tot en met|tot|through|to|of|or|en/of)\s|\s)"
    r"(?:op\s|de\s)?"
)
_LIST = re.compile(rf"{_DAY}(?:{_SEPARATOR}{_DAY}){{0,13}}")
_NAME = re.compile(rf"(?P<day>{alternation(_NAMES)})(?:en|s)?(?![a-z])\.?")
_ALL = re.compile(phrases("all_workdays"))
_RANGE = re.compile(r"\s?(?:t/m|tm|tot\sen\smet|tot|through|to)\s")
_CHOICE = re.compile(r"(?<![a-z])(?:of|or|en/of)(?![a-z])")
_DATE_AFTER = re.compile(r"[.,]?\s{0,2}(?:de\s)?[0-9]")
_FREE_AFTER = re.compile(r"\s(?:is\s)?(?:altijd\s)?(?:vrij|niet)(?![a-z])")
_EXCEPT_BEFORE = re.compile(rf"{phrases('except')}\s(?:de\s|op\s)?$")
_SHORT = alternation(WEEKDAY_ABBREVIATIONS)
_PAIR = rf"{_SHORT}(?:[^a-z0-9]{{1,3}}|\s(?:en|and|t/m|tm|tot|tot en met)\s){_SHORT}(?![a-z])"
_SHORT_DAYS = re.compile(rf"[^a-z]{_PAIR}")
_SHORT_DAYS_FIRST = re.compile(_PAIR)


_ALONE = 8


def find_workdays(text: str) -> Found[tuple[Weekday, ...]] | None:
    """Read working days from a header value or a sentence; None where no day is named for sure.

    Short names count in a list, or alone as the whole text ("wo" is a word too). "Maandag of dinsdag" leaves the day
    open; "woensdag 26 november" is a date. Days after "behalve" are taken off. The result is in week order.
    """
    folded = fold(text)
    if not (
        has_any(folded, ("dag", "day"))
        or len(folded) <= _ALONE
        or _SHORT_DAYS_FIRST.match(folded)
        or _SHORT_DAYS.search(folded)
    ):
        return None
    days: set[Weekday] = set()
    start = end = -1
    spans = [(m.start(), m.end(), set(_DAYS[:5])) for m in _ALL.finditer(folded)]
    spans += [(m.start(), m.end(), read) for m in _LIST.finditer(folded) if (read := _read(folded, m))]
    for begin, stop, read in sorted(spans, key=lambda span: span[0]):
        if start >= 0 and begin >= sentence_end(text, end):
            break
        if _EXCEPT_BEFORE.search(tail(folded, begin, 26)):
            days -= read
            end = stop if start >= 0 else end
            continue
        days |= read
        start, end = (begin if start < 0 else start), stop
    return Found(start, end, tuple(day for day in _DAYS if day in days)) if days else None


def _read(folded: str, match: re.Match[str]) -> set[Weekday]:
    printed = match[0]
    names = list(_NAME.finditer(printed))
    if _DATE_AFTER.match(folded, match.end()) or _FREE_AFTER.match(folded, match.end()) or _CHOICE.search(printed):
        return set()
    if not any(name["day"] in WEEKDAYS for name in names) and not _stands_for_days(folded, match, names):
        return set()
    days: set[Weekday] = set()
    previous = None
    for name in names:
        day = _NAMES[name["day"]]
        gap = printed[previous[1] : name.start()] if previous else ""
        if previous and (_RANGE.fullmatch(gap) or (len(names) == 2 and gap.strip() == "-")):
            first, last = _DAYS.index(previous[0]), _DAYS.index(day)
            if first > last:
                return set()
            days.update(_DAYS[first : last + 1])
        days.add(day)
        previous = (day, name.end())
    return days


def _stands_for_days(folded: str, match: re.Match[str], names: list[re.Match[str]]) -> bool:
    """Whether short names are meant as days: two or more with a mark between them, or nothing else in the text."""
    if match.start() and folded[match.start() - 1] in "/-":
        return False
    if len(names) == 1:
        return folded.strip(" .:;") == names[0]["day"]
    distinct = {_NAMES[name["day"]] for name in names}
    return len(distinct) == len(names)
