"""The phrases the pipeline knows, as CSV files that a domain expert can edit; see README.md beside them."""

import csv
import unicodedata
from functools import cache
from importlib.resources import files


@cache
def rows(name: str) -> tuple[dict[str, str], ...]:
    """The rows of `name`.csv in this folder. Raises FileNotFoundError for an unknown lexicon."""
    source = files(__package__).joinpath(f"{name}.csv")
    with source.open(encoding="utf-8", newline="") as lines:
        return tuple(csv.DictReader(lines, strict=True))


def _base(code: int) -> str:
    char = chr(code)
    plain = unicodedata.normalize("NFKD", char)[0].lower()
    return plain if len(plain) == 1 else char


_FLAT = {code: _base(code) for code in range(0x180)} | {0x2019: "'", 0x2018: "'", 0x2013: "-", 0x2014: "-", 0xA0: " "}


def flat(text: str) -> str:
    """Case and accents folded away, character by character: the same length, so offsets stay true."""
    return text.translate(_FLAT)


def fold(text: str) -> str:
    """Case, accents and runs of white space folded away; used to compare printed phrases."""
    decomposed = unicodedata.normalize("NFKD", text)
    return " ".join("".join(c for c in decomposed if not unicodedata.combining(c)).replace("\u2019", "'").casefold().split())
