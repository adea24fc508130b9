"""What every value grammar returns, and the one way they normalise text without moving a character."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Generic, TypeVar

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Found(Generic[T]):
    """A value and the half-open range of characters it was read from, in the string that was given."""

    start: int
    end: int
    value: T


# One character for one character, so that offsets in the folded text are offsets in the text.
_FOLDING = str.maketrans(
    {
        **dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2212", "-"),
        **dict.fromkeys("\u2018\u2019\u201a\u201b`\u00b4", "'"),
        **dict.fromkeys("\u00a0\u202f\u205f\u3000", " "),
        **dict.fromkeys(map(chr, range(0x2000, 0x200B)), " "),
        **dict.fromkeys("éèêëÉÈÊË", "e"),
        **dict.fromkeys("áàâäÁÀÂÄ", "a"),
        **dict.fromkeys("íìîïÍÌÎÏ", "i"),
        **dict.fromkeys("óòôöÓÒÔÖ", "o"),
        **dict.fromkeys("úùûüÚÙÛÜ", "u"),
        "×": "x",
    }
)


@lru_cache(maxsize=8)
def fold(text: str) -> str:
    """Return `text` in lower case, without accents, with plain dashes, quotes and spaces; the length stays.

    A few lines are remembered, because all grammars read the same line one after the other.
    """
    if text.isascii():
        return text.lower()
    translated = text
    for char in set(text):
        if char > "\x7f" and ord(char) in _FOLDING:
            translated = translated.replace(char, _FOLDING[ord(char)])
    folded = translated.lower()
    if len(folded) == len(text):
        return folded
    # A capital such as U+0130 becomes two characters in lower case: it stays as it is.
    return "".join(lower if len(lower := c.lower()) == 1 else c for c in translated)


def alternation(words: Iterable[str]) -> str:
    """Return regex source that matches any of `words`, longest first, spaces as one or two white-space characters."""
    escaped = (re.escape(word).replace(r"\ ", r"\s{1,2}") for word in sorted(set(words), key=lambda w: (-len(w), w)))
    return "(?:" + "|".join(escaped) + ")"


def tail(folded: str, end: int, width: int) -> str:
    """Return at most `width` characters of `folded` before `end`: a bounded look back keeps a scan linear."""
    return folded[max(0, end - width) : end]


def has_any(folded: str, hints: Iterable[str]) -> bool:
    """Whether any of `hints` occurs in `folded`; a plain loop, since it runs for each grammar on each line."""
    for hint in hints:  # noqa: SIM110 - a generator costs three times as much
        if hint in folded:
            return True
    return False


@lru_cache(maxsize=8)
def digit_runs(folded: str) -> tuple[int, ...]:
    """Return where runs of digits begin: most grammars start there, and most lines have none."""
    return tuple([match.start() for match in _DIGITS.finditer(folded)])


def sentence_end(text: str, start: int, width: int = 120) -> int:
    """Return where the sentence that `start` lies in stops, at most `width` characters on.

    A stop, question or exclamation mark ends it when white space and a capital or digit follow, unless it belongs to
    a common abbreviation ("excl. BTW").
    """
    stop = min(len(text), start + width)
    match = _SENTENCE_END.search(text, start, stop)
    return match.start() if match else stop


def sentence_start(text: str, end: int, width: int = 120) -> int:
    """Return where the sentence that stops at `end` begins, at most `width` characters back."""
    begin = max(0, end - width)
    return max((match.end() for match in _SENTENCE_END.finditer(text, begin, end)), default=begin)


_DIGITS = re.compile(r"[0-9]+")
_ABBREVIATIONS = ("xcl.", "ncl.", "max.", "Max.", "min.", "Min.", " ca.", "bijv.", " nr.", "gem.", " jr.", "mnd.")
_NOT_ABBREVIATED = "".join(f"(?<!{re.escape(word)})" for word in _ABBREVIATIONS)
_SENTENCE_END = re.compile(rf"[.!?;]{_NOT_ABBREVIATED}\s{{1,3}}(?=[^\Wa-z_])")
