"""Fields of study and certificates by name: the concept of a lexicon, or all the words of an unlisted name."""

import re
from functools import cache, lru_cache
from typing import NamedTuple

from app.concepts.lexicon import load_terms, load_words, owners
from app.concepts.morphology import compound_parts, stem
from app.concepts.normalise import Token, tokenise
from app.concepts.words import Index, concept_key, index, phrase_end, term_stems
from app.matching.profile import PreparedStudy
from app.matching.terms import AskedTerm, all_shown, compile_term, split_alternatives

_BRACKETED = re.compile(r"\s*\(([^()]*)\)")
"""A certificate's other name: "Scrum Master (PSM I)"."""
_SYNONYMS = 8
"""A concept with more terms than this gathers neighbouring fields: only its first name asks for all of them."""


class AskedField(NamedTuple):
    """A printed field or certificate: any of the concepts of `lexicon`, or the words themselves."""

    text: str
    lexicon: str
    ways: tuple[tuple[frozenset[str], tuple[str, ...], AskedTerm | None], ...]


@cache
def _owned(lexicon: str) -> dict[tuple[str, ...], tuple[str, ...]]:
    return owners(
        (term_stems(term.removeprefix("=")), concept_key(lexicon, entry.concept), n == 0)
        for entry in load_terms(lexicon)
        for n, term in enumerate(entry.terms if len(entry.terms) <= _SYNONYMS else entry.terms[:1])
    )


@lru_cache(maxsize=20_000)
def named_in(text: str, lexicon: str) -> frozenset[str]:
    """The concepts of a lexicon that a text names, with all that they are a kind of."""
    found = index((lexicon,))
    tokens = tokenise(text)
    keys = _named(text, tokens, found, split=lexicon == "fields")
    bare = [token for token in tokens if token.norm not in load_words("field_fillers")]
    if lexicon == "certificates" and 1 < len(bare) < len(tokens):
        keys |= _named(text, bare, found, split=False)
    return frozenset(keys)


def _named(text: str, tokens: list[Token], found: Index, *, split: bool) -> set[str]:
    """The concepts that a run of words names; `split`: by a part of a compound too."""
    stems = [stem(token.norm) for token in tokens]
    keys: set[str] = set()
    for i, own in enumerate(stems):
        keys.update(found.single.get(own, ()))
        for part in compound_parts(tokens[i].norm)[:2] if split else ():
            keys.update(found.single.get(stem(part), ()))
        for phrase in found.phrases.get(own, ()):
            if phrase_end(phrase.rest, stems, i + 1) > 0:
                keys.update(phrase.keys)
        for surface, concepts in found.exact.get(own, ()):
            if text[tokens[i].start : tokens[i].end] == surface:
                keys.update(concepts)
    return keys


@lru_cache(maxsize=5_000)
def compile_field(text: str, lexicon: str) -> AskedField:
    """What shows a printed field of study or certificate."""
    fillers = load_words("field_fillers")
    printed = text
    ways: list[tuple[frozenset[str], tuple[str, ...], AskedTerm | None]] = []
    if lexicon == "certificates":
        text = _BRACKETED.sub(r" / \1", text)
    for part in split_alternatives(text, lambda piece: term_stems(piece) in _owned(lexicon)):
        tokens = [token.norm for token in tokenise(part) if token.norm not in fillers]
        stems = tuple(stem(token) for token in tokens)
        concepts = _owned(lexicon).get(stems) or _owned(lexicon).get(term_stems(part))
        if concepts:
            ways.append((frozenset(concepts), (), None))
        else:
            ways.append(
                (frozenset(), stems, compile_term(" ".join(tokens)) if tokens and lexicon == "fields" else None)
            )
    return AskedField(printed, lexicon, tuple(ways))


def field_shown(asked: AskedField, study: PreparedStudy) -> bool:
    """Does a study or certificate bear the asked name or field?"""
    text = " ; ".join(unit.masked for unit in study.units)
    for concepts, stems, term in asked.ways:
        if concepts and concepts & named_in(text, asked.lexicon):
            return True
        if stems and set(stems) <= {stem(token.norm) for token in tokenise(text)}:
            return True
        if term and any(all_shown(way.near, study.shown) for way in term.ways):
            return True
    return False
