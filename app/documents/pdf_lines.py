"""Lines of PDF pages to text: cells apart by tabs, repeated headers and footers out, wrapped lines joined."""

import re
from collections import defaultdict
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from app.documents.extracted import Box, Word, lines_to_text

CELL_GAP = 1.6
"""Room between words, in heights of the line, from which they are cells of a table."""
BLANK_GAP = 1.75
"""Distance between baselines, in the usual distance of the document, from which a line is blank."""
SAME_PLACE = 4.0
"""Points by which a header may shift from page to page."""
LEAST_PAGES = 0.6
"""Share of the pages on which a header or footer stands."""
LEAST_EDGE = 350.0
"""Points from the left edge of a page that its text may reach at least; A4 is 595 wide."""
SLACK = 0.4
"""Room, in heights of the line, that a word needs besides its width: the space before it."""
_SENTENCE_END = re.compile(r"[.!?:;)][\"'”’)]*$")
_DIGITS = re.compile(r"\d+")
_BULLET = re.compile(r"[•▪◦●○■–—*>➢✓-]$|\(?\d{1,2}[.)]$|[a-z][.)]$")
_WORD_PART = re.compile(r"[a-zà-ÿ]{2,}-$")


@dataclass(frozen=True, slots=True)
class PdfWord:
    """A word and its box."""

    text: str
    box: Box


@dataclass(frozen=True, slots=True)
class PageLine:
    """The words of one line of a page, from left to right as the file gives them, and its edges in points."""

    page: int
    words: tuple[PdfWord, ...]
    left: float
    bottom: float
    right: float
    height: float
    printed: str


def make_line(page: int, words: list[PdfWord]) -> PageLine:
    """A line of these words (one or more)."""
    lefts, bottoms, rights, tops = zip(*(word.box for word in words), strict=True)
    height = max(top - bottom for top, bottom in zip(tops, bottoms, strict=True))
    printed = " ".join(word.text for word in words)
    return PageLine(page, tuple(words), min(lefts), min(bottoms), max(rights), height or 1.0, printed)


def without_repeated(pages: list[list[PageLine]]) -> list[PageLine]:
    """All lines but those that stand at the same place of most pages, page numbers aside: headers and footers."""
    places: dict[str, list[tuple[int, float]]] = defaultdict(list)
    for lines in pages:
        for line in {*lines[:4], *lines[-4:]}:
            places[_DIGITS.sub("#", line.printed)].append((line.page, line.bottom))
    filled = sum(1 for lines in pages if lines)
    repeated = {
        printed
        for printed, found in places.items()
        if len({page for page, _ in found}) >= max(2, LEAST_PAGES * filled)
        and max(bottom for _, bottom in found) - min(bottom for _, bottom in found) <= SAME_PLACE
    }
    kept: list[PageLine] = []
    for lines in pages:
        edges = {*lines[:4], *lines[-4:]}
        kept += [line for line in lines if not (line in edges and _DIGITS.sub("#", line.printed) in repeated)]
    return kept


def join_lines(lines: list[PageLine]) -> tuple[str, tuple[Word, ...]]:
    """The text of the lines, wrapped ones joined, and where each word stands in it and on its page."""
    usual = _usual_distance(lines)
    edges = _right_edges(lines)
    text: list[str] = []
    words: list[Word] = []
    length = 0
    above: PageLine | None = None
    for line in lines:
        glue, cut = ("", 0) if above is None else _glue(above, line, usual, edges[above.page])
        if cut and text:
            text[-1] = text[-1][:-cut]
            length -= cut
        for index, word in enumerate(line.words):
            separator = glue if index == 0 else _between(line, index)
            text += [separator, word.text]
            length += len(separator)
            words.append(Word(length, length + len(word.text), line.page, word.box))
            length += len(word.text)
        above = line
    joined = "".join(text)
    lines_to_text([joined])
    return joined, tuple(words)


def _between(line: PageLine, index: int) -> str:
    one, other = line.words[index - 1], line.words[index]
    apart = other.box[0] - one.box[2] > CELL_GAP * line.height and not (index == 1 and _BULLET.fullmatch(one.text))
    return "\t" if apart else " "


def _usual_distance(lines: list[PageLine]) -> float:
    steps = [
        one.bottom - other.bottom
        for one, other in pairwise(lines)
        if one.page == other.page and 0 < one.bottom - other.bottom < 4 * one.height
    ]
    return median(steps) if steps else 0.0


def _right_edges(lines: list[PageLine]) -> dict[int, float]:
    """How far the text of each page may reach to the right."""
    edges: dict[int, float] = defaultdict(float)
    for line in lines:
        edges[line.page] = max(edges[line.page], line.right)
    widest = max(*edges.values(), LEAST_EDGE)
    return dict.fromkeys(edges, widest)


def _glue(above: PageLine, below: PageLine, usual: float, edge: float) -> tuple[str, int]:
    """What stands between two lines, and how many characters of the first are dropped (a dividing hyphen)."""
    step = above.bottom - below.bottom
    near = above.page != below.page or 0 < step <= BLANK_GAP * max(usual, above.height)
    opens = _BULLET.fullmatch(below.words[0].text) is not None
    first = below.words[0]
    room = edge - above.right
    full = room < (first.box[2] - first.box[0]) + SLACK * above.height
    # A full line that ends a sentence may end a paragraph: two lines too many harm less than two criteria in one.
    alone = _SENTENCE_END.search(above.words[-1].text) is not None and first.text[:1].isupper()
    tabbed = any(_between(line, i) == "\t" for line in (above, below) for i in range(1, len(line.words)))
    if near and full and not (opens or tabbed or alone):
        lower = first.text[:1].islower() and first.text not in ("en", "of")
        divided = lower and _WORD_PART.search(above.words[-1].text)
        return ("", 1) if divided else (" ", 0)
    blank = above.page == below.page and step > BLANK_GAP * max(usual, 1.0)
    return ("\n\n" if blank else "\n"), 0
