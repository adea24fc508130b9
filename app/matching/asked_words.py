"""The words of an asked term: the things, activities and qualifiers of each alternative that it prints."""

import re
from functools import cache
from typing import NamedTuple

from app.concepts.lexicon import load_table, load_terms, load_words, owners
from app.concepts.morphology import compound_parts, stem
from app.concepts.normalise import fold, tokenise
from app.concepts.words import GAP, MEANINGS, concept_key, term_stems
from app.matching.keys import encode
from app.matching.shown import NO_ACTIVITY

ALTERNATIVE = re.compile(
    r"\s+(?:en/of|of|dan\s+wel|danwel|c\.?q\.?|respectievelijk)\s+|\s*/\s*|\s*;\s*|,\s+(?:of\s+)?", re.IGNORECASE
)
_BOTH = re.compile(r"\s+(?:en|&|alsmede|evenals|alsook|plus)\s+|\s*&\s*", re.IGNORECASE)

_LAW = re.compile(r"[a-z]{3,}(?:wet|wetboek)")
"""A law is shown by its name, never by the words that the name is made of."""


@cache
def owned_terms() -> dict[tuple[str, ...], tuple[str, ...]]:
    """Term stems to the concepts that they are a name of; a first name beats other concepts' further names."""
    return owners(
        (stems, concept_key(name, entry.concept), n == 0)
        for name in MEANINGS
        for entry in load_terms(name)
        for n, term in enumerate(entry.terms)
        if (stems := term_stems(term.removeprefix("="))) and GAP not in stems
    )


@cache
def _spelled() -> frozenset[str]:
    """Stems of names that must be spelled as listed ("=BIO"): the word itself in another spelling shows nothing."""
    exact: set[str] = set()
    free: set[str] = set()
    for name in ("subjects", "activities", "qualifiers"):
        for entry in load_terms(name):
            for term in (*entry.terms, *entry.shown_by):
                stems = term_stems(term.removeprefix("="))
                if len(stems) == 1:
                    (exact if term.startswith("=") else free).add(stems[0])
    return frozenset(exact - free)


@cache
def people_need() -> str:
    """The need that people to work with show, whichever people they are."""
    return encode((concept_key("subjects", "collegas"),))


class Words(NamedTuple):
    """What one stretch of a term asks: things, activities and qualifiers, and what is left when nothing else is."""

    things: list[str]
    activities: list[str]
    qualifiers: list[str]
    generic: list[str]


def _word_needs(token: str, found: Words) -> None:
    own = stem(token)
    if _LAW.fullmatch(token):
        found.things.append(encode((own,)))
        return
    if token in load_words("stopwords") or token in load_words("weak_words"):
        return
    if token in load_words("people"):
        found.generic.append(people_need())
        return
    if token in load_words("light_verbs"):
        found.generic.append(encode((own,)))
        return
    if token in load_words("generic_tails"):
        found.generic.append(encode((own,)))
        return
    parts = compound_parts(token)
    if len(parts) >= 2:
        case = parts[1] in load_words("case_words") or bool(
            found.activities and owned_terms().get((stem(parts[0]),)) and _is_activity(parts[1])
        )
        before = [len(needs) for needs in found]
        for part in parts[: 1 if case else 2]:
            _part_need(part, found)
        for needs, start in zip(found, before, strict=True):
            needs[start:] = [need + encode((own,)) for need in needs[start:]]
        return
    found.things.append(encode((own,)))


def _is_activity(word: str) -> bool:
    """Does a word name an activity, such as the tail of "ENSIA-verantwoording" behind a verb of its own?"""
    concepts = owned_terms().get((stem(word),), ())
    return bool(concepts) and all(concept.startswith("activities:") for concept in concepts)


def _part_need(part: str, found: Words) -> None:
    concepts = owned_terms().get((stem(part),))
    if part in load_words("generic_tails") or part in load_words("weak_words"):
        found.generic.append(encode((stem(part),)))
    elif concepts:
        _concept_need(concepts, (stem(part),), found)
    else:
        _word_needs(part, found)


def _concept_need(concepts: tuple[str, ...], stems: tuple[str, ...], found: Words) -> None:
    keys = (*concepts, *(stems if len(stems) == 1 and stems[0] not in _spelled() else ()))
    if all(concept.startswith("qualifiers:") for concept in concepts):
        found.qualifiers.append(encode(keys))
    elif all(concept.startswith("activities:") for concept in concepts):
        found.activities.append(encode((*keys, *_interchangeable(concepts))))
    else:
        found.things.append(encode(keys))


@cache
def _handling() -> dict[str, str]:
    """Activities that only say that a thing was work, with their sort: see the README of the lexicons."""
    return {concept_key("activities", row["activity"]): row["sort"] for row in load_table("handling")}


