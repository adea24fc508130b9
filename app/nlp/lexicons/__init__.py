"""The phrases the pipeline knows, as CSV files that a domain expert can edit; see README.md beside them."""

import csv
import re
import unicodedata
from collections.abc import Iterable
from functools import cache
from importlib.resources import files


@cache
def rows(name: str) -> tuple[dict[str, str], ...]:
    """The rows of `name`.csv in this folder. Raises FileNotFoundError for an unknown lexicon."""
    source = files(__package__).joinpath(f"{name}.csv").read_text(encoding="utf-8")
    return tuple(csv.DictReader(source.splitlines(), strict=True))


@cache
def words(name: str) -> tuple[str, ...]:
    """The words of one list of `words.csv`, in the order of the file. Raises KeyError for an unknown list."""
    found = tuple(row["word"] for row in rows("words") if row["list"] == name)
    if not found:
        raise KeyError(name)
    return found


def any_of(phrases: Iterable[str]) -> str:
    """Regex source that matches any of `phrases`, longest first; nothing where there are none."""
    if not (known := sorted(phrases, key=lambda phrase: -len(phrase))):
        return "(?!)"
    return "(?:" + "|".join(map(re.escape, known)) + ")"


def any_word(name: str) -> str:
    """Regex source that matches any word of one list of `words.csv`."""
    return any_of(words(name))


def warmup_text() -> str:
    """A made-up posting that touches every lexicon and grammar: read at start, so that the first real one is fast."""
    return files(__package__).joinpath("warmup.txt").read_text(encoding="utf-8")


def _base(code: int) -> str:
    char = chr(code)
    plain = unicodedata.normalize("NFKD", char)[0].lower()
    return plain if len(plain) == 1 else char


_FLAT = {code: _base(code) for code in range(0x180)} | {0x2019: "'", 0x2018: "'", 0x2013: "-", 0x2014: "-", 0xA0: " "}


def flat(text: str) -> str:
    """Case and accents folded away, character by character: the same length, so offsets stay true."""
    low = text.lower()
    if text.isascii():
        return low
    if len(low) != len(text):
        return text.translate(_FLAT)
    for char in set(low):
        if char > "\x7f" and ord(char) in _FLAT:
            low = low.replace(char, _FLAT[ord(char)])
    return low


_LETTERS = re.compile(r"[^\W\d_]+")


def word_set(low: str) -> frozenset[str]:
    """The runs of letters in a folded text."""
    chunks = set(low.split())
    mixed = {chunk for chunk in chunks if not chunk.isalpha()}
    return frozenset(chunks - mixed).union(*map(_LETTERS.findall, mixed))


def first_word(phrase: str) -> str:
    """The first run of letters in a folded phrase; empty where it has none."""
    found = _LETTERS.search(phrase)
    return found[0] if found else ""


_FOLD = _FLAT | dict.fromkeys(range(0x300, 0x370))


def fold(text: str) -> str:
    """Case, accents and runs of white space folded away; used to compare printed phrases."""
    return " ".join((text.lower() if text.isascii() else text.translate(_FOLD)).split())
