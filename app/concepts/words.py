"""What one word, or a run of words, means: its stem, the parts of a compound, and the concepts of the lexicons."""

from functools import cache, lru_cache
from typing import NamedTuple

from app.concepts.lexicon import load_terms, load_words
from app.concepts.morphology import collapse, compound_parts, stem
from app.concepts.normalise import Token, tokenise

MEANINGS = ("subjects", "activities", "tools", "qualifiers")
GAP = "*"
_GAP_TOKENS = 4
_BETWEEN = frozenset(("van", "de", "het", "een", "der", "voor", "v2", "v3", "v4", "2", "3", "4"))
"""Words that may stand inside a phrase: "inkoop van jeugdhulp", "ITIL v4 Foundation"."""


_MANAGER = "manager"


class Phrase(NamedTuple):
    """A term of more than one word: the stems after the first, where `*` skips up to four words, and its keys."""

    rest: tuple[str, ...]
    keys: tuple[str, ...]
    exact: str | None


class Index(NamedTuple):
    """Lexicons by stem: terms of one word, those that must be spelled as listed, and phrases by their first stem."""

    single: dict[str, tuple[str, ...]]
    exact: dict[str, tuple[tuple[str, tuple[str, ...]], ...]]
    phrases: dict[str, tuple[Phrase, ...]]


def concept_key(name: str, concept: str) -> str:
    """The key of a concept: its lexicon and its name ("subjects:wmo"); subjects and tools share one name space."""
    return f"{'subjects' if name == 'tools' else name}:{concept}"


@cache
def ancestors(name: str) -> dict[str, tuple[str, ...]]:
    """Every concept of a lexicon with itself and all that it is a kind of, as keys."""
    broader = {entry.concept: entry.broader for entry in load_terms(name)}
    if name in ("tools", "subjects"):
        broader = {e.concept: e.broader for lexicon in ("tools", "subjects") for e in load_terms(lexicon)}

    def close(concept: str, seen: dict[str, None]) -> dict[str, None]:
        if concept not in seen:
            seen[concept] = None
            for parent in broader.get(concept, ()):
                close(parent, seen)
        return seen

    return {concept: tuple(concept_key(name, c) for c in close(concept, {})) for concept in broader}


def term_stems(term: str) -> tuple[str, ...]:
    """A term as the stems of its words, `*` kept."""
    parts = [part.strip() for part in term.split(GAP)]
    stems: list[str] = []
    for i, part in enumerate(parts):
        if i:
            stems.append(GAP)
        stems.extend(stem(token.norm) for token in tokenise(part))
    return tuple(stems)


@cache
def index(names: tuple[str, ...] = MEANINGS) -> Index:
    """The lexicons `names` by the first stem of each term."""
    single: dict[str, dict[str, None]] = {}
    exact: dict[str, list[tuple[str, tuple[str, ...]]]] = {}
    phrases: dict[str, list[Phrase]] = {}
    for name in names:
        closure = ancestors(name)
        for entry in load_terms(name):
            keys = closure[entry.concept]
            for term in (*entry.terms, *entry.shown_by):
                plain = term.removeprefix("=")
                stems = term_stems(plain)
                if not stems:
                    continue
                if len(stems) == 1:
                    if plain != term:
                        exact.setdefault(stems[0], []).append((plain, keys))
                    else:
                        single.setdefault(stems[0], {}).update(dict.fromkeys(keys))
                else:
                    phrases.setdefault(stems[0], []).append(Phrase(stems[1:], keys, plain if plain != term else None))
    return Index(
        {k: tuple(v) for k, v in single.items()},
        {k: tuple(v) for k, v in exact.items()},
        {k: tuple(sorted(v, key=lambda p: (-len(p.rest), p.rest))) for k, v in phrases.items()},
    )


class Word(NamedTuple):
    """A word's stem and all that it shows: stems of itself and its parts, and the concepts of each."""

    stem: str
    keys: tuple[str, ...]


