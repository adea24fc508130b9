"""Who hires: the body that a text names most, by the words that such bodies' names open with."""

import re
from collections import Counter
from functools import cache

from app.nlp.components.sections import CRITERIA_KINDS, Section
from app.nlp.facts.book import FactBook
from app.nlp.facts.fields import Field
from app.nlp.lexicons import rows

_NAME = r"(?:(?:De|Den|Het|'s)[ -])?[A-ZÀ-Ý][\w'’]*(?:-[\w'’]+)*"
_JOINED = rf"{_NAME}(?: (?:aan|op|in|bij|van|en|&)? ?(?:den|de|der|het)? ?{_NAME}){{0,3}}"
_ASKED = re.compile(r"\b(?:voor onze|bij onze|namens|opdrachtgever|klant|eindklant|en|voor)\s(?:de\s|het\s)?(?:opdrachtgever\s|klant\s|eindklant\s)?(?:de\s|het\s)?$", re.IGNORECASE)
_CAPITAL_PREFIXES = frozenset({"dienst", "samenwerkingsverband", "regio"})


@cache
def _municipalities() -> re.Pattern[str]:
    names = sorted((re.escape(row["name"]) for row in rows("municipalities")), key=len, reverse=True)
    return re.compile(rf"(?:{'|'.join(names)})(?![\w-])")


@cache
def _prefixes() -> re.Pattern[str]:
    words = sorted((row["phrase"] for row in rows("bodies") if row["match"] == "prefix"), key=len, reverse=True)
    return re.compile(rf"\b({'|'.join(words)}) (?=(?:De |Den |Het |'s|de |het )?[A-ZÀ-Ý'])", re.IGNORECASE)


@cache
def _suffixes() -> re.Pattern[str]:
    words = [row["phrase"] for row in rows("bodies") if row["match"] == "suffix"]
    return re.compile(rf"\b[A-ZÀ-Ý][a-zà-ÿ]{{3,}}({'|'.join(words)}) {_JOINED}")


@cache
def _names() -> re.Pattern[str]:
    words = sorted((row["phrase"] for row in rows("bodies") if row["match"] == "name"), key=len, reverse=True)
    return re.compile(rf"(?<![\w-])({'|'.join(map(re.escape, words))})(?![\w-])")


@cache
def _kinds() -> dict[str, str]:
    return {row["phrase"].lower(): row["kind"] for row in rows("bodies")}


def read_organisation(book: FactBook, sections: tuple[Section, ...], fields: list[Field]) -> None:
    """Note the hiring body's name and kind; the name without "gemeente", other bodies with their kind of word."""
    text = book.text
    skipped = [(s.start, s.end) for s in sections if s.kind in CRITERIA_KINDS or s.kind == "procedure"]
    counts: Counter[tuple[str, str]] = Counter()
    places: dict[tuple[str, str], tuple[int, int]] = {}
    labelled = {field.start for field in fields}
    found = [one for one in (*_prefixed(text), *_suffixed(text), *_named(text)) if one[2] not in labelled]
    for kind, name, start, end in found or _bare(text, sections):
        inside = any(a <= start < b for a, b in skipped)
        asked = _ASKED.search(text, max(0, start - 40), start) is not None
        counts[kind, name] += 1 if inside else 3 + 3 * asked
        places.setdefault((kind, name), (start, end))
    if not counts:
        return
    best = max(counts, key=lambda key: (counts[key], -places[key][0]))
    start, end = places[best]
    book.add("/organisation/name", best[1], start, end, "organisation:name")
    book.add("/organisation/kind", best[0], start, end, "organisation:kind")


def _prefixed(text: str) -> list[tuple[str, str, int, int]]:
    found = []
    for prefix in _prefixes().finditer(text):
        word = prefix[1].lower()
        kind = _kinds()[word]
        if word in _CAPITAL_PREFIXES and not prefix[1][0].isupper():
            continue
        if kind == "municipality":
            name = _municipalities().match(text, prefix.end()) or re.compile(_NAME).match(text, prefix.end())
            if name:
                found.append((kind, name[0].rstrip("'’"), prefix.start(), name.end()))
            continue
        name = re.compile(rf"(?:de |het )?{_JOINED}").match(text, prefix.end())
        if name:
            found.append((kind, text[prefix.start() : name.end()].rstrip("'’"), prefix.start(), name.end()))
    return found


def _suffixed(text: str) -> list[tuple[str, str, int, int]]:
    return [(_kinds()[m[1]], m[0], m.start(), m.end()) for m in _suffixes().finditer(text)]


def _bare(text: str, sections: tuple[Section, ...]) -> list[tuple[str, str, int, int]]:
    """Municipalities named without the word, in a description of an organisation that calls itself one."""
    return [
        ("municipality", name[0], name.start(), name.end())
        for section in sections
        if section.kind in ("organisation", "assignment", "execution") and "gemeente" in text[section.start : section.end].lower()
        for name in _municipalities().finditer(text, section.heading_end, section.end)
        if not re.search(r"[\w-]$", text[section.start : name.start()])
    ]


def _named(text: str) -> list[tuple[str, str, int, int]]:
    return [(_kinds()[m[1].lower()], m[1], m.start(1), m.end(1)) for m in _names().finditer(text)]
