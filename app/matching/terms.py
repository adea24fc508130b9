"""What shows an asked term: printed words to the stems and concepts that a job must show, near each other or anywhere.

A term may hold alternatives ("zorg of welzijn", "BAG/WOZ") or ask for several things ("notuleren en rapporteren"). Of a
known concept its concept is asked; of other words each noun, and the activity unless it is a light one.
"""

import re
from collections.abc import Callable
from functools import cache, lru_cache
from typing import NamedTuple

from app.concepts.classify import TermClass, bare_tool, classify_term, known_tool
from app.concepts.lexicon import load_terms, load_words
from app.concepts.morphology import compound_parts, stem
from app.concepts.normalise import fold, squash, tokenise
from app.concepts.words import concept_key, term_stems
from app.matching.keys import encode, shows_any
from app.matching.sizes import split_size
from app.matching.text import NO_ACTIVITY, Unit, deals
from app.matching.tools import tool_names, tool_ways, unit_has_tool


class Conjunction(NamedTuple):
    """One way to show a term. Each need is met by any of its codes; `anywhere` may be shown apart from the rest.

    `done`: what must stand together in one piece of text: the activities and the first thing that they are done to.
    """

    near: tuple[str, ...]
    anywhere: tuple[str, ...]
    done: tuple[str, ...]


class AskedTerm(NamedTuple):
    """A printed term, compiled: any of `tools` by squashed name (and exact spelling where case matters), or any way.

    `dealing`: it asks for work with others, so that those whom the work is done with count.
    """

    text: str
    tools: tuple[tuple[str, str | None], ...]
    ways: tuple[Conjunction, ...]
    least: int | None = None
    dealing: bool = False


_ALTERNATIVE = re.compile(
    r"\s+(?:en/of|of|dan\s+wel|danwel|c\.?q\.?|respectievelijk)\s+|\s*/\s*|\s*;\s*|,\s+(?:of\s+)?", re.IGNORECASE
)
_LAW = re.compile(r"[a-z]{3,}(?:wet|wetboek|besluit|regeling)")
"""A law is shown by its name, never by the words that the name is made of."""
_BRACKETS = re.compile(r"\s*\([^()]*\)\s*")
"""What stands between brackets explains or gives examples; those come apart, as examples."""
_BOTH = re.compile(r"\s+(?:en|&|alsmede|evenals|alsook|plus)\s+|\s*&\s*", re.IGNORECASE)


@cache
def _owned() -> dict[tuple[str, ...], tuple[str, ...]]:
    """Term stems to the concepts that they are a name of; a first name beats other concepts' further names."""
    first: dict[tuple[str, ...], dict[str, None]] = {}
    other: dict[tuple[str, ...], dict[str, None]] = {}
    for name in ("subjects", "activities", "tools", "qualifiers"):
        for entry in load_terms(name):
            for n, term in enumerate(entry.terms):
                stems = term_stems(term.removeprefix("="))
                if stems and "*" not in stems:
                    (other if n else first).setdefault(stems, {})[concept_key(name, entry.concept)] = None
    return {stems: tuple(first.get(stems) or other[stems]) for stems in {**first, **other}}


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


class _Words(NamedTuple):
    """What one stretch of a term asks: things, activities and qualifiers, and what is left when nothing else is."""

    things: list[str]
    activities: list[str]
    qualifiers: list[str]
    generic: list[str]


def _need(keys: tuple[str, ...]) -> str:
    return encode(keys)


def _is_activity(word: str) -> bool:
    """Does a word name an activity, such as the tail of "ENSIA-verantwoording" behind a verb of its own?"""
    concepts = _owned().get((stem(word),), ())
    return bool(concepts) and all(concept.startswith("activities:") for concept in concepts)


@cache
def _people() -> str:
    return _need((concept_key("subjects", "collegas"),))


