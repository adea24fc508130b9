"""Points and percentages that a posting prints with an item: "(40 punten)", "40 pt.", "weging 25%"."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from app.criteria.base import Points
from app.nlp.lexicons import any_word

_UNIT = any_word("point_unit")
_POINTS = re.compile(rf"(\d{{1,4}}(?:[.,]\d{{1,2}})?)\s?(?:{_UNIT}\b\.?|p(?=[)\]]))", re.IGNORECASE)
_OPENING = re.compile(
    rf"[\s(\[–:=-]*(?:\b{any_word('weight_opening')}\b[\s.:=-]*)*$",
    re.IGNORECASE,
)
_LEADING = re.compile(rf"^[\s(\[]*(?:{any_word('weight_opening')}[\s.:]*)*", re.IGNORECASE)
_PERCENT = re.compile(
    r"[(\[]?\s?(?:(?:weging|wegingsfactor|gewicht|weegt(?: mee)?(?: voor)?|weight)\s?[:=]?\s?"
    r"(\d{1,3}(?:[.,]\d{1,2})?)\s?%"
    r"|(?<=[(\[])(\d{1,3}(?:[.,]\d{1,2})?)\s?%(?=\s?[)\]]))\s?[)\]]?",
    re.IGNORECASE,
)
_BARE_AT_END = re.compile(r"[\s:=–-]+(\d{1,3}(?:[.,]\d{1,2})?)\s?%[\s;.]*$")
_BARE_AT_START = re.compile(r"[(\[]?(\d{1,3}(?:[.,]\d{1,2})?)\s?%[)\]]?[\s:–-]+(?=\S)")
_CELL = re.compile(r"\t(\d{1,4})(%?)[\s;.]*$")
_CLOSERS = " )]\t;.,"


@dataclass(frozen=True, slots=True)
class Weight:
    """What an item is worth.

    `text_start`, `text_end`: the item without its weight; `mentions`: points in print order.
    """

    points: Points | None
    percent: Points | None
    text_start: int
    text_end: int
    mentions: tuple[tuple[int, int, Points], ...] = ()


def number(printed: str) -> Points:
    """A printed number: 40 for "40", Decimal("12.5") for "12,5"."""
    value = Decimal(printed.replace(",", "."))
    return int(value) if value == value.to_integral_value() else value


def are_weighed(text: str, items: Sequence[tuple[int, int]]) -> bool:
    """Do most of these items, and two at least, open with or end in a bare percentage: is that their weight?"""
    bare = sum(_bare_percent(text, start, end) is not None for start, end in items)
    return bare >= 2 and bare * 2 > len(items)


def _bare_percent(text: str, start: int, end: int) -> re.Match[str] | None:
    return _BARE_AT_END.search(text, max(start, end - 16), end) or _BARE_AT_START.match(text, start, end)


def read_weight(text: str, start: int, end: int, *, bare: bool = False) -> Weight:
    """The weight printed at the end (or start) of the item at `start`-`end`; the highest where several are printed.

    `bare`: the items of this list are weighed by percentages without any word or bracket.
    """
    mentions = [(m.start(), m.end(), number(m[1])) for m in _POINTS.finditer(text, start, end)]
    if mentions and (share := _PERCENT.search(text, start, mentions[0][0])):
        # A weight, and behind it the scale by which its points are given.
        return Weight(None, number(share[1] or share[2]), start, _before(text, start, share.start()))
    if mentions:
        first, last = mentions[0], mentions[-1]
        best = max((value for *_, value in mentions), key=Decimal)
        if not text[last[1] : end].strip(_CLOSERS):
            return Weight(best, None, start, _before(text, start, last[0]), tuple(mentions))
        if not _LEADING.sub("", text[start : first[0]]) and len(mentions) == 1:
            after = first[1] + len(text[first[1] : end]) - len(text[first[1] : end].lstrip(" )]:–-"))
            return Weight(best, None, after, end, tuple(mentions))
        return Weight(best, None, start, end, tuple(mentions))
    for found in _PERCENT.finditer(text, start, end):
        if not text[found.end() : end].strip(_CLOSERS):
            return Weight(None, number(found[1] or found[2]), start, _before(text, start, found.start()))
    if bare and (share := _bare_percent(text, start, end)):
        within = (share.end(), end) if share.start() == start else (start, share.start())
        return Weight(None, number(share[1]), *within)
    if cell := _CELL.search(text, start, end):
        value = number(cell[1])
        return Weight(None if cell[2] else value, value if cell[2] else None, start, cell.start())
    return Weight(None, None, start, end)


def _before(text: str, start: int, stop: int) -> int:
    opening = _OPENING.search(text, max(start, stop - 80), stop)
    return opening.start() if opening else stop
