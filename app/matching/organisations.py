"""Employers: which kind an entry's organisation is and which names it gives, and what a posting asks of them."""

import re
from functools import cache
from typing import NamedTuple

from app.concepts.lexicon import load_table, load_terms, load_words
from app.concepts.morphology import compound_parts, stem
from app.concepts.normalise import fold, tokenise
from app.criteria.scales import OrganisationKind
from app.matching.text import Unit


class Employer(NamedTuple):
    """The kinds that an entry shows its employer to be, the organisation terms it names, and the units that say so."""

    kinds: frozenset[str]
    named: frozenset[str]
    words: frozenset[str]
    units: tuple[Unit, ...]


_MUNICIPALITY = re.compile(r"\b(?:[Gg]emeenten?|GEMEENTE|[Gg]em\.?)(?:\s+(?:de\s+)?|\s*:\s*)(?:['’]?[A-Z]|['’]s-)")
_CHURCH = re.compile(
    r"\b(?:protestantse|hervormde|gereformeerde|evangelische|kerkelijke|christelijke|doopsgezinde|remonstrantse|lutherse|joodse|baptisten|vrije|pinkster|geloofs)\s*$"
)
_ENTRY_LINK = re.compile(
    r"\b(?:gedetacheerd|werkzaam|ingehuurd|geplaatst|gestationeerd|uitgezonden|aangesteld|tewerkgesteld|interim-?opdracht|opdracht|"
    r"detachering|inhuur|ingezet|interim|opdrachtgever)\b[^.;!?\n]{0,40}$"
)

_OUTSIDE = frozenset(
    (
        OrganisationKind.PRIVATE,
        OrganisationKind.HEALTH,
        OrganisationKind.WELFARE,
        OrganisationKind.EDUCATION,
        OrganisationKind.OTHER,
    )
)
_TITLE_LINKS = ("bij", "bij de", "(", "-", ",", "|", "@", "detachering", "gedetacheerd")


def municipality_named(text: str) -> bool:
    """Does an employer's name give a municipality ("Gem. X", "gemeenten A en B"), and not a church of that name?"""
    for found in _MUNICIPALITY.finditer(text):
        before = fold(text[: found.start()])
        if not _CHURCH.search(before[-40:]) and not before.rstrip().endswith(("vereniging van", "kerkelijke")):
            return True
    return False


def _only_served(text: str) -> bool:
    """Is every municipality in a name one that is worked for, not at ("software voor gemeente X")?"""
    before = [fold(text[: found.start()]).split() for found in _MUNICIPALITY.finditer(text)]
    return all(words and words[-1] in ("voor", "van", "aan", "met") for words in before)


def _body_names(unit: Unit) -> bool:
    """Does a text say that the work was done at a municipality ("gedetacheerd bij gemeente X")?"""
    for found in _MUNICIPALITY.finditer(unit.masked):
        before = fold(unit.masked[: found.start()])[-80:]
        if _ENTRY_LINK.search(before) and before.rstrip().endswith(
            (
                " bij",
                " bij de",
                " naar",
                " naar de",
                " door",
                " door de",
                ":",
                " voor",
                " voor de",
                " in",
                " aan",
                " aan de",
            )
        ):
            return True
    return False


class Pattern(NamedTuple):
    """A name's words in order, as folded words, that show an organisation concept."""

    words: tuple[str, ...]
    concept: str


@cache
def _patterns() -> dict[str, tuple[Pattern, ...]]:
    table: dict[str, list[Pattern]] = {}
    for row in load_table("organisation_names"):
        for term in row["terms"].split("|"):
            words = tuple(token.norm for token in tokenise(term))
            table.setdefault(words[0], []).append(Pattern(words, row["concept"]))
    return {first: tuple(found) for first, found in table.items()}


@cache
def _kinds_of_names() -> dict[str, str]:
    return {row["concept"]: row["kind"] for row in load_table("organisation_names") if row["kind"]}


def _named(text: str) -> set[str]:
    words = [token.norm for token in tokenise(text)]
    found = set()
    for i, word in enumerate(words):
        candidates = [word, *compound_parts(word)[:2]]
        for first in candidates:
            for pattern in _patterns().get(first, ()):
                if tuple(words[i + 1 : i + len(pattern.words)]) == pattern.words[1:]:
                    found.add(pattern.concept)
    return found


