"""Facts that stand in running text or make up a section of their own."""

import re

from app.nlp.components.content import asks
from app.nlp.components.sections import CRITERIA_KINDS, Section
from app.nlp.facts import notes
from app.nlp.facts.book import FactBook
from app.nlp.facts.cue_readers import read_cue
from app.nlp.facts.cues import find_cues, sentence_end, sentence_start
from app.nlp.facts.fields import Field
from app.nlp.grammar.terms_of_engagement import find_flat_things
from app.nlp.lexicons import fold, rows
from app.nlp.self_employed import read_flat
from app.nlp.values.hours import find_hours_per_week
from app.nlp.values.money import find_amounts
from app.nlp.values.numerals import read_number
from app.nlp.values.workdays import find_workdays

_SITE = (
    r"(?:kantoor|locatie|stadhuis|gemeentehuis|stadskantoor|provinciehuis|waterschapshuis|standplaats|hoofdkantoor|werkplek"
    r"|site|office)"
)
_COUNT = r"(\d|een|één|twee|drie|vier|vijf|one|two|three|four|five)"
_DAYS = r"(?:dag|dagen|days?)"
_ON_SITE_DAYS = re.compile(
    rf"\b{_SITE}\b[^.\n]{{0,40}}?(?<![-–\d])\b{_COUNT}\s{_DAYS}\s(?:per\sweek|in\sde\sweek|p\.?/?w\.?|a\sweek)"
    rf"|(?<![-–\d])\b{_COUNT}\s{_DAYS}\s(?:(?:per\sweek|in\sde\sweek|p\.?/?w\.?|a\sweek)\s)?"
    rf"(?:fysiek\s|aanwezig\s|verplicht\s|werkzaam\s)*(?:(?:op|in|at|on)\s(?:het\s|ons\s|de\s|the\s|our\s)?{_SITE}|on-?site|kantoor)\b",
    re.IGNORECASE,
)
_ON_SITE_PERCENT = re.compile(
    rf"\b(\d{{1,3}})\s?%\s(?:van\s(?:de|je)\s(?:tijd|uren|werktijd)\s)?"
    rf"(?:werk\sje\s|ben\sje\s|fysiek\s|aanwezig\s)*"
    rf"(?:op|in|at|on)\s(?:het\s|ons\s|de\s|the\s)?{_SITE}\b",
    re.IGNORECASE,
)
_RANGE_BEFORE = re.compile(r"(?:\d|een|twee|drie|vier)\s?(?:a|à|tot|of|-|–|/)\s?$")
"""Before the second number of a range ("2 à 3 dagen"), which states no one number."""
_PLACE_LINE = re.compile(r"([A-ZÀ-Ý'][\w'’ -]{1,40}),\s([A-ZÀ-Ý][\w -]{3,20}?)(?:,\sNederland)?$")
_SOUGHT_IN = re.compile(
    r"\b(?:[Zz]oekt|[Zz]oeken|op zoek|[Ll]ooking for|seeks|seeking)\b[^.\n]{3,90}?\s(?:in|te)\s"
    r"((?:[A-ZÀ-Ý'][\w'’-]+|aan|den|de|op)(?:\s(?:[A-ZÀ-Ý'][\w'’-]+|aan|den|de|op)){0,3})"
)
_IN_SOUGHT = re.compile(
    r"\b(?:in|te)\s((?:[A-ZÀ-Ý'][\w'’-]+|aan|den|de|op)(?:\s(?:[A-ZÀ-Ý'][\w'’-]+|aan|den|de|op)){0,3})"
    r"\s(?:zoeken\s(?:wij|we)|(?:zijn|is)\s(?:wij|we|men)\s(?:\w+\s){0,3}op zoek)\b"
)
_SEEKING = ("zoek", "looking for", "seek")
_FEE_NONE = re.compile(r"\bgeen\s(?:\w+\s)?fee\b|\bgeen kosten\b|\bgeen vergoeding\b", re.IGNORECASE)
_REMOTE_NEGATION = re.compile(r"\b(?:niet|geen|nee|no|not|overleg|n\.?t\.?b)\b")
_PERIOD = frozenset({"start", "end", "duration"})


def read_prose(book: FactBook, sections: tuple[Section, ...], fields: list[Field]) -> None:
    """Note what cues and sections state; header fields came first and stand."""
    _self_employed(book, sections)
    demands = [(s.start, s.end) for s in sections if s.kind in CRITERIA_KINDS]
    for cue in find_cues(book.text, book.low, book.words):
        listed = cue.fact in _PERIOD and any(start <= cue.start < end for start, end in demands)
        # "In de periode vanaf 2018" in a criterion is when experience was gained.
        if not (listed and asks(book.text[sentence_start(book.text, cue.start) : cue.stop])):
            read_cue(book, cue)
    for section in sections:
        _section(book, section)
    _hybrid(book)
    _place_line(book, sections)
    _place_sought(book)
    _on_site(book, sections)
    _hours(book, sections)
    for kind, pointer in (("statement", "/statements"), ("obligation", "/obligations")):
        for index, thing in enumerate(find_flat_things(book.low, kind, book.words)):
            book.add(f"{pointer}/{index}", thing.code, thing.start, thing.end, f"{kind}:named")
    _platform(book)


