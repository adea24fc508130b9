"""The tools that a text names, of all that the lexicon lists: looked for at the starts of words."""

import re
from functools import cache, lru_cache

from app.concepts.normalise import fold
from app.matching.text import SHORT
from app.matching.tools import Named, all_names, unit_has_tool

_OPENING = 4
"""Characters by which a name is first looked for."""
_PIECE = re.compile(r"[^\W_]+|[#+]|\.(?=net(?![^\W_]))")
"""What a squashed text keeps: runs of letters and digits, signs, and the point of ".net", which becomes "dot"."""
_GOES_ON = re.compile(r"[^\W_]|[#+]")
"""What may not follow a name."""


def listed_in(masked: str) -> tuple[Named, ...]:
    """The listed names that are in a text (`unit_has_tool`)."""
    return _in_short(masked) if len(masked) <= SHORT else _find(masked)


@lru_cache(maxsize=50_000)
def _in_short(masked: str) -> tuple[Named, ...]:
    return _find(masked)


def _find(masked: str) -> tuple[Named, ...]:
    squashed, starts, ends = "", [], set()
    for piece in _PIECE.finditer(fold(masked)):
        starts.append(len(squashed))
        squashed += "dot" if piece[0] == "." else piece[0]
        if not _GOES_ON.match(masked, piece.end()):
            ends.add(len(squashed))
    # A name stands as whole words, so it starts where a word does, and a word is never entered half-way.
    found: dict[Named, None] = {}
    by_opening = _by_opening()
    for start in starts:
        opening = squashed[start : start + _OPENING]
        for size in range(1, len(opening) + 1):
            for name in by_opening.get(opening[:size], ()):
                if start + len(name[0]) in ends and squashed.startswith(name[0], start):
                    found[name] = None
    return tuple(name for name in found if name[1] is None or unit_has_tool(masked, *name))


@cache
def _by_opening() -> dict[str, list[Named]]:
    """The listed names by their first characters, as many as `_OPENING` where they have them."""
    table: dict[str, list[Named]] = {}
    for name in all_names():
        table.setdefault(name[0][:_OPENING], []).append(name)
    return table
