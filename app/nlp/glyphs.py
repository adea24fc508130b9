"""Characters that a text was pasted with and that print as others: ligatures, composed accents, marks without width."""

import re
import unicodedata
from collections.abc import Iterator

_CLUSTER = re.compile(
    r"(?P<gone>[\u00ad\u200b-\u200f\u2060\ufeff]+)|(?P<ligature>[\ufb00-\ufb06])|(?P<accent>[^\W\d_][\u0300-\u036f]+)"
)


def has_odd_glyphs(text: str) -> bool:
    """Whether a text holds any of them."""
    return _CLUSTER.search(text) is not None


def plain_glyphs(text: str) -> str:
    """The text as it prints: marks without width left out, ligatures and accents in their usual form."""
    return "".join(piece for piece, _ in plain_runs(text))


def plain_runs(text: str) -> Iterator[tuple[str, int]]:
    """Pieces of the plain text with where each begins in `text`."""
    position = 0
    for found in _CLUSTER.finditer(text):
        if found.start() > position:
            yield text[position : found.start()], position
        if found["ligature"]:
            yield unicodedata.normalize("NFKC", found[0]), found.start()
        elif found["accent"]:
            yield unicodedata.normalize("NFC", found[0]), found.start()
        position = found.end()
    if position < len(text):
        yield text[position:], position
