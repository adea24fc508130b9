"""Facts in prose: a cue phrase of `cues.csv`, and the value that follows it in the same sentence."""

import re
from dataclasses import dataclass
from functools import cache

from app.nlp.lexicons import fold, rows, word_set, words

_PREPOSITIONS = frozenset(words("cue_end"))
MAX_SENTENCE = 1_000
"""Characters looked ahead for the end of a sentence."""
_GAP = r"[^\n]{0,120}?"
_SENTENCE_END = re.compile(r"[.!?]\s+(?=[A-ZÀ-Ý\"“‘•-])|\n")


@dataclass(frozen=True, slots=True)
class Cue:
    """A cue found in the flow: `end` is where its value may begin, `stop` the end of its sentence.

    `near`: the value must follow at once, since the cue ends with a word that opens many other phrases ("tot").
    """

    fact: str
    start: int
    end: int
    stop: int
    near: bool


@dataclass(frozen=True, slots=True)
class _Pattern:
    order: int
    fact: str
    pattern: re.Pattern[str]
    guards: tuple[str, ...]
    bans: tuple[str, ...]
    words: frozenset[str]
    near: bool


@cache
def _cues() -> tuple[tuple[str, tuple[_Pattern, ...]], ...]:
    """The cues by the words they open with."""
    grouped: dict[str, list[_Pattern]] = {}
    for order, row in enumerate(rows("cues")):
        parts = [fold(part) for part in row["cue"].split("…")]
        pattern = re.compile(_GAP.join(rf"\b{re.escape(part)}\b" for part in parts))
        marks = row["guard"].split("|") if row["guard"] else []
        guards = tuple(mark for mark in marks if not mark.startswith("!"))
        bans = tuple(mark[1:] for mark in marks if mark.startswith("!"))
        words = word_set(" ".join(parts))
        near = parts[-1].rpartition(" ")[2] in _PREPOSITIONS
        grouped.setdefault(parts[0], []).append(_Pattern(order, row["fact"], pattern, guards, bans, words, near))
    return tuple((literal, tuple(patterns)) for literal, patterns in grouped.items())


def find_cues(text: str, low: str, words: frozenset[str]) -> list[Cue]:
    """The cues in a flow, facts in lexicon order, each sentence once for a fact.

    `low` is the folded flow, `words` its words.
    """
    found: list[tuple[int, int, _Pattern, int]] = []
    for literal, known in _cues():
        patterns = [one for one in known if one.words <= words]
        if not patterns:
            continue
        at = low.find(literal)
        while at >= 0:
            found += [(p.order, at, p, m.end()) for p in patterns if (m := p.pattern.match(low, at))]
            at = low.find(literal, at + 1)
    seen: set[tuple[str, int]] = set()
    cues: list[Cue] = []
    for _, start, cue, end in sorted(found, key=lambda one: one[:2]):
        stop = sentence_end(text, end)
        if (cue.fact, stop) in seen:
            continue
        sentence = low[sentence_start(text, start) : stop] if cue.guards or cue.bans else ""
        guarded = not cue.guards or any(guard in sentence for guard in cue.guards)
        if guarded and not any(ban in sentence for ban in cue.bans):
            if not cue.near:
                seen.add((cue.fact, stop))
            cues.append(Cue(cue.fact, start, end, stop, cue.near))
    return cues


def sentence_start(text: str, end: int) -> int:
    """Where the sentence before `end` starts; at most 400 characters back."""
    start = max(0, end - 400)
    for found in _SENTENCE_END.finditer(text, start, end):
        start = found.end()
    return start


def sentence_end(text: str, start: int) -> int:
    """Where the sentence around `start` ends (after its full stop)."""
    found = _SENTENCE_END.search(text, start, start + MAX_SENTENCE)
    return found.start() + (0 if found[0].startswith("\n") else 1) if found else min(len(text), start + MAX_SENTENCE)
