"""What a text shows, one character per stem or concept, so that ten thousand profiles stay small and quick to search.

A code is a position in a vocabulary of this process: codes mean nothing outside it and are never stored.
"""

from collections.abc import Iterable
from itertools import chain

_SURROGATES = range(0xD800, 0xE000)
_numbers = chain(range(0x21, _SURROGATES.start), range(_SURROGATES.stop, 0x110000))
_codes: dict[str, str] = {}


def code(key: str) -> str:
    """The character of a key; empty once a million keys are known (such a word can then be shown by nobody)."""
    known = _codes.get(key)
    if known is None:
        number = next(_numbers, None)
        known = "" if number is None else _codes.setdefault(key, chr(number))
    return known


def known(key: str) -> str:
    """The character of a key that was met before; empty for any other, which nothing can show."""
    return _codes.get(key, "")


def encode(keys: Iterable[str]) -> str:
    """The characters of `keys`."""
    return "".join(map(code, keys))


def shows_any(shown: str, wanted: str) -> bool:
    """Is any of the `wanted` characters among the `shown`?"""
    return any(char in shown for char in wanted)
