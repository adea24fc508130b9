"""The tools that a text names, of all that the lexicon lists: looked for at the starts of words."""

import re
from functools import cache, lru_cache

from app.concepts.normalise import fold
from app.matching.text import SHORT
from app.matching.tools import Named, all_names, unit_has_tool

_OPENING = 3
"""Characters by which a name is first looked for."""
_PIECE = re.compile(r"([^\W_]+|[#+]|\.(?=net(?![^\W_])))(?=(.?))", re.DOTALL)
"""What a squashed text keeps: runs of letters and digits, signs, and the point of ".net", which becomes "dot"; and
the character after it."""
_SIGNS = ("#", "+")


def listed_in(masked: str) -> tuple[Named, ...]:
    """The listed names that are in a text (`unit_has_tool`)."""
    return _in_short(masked) if len(masked) <= SHORT else _find(masked)


@lru_cache(maxsize=50_000)
def _in_short(masked: str) -> tuple[Named, ...]:
    return _find(masked)


def _find(masked: str) -> tuple[Named, ...]:
    squashed, starts, ends = "", [], set()
    for piece, following in _PIECE.findall(fold(masked)):
        starts.append(len(squashed))
        squashed += "dot" if piece == "." else piece
        if not (following in _SIGNS or following.isalnum()):
            ends.add(len(squashed))
    # A name stands as whole words, so it starts where a word does, and a word is never entered half-way.
    found: dict[Named, None] = {}
    by_opening = _by_opening()
    for start in starts:
        for opening in (squashed[start : start + _OPENING], squashed[start]):
            for name in by_opening.get(opening, ()):
                if start + len(name[0]) in ends and squashed.startswith(name[0], start):
                    found[name] = None
    return tuple(name for name in found if name[1] is None or unit_has_tool(masked, *name))


@cache
def _by_opening() -> dict[str, list[Named]]:
    """The listed names by their first characters, shorter ones by their first character alone."""
    table: dict[str, list[Named]] = {}
    for name in all_names():
        table.setdefault(name[0][:_OPENING] if len(name[0]) >= _OPENING else name[0][0], []).append(name)
    return table
