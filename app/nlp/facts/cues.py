"""Facts in prose: a cue phrase of `cues.csv`, and the value that follows it in the same sentence."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from app.nlp.lexicons import fold, rows

_GAP = r"[^\n]{0,120}?"
_SENTENCE_END = re.compile(r"[.!?]\s+(?=[A-ZÀ-Ý\"“‘•-])|\n")


@dataclass(frozen=True, slots=True)
class Cue:
    """A cue found in the flow: `end` is where its value may begin, `stop` the end of its sentence."""

    fact: str
    start: int
    end: int
    stop: int


@cache
def _cues() -> tuple[tuple[str, str, re.Pattern[str], tuple[str, ...]], ...]:
    compiled = []
    for row in rows("cues"):
        parts = [fold(part) for part in row["cue"].split("…")]
        pattern = _GAP.join(rf"\b{re.escape(part)}\b" for part in parts)
        compiled.append((row["fact"], parts[0].strip(), re.compile(pattern), tuple(row["guard"].split("|")) if row["guard"] else ()))
    return tuple(compiled)


def find_cues(text: str, low: str) -> Iterator[Cue]:
    """The cues in a flow, facts in lexicon order, each place of a fact once; `low` is the folded flow."""
    seen: set[tuple[str, int]] = set()
    for fact, literal, pattern, guards in _cues():
        if literal not in low:
            continue
        for found in _occurrences(low, literal, pattern):
            stop = sentence_end(text, found.end())
            sentence = low[sentence_start(text, found.start()) : stop]
            if (fact, stop) not in seen and (not guards or any(guard in sentence for guard in guards)):
                seen.add((fact, stop))
                yield Cue(fact, found.start(), found.end(), stop)


def _occurrences(low: str, literal: str, pattern: re.Pattern[str]) -> Iterator[re.Match[str]]:
    """Matches of a pattern that opens with `literal`; finding the literal first is far cheaper than searching."""
    at = low.find(literal)
    while at >= 0:
        found = pattern.match(low, at)
        if found:
            yield found
        at = low.find(literal, found.end() if found else at + 1)


def sentence_start(text: str, end: int) -> int:
    """Where the sentence before `end` starts; at most 400 characters back."""
    start = max(0, end - 400)
    for found in _SENTENCE_END.finditer(text, start, end):
        start = found.end()
    return start


def sentence_end(text: str, start: int) -> int:
    """Where the sentence around `start` ends (after its full stop)."""
    found = _SENTENCE_END.search(text, start)
    return found.start() + (0 if found[0].startswith("\n") else 1) if found else len(text)
