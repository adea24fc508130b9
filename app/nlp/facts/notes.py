"""Notes on single values, shared by the header's fields and by prose: hours, rates, scales, extensions, provinces."""

import re
from functools import cache

from app.concepts.municipalities import current
from app.nlp.facts.book import FactBook
from app.nlp.lexicons import flat, fold, rows, words
from app.nlp.values.extension import read_extension
from app.nlp.values.money import find_amounts

_SCALE = re.compile(
    r"\W{0,3}(?:nr\.?\s)?(?:schaal\s|functieschaal\s|S)?(\d{1,3}[A-Za-z]?)\b(?!\s?%|[.,:]\d)", re.IGNORECASE
)
_COUNT = re.compile(r"\W{0,3}(\d{1,3})\b(?![.,]\d)")
_EXCLUDED = re.compile(r"excl\w*\.?\s(?:de\s)?btw")
_INCLUDED = re.compile(r"incl\w*\.?\s(?:de\s)?btw")
HIGHEST_RATE = 1000
"""EUR per hour; a larger amount is a budget, not a rate."""


@cache
def _provinces() -> tuple[tuple[re.Pattern[str], str], ...]:
    known = sorted(rows("provinces"), key=lambda row: -len(row["phrase"]))
    return tuple((re.compile(rf"(?<![\w-]){re.escape(fold(row['phrase']))}(?![\w-])"), row["name"]) for row in known)


def province_in(text: str) -> tuple[str, int, int] | None:
    """The first province that a text names, with its range."""
    folded = flat(text)
    hits = [(m.start(), m.end(), name) for pattern, name in _provinces() if (m := pattern.search(folded))]
    return (min(hits)[2], min(hits)[0], min(hits)[1]) if hits else None


def is_province(text: str) -> bool:
    """Whether a text is the name of a province and nothing else."""
    found = province_in(text)
    return found is not None and found[2] - found[1] == len(text)


@cache
def _municipalities() -> frozenset[str]:
    return frozenset(map(fold, current()))


def is_municipality(text: str) -> bool:
    """Whether a text is the name of a municipality; Utrecht and Groningen are provinces too."""
    return fold(text) in _municipalities() or fold(text) in words("place_english")


def note_extension(book: FactBook, start: int, end: int, rule: str) -> None:
    """Note the option to extend that a piece of flow states."""
    mention = read_extension(book.text[start:end])
    if mention is None:
        return
    book.add("/period/extension/possible", mention.possible.value, start, end, rule)
    for name, value in (
        ("times", mention.times),
        ("monthsEach", mention.months_each),
        ("weeksEach", mention.weeks_each),
    ):
        if value is not None:
            book.add(f"/period/extension/{name}", value, start, end, rule)


def note_hours(book: FactBook, low: object, high: object, unit: str | None, start: int, end: int, rule: str) -> None:
    """Note hours per week; other units are kept apart (the contract has weeks only)."""
    if unit not in ("week", None):
        return
    for name, value in (("min", low), ("max", high)):
        if value is not None:
            book.add(f"/hoursPerWeek/{name}", str(value), start, end, rule)


def note_scale(book: FactBook, start: int, end: int, rule: str) -> None:
    """Note the salary scale that opens a piece of flow."""
    found = _SCALE.match(book.text, start, end)
    if found:
        book.add("/salaryScale", found[1], found.start(1), found.end(1), rule)


def note_rate(book: FactBook, name: str, start: int, end: int, rule: str) -> None:
    """Note the hourly rate in a piece of flow as `name`: max or guideline."""
    for found in find_amounts(book.text[start:end], bare=True)[:1]:
        amount, begin, stop = found.value, start + found.start, start + found.end
        if amount.unit not in ("hour", None) or amount.amount >= HIGHEST_RATE:
            return
        target = "guideline" if amount.qualifier == "guideline" else name
        low = amount.qualifier == "min" and target == "max" and amount.amount_max is None
        book.add(f"/rate/{'min' if low else target}", str(amount.amount_max or amount.amount), begin, stop, rule)
        if amount.amount_max is not None and target == "max":
            book.add("/rate/min", str(amount.amount), begin, stop, rule)
        book.add("/rate/vat", _vat(book, amount.vat.value, start, end), begin, stop, rule)
        book.add("/rate/currency", amount.currency, begin, stop, rule)


def _vat(book: FactBook, read: str, start: int, end: int) -> str:
    around = book.text[max(0, start - 120) : end].lower()
    if read != "unknown":
        return read
    if _EXCLUDED.search(around):
        return "excluded"
    return "included" if _INCLUDED.search(around) else "unknown"


def note_positions(book: FactBook, start: int, end: int, rule: str) -> None:
    """Note how many professionals are asked."""
    found = _COUNT.match(book.text, start, end)
    if found and int(found[1]) > 0:
        book.add("/positions", int(found[1]), found.start(1), found.end(1), rule)
