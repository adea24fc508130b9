"""Job titles: the roles that they name, their topics, and what weakens or strengthens them (senior, stagiair)."""

import re
from functools import cache, lru_cache
from typing import NamedTuple

from app.concepts.lexicon import load_table, load_terms, load_words, owners
from app.concepts.morphology import compound_parts, stem
from app.concepts.normalise import tokenise
from app.concepts.words import Phrase, concept_key, index, phrase_end, term_stems
from app.matching.keys import code, encode
from app.matching.shown import NO_ACTIVITY
from app.matching.text import Unit

_PART = 5
"""Letters of a part that may be recognised at the end of any word."""


class Title(NamedTuple):
    """What a job title says. `roles`: codes of role concepts and head words.

    `bare`: it names no topic of its own; `wide`: only such wide ones ("sociaal domein") that the text may narrow them.
    """

    roles: str
    shown: str
    generic: bool
    bare: bool
    wide: bool
    marks: frozenset[str]


class RoleWords(NamedTuple):
    """The roles and heads found in a text, and the words left that are neither role nor rank."""

    concepts: tuple[str, ...]
    heads: tuple[str, ...]
    rest: tuple[str, ...]
    marks: frozenset[str]


@cache
def marks() -> dict[str, str]:
    """Words of rank and standing ("senior", "stagiair") with their kind; `filler` says nothing."""
    return {row["word"]: row["mark"] for row in load_table("title_marks")}


def _longest(phrases: tuple[Phrase, ...], stems: list[str], at: int) -> tuple[int, dict[str, None]]:
    """The end of the longest role phrase that starts here, and the concepts of all phrases that end there."""
    best = -1
    keys: dict[str, None] = {}
    for phrase in phrases:
        end = phrase_end(phrase.rest, stems, at + 1)
        if end > best:
            best, keys = end, {}
        if end == best and end > 0:
            keys.update(dict.fromkeys(phrase.keys))
    return best, keys


@lru_cache(maxsize=50_000)
def role_words(text: str) -> RoleWords:
    """The roles of a title: longest phrases first; of an unlisted compound the last part is the head."""
    tokens = [token.norm for token in tokenise(text)]
    stems = [stem(token) for token in tokens]
    roles = index(("roles",))
    concepts: dict[str, None] = {}
    heads: dict[str, None] = {}
    rest: list[str] = []
    found_marks = {marks()[token] for token in tokens if token in marks()}
    open_heads, closed_heads = _compound_heads()
    i = 0
    while i < len(tokens):
        end, keys = _longest(roles.phrases.get(stems[i], ()), stems, i)
        if end > 0:
            if any(marks().get(token) == "helper" for token in tokens[i:end]):
                found_marks.discard("helper")
            concepts.update(keys)
            heads.update(dict.fromkeys(stems[i:end]))
            rest.extend(tokens[i:end])
            i = end
            continue
        mark = marks().get(tokens[i])
        tail = next((stem(part) for part in compound_parts(tokens[i])[1:2]), "")
        if stems[i] in roles.single:
            concepts.update(dict.fromkeys(roles.single[stems[i]]))
            heads[stems[i]] = None
            if tail in open_heads:
                heads[tail] = None
            rest.extend(modifiers(tokens[i]))
        elif not mark:
            if tail in roles.single:
                if tail not in closed_heads:
                    concepts.update(dict.fromkeys(roles.single[tail]))
                heads[tail] = None
                rest.extend(modifiers(tokens[i]))
            else:
                rest.append(tokens[i])
        i += 1
    if not heads:
        heads.update(dict.fromkeys(stem(token) for token in _agents(rest)))
    return RoleWords(tuple(concepts), tuple(heads), tuple(rest), frozenset(found_marks))


_AGENT = re.compile(
    r"[a-z]{2,}(?:er|or|eur|ist|iste|ent|ant|aar|ier|oog|meester|arts|kundige|aris|leut|peut|man|vrouw|directeur)s?"
)
"""How words for who does the work end: "conservator", "rechercheur", "havenmeester"."""


