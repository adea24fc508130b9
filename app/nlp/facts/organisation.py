"""Who hires: the body that a text names most, by the words that such bodies' names open with."""

import re
from collections import Counter
from functools import cache

from app.concepts.municipalities import current
from app.nlp.components.sections import CRITERIA_KINDS, Section
from app.nlp.facts.book import FactBook
from app.nlp.facts.fields import Field
from app.nlp.lexicons import any_of, first_word, flat, rows

_NAME = r"(?:(?:De|Den|Het|'s)[ -])?[A-ZÀ-Ý][\w'’]*(?:-(?=\sen\s)|(?:-[\w'’]+)*)"
_JOINED = rf"{_NAME}(?: (?:aan|op|in|bij|van|en|&|and|of)? ?(?:den|de|der|het)? ?{_NAME}){{0,3}}"
_WORD_END = re.compile(r"[\w-]\Z")
_SENTENCE_START = re.compile(r"(?:\A|[.!?]\s|\n)(?:De |Het )?\Z")
_SELF = re.compile(r"\s(?:is|ligt|telt|kent|heeft|werkt|bestaat|staat|biedt|wil|zoekt|in|ontwikkelt|groeit)\b")
_PLAIN_NAME = re.compile(_NAME)
_LONG_NAME = re.compile(rf"(?:de |het )?{_JOINED}")
_ASKED = re.compile(
    r"\b(?:voor onze|bij onze|namens|opdrachtgever|klant|eindklant|en|voor"
    r"|(?:aan|uit|inhuur)?(?:vraag|verzoek|opdracht) van)\s"
    r"(?:de\s|het\s)?(?:opdrachtgever\s|klant\s|eindklant\s)?(?:de\s|het\s)?$",
    re.IGNORECASE,
)
_CAPITAL_PREFIXES = frozenset({"dienst", "samenwerkingsverband", "regio"})


@cache
def _municipalities() -> re.Pattern[str]:
    return re.compile(rf"{any_of(current())}(?![\w-])")


_OPENS_NAME = re.compile(r":? (?=(?:De |Den |Het |'s|de |het )?[A-ZÀ-Ý'])")


@cache
def _prefixes() -> tuple[tuple[str, str], ...]:
    words = sorted((row["phrase"], row["kind"]) for row in rows("bodies") if row["match"] in ("prefix", "listed"))
    return tuple(sorted(words, key=lambda pair: -len(pair[0])))


@cache
def _listed() -> frozenset[str]:
    """Prefixes that say a municipality only before the name of one ("gem.")."""
    return frozenset(row["phrase"] for row in rows("bodies") if row["match"] == "listed")


@cache
def _suffixes() -> re.Pattern[str]:
    known = any_of(row["phrase"] for row in rows("bodies") if row["match"] == "suffix")
    return re.compile(rf"\b[A-ZÀ-Ý][a-zà-ÿ]{{3,}}({known}) {_JOINED}")


@cache
def _names() -> tuple[tuple[str, str, str, re.Pattern[str]], ...]:
    """First word, kind, name and pattern of each body known by name, the longest name first."""
    known = sorted((row for row in rows("bodies") if row["match"] == "name"), key=lambda row: -len(row["phrase"]))
    return tuple(
        (
            first_word(flat(row["phrase"])),
            row["kind"],
            row["phrase"],
            re.compile(rf"(?<![\w-]){re.escape(row['phrase'])}(?![\w-])"),
        )
        for row in known
    )


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
    named = _named(book)
    # A body known by its name is what the list says, whatever word its name opens with.
    known = {start for _, _, start, _ in named}
    others = [one for one in (*_prefixed(book), *_suffixed(text)) if one[2] not in known]
    found = [one for one in (*others, *named) if one[2] not in labelled]
    for kind, name, start, end in found or _bare(text, sections):
        inside = any(a <= start < b for a, b in skipped)
        asked = _ASKED.search(text, max(0, start - 40), start) is not None
        speaks = _SENTENCE_START.search(text, max(0, start - 8), start) and _SELF.match(text, end)
        counts[kind, name] += 1 if inside else 3 + 3 * asked + 6 * bool(speaks)
        places.setdefault((kind, name), (start, end))
    if not counts:
        return
    best = max(counts, key=lambda key: (counts[key], -places[key][0]))
    start, end = places[best]
    book.add("/organisation/name", best[1], start, end, "organisation:name")
    book.add("/organisation/kind", best[0], start, end, "organisation:kind")


def _prefixed(book: FactBook) -> list[tuple[str, str, int, int]]:
    text, low = book.text, book.low
    found: dict[int, tuple[str, str, int, int]] = {}
    for word, kind in _prefixes():
        if first_word(word) not in book.words:
            continue
        at = low.find(word)
        while at >= 0:
            end = at + len(word)
            opening = _OPENS_NAME.match(text, end)
            whole = not (at and low[at - 1].isalnum()) and at not in found
            named = opening and whole and (word not in _CAPITAL_PREFIXES or text[at].isupper())
            if opening and word in _listed():
                named = whole and _municipalities().match(text, opening.end()) is not None
            if opening and named and (one := _read_name(text, kind, at, opening.end())):
                found[at] = one
            at = low.find(word, end)
    return sorted(found.values(), key=lambda one: one[2])


def _read_name(text: str, kind: str, start: int, end: int) -> tuple[str, str, int, int] | None:
    if kind == "municipality":
        name = _municipalities().match(text, end) or _PLAIN_NAME.match(text, end)
        return (kind, name[0].rstrip("'’"), start, name.end()) if name else None
    name = _LONG_NAME.match(text, end)
    if name is None:
        return None
    # "Veiligheidsregio X in Y": the second name is where it is.
    stop = name.start() + len(name[0].partition(" in ")[0])
    return kind, text[start:stop].rstrip("'’"), start, stop


def _suffixed(text: str) -> list[tuple[str, str, int, int]]:
    return [(_kinds()[m[1]], m[0], m.start(), m.end()) for m in _suffixes().finditer(text)]


def _bare(text: str, sections: tuple[Section, ...]) -> list[tuple[str, str, int, int]]:
    """Municipalities named without the word, in a description of an organisation that calls itself one."""
    return [
        ("municipality", name[0], name.start(), name.end())
        for section in sections
        if section.kind in ("organisation", "assignment", "execution")
        and "gemeente" in text[section.start : section.end].lower()
        for name in _municipalities().finditer(text, section.heading_end, section.end)
        if not _WORD_END.search(text[section.start : name.start()])
    ]


def _named(book: FactBook) -> list[tuple[str, str, int, int]]:
    found: list[tuple[str, str, int, int]] = []
    for first, kind, name, pattern in _names():
        if first in book.words and name in book.text:
            found += [(kind, m[0], m.start(), m.end()) for m in pattern.finditer(book.text)]
    return sorted(found, key=lambda one: one[2])
