"""Words before a number that make it a bound: "minimaal", "max.", "ruim", ">"."""

import re
from typing import Literal, TypeAlias

from app.nlp.values.found import alternation, tail
from app.nlp.values.words import QUALIFIERS

Qualifier: TypeAlias = Literal["min", "max", "about", "more_than"]

_KINDS: dict[str, Qualifier] = {"min": "min", "max": "max", "about": "about", "more_than": "more_than"}
_WIDTH = 48
_WORDS = [word for word in QUALIFIERS if word[-1].isalpha()]
_SIGNS = [word for word in QUALIFIERS if not word[-1].isalpha()]
_BEFORE = re.compile(
    rf"(?:(?<![a-z])(?P<word>{alternation(_WORDS)})"
    r"(?:\.?\)?(?:\s(?:van|in totaal|aantoonbaar|zo'n|circa|ca\.|of))?[\s:]\s?|\.)(?:de\s)?"
    rf"|(?P<sign>{alternation(_SIGNS)})\s{{0,2}})\(?$"
)


def qualifier_before(folded: str, start: int) -> tuple[Qualifier | None, int]:
    """Return the bound that stands right before `start` in the folded text, and where it begins (`start` if none)."""
    window = tail(folded, start, _WIDTH)
    match = _BEFORE.search(window)
    if not match:
        return None, start
    word = match["word"] or match["sign"]
    return _KINDS[QUALIFIERS[" ".join(word.split())]], start - len(window) + match.start()
