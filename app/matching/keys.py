"""What a text shows, one character per stem or concept, so that ten thousand profiles stay small and quick to search.

A code is a position in a vocabulary of this process: codes mean nothing outside it, and are stored with it only.
"""

from collections.abc import Iterable, Mapping
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


def vocabulary() -> dict[str, str]:
    """Every key that is known, with its code."""
    return dict(_codes)


def adopt(other: Mapping[str, str]) -> bool:
    """Take over the vocabulary of another process, so that its codes mean the same here; false where they cannot.

    It always can before anything was encoded here; later only where no code would mean two things.
    """
    own = {key: char for key, char in _codes.items() if key not in other}
    agree = all(char == other[key] for key, char in _codes.items() if key in other)
    if not agree or not set(own.values()).isdisjoint(other.values()):
        return False
    _codes.update(other)
    last = max(map(ord, _codes.values()), default=0)
    while (number := next(_numbers, None)) is not None and number < last:
        pass
    return True
