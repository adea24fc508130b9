"""Headings that no lexicon lists: a line shaped like one that holds the words of one, or is only shaped like one."""

import re
from functools import cache, lru_cache

from app.nlp.lexicons import fold, rows

UNSURE = "unsure"
"""The kind of a line that is only shaped like a heading: what stands under it must decide."""
MOST_WORDS = 9
MOST_WORDS_ANNOUNCING = 16
"""In a line that ends with a colon."""
LONGEST = 130
"""Characters; longer lines are prose."""
FEW_WORDS = 5
"""In a heading that one plain word makes ("opdracht"); a longer line with it is a sentence."""
_LISTS = frozenset({"knockout", "award", "wish", "mixed", "competences", "tasks"})
_NO_HEADING = re.compile(r"[.,;]$|\d|@|\t|https?:|www\.|\w:\s")
_REMARK = re.compile(r"\s?[(\[][^()\[\]]*[)\]]")
_MARKS = re.compile(r"^[^\w\s]+\s*|\s*[*_=~#|]+$")
_DECORATED = re.compile(r"^(?:#{1,6}\s|[*_=~]{2,})|[*_=~#]{2,}$")
_WORD = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*")
_LEAST_CAPITALS = 5
_PLAIN_GAP = 2
"""Line breaks before a line that stands apart."""


@cache
def _known() -> tuple[tuple[tuple[str, ...], str], ...]:
    """The words that make a heading and its kind; the rows with most words first, then in the order of the file."""
    found = [(tuple(fold(row["phrase"]).split()), row["kind"]) for row in rows("headings") if row["match"] == "words"]
    return tuple(sorted(found, key=lambda pair: -len(pair[0])))


def stands_out(line: str, gap: int) -> bool:
    """Whether a line is set apart: by a colon or question mark, by capitals or marks, or by a blank line before it."""
    if len(line) > LONGEST:
        return False
    bare = _MARKS.sub("", line)
    capitals = bare.isupper() and sum(map(str.isalpha, bare)) >= _LEAST_CAPITALS
    return gap >= _PLAIN_GAP or bare.endswith((":", "?")) or capitals or _DECORATED.search(line) is not None


@lru_cache(maxsize=4096)
def guess_kind(line: str) -> str | None:
    """The kind of block that a line which stands out opens by its words, `unsure` by its shape alone, or None.

    `line`: white space collapsed. A heading is short, opens with a capital and ends no sentence.
    """
    bare = _REMARK.sub("", _MARKS.sub("", line)).strip()
    if not bare or len(bare) > LONGEST or _NO_HEADING.search(bare) or not (bare[0].isupper() or bare.endswith(":")):
        return None
    words = [fold(word) for word in _WORD.findall(bare)]
    if not words or len(words) > (MOST_WORDS_ANNOUNCING if bare.endswith(":") else MOST_WORDS):
        return None
    whole = set(words)
    for wanted, kind in _known():
        weak = len(wanted) == 1 and kind not in _LISTS and len(words) > FEW_WORDS
        if not weak and all(_holds(whole, one) for one in wanted):
            return kind
    return UNSURE


def _holds(words: set[str], wanted: str) -> bool:
    return any(word.endswith(wanted[1:]) for word in words) if wanted.startswith("*") else wanted in words