def _interchangeable(concepts: tuple[str, ...]) -> tuple[str, ...]:
    """What shows a verb that only says that the thing was work: another of its sort, or a line without any verb."""
    asked = {_handling()[concept] for concept in concepts if concept in _handling()}
    if not asked:
        return ()
    sorts = {"make", "case", "any", "open"} if asked & {"any", "open"} else {*asked, "any"}
    sorts |= {"open"} if "case" in asked else set()
    return (*(name for name, sort in _handling().items() if sort in sorts), NO_ACTIVITY)


def _read(text: str, *, apart: bool = False) -> Words:
    """The needs of a stretch of words, longest known terms first; `apart`: activities taken out of known terms."""
    tokens = [token.norm for token in tokenise(text)]
    stems = [stem(token) for token in tokens]
    found = Words([], [], [], [])
    i = 0
    while i < len(tokens):
        for length in range(min(6, len(tokens) - i), 0, -1):
            key = tuple(stems[i : i + length])
            concepts = owned_terms().get(key)
            if concepts and not (length == 1 and _is_filler(tokens[i])):
                pieces = _taken_apart(tokens[i : i + length]) if apart else None
                if pieces:
                    _merge(found, pieces)
                else:
                    _concept_need(concepts, key, found)
                i += length
                break
        else:
            _word_needs(tokens[i], found)
            i += 1
    return found


def names_activity(text: str) -> bool:
    """Does a stretch of words name an activity, by whatever other meaning besides ("indicatiestelling")?"""
    names = (owned_terms().get((stem(token.norm),), ()) for token in tokenise(text) if not _is_filler(token.norm))
    return any(concept.startswith("activities:") for concepts in names for concept in concepts)


def _is_filler(token: str) -> bool:
    return any(token in load_words(name) for name in ("stopwords", "weak_words", "light_verbs"))


def whole_concept(text: str) -> bool:
    """Is a text as a whole a name that the lexicons know?"""
    return term_stems(text) in owned_terms()


def _elliptic(text: str) -> str:
    """Spelled out: "agenda- en mailbeheer" is "agendabeheer en mailbeheer"."""
    words = text.split()
    for i in range(len(words) - 2):
        if words[i].endswith("-") and len(words[i]) > 2 and fold(words[i + 1]) in ("en", "of", "en/of", "&"):
            parts = compound_parts(fold(words[i + 2]))
            if len(parts) >= 2:
                words[i] = words[i][:-1] + parts[1]
            else:
                words[i] = words[i][:-1]
    return " ".join(words)


@cache
def _linking() -> re.Pattern[str]:
    """Phrases that only link two things ("op grond van"): their own words ask nothing."""
    return re.compile(
        rf"\b(?:{'|'.join(sorted(load_words('linking_phrases'), key=len, reverse=True))})\b", re.IGNORECASE
    )


def word_ways(text: str, *, apart: bool) -> list[Words]:
    """The alternatives of a printed term, each as the words that it asks; `apart`: known terms taken apart."""
    text = _elliptic(_linking().sub("van", text))
    if whole_concept(text):
        return [_read(text, apart=apart)]
    ways = []
    for part in ALTERNATIVE.split(text):
        if not part or not part.strip():
            continue
        merged = Words([], [], [], [])
        for piece in [part] if whole_concept(part) else _BOTH.split(part):
            _merge(merged, _read(piece, apart=apart))
        ways.append(merged)
    return _complete(ways)


def _complete(ways: list[Words]) -> list[Words]:
    """An alternative that is only an activity shares the others' things, and the other way round."""
    things = next((way.things for way in reversed(ways) if way.things), [])
    activities = next((way.activities for way in ways if way.activities and not way.things), None)
    if activities is None and ways and ways[0].activities:
        activities = ways[0].activities
    for way in ways:
        if not way.things and way.activities and things:
            way.things.extend(things)
        elif not way.activities and activities and len(ways) > 1 and not way.qualifiers:
            way.activities.extend(activities)
    return ways


def _taken_apart(tokens: list[str]) -> Words | None:
    """A known term that names an activity ("klachtenafhandeling", "opstellen van beleid") as activity and thing."""
    if " ".join(tokens) in load_words("indivisible"):
        return None
    found = Words([], [], [], [])
    words = [part for t in tokens if not _is_filler(t) for part in (compound_parts(t)[:2] or (t,))]
    for word in words:
        _part_need(word, found)
    if not found.activities or not (found.things or found.generic):
        return None
    return found if found.things else Words(found.generic, found.activities, found.qualifiers, [])


def _merge(into: Words, more: Words) -> None:
    for mine, theirs in zip(into, more, strict=True):
        mine.extend(theirs)