def read_employer(names: list[Unit], titles: list[Unit], body: list[Unit], kind: OrganisationKind | None) -> Employer:
    """What an entry says about its employer; a municipality that is only a counterpart in the work is none."""
    kinds = {kind.value} if kind else set()
    units: list[Unit] = []
    named: set[str] = set()
    words: set[str] = set()
    for unit in names:
        concepts = _named(unit.text)
        named |= concepts
        words |= {token.norm for token in tokenise(unit.text)}
        if municipality_named(unit.text) and not (kind in _OUTSIDE and _only_served(unit.text)):
            kinds.add(OrganisationKind.MUNICIPALITY.value)
        units.append(unit)
    for unit in titles:
        if any(
            fold(unit.text[: found.start()]).rstrip().endswith(_TITLE_LINKS)
            for found in _MUNICIPALITY.finditer(unit.text)
        ):
            kinds.add(OrganisationKind.MUNICIPALITY.value)
            units.append(unit)
            words |= {token.norm for token in tokenise(unit.text)}
    for unit in body:
        if _body_names(unit):
            kinds.add(OrganisationKind.MUNICIPALITY.value)
            units.append(unit)
            words |= {token.norm for token in tokenise(unit.text)}
    if not kind:
        kinds |= {_kinds_of_names()[concept] for concept in named if concept in _kinds_of_names()}
    return Employer(frozenset(kinds), frozenset(named), frozenset(words), tuple(units))


_ALTERNATIVE = re.compile(r"\s+(?:en/of|of|dan\s+wel|en)\s+|\s*/\s*|,\s+(?:of\s+)?")


class AskedOrganisation(NamedTuple):
    """One asked organisation: any of the kinds or of the named concepts, and all the words (a name, a condition)."""

    term: str
    kinds: frozenset[str]
    concepts: frozenset[str]
    words: frozenset[str]


@cache
def _terms() -> dict[tuple[str, ...], tuple[str, frozenset[str]]]:
    table: dict[tuple[str, ...], tuple[str, frozenset[str]]] = {}
    for entry in load_terms("organisations"):
        for term in entry.terms:
            stems = tuple(stem(token.norm) for token in tokenise(term.removeprefix("=")))
            table.setdefault(stems, (entry.concept, frozenset(entry.kinds)))
    return table


def compile_organisations(term: str) -> tuple[AskedOrganisation, ...]:
    """What shows a printed organisation term: any of its alternatives ("gemeente of provincie")."""
    if tuple(stem(token.norm) for token in tokenise(term)) in _terms():
        return (_compile(term),)
    parts = [part.strip() for part in _ALTERNATIVE.split(term) if part and part.strip()]
    asked = tuple(_compile(part) for part in parts)
    if len(asked) > 1 and not all(a.kinds or a.concepts for a in asked):
        return (_compile(term),)
    return asked


def _compile(term: str) -> AskedOrganisation:
    """One alternative; words beyond a known kind are a name or condition to be shown too."""
    ignored = load_words("organisation_fillers")
    tokens = [token.norm for token in tokenise(term)]
    kept = [token for token in tokens if token not in ignored]
    stems = [stem(token) for token in kept]
    for length in range(min(len(stems), 5), 0, -1):
        for start in range(len(stems) - length + 1):
            known = _terms().get(tuple(stems[start : start + length]))
            if known:
                rest = [*kept[:start], *kept[start + length :]]
                concept, kinds = known
                return AskedOrganisation(term, kinds, frozenset({concept}), frozenset(rest))
    return AskedOrganisation(term, frozenset(), frozenset(), frozenset(kept))


def employer_shows(asked: AskedOrganisation, employer: Employer) -> bool:
    """Is this employer of the asked kind, or does it bear the asked name, with every condition said?"""
    right = bool(asked.kinds & employer.kinds or asked.concepts & employer.named)
    if not asked.kinds and not asked.concepts:
        return bool(asked.words) and asked.words <= employer.words
    return right and asked.words <= employer.words