def _section(book: FactBook, section: Section) -> None:
    start, end = section.heading_end, section.end
    if section.kind == "fee" and not book.has("/fee/amount"):
        _fee(book, start, end)
    elif section.kind == "positions" and not book.has("/positions"):
        notes.note_positions(book, start, end, "section:positions")
    elif section.kind == "scale" and not book.has("/salaryScale") and section.lines:
        notes.note_scale(book, section.lines[0].start, end, "section:scale")
    elif section.kind == "rate" and not book.has("/rate/max"):
        notes.note_rate(book, "max", start, end, "section:rate")
    elif section.kind == "workdays" and not book.has("/workdays"):
        for line in section.lines:
            if found := find_workdays(book.text[line.start : line.end]):
                book.add(
                    "/workdays",
                    [d.value for d in found.value],
                    line.start + found.start,
                    line.start + found.end,
                    "section:workdays",
                )
                return


def _fee(book: FactBook, start: int, end: int) -> None:
    piece = book.text[start:end]
    if none := _FEE_NONE.search(piece):
        book.add("/fee/amount", "0", start + none.start(), start + none.end(), "section:fee")
        return
    for found in find_amounts(piece)[:1]:
        a, b = start + found.start, start + found.end
        book.add("/fee/amount", str(found.value.amount), a, b, "section:fee")
        book.add("/fee/currency", found.value.currency, a, b, "section:fee")
        book.add("/fee/unit", found.value.unit or "hour", a, b, "section:fee")


def _self_employed(book: FactBook, sections: tuple[Section, ...]) -> None:
    ordered = sorted(sections, key=lambda section: section.kind != "execution")
    for section in ordered:
        found = read_flat(book.low[section.heading_end : section.end], execution=section.kind == "execution")
        if found and section.kind != "organisation":
            book.add(
                "/selfEmployed",
                found.status.value,
                section.heading_end + found.start,
                section.heading_end + found.end,
                "prose:self_employed",
            )


def _hybrid(book: FactBook) -> None:
    if book.has("/location/hybrid"):
        return
    low = book.low
    for row in rows("hybrid"):
        at = low.find(fold(row["phrase"]))
        if at >= 0:
            stop = sentence_end(book.text, at)
            around = (max(0, at - 12), min(stop, at + 60))
            negated = row["value"] == "yes" and _REMOTE_NEGATION.search(low, *around) is not None
            if not negated:
                book.add("/location/hybrid", row["value"], at, at + len(fold(row["phrase"])), "prose:hybrid")
                return


def _place_line(book: FactBook, sections: tuple[Section, ...]) -> None:
    """Note "Apeldoorn, Gelderland" on a header line of its own: a place and its province."""
    for line in sections[0].lines if sections and sections[0].kind == "header" else ():
        if found := _PLACE_LINE.match(book.text, line.body, line.end):
            province = notes.province_in(found[2])
            if province and province[2] - province[1] == len(found[2]):
                book.add("/location/place", found[1], found.start(1), found.end(1), "prose:place_line")
                book.add("/location/province", province[0], found.start(2), found.end(2), "prose:place_line")
                return


def _place_sought(book: FactBook) -> None:
    """Note "zoekt een planoloog in Zwolle" where the place is a municipality."""
    if book.has("/location/place"):
        return
    if not any(hint in book.low for hint in _SEEKING):
        return
    for found in sorted((*_SOUGHT_IN.finditer(book.text), *_IN_SOUGHT.finditer(book.text)), key=re.Match.start):
        place = next((name for name in _places_from(found[1]) if notes.is_municipality(name)), None)
        if place:
            book.add("/location/place", place, found.start(1), found.start(1) + len(place), "prose:place_sought")
            return


def _places_from(printed: str) -> list[str]:
    """The names that some capitalised words may be, the longest first."""
    words = printed.split()
    return [" ".join(words[:count]) for count in range(len(words), 0, -1)]


def _on_site(book: FactBook, sections: tuple[Section, ...]) -> None:
    """Note how many days or how much of the week is worked on site, in the first place that says so."""
    for section in sections:
        if section.kind in ("knockout", "award", "wish"):
            continue
        for pointer, pattern, hint in (
            ("/location/onSiteDaysPerWeek", _ON_SITE_DAYS, "da"),
            ("/location/onSitePercent", _ON_SITE_PERCENT, "%"),
        ):
            if hint not in book.low[section.start : section.end] or book.has(pointer):
                continue
            hinted = (line for line in section.lines if hint in book.low[line.start : line.end])
            found = next(filter(None, (pattern.search(book.text, line.start, line.end) for line in hinted)), None)
            if found and _RANGE_BEFORE.search(book.text, section.start, _number_start(found)):
                continue
            value = read_number(next(group for group in found.groups() if group)) if found else None
            if found and value is not None and value <= 100:
                book.add(pointer, str(value), found.start(), found.end(), "prose:on_site")


def _number_start(found: re.Match[str]) -> int:
    return next(found.start(index) for index, group in enumerate(found.groups(), start=1) if group)


def _hours(book: FactBook, sections: tuple[Section, ...]) -> None:
    if book.has("/hoursPerWeek/min") or book.has("/hoursPerWeek/max"):
        return
    for section in sections:
        if section.kind not in ("header", "assignment", "offer", "other", "workdays"):
            continue
        for line in section.lines:
            for found in find_hours_per_week(book.text[line.start : line.end]):
                if found.value.unit == "week" and (found.value.max or 0) >= 4:
                    notes.note_hours(
                        book,
                        found.value.min,
                        found.value.max,
                        "week",
                        line.start + found.start,
                        line.start + found.end,
                        "prose:hours",
                    )
                    return


def _platform(book: FactBook) -> None:
    low = book.low
    for row in rows("platforms"):
        at = low.find(row["phrase"])
        if at >= 0:
            book.add("/platform", row["platform"], at, at + len(row["phrase"]), "platform:named")
            return
