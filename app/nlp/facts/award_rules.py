"""How many candidates each supplier may offer, what the rate earns and by which formula, and whose form the CV has.

A formula counts only where the division itself is printed: "the lowest rate gets all points" leaves the others open.
"""

import re

from app.nlp.components.sections import Section
from app.nlp.facts.book import FactBook
from app.nlp.lexicons import any_word, words
from app.nlp.values.numerals import read_number

_OFFERS, _FORMS = words("offered"), words("own_form")
_LOWEST, _UNITS, _RATES = words("lowest_rate"), words("price_unit"), words("rate_word")
_LIMITS = (*words("at_most"), "aantal")
"""A line without any of these states no such rule; looking for them costs little."""
_N = rf"(\d{{1,2}}|{any_word('count')})"
_OFFERED, _SUPPLIER, _MOST = any_word("offered"), any_word("supplier"), any_word("at_most")
_MOST_EACH = 50
"""More candidates from one supplier than this is another number."""
_EACH = rf"(?:per|elke|iedere|each|every)\s{_SUPPLIER}"
_PER_SUPPLIER = (
    re.compile(rf"\b{_MOST}\s{_N}\s{_OFFERED}\s(?:\w+\s)?per\s{_SUPPLIER}\b", re.IGNORECASE),
    re.compile(rf"\b{_EACH}\b[^.\n]{{0,40}}?\b{_MOST}\s{_N}\s{_OFFERED}\b", re.IGNORECASE),
    re.compile(rf"\baantal\s{_OFFERED}\sper\s{_SUPPLIER}\s?[:\t]?\s?(?:{_MOST}\s)?{_N}\b", re.IGNORECASE),
    re.compile(
        rf"\b(?:u|je|jullie|een\s{_SUPPLIER}|de\s{_SUPPLIER}|{_SUPPLIER})\s(?:mag|mogen|kunt|kan|kunnen)\s(?:\w+\s)?"
        rf"{_MOST}\s{_N}\s{_OFFERED}\b[^.\n]{{0,25}}?\b{any_word('offering')}\b",
        re.IGNORECASE,
    ),
)
_RATE = any_word("rate_word")
_FORMULA = re.compile(
    rf"\b{any_word('lowest_rate')}\s(?:\w+\s)?{_RATE}\s?\)?\s?{any_word('divided')}\s?\(?"
    rf"(?:(?:het|de|uw|eigen|aangeboden|geoffreerde|ingediende|offered|the|door)\s){{0,4}}({_RATE})\b[^.\n]{{0,60}}",
    re.IGNORECASE,
)
_TAKEN_OFF = re.compile(r"[^\s][^\n]{0,80}?(?:[-−–+]|\b(?:min|minus|plus))\s?\(?\s?(?:het\s|de\s)?$", re.IGNORECASE)
_MORE = re.compile(r"(?:\s\w+){0,2}\s?\)?\s?(?:[-−–+]\s?\(?\d|[²³^]|\*\*)", re.IGNORECASE)
"""The division is a part of another formula: something is taken off before it, or done with it behind."""
_TIMES = re.compile(r"\s?[)\]]?\s?(?:[x×*]|maal|keer|times)\s(?:maximaal\s)?(\d{1,3})(?!\d|\s?%)", re.IGNORECASE)
_POINTS = (
    re.compile(rf"\b{_RATE}\s?[:–-]?\s?\(?\s?(?:{_MOST}\s)?(\d{{1,3}})\s?{any_word('price_unit')}\b", re.IGNORECASE),
    re.compile(
        rf"\b(?:voor|op)\s(?:de\s|het\s)?{_RATE}\s[^.\n\d]{{0,40}}?(\d{{1,3}})\s{any_word('price_unit')}\b",
        re.IGNORECASE,
    ),
)
_DESCRIPTIVE = frozenset({"organisation", "department", "assignment", "tasks", "execution"})
_FORM = re.compile(
    rf"\b(?:{any_word('given_form')}\s(?:\w+\s)?{any_word('own_form')}|{any_word('own_form')}\svan\s(?:de\s)?\w+)\b",
    re.IGNORECASE,
)
_OF_A_CV = re.compile(r"\bcv\b|\bcurriculum\b|cv-", re.IGNORECASE)
_DENIED = re.compile(r"\b(?:niet|geen|eigen)\b", re.IGNORECASE)


def read_award_rules(book: FactBook, sections: tuple[Section, ...]) -> None:
    """Note what is printed about suppliers' candidates, the rate's points, and the form of the CV."""
    for section in sections:
        whole, start = book.low[section.start : section.end], section.start
        rules = _has(whole, _LIMITS) or _has(whole, _LOWEST) or (_has(whole, _UNITS) and _has(whole, _RATES))
        if not rules and not _has(whole, _FORMS):
            continue
        for line in book.text[section.start : section.end].split("\n"):
            low = book.low[start : start + len(line)]
            if section.kind not in _DESCRIPTIVE:
                _read_suppliers(book, start, line, low)
                _read_price(book, start, line, low)
            _read_form(book, section.kind, start, line, low)
            start += len(line) + 1


def _read_suppliers(book: FactBook, at: int, line: str, low: str) -> None:
    pointer = "/selection/maxCandidatesPerSupplier"
    if book.has(pointer) or not _has(low, _LIMITS) or not _has(low, _OFFERS):
        return
    for pattern in _PER_SUPPLIER:
        found = pattern.search(line)
        number = read_number(found[1]) if found else None
        if found and number and number <= _MOST_EACH and not book.has(pointer):
            book.add(pointer, int(number), at + found.start(), at + found.end(), "selection:per_supplier")


def _read_price(book: FactBook, at: int, line: str, low: str) -> None:
    formula = _FORMULA.search(line) if _has(low, _LOWEST) else None
    if formula and (_TAKEN_OFF.search(line, 0, formula.start()) or _MORE.match(line, formula.end(1))):
        formula = None
    if formula and not book.has("/selection/priceFormula"):
        place = (at + formula.start(), at + formula.end())
        book.add("/selection/priceFormula", "lowest_over_offered", *place, "selection:price_formula")
    found = None
    if _has(low, _UNITS) and _has(low, _RATES):
        found = next((hit for pattern in _POINTS if (hit := pattern.search(line))), None)
    if found is None and formula:
        found = _TIMES.search(line, formula.start(), formula.end())
    if found and not book.has("/selection/pricePoints"):
        place = (at + found.start(), at + found.end())
        book.add("/selection/pricePoints", int(found[1]), *place, "selection:price_points")


def _read_form(book: FactBook, kind: str, at: int, line: str, low: str) -> None:
    pointer = "/cvRequirements/template"
    if book.has(pointer) or not _has(low, _FORMS):
        return
    found = _FORM.search(line)
    of_a_cv = kind == "cv" or _OF_A_CV.search(line)
    if found and of_a_cv and not _DENIED.search(line, 0, found.end()):
        book.add(pointer, True, at + found.start(), at + found.end(), "cv:template")


def _has(low: str, known: tuple[str, ...]) -> bool:
    return any(word in low for word in known)
