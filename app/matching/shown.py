"""What a run of words shows, straight in codes: `keys_of` and `separated_verbs`, made fast for millions of texts."""

from functools import cache, lru_cache
from typing import NamedTuple

from app.concepts.normalise import Token
from app.concepts.words import ancestors, has_particles, index, phrase_end, separated_verbs, word
from app.matching.keys import code, encode

NO_ACTIVITY = "activities:none"
"""Shown by a piece of text that names no activity: "Diverse collegevoorstellen"."""


class _Phrase(NamedTuple):
    rest: tuple[str, ...]
    last: str
    codes: str


class _Coded(NamedTuple):
    """A word: its stem, the codes of all that it shows by itself, and what begins with it."""

    stem: str
    codes: str
    phrases: tuple[_Phrase, ...]
    exact: tuple[tuple[str, str], ...]


@lru_cache(maxsize=200_000)
def _coded(norm: str) -> _Coded:
    found = word(norm)
    if not found.keys:
        return _Coded(found.stem, "", (), ())
    return _Coded(found.stem, encode(found.keys), *_beginning_with(found.stem))


@cache
def _beginning_with(first: str) -> tuple[tuple[_Phrase, ...], tuple[tuple[str, str], ...]]:
    lexicon = index()
    phrases = tuple(_Phrase(one.rest, one.rest[-1], encode(one.keys)) for one in lexicon.phrases.get(first, ()))
    return phrases, tuple((surface, encode(keys)) for surface, keys in lexicon.exact.get(first, ()))


def codes_of(text: str, tokens: list[Token]) -> str:
    """The codes of `keys_of(text, tokens)`, in the same order."""
    words = [_coded(token.norm) for token in tokens]
    stems = [one.stem for one in words]
    there = set(stems)
    codes = []
    for i, one in enumerate(words):
        codes.append(one.codes)
        for phrase in one.phrases:
            if phrase.last in there and phrase_end(phrase.rest, stems, i + 1) > 0:
                codes.append(phrase.codes)
        for surface, shown in one.exact:
            if text[tokens[i].start : tokens[i].end] == surface:
                codes.append(shown)
    return "".join(dict.fromkeys("".join(codes)))


def verb_codes(norms: list[str], last: frozenset[int]) -> str:
    """The codes of `separated_verbs`."""
    return encode(separated_verbs(norms, last)) if has_particles(norms) else ""


def with_activity(codes: str) -> str:
    """The codes, with that of `NO_ACTIVITY` where no activity is among them."""
    return codes + code(NO_ACTIVITY) if _activities().isdisjoint(codes) else codes


@cache
def _activities() -> frozenset[str]:
    return frozenset(code(key) for keys in ancestors("activities").values() for key in keys)
