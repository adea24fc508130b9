"""A profile's text in units that are read and quoted as one, without what they deny or only wish for."""

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from typing import NamedTuple

from app.concepts.lexicon import load_table, load_words
from app.concepts.morphology import stem
from app.concepts.normalise import Token, tokenise
from app.concepts.words import has_particles
from app.matching.shown import codes_of, verb_codes, with_activity

MASK = "¦"
_ENDLESS = 900
_SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[A-ZÀ-Ý0-9\"'(])|(?<=;)\s+|\n+")
_PARTICIPLE = re.compile(r"(?:ge|be|ver|ont|her)[a-z]{2,20}(?:d|t|en)")
"""What ends a clause after "niet": "met de BAG niet gewerkt"; "niet alleen" and "niet-complexe" are none."""
_BREAK = re.compile(r"[;:!?()\n]|[.,](?=\s|$)")


class Unit(NamedTuple):
    """A quotable piece of a profile: where it is, its text, what it shows, and the same for what it denies.

    `own`: what it shows without those it only deals with ("overlegt met de afdeling sociaal domein"); `denial`: the
    words that it denies.
    """

    pointer: str
    text: str
    shown: str
    denied: str
    masked: str
    own: str
    denial: str = ""


def _sentence_ends(text: str) -> Iterator[int]:
    for found in _SENTENCE.finditer(text):
        before = text[max(0, found.start() - 8) : found.start()].lower().rstrip(".").split()
        if not (text[found.start() - 1] == "." and before and before[-1] in load_words("abbreviations")):
            yield found.end()
    yield len(text)