def _word_needs(token: str, found: _Words) -> None:
    own = stem(token)
    if _LAW.fullmatch(token):
        found.things.append(_need((own,)))
        return
    if token in load_words("stopwords") or token in load_words("weak_words"):
        return
    if token in load_words("people"):
        found.generic.append(_people())
        return
    if token in load_words("light_verbs"):
        found.generic.append(_need((own,)))
        return
    if token in load_words("generic_tails"):
        found.generic.append(_need((own,)))
        return
    parts = compound_parts(token)
    if len(parts) >= 2:
        case = parts[1] in load_words("case_words") or bool(
            found.activities and _owned().get((stem(parts[0]),)) and _is_activity(parts[1])
        )
        for part in parts[: 1 if case else 2]:
            _part_need(part, found)
        return
    found.things.append(_need((own,)))


def _part_need(part: str, found: _Words) -> None:
    concepts = _owned().get((stem(part),))
    if part in load_words("generic_tails") or part in load_words("weak_words"):
        found.generic.append(_need((stem(part),)))
    elif concepts:
        _concept_need(concepts, (stem(part),), found)
    else:
        _word_needs(part, found)


def _concept_need(concepts: tuple[str, ...], stems: tuple[str, ...], found: _Words) -> None:
    keys = (*concepts, *(stems if len(stems) == 1 and stems[0] not in _spelled() else ()))
    if all(concept.startswith("qualifiers:") for concept in concepts):
        found.qualifiers.append(_need(keys))
    elif all(concept.startswith("activities:") for concept in concepts):
        found.activities.append(_need((*keys, *_interchangeable(concepts))))
    else:
        found.things.append(_need(keys))


@cache
def _handling() -> tuple[str, ...]:
    return tuple(concept_key("activities", name) for name in sorted(load_words("handling")))


def _interchangeable(concepts: tuple[str, ...]) -> tuple[str, ...]:
    """What shows a verb that only says that the thing was work: another such verb, or a line without any verb."""
    return (*_handling(), NO_ACTIVITY) if set(concepts) & set(_handling()) else ()


def _read(text: str, *, apart: bool = False) -> _Words:
    """The needs of a stretch of words, longest known terms first; `apart`: activities taken out of known terms."""
    tokens = [token.norm for token in tokenise(text)]
    stems = [stem(token) for token in tokens]
    found = _Words([], [], [], [])
    i = 0
    while i < len(tokens):
        for length in range(min(6, len(tokens) - i), 0, -1):
            key = tuple(stems[i : i + length])
            concepts = _owned().get(key)
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


def _is_filler(token: str) -> bool:
    return any(token in load_words(name) for name in ("stopwords", "weak_words", "light_verbs"))


def _whole_concept(text: str) -> bool:
    return term_stems(text) in _owned()


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


def _ways(text: str, *, apart: bool) -> list[_Words]:
    text = _elliptic(text)
    if _whole_concept(text):
        return [_read(text, apart=apart)]
    ways = []
    for part in _ALTERNATIVE.split(text):
        if not part or not part.strip():
            continue
        merged = _Words([], [], [], [])
        for piece in [part] if _whole_concept(part) else _BOTH.split(part):
            _merge(merged, _read(piece, apart=apart))
        ways.append(merged)
    return _complete(ways)


def _complete(ways: list[_Words]) -> list[_Words]:
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


@lru_cache(maxsize=20_000)
def compile_term(text: str, *, tool: bool = False) -> AskedTerm:
    """What shows a printed term. `tool`: the posting names it as software or technology."""
    text, least = split_size(_BRACKETS.sub(" ", text).strip() or text)
    if least is not None:
        return compile_term(text, tool=tool)._replace(least=least)
    kind = classify_term(text)
    known = bool(known_tool(text))
    if kind is TermClass.TOOL or known:
        if _whole_concept(text) and not known:
            return AskedTerm(text, (), _conjunctions(text))
        return AskedTerm(text, tool_ways(text), ())
    if tool and not _whole_concept(text):
        pieces = [piece for piece in re.split(r"\s+(?:of|en/of)\s+|\s*/\s*", text) if piece.strip()]
        if len(pieces) > 1 and all(tool_names().get(squash(bare_tool(piece))) for piece in pieces):
            return AskedTerm(text, tuple(pair for piece in pieces for pair in tool_ways(piece)), ())
        return AskedTerm(text, tool_ways(text), _conjunctions(text) if _tells(text) else ())
    return AskedTerm(text, (), _conjunctions(text), dealing=deals(text))