def _agents(rest: list[str]) -> list[str]:
    """The words of a title without any listed role that can be its role: those that end like one, else all."""
    named = [token for token in rest if _AGENT.fullmatch(token)] or rest
    return named + [part for token in named for part in compound_parts(token)[1:2] if _AGENT.fullmatch(part)]


@cache
def _compound_heads() -> tuple[frozenset[str], frozenset[str]]:
    """Heads that a listed compound still has ("hr-adviseur" is an adviser), and those it must be listed for."""
    rows = load_table("compound_heads")
    return (
        frozenset(stem(row["head"]) for row in rows if row["kind"] == "open"),
        frozenset(stem(row["head"]) for row in rows if row["kind"] == "closed"),
    )


def modifiers(token: str) -> tuple[str, ...]:
    """What stands before the head of a compound title: "beleid" in "beleidsmedewerker"."""
    parts = compound_parts(token)
    return parts[:1] if len(parts) >= 2 else ()


@cache
def _generic_concepts() -> frozenset[str]:
    """Role concepts so general that the rest of the entry says what kind of work it is."""
    return frozenset(f"roles:{row['concept']}" for row in load_table("generic_roles"))


@cache
def _implied() -> dict[str, tuple[str, ...]]:
    return {f"roles:{row['role']}": tuple(row["shows"].split("|")) for row in load_table("role_implies")}


def with_implied(unit: Unit) -> Unit:
    """A title's unit with what the role itself implies: a team manager leads."""
    shows = [key for concept in role_words(unit.masked).concepts for key in _implied().get(concept, ())]
    return unit._replace(shown=unit.shown + encode(shows)) if shows else unit


def _of_the_role(token: str, own: set[str]) -> bool:
    """Does a word of a title only repeat what its role is about ("Vergunningverlener omgevingsvergunning")?"""
    if token in load_words("function_words"):
        return True
    if token in own:
        return False
    return any(token.endswith(part) and len(part) >= _PART for part in own) or not own.isdisjoint(compound_parts(token))


_CLERK = concept_key("roles", "administratief_medewerker")


def _clerical(words: RoleWords) -> tuple[str, ...]:
    """The heads of an administrative title: a clerk's, so that it shows no officer, specialist or handler."""
    return tuple(stem("administratiekracht") if head == stem("medewerker") else head for head in words.heads)


def read_title(units: list[Unit]) -> Title:
    """All titles of one job, taken together."""
    found = [role_words(unit.masked) for unit in units]
    concepts = {concept: None for words in found for concept in words.concepts}
    heads = {head: None for words in found for head in (_clerical(words) if _CLERK in words.concepts else words.heads)}
    modes = load_words("modes") - load_words("topic_modes")
    named = {head for head in heads if head in head_groups() or (head,) in owned_roles()}
    own = {part for words in found for token in words.rest if stem(token) in named for part in modifiers(token)}
    own |= {
        part
        for unit in units
        for token in tokenise(unit.masked)
        if stem(token.norm) in named
        for part in modifiers(token.norm)
    }
    topic = [
        token
        for words in found
        for token in words.rest
        if token not in modes
        and token not in marks()
        and stem(token) not in named
        and len(token) > 2
        and not _of_the_role(token, own)
    ]
    return Title(
        encode([*concepts, *(f"head:{head}" for head in heads)]),
        "".join(dict.fromkeys("".join(unit.shown for unit in units))).replace(code(NO_ACTIVITY), ""),
        set(concepts) <= _generic_concepts(),
        not topic,
        set(topic) <= load_words("wide_topics"),
        frozenset(mark for words in found for mark in words.marks),
    )


@cache
def head_groups() -> dict[str, str]:
    """Asked head stems to the codes of all head words that show them."""
    groups: dict[str, str] = {}
    for row in load_table("head_groups"):
        shown = encode(f"head:{stem(word)}" for word in row["shown_by"].split("|"))
        groups[stem(row["head"])] = shown
    return groups


@cache
def owned_roles() -> dict[tuple[str, ...], tuple[str, ...]]:
    """Term stems to the role concepts that the term is a name of; where it is some concept's first name, only those."""
    return owners(
        (term_stems(term), concept_key("roles", entry.concept), n == 0)
        for entry in load_terms("roles")
        for n, term in enumerate(entry.terms)
    )
