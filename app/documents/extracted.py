"""What reading a document gives, and the ways in which it can fail."""

from dataclasses import dataclass
from typing import TypeAlias

Box: TypeAlias = tuple[float, float, float, float]
"""Left, bottom, right, top in PDF points (1/72 inch), from the lower left corner of the page."""

MAX_CHARACTERS = 2_000_000
"""Of text taken from one document; more is cut off by the failure `too-complex`."""


class DocumentError(Exception):
    """A document that cannot be read. `kind`: the name of its problem, without the prefix `document-`."""

    def __init__(self, kind: str) -> None:
        super().__init__(kind)
        self.kind = kind


@dataclass(frozen=True, slots=True)
class Word:
    """Where a run of characters (`start`-`end` in the text, code points) stands: its page, counted from 1, and box."""

    start: int
    end: int
    page: int
    box: Box


@dataclass(frozen=True, slots=True)
class Extracted:
    """The text of a document, with the media type it turned out to have.

    `words`: for PDF only, in text order. `remarks`: what could not be read, by finding code with its details.
    """

    text: str
    media_type: str
    words: tuple[Word, ...] = ()
    remarks: tuple[tuple[str, str], ...] = ()


def lines_to_text(lines: list[str]) -> str:
    """Lines to one text: at most one blank line in a row, none at the edges, no character that no text has."""
    kept: list[str] = []
    for line in lines:
        bare = line.translate(UNWANTED).rstrip()
        if bare.strip() or (kept and kept[-1]):
            kept.append(bare if bare.strip() else "")
    text = "\n".join(kept).strip("\n")
    if len(text) > MAX_CHARACTERS:
        raise DocumentError("too-complex")
    return text


UNWANTED = dict.fromkeys([*range(9), 11, 12, *range(14, 32), 0x7F, 0xAD, 0x200B, 0x2060, 0xFEFF])
"""Characters left out of every text taken from a document: controls, soft hyphens, zero-width marks."""
