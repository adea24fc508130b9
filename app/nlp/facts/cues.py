"""Facts in prose: a cue phrase of `cues.csv`, and the value that follows it in the same sentence."""

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from functools import cache

from app.nlp.lexicons import fold, rows, word_set, words

_PREPOSITIONS = frozenset(words("cue_end"))
BACK = 400
"""Characters looked back for the start of a sentence."""
MAX_SENTENCE = 1_000
"""Characters looked ahead for the end of a sentence."""
SOON = 60
"""Characters behind a near cue in which the number of a date, or a word for "now", must stand."""
_DATED = frozenset({"submission", "questions", "start", "end"})
_SOON_DATED = re.compile(r"\d|direct|z\.?\s?s\.?\s?m|snel|spoedig|asap|soon|immediate")
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
def _cues() -> dict[str, tuple[tuple[str, _Pattern], ...]]:
    """The cues, with what they open with, by the longest of their words: the one that fewest texts hold."""
    grouped: dict[str, list[tuple[str, _Pattern]]] = {}
    for order, row in enumerate(rows("cues")):
        parts = [fold(part) for part in row["cue"].split("…")]
        pattern = re.compile(_GAP.join(rf"\b{re.escape(part)}\b" for part in parts))
        marks = row["guard"].split("|") if row["guard"] else []
        guards = tuple(mark for mark in marks if not mark.startswith("!"))
        bans = tuple(mark[1:] for mark in marks if mark.startswith("!"))
        words = word_set(" ".join(parts))
        near = parts[-1].rpartition(" ")[2] in _PREPOSITIONS
        one = _Pattern(order, row["fact"], pattern, guards, bans, words, near)
        grouped.setdefault(max(words, key=len), []).append((parts[0], one))
    return {word: tuple(patterns) for word, patterns in grouped.items()}


def _found(low: str, words: frozenset[str]) -> list[tuple[int, int, _Pattern, int]]:
    """All cues of a folded flow: order in the lexicon, start, pattern, end."""
    opened: dict[str, list[_Pattern]] = {}
    for word in _cues().keys() & words:
        for literal, one in _cues()[word]:
            if one.words <= words:
                opened.setdefault(literal, []).append(one)
    found: list[tuple[int, int, _Pattern, int]] = []
    for literal, patterns in opened.items():
        at = low.find(literal)
        while at >= 0:
            found += [(p.order, at, p, m.end()) for p in patterns if (m := p.pattern.match(low, at))]
            at = low.find(literal, at + 1)
    return sorted(found, key=lambda one: one[:2])


def find_cues(text: str, low: str, words: frozenset[str]) -> list[Cue]:
    """The cues in a flow, facts in lexicon order, each sentence once for a fact.

    `low` is the folded flow, `words` its words.
    """
    seen: set[tuple[str, int]] = set()
    cues: list[Cue] = []
    sentences = Sentences(text)
    for _, start, cue, end in _found(low, words):
        if cue.near and cue.fact in _DATED and not _SOON_DATED.search(low, end, end + SOON):
            continue
        stop = sentences.end(end)
        if (cue.fact, stop) in seen:
            continue
        sentence = low[sentences.start(start) : stop] if cue.guards or cue.bans else ""
        guarded = not cue.guards or any(guard in sentence for guard in cue.guards)
        if guarded and not any(ban in sentence for ban in cue.bans):
            if not cue.near:
                seen.add((cue.fact, stop))
            cues.append(Cue(cue.fact, start, end, stop, cue.near))
    return cues


class Sentences:
    """Where the sentences of a flow start and end, found once."""

    def __init__(self, text: str) -> None:
        self._length = len(text)
        self._stops = [found.span() for found in _SENTENCE_END.finditer(text)]
        self._lines = [text[start] == "\n" for start, _ in self._stops]

    def start(self, position: int) -> int:
        """Where the sentence before `position` starts; at most `BACK` characters back."""
        index = bisect_right(self._stops, position, key=lambda span: span[1]) - 1
        return max(position - BACK, 0, self._stops[index][1] if index >= 0 else 0)

    def end(self, position: int) -> int:
        """Where the sentence around `position` ends (after its full stop), at most `MAX_SENTENCE` characters on."""
        last = min(self._length, position + MAX_SENTENCE)
        index = bisect_left(self._stops, position, key=lambda span: span[0])
        if index == len(self._stops) or self._stops[index][1] > last:
            return last
        return self._stops[index][0] + (0 if self._lines[index] else 1)


def sentence_start(text: str, end: int) -> int:
    """Where the sentence before `end` starts; at most `BACK` characters back."""
    start = max(0, end - BACK)
    for found in _SENTENCE_END.finditer(text, start, end):
        start = found.end()
    return start


def sentence_end(text: str, start: int) -> int:
    """Where the sentence around `start` ends (after its full stop)."""
    found = _SENTENCE_END.search(text, start, start + MAX_SENTENCE)
    return found.start() + (0 if found[0].startswith("\n") else 1) if found else min(len(text), start + MAX_SENTENCE)