def _tells(text: str) -> bool:
    """Does an unlisted name consist of, or end in, words that mean something ("iWmo en iJw berichtenverkeer")?"""
    last = next(iter(text.rsplit(maxsplit=1)[-1:]), "")
    return text.islower() or (last.islower() and (stem(fold(last)),) in _owned())


def _together(words: _Words) -> tuple[str, ...]:
    if words.activities and words.things:
        return (*words.activities, words.things[0])
    return tuple(words.things) if _people() in words.things else ()


_GUIDING = re.compile(r"\bbegeleid\w*", re.IGNORECASE)


def _guides_people(text: str) -> bool:
    return any(
        stem(token.norm).endswith(stem(person)) for token in tokenise(text) for person in load_words("guided_people")
    )


def _conjunctions(text: str) -> tuple[Conjunction, ...]:
    """The ways to show a term. Guiding a thing through ("begeleiden van aanbestedingen") is handling it."""
    ways = _conjoined(text)
    if _GUIDING.search(text) and not _guides_people(text):
        ways += _conjoined(_GUIDING.sub("behandelen", text))
    return tuple(dict.fromkeys(ways))


def _conjoined(text: str) -> tuple[Conjunction, ...]:
    ways = []
    for words in [*_ways(text, apart=False), *_ways(text, apart=True)]:
        if _people() in words.generic and len(words.things) <= 1:
            words.things.append(_people())
        near = [*words.things, *words.activities]
        anywhere = list(words.qualifiers)
        if not near:
            near, anywhere = (anywhere, []) if anywhere else (words.generic, [])
        if near and all(near):
            ways.append(
                Conjunction(
                    tuple(dict.fromkeys(near)),
                    tuple(anywhere),
                    _together(words),
                )
            )
    return tuple(dict.fromkeys(ways))


def _taken_apart(tokens: list[str]) -> _Words | None:
    """A known term that names an activity ("klachtenafhandeling", "opstellen van beleid") as activity and thing."""
    if " ".join(tokens) in load_words("indivisible"):
        return None
    found = _Words([], [], [], [])
    words = [part for t in tokens if not _is_filler(t) for part in (compound_parts(t)[:2] or (t,))]
    for word in words:
        _part_need(word, found)
    if not found.activities or not (found.things or found.generic):
        return None
    return found if found.things else _Words(found.generic, found.activities, found.qualifiers, [])


def _merge(into: _Words, more: _Words) -> None:
    for mine, theirs in zip(into, more, strict=True):
        mine.extend(theirs)


def tool_unit(asked: AskedTerm, squashed_all: str, units: tuple[Unit, ...]) -> Unit | None:
    """The first unit that names the tool; `squashed_all` is all units' squashed text for a quick look."""
    for squashed, exact in asked.tools:
        if squashed in squashed_all:
            for unit in units:
                if unit_has_tool(unit.masked, squashed, exact):
                    return unit
    return None


def all_shown(needs: tuple[str, ...], shown: str) -> bool:
    """Is every need met by some code that is shown?"""
    return all(shows_any(shown, need) for need in needs)


def split_alternatives(text: str, whole: Callable[[str], bool]) -> list[str]:
    """A printed name as its alternatives ("BAG/WOZ", "rechten of bestuurskunde"); a name that is `whole` stays so."""
    if whole(text):
        return [text]
    return [part.strip() for part in _ALTERNATIVE.split(text) if part and part.strip()]