@lru_cache(maxsize=200_000)
def word(norm: str) -> Word:
    """The meaning of one folded word on its own."""
    own = stem(norm)
    if norm in load_words("stopwords"):
        return Word(own, ())
    lexicon = index().single
    keys: dict[str, None] = {own: None}
    keys.update(dict.fromkeys(lexicon.get(own, ())))
    if norm.endswith(_MANAGER) and len(norm) > len(_MANAGER) + 3:
        managing = stem(f"{norm.removesuffix(_MANAGER)}management")
        keys.update(dict.fromkeys((managing, stem("management"))))
        keys.update(dict.fromkeys(lexicon.get(managing, ())))
    for part in compound_parts(norm):
        part_stem = stem(part)
        keys[part_stem] = None
        keys.update(dict.fromkeys(lexicon.get(part_stem, ())))
    return Word(own, tuple(keys))


def phrase_end(rest: tuple[str, ...], stems: list[str], at: int) -> int:
    """Where a phrase's remaining stems end in `stems` when they start at `at`; -1 when they are not there."""
    gap = False
    for wanted in rest:
        if wanted == GAP:
            gap = True
            continue
        while not gap and at + 1 < len(stems) and stems[at] in _BETWEEN and stems[at] != wanted:
            at += 1
        limit = min(len(stems), at + 1 + (_GAP_TOKENS if gap else 0))
        while at < limit and stems[at] != wanted:
            at += 1
        if at >= limit:
            return -1
        at += 1
        gap = False
    return at


def keys_of(text: str, tokens: list[Token]) -> dict[str, None]:
    """All that a run of words shows, in order of first appearance."""
    lexicon = index()
    words = [word(token.norm) for token in tokens]
    stems = [w.stem for w in words]
    keys: dict[str, None] = {}
    for i, found in enumerate(words):
        if not found.keys:
            continue
        keys.update(dict.fromkeys(found.keys))
        for phrase in lexicon.phrases.get(found.stem, ()):
            if phrase_end(phrase.rest, stems, i + 1) > 0:
                keys.update(dict.fromkeys(phrase.keys))
        for surface, concepts in lexicon.exact.get(found.stem, ()):
            if text[tokens[i].start : tokens[i].end] == surface:
                keys.update(dict.fromkeys(concepts))
    return keys


_PARTICLES = (
    "samen",
    "terug",
    "vast",
    "door",
    "over",
    "voor",
    "uit",
    "aan",
    "bij",
    "toe",
    "mee",
    "na",
    "af",
    "om",
    "op",
    "in",
)


_PARTICLE_SET = frozenset(_PARTICLES)


@cache
def _separable() -> dict[str, dict[str, tuple[str, ...]]]:
    """Per base verb the particles that make another known verb of it: "voer" with "in" is "invoer"."""
    table: dict[str, dict[str, tuple[str, ...]]] = {}
    for own, concepts in index().single.items():
        for particle in _PARTICLES:
            base = own.removeprefix(collapse(particle))
            if base != own and len(base) >= 3 and any(key.startswith("activities:") for key in concepts):
                table.setdefault(base, {})[particle] = (own, *concepts)
    return table


def has_particles(words: list[str]) -> bool:
    """Could a verb in these words have its particle apart: a quick look before `separated_verbs`."""
    return not _PARTICLE_SET.isdisjoint(words)


def separated_verbs(words: list[str], last: frozenset[int]) -> dict[str, None]:
    """Keys of verbs whose particle stands apart ("voert de SOR in"); `last`: positions that end a clause.

    A particle that is followed by what a preposition rules ("gesprekken in de wijk") is none.
    """
    keys: dict[str, None] = {}
    pending: dict[str, dict[str, tuple[str, ...]]] = {}
    closing = load_words("after_particle")
    for i, norm in enumerate(words):
        if norm in _PARTICLE_SET:
            if i in last or i + 1 == len(words) or words[i + 1] in closing:
                for found in pending.values():
                    keys.update(dict.fromkeys(found.get(norm, ())))
        else:
            base = stem(norm)
            if base in _separable():
                pending[base] = _separable()[base]
        if i in last:
            pending.clear()
    return keys