def pieces(text: str) -> Iterator[str]:
    """A text in its lines and sentences; a sentence that goes on and on is cut at a space."""
    start = 0
    for end in _sentence_ends(text):
        while end - start > _ENDLESS:
            cut = text.rfind(" ", start + _ENDLESS // 4, start + _ENDLESS)
            cut = cut + 1 if cut > 0 else start + _ENDLESS
            yield from _bare(text[start:cut])
            start = cut
        yield from _bare(text[start:end])
        start = end


def _bare(text: str) -> Iterator[str]:
    if stripped := text.strip():
        yield stripped


_Cues = tuple[tuple[tuple[str, ...], str], ...]


@cache
def _cues() -> dict[str, tuple[frozenset[str], _Cues]]:
    """By first word: the second words that a cue has ("" where it has none), and the cues, longest first."""
    table: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    rows = [(row["cue"], row["scope"]) for row in load_table("denials")]
    rows += [(row["cue"], "wish") for row in load_table("wishes")]
    for cue, scope in rows:
        words = tuple(token.norm for token in tokenise(cue))
        table.setdefault(words[0], []).append((words, scope))
    return {
        first: (frozenset("".join(words[1:2]) for words, _ in cues), tuple(sorted(cues, key=lambda c: -len(c[0]))))
        for first, cues in table.items()
    }


def _find_cue(words: list[str], at: int) -> tuple[int, str] | None:
    seconds, cues = _cues()[words[at]]
    if "" not in seconds and "".join(words[at + 1 : at + 2]) not in seconds:
        return None
    for cue, scope in cues:
        if tuple(words[at : at + len(cue)]) == cue:
            if words[at + len(cue) : at + len(cue) + 1] == ["alleen"] and cue[0] != "ik":
                continue
            return len(cue), scope
    return None


def _clauses(text: str, tokens: list[Token]) -> tuple[list[int], list[int], list[int]]:
    """Per token the number of its clause (commas count), of its sentence, and the positions that end a clause."""
    breaks = [(found.start(), found.group()) for found in _BREAK.finditer(text)]
    clause: list[int] = []
    sentence: list[int] = []
    last: list[int] = []
    c = s = b = 0
    for i, token in enumerate(tokens):
        moved = False
        while b < len(breaks) and breaks[b][0] < token.start:
            c += 1
            moved = True
            s += breaks[b][1] in ".;!?\n"
            b += 1
        if not moved and token.norm in ("maar", "echter", "doch") and i:
            c += 1
            moved = True
        if moved and i:
            last.append(i - 1)
        clause.append(c)
        sentence.append(s)
    return clause, sentence, last


def excluded(text: str, tokens: list[Token]) -> dict[int, str]:
    """Positions of the words that a denial or a wish covers, with its scope."""
    words = [token.norm for token in tokens]
    if _cues().keys().isdisjoint(words) and "niet" not in words:
        return {}
    hits = [(i, found) for i in range(len(words)) if words[i] in _cues() and (found := _find_cue(words, i))]
    undone = [
        i
        for i, norm in enumerate(words[:-1])
        if norm == "niet" and _PARTICIPLE.fullmatch(words[i + 1]) and words[i + 1] not in _outcomes()
    ]
    if not hits and not undone:
        return {}
    clause, sentence, last = _clauses(text, tokens)
    ends = {*last, len(words) - 1}
    hits += [(i, (2, "clause")) for i in undone if i + 1 in ends]
    resume = load_words("resume_after")
    out: dict[int, str] = {}
    for i, (_, scope) in hits:
        if scope == "wish":
            out.update({j: "wish" for j in range(len(words)) if sentence[j] == sentence[i]})
            continue
        j = i
        while scope == "clause" and j > 0 and clause[j - 1] == clause[i]:
            j -= 1
        while j < len(words) and sentence[j] == sentence[i]:
            if clause[j] != clause[i] and (scope != "list" or words[j] in resume):
                break
            if j > i and words[j] in ("maar", "wel", "echter", "doch"):
                break
            out.setdefault(j, "denied")
            j += 1
    return out


def _blank(text: str, tokens: list[Token], positions: set[int]) -> str:
    chars = list(text)
    for i in positions:
        for k in range(tokens[i].start, tokens[i].end):
            chars[k] = MASK
    return "".join(chars)


def _show(text: str, tokens: list[Token]) -> str:
    codes = codes_of(text, tokens)
    words = [token.norm for token in tokens]
    if has_particles(words):
        codes = "".join(dict.fromkeys(codes + verb_codes(words, frozenset(_clauses(text, tokens)[2]))))
    return with_activity(codes)


@cache
def _counterparts() -> tuple[dict[str, tuple[frozenset[str], str]], frozenset[str]]:
    """Stems of dealing words with the small words that lead to the counterpart, and the word they need; about-words."""
    rows = load_table("counterparts")
    dealing = {
        stem(row["word"]): (frozenset(row["links"].split("|")), row["needs"])
        for row in rows
        if row["kind"] == "dealing"
    }
    return dealing, frozenset(row["word"] for row in rows if row["kind"] == "about")


def deals(text: str) -> bool:
    """Does a printed term itself ask for dealing with others ("samenwerken met ketenpartners")?"""
    stems = {stem(token.norm) for token in tokenise(text)}
    return not stems.isdisjoint(_counterparts()[0]) or not stems.isdisjoint(_parties())


@cache
def _parties() -> frozenset[str]:
    return frozenset(stem(row["word"]) for row in load_table("counterparts") if row["kind"] == "party")


def _dealt_with(text: str, tokens: list[Token]) -> set[int]:
    """Positions of the words that name whom the work is done with or for, and not what it is."""
    dealing, about = _counterparts()
    stems = [stem(token.norm) for token in tokens]
    if dealing.keys().isdisjoint(stems):
        return set()
    clause, _, _ = _clauses(text, tokens)
    out: set[int] = set()
    links: frozenset[str] = frozenset()
    inside = False
    for i, token in enumerate(tokens):
        if i and clause[i] != clause[i - 1]:
            links, inside = frozenset(), False
        if stems[i] in dealing and not (inside and token.norm not in about):
            leads, needed = dealing[stems[i]]
            if not needed or any(t.norm == needed and clause[j] == clause[i] for j, t in enumerate(tokens)):
                links = leads
        if inside and token.norm in about:
            inside = False
        if inside:
            out.add(i)
        elif token.norm in links:
            inside = True
    return out


@cache
def _outcomes() -> frozenset[str]:
    """Last words of how a study ended: "niet behaald" is no denial of what was studied."""
    return frozenset(row["cue"].rsplit(" ", 1)[-1] for row in load_table("completion_cues"))


@cache
def _lookalikes() -> dict[str, tuple[tuple[tuple[str, ...], frozenset[int]], ...]]:
    """Per first stem the stems of each phrase, and the places in it whose words lose their sense."""
    table: dict[str, list[tuple[tuple[str, ...], frozenset[int]]]] = {}
    for row in load_table("lookalikes"):
        words = tuple(stem(token.norm) for token in tokenise(row["phrase"]))
        kept = {stem(token.norm) for token in tokenise(row["keeps"] or "")}
        lost = frozenset(k for k, word in enumerate(words) if word not in kept)
        table.setdefault(words[0], []).append((words, lost))
    return {first: tuple(phrases) for first, phrases in table.items()}


def _other_sense(tokens: list[Token]) -> set[int]:
    """Positions of words that mean something else together ("raad van toezicht" is no toezicht)."""
    table = _lookalikes()
    stems = [stem(token.norm) for token in tokens]
    out: set[int] = set()
    if table.keys().isdisjoint(stems):
        return out
    for i, own in enumerate(stems):
        for phrase, lost in table.get(own, ()):
            if tuple(stems[i : i + len(phrase)]) == phrase:
                out.update(i + k for k in lost)
    return out


SHORT = 60
"""Characters of a title, name or skill, which many share; longer texts are one person's, and are not kept."""


def read_unit(pointer: str, text: str) -> Unit:
    """One piece of text, read."""
    return _read_short(text)._replace(pointer=pointer) if len(text) <= SHORT else _read(pointer, text)


@lru_cache(maxsize=50_000)
def _read_short(text: str) -> Unit:
    return _read("", text)


def _read(pointer: str, text: str) -> Unit:
    tokens = tokenise(text)
    out = excluded(text, tokens)
    out.update(dict.fromkeys(_other_sense(tokens), "other"))
    kept = [token for i, token in enumerate(tokens) if i not in out] if out else tokens
    shown = _show(text, kept)
    others = _dealt_with(text, kept)
    own = _show(text, [token for i, token in enumerate(kept) if i not in others]) if others else shown
    if not out:
        return Unit(pointer, text, shown, "", text, own)
    denied = [token for i, token in enumerate(tokens) if out.get(i) == "denied"]
    words = " ".join(text[token.start : token.end] for token in denied)
    return Unit(pointer, text, shown, codes_of(text, denied), _blank(text, tokens, set(out)), own, words)


def read_field(pointer: str, text: str | None) -> list[Unit]:
    """A field of the profile as units that all carry its pointer."""
    return [read_unit(pointer, piece) for piece in pieces(text)] if text and text.strip() else []
