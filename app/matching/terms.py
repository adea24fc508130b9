"""What shows an asked term: printed words to the stems and concepts that a job must show, near each other or anywhere.

A term may hold alternatives ("zorg of welzijn", "BAG/WOZ") or ask for several things ("notuleren en rapporteren"). Of a
known concept its concept is asked; of other words each noun, and the activity unless it is a light one.
"""

import re
from collections.abc import Callable
from functools import lru_cache
from typing import NamedTuple

from app.concepts.classify import TermClass, bare_tool, classify_term, known_tool
from app.concepts.lexicon import load_words
from app.concepts.morphology import stem
from app.concepts.normalise import fold, squash, tokenise
from app.matching.asked_words import ALTERNATIVE, Words, owned_terms, people_need, whole_concept, word_ways
from app.matching.keys import shows_any
from app.matching.sizes import split_size
from app.matching.text import Unit, deals
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


_BRACKETS = re.compile(r"\s*\([^()]*\)\s*")
"""What stands between brackets explains or gives examples; those come apart, as examples."""


@lru_cache(maxsize=20_000)
def compile_term(text: str, *, tool: bool = False) -> AskedTerm:
    """What shows a printed term. `tool`: the posting names it as software or technology."""
    text, least = split_size(_BRACKETS.sub(" ", text).strip() or text)
    if least is not None:
        return compile_term(text, tool=tool)._replace(least=least)
    kind = classify_term(text)
    known = bool(known_tool(text))
    if kind is TermClass.TOOL or known:
        if whole_concept(text) and not known:
            return AskedTerm(text, (), _conjunctions(text))
        return AskedTerm(text, tool_ways(text), ())
    if tool and not whole_concept(text):
        pieces = [piece for piece in re.split(r"\s+(?:of|en/of)\s+|\s*/\s*", text) if piece.strip()]
        if len(pieces) > 1 and all(tool_names().get(squash(bare_tool(piece))) for piece in pieces):
            return AskedTerm(text, tuple(pair for piece in pieces for pair in tool_ways(piece)), ())
        return AskedTerm(text, tool_ways(text), _conjunctions(text) if _tells(text) else ())
    return AskedTerm(text, (), _conjunctions(text), dealing=deals(text))


def _tells(text: str) -> bool:
    """Does an unlisted name consist of, or end in, words that mean something ("iWmo en iJw berichtenverkeer")?"""
    last = next(iter(text.rsplit(maxsplit=1)[-1:]), "")
    return text.islower() or (last.islower() and (stem(fold(last)),) in owned_terms())


def _together(words: Words) -> tuple[str, ...]:
    if words.activities and words.things:
        return (*words.activities, words.things[0])
    return tuple(words.things) if people_need() in words.things else ()


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
    for words in [*word_ways(text, apart=False), *word_ways(text, apart=True)]:
        if people_need() in words.generic and len(words.things) <= 1:
            words.things.append(people_need())
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


def tool_unit(asked: AskedTerm, squashed_all: str, units: tuple[Unit, ...]) -> Unit | None:
    """The first unit that names the tool; `squashed_all` is all units' squashed text for a quick look."""
    for squashed, exact in asked.tools:
        if squashed in squashed_all:
            for unit in units:
                if unit_has_tool(unit.masked, squashed, exact):
                    return unit
    return None


def unit_shows(asked: AskedTerm, unit: Unit, squashed_all: str) -> bool:
    """Does this one unit show the term, by its words or by the tool's name?"""
    shown = any(all_shown(way.near, unit.shown) for way in asked.ways)
    return shown or tool_unit(asked, squashed_all, (unit,)) is not None


def all_shown(needs: tuple[str, ...], shown: str) -> bool:
    """Is every need met by some code that is shown?"""
    return all(shows_any(shown, need) for need in needs)


def split_alternatives(text: str, whole: Callable[[str], bool]) -> list[str]:
    """A printed name as its alternatives ("BAG/WOZ", "rechten of bestuurskunde"); a name that is `whole` stays so."""
    if whole(text):
        return [text]
    return [part.strip() for part in ALTERNATIVE.split(text) if part and part.strip()]
