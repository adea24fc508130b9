"""Clauses about the engagement: availability, place, rate, language, equipment, statements, documents, zzp."""

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from app.criteria.requirements import (
    Availability,
    ContractFormRequirement,
    DocumentRequirement,
    Equipment,
    HoursRange,
    Language,
    Location,
    Rate,
    Statement,
)
from app.criteria.scales import SelfEmployed
from app.nlp.grammar.notes import Bracket
from app.nlp.lexicons import first_word, flat, fold, rows
from app.nlp.self_employed import read_self_employed
from app.nlp.values.dates import find_dates
from app.nlp.values.hours import find_hours_per_week
from app.nlp.values.money import find_amounts
from app.nlp.values.numerals import read_number
from app.nlp.values.percent import find_percentages
from app.nlp.values.workdays import find_workdays

_PLACE = re.compile(
    r"\b(?:in|te|locatie|kantoor|woonachtig in|standplaats)\s((?:Den |De |'s-|Het )?[A-ZÀ-Ý][\w'’-]+"
    r"(?:\s(?:aan|op|bij|en|van)?\s?(?:den |de |het )?[A-ZÀ-Ý][\w'’-]+)*)"
)
_DAYS = re.compile(
    r"(\d|een|één|twee|drie|vier|vijf)\s?(?:tot\s\d\s|à\s\d\s|-\s?\d\s)?(?:dag|dagen|dagdelen)\b", re.IGNORECASE
)
_TRAVEL = re.compile(r"\breistijd\D{0,40}?(\d{1,3}|\w+)\s?(minuten|min\b|uur)", re.IGNORECASE)
_TRAVEL_BEHIND = re.compile(
    r"(\d{1,3})\s?(minuten|min\b|uur)\s(?:enkele\s)?(?:reistijd|reisafstand|reizen)\b", re.IGNORECASE
)
_UNTIL = re.compile(r"\b(?:tot|t/m|tot en met|einddatum|eindigt op|until)\s*$", re.IGNORECASE)
_FULLY = re.compile(
    r"\b(?:volledig|geheel|altijd|elke werkdag)\s(?:op|vanaf|vanuit)\s(?:locatie|kantoor)\b", re.IGNORECASE
)
_CEFR = re.compile(r"\b([ABC][12])\b")
_LEVEL_WORDS = (("moedertaal", "C2"), ("native", "C2"))
_CAP = re.compile(r"\b(?:max\w*|niet hoger|ten hoogste|hoogstens|plafond|niet meer|bedraagt|limiet)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Thing:
    """A word of `things.csv` found in a text."""

    code: str
    start: int
    end: int


@cache
def _things(kind: str) -> tuple[tuple[str, str], ...]:
    known = [(fold(row["phrase"]), row["code"]) for row in rows("things") if row["kind"] == kind]
    return tuple(sorted(known, key=lambda pair: -len(pair[0])))


def find_word(text: str, phrase: str) -> int:
    """Where `phrase` first stands in `text` as words of its own, or -1."""
    at = text.find(phrase)
    while at >= 0:
        end = at + len(phrase)
        if not (text[at - 1 : at].isalnum() if at else False) and not text[end : end + 1].isalpha():
            return at
        at = text.find(phrase, at + 1)
    return -1


def find_things(text: str, kind: str) -> tuple[Thing, ...]:
    """The things of one kind that `text` names, each code once, in order; offsets into `text`."""
    return find_flat_things(flat(text), kind)


def find_flat_things(folded: str, kind: str, words: frozenset[str] | None = None) -> tuple[Thing, ...]:
    """The same for a text that is folded already; `words`: its words, where they are known."""
    first: dict[str, Thing] = {}
    for phrase, code in _things(kind):
        if words is not None and first_word(phrase) not in words:
            continue
        at = find_word(folded, phrase)
        if at >= 0 and (code not in first or at < first[code].start):
            first[code] = Thing(code, at, at + len(phrase))
    return tuple(sorted(first.values(), key=lambda thing: thing.start))


def read_availability(text: str) -> Availability | None:
    """When, how much and on which days; None where the clause names none of them."""
    dates = [f.value.date for f in find_dates(text) if f.value.date and not _UNTIL.search(text[: f.start])]
    hours = [found.value for found in find_hours_per_week(text) if found.value.unit in ("week", None)]
    days = find_workdays(text)
    if not (dates or hours or days):
        return None
    return Availability(
        from_=dates[0] if dates else None,
        hours_per_week=HoursRange(min=hours[0].min, max=hours[0].max) if hours else None,
        workdays=days.value if days else (),
    )


def read_location(text: str) -> Location | None:
    """Where, and how much of it on site; None where the clause states nothing measurable."""
    place = _PLACE.search(text)
    percent = find_percentages(text)
    whole = _FULLY.search(text)
    days = _DAYS.search(text)
    travel = _TRAVEL_BEHIND.search(text) or _TRAVEL.search(text)
    minutes = read_number(travel[1]) if travel else None
    if not (place or percent or days or minutes or whole):
        return None
    return Location(
        place=place[1] if place else None,
        on_site_percent=percent[0].value if percent else Decimal(100) if whole else None,
        on_site_days_per_week=_count(days[1]) if days and not percent else None,
        max_travel_minutes=int(minutes * (60 if travel and travel[2] == "uur" else 1)) if minutes else None,
    )


def _count(printed: str) -> Decimal | None:
    return read_number(printed)


def read_rate(text: str) -> Rate | None:
    """The highest rate; None where no amount is capped."""
    amounts = find_amounts(text, bare=True)
    if not amounts or not (_CAP.search(text) or amounts[0].value.qualifier == "max"):
        return None
    amount = amounts[0].value
    return Rate(max=amount.amount_max or amount.amount, currency=amount.currency, vat=amount.vat)


def read_languages(text: str, brackets: tuple[Bracket, ...] = ()) -> tuple[Language, ...]:
    """The languages asked, each with the CEFR level printed behind it, else with the one level of the whole clause.

    `brackets`: remarks with their place in `text`; a level may stand in one.
    """
    levels = [(found.start(), found[1]) for found in _CEFR.finditer(text)]
    levels += [(b.before, found[1]) for b in brackets for found in _CEFR.finditer(b.text)]
    levels.sort()
    word = next((code for name, code in _LEVEL_WORDS if name in text.lower()), None)
    things = find_things(text, "language")
    shared = levels[0][1] if levels else word
    ends = [*(thing.start for thing in things), len(text) + 1][1:]
    own = [
        next((level for at, level in levels if thing.end <= at < end), None)
        for thing, end in zip(things, ends, strict=True)
    ]
    # One level may be printed before or behind all languages; several are each language's own.
    several = sum(level is not None for level in own) > 1
    return tuple(
        Language(language=thing.code, level=level or (None if several else shared))
        for thing, level in zip(things, own, strict=True)
    )


def read_equipment(text: str) -> Equipment | None:
    """What the candidate brings; None unless the text says that it is to be brought."""
    if not find_things(text, "equipment_cue"):
        return None
    items = tuple(thing.code for thing in find_things(text, "equipment"))
    return Equipment(items=items) if items else None


def read_contract_form(text: str, execution: SelfEmployed) -> ContractFormRequirement | None:
    """What a criterion says about zzp; a reference to the "uitvoeringsvoorwaarde" takes its status (`execution`)."""
    stated = read_self_employed(text, execution="uitvoeringsvoorwaarde" in text.lower())
    if stated:
        return ContractFormRequirement(self_employed=stated.status)
    if "uitvoeringsvoorwaarde" in text.lower() and execution is not SelfEmployed.UNKNOWN:
        return ContractFormRequirement(self_employed=execution)
    return None


def read_statements(text: str) -> tuple[Statement, ...]:
    """Statements and screenings named in the text."""
    return tuple(Statement(name=thing.code) for thing in find_things(text, "statement"))


def read_documents(text: str) -> tuple[DocumentRequirement, ...]:
    """Documents named in the text."""
    return tuple(DocumentRequirement(name=thing.code) for thing in find_things(text, "document"))
