"""Employers: which kind an entry's organisation is and which names it gives, and what a posting asks of them."""

import re
from functools import cache
from typing import NamedTuple

from app.concepts.lexicon import load_table, load_terms, load_words
from app.concepts.morphology import compound_parts, stem
from app.concepts.municipalities import municipalities_in, only_municipality, predecessors, successors
from app.concepts.normalise import fold, tokenise
from app.criteria.scales import OrganisationKind
from app.matching.municipalities import MUNICIPALITY, bearing, folded, municipal, municipality_named
from app.matching.text import Unit


class Employer(NamedTuple):
    """The kinds that an entry shows its employer to be, the organisation terms it names, and the units that say so."""

    kinds: frozenset[str]
    named: frozenset[str]
    words: frozenset[str]
    units: tuple[Unit, ...]


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


def _only_served(text: str) -> bool:
    """Is every municipality in a name one that is worked for, not at ("software voor gemeente X")?"""
    before = [fold(text[: found.start()]).split() for found in MUNICIPALITY.finditer(text)]
    return all(words and words[-1] in ("voor", "van", "aan", "met") for words in before)


def _body_names(unit: Unit) -> bool:
    """Does a text say that the work was done at a municipality ("gedetacheerd bij gemeente X")?"""
    for found in MUNICIPALITY.finditer(unit.masked):
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
        words |= bearing(unit.text)
        listed = kind is None and only_municipality(unit.text)
        if listed or (municipality_named(unit.text) and not (kind in _OUTSIDE and _only_served(unit.text))):
            kinds.add(OrganisationKind.MUNICIPALITY.value)
        units.append(unit)
    for unit in titles:
        if any(
            fold(unit.text[: found.start()]).rstrip().endswith(_TITLE_LINKS)
            for found in MUNICIPALITY.finditer(unit.text)
        ):
            kinds.add(OrganisationKind.MUNICIPALITY.value)
            units.append(unit)
            words |= bearing(unit.text)
    for unit in body:
        if _body_names(unit):
            kinds.add(OrganisationKind.MUNICIPALITY.value)
            units.append(unit)
            words |= bearing(unit.text)
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


@cache
def _succession() -> tuple[dict[str, str], re.Pattern[str]]:
    """Words for what became an organisation, or came of it; and the whole remark that holds such a word."""
    words = {row["word"]: row["means"] for row in load_table("organisation_succession")}
    before = r"(?:\s*,)?(?:\s*\b(?:of|en|en/of|dan wel|een|één|de|haar|hun|diens|van)\b)*"
    return words, re.compile(rf"{before}\s*\b({'|'.join(words)})\b(?:\s+daarvan)?", re.IGNORECASE)


def compile_employers(terms: tuple[str, ...]) -> tuple[AskedOrganisation, ...]:
    """What shows any of the printed organisations.

    A municipality is shown by those before or after it only where the posting says so ("of een rechtsvoorganger").
    """
    means, remark = _succession()
    said = {means[fold(found[1])] for term in terms for found in remark.finditer(term)}
    bare = [kept for term in terms if (kept := remark.sub("", term).strip(" ,")) or not said]
    names = [found.name for term in bare for found in municipalities_in(folded(term))] if said else []
    related = {other for name in names if "earlier" in said for other in predecessors(name)}
    related |= {other for name in names if "later" in said for other in successors(name)}
    asked = [asked for term in bare for asked in compile_organisations(term)]
    return (*asked, *(_asked_municipality(name, name) for name in sorted(related)))


def _asked_municipality(term: str, name: str) -> AskedOrganisation:
    kinds = frozenset({OrganisationKind.MUNICIPALITY.value})
    return AskedOrganisation(term, kinds, frozenset(), frozenset({municipal(name)}))


def compile_organisations(term: str) -> tuple[AskedOrganisation, ...]:
    """What shows a printed organisation term: any of its alternatives ("gemeente of provincie")."""
    if tuple(stem(token.norm) for token in tokenise(term)) in _terms():
        return (_compile(term),)
    if municipal := _municipalities_asked(term):
        return municipal
    parts = [part.strip() for part in _ALTERNATIVE.split(term) if part and part.strip()]
    asked = tuple(_compile(part) for part in parts)
    if len(asked) > 1 and not all(a.kinds or a.concepts for a in asked):
        return (_compile(term),)
    return asked


def _municipalities_asked(term: str) -> tuple[AskedOrganisation, ...]:
    """The municipalities that a term consists of ("gemeenten Uden en Landerd", "de gemeente Den Haag"), else none."""
    words = folded(term)
    found = list(municipalities_in(words))
    named = {at for one in found for at in range(one.start, one.end)}
    rest = {word for at, word in enumerate(words) if at not in named} - load_words("organisation_fillers")
    if not found or rest - {"gemeente", "gemeenten", "gem"}:
        return ()
    return tuple(_asked_municipality(term, one.name) for one in found)


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
