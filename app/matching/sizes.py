"""How many people a criterion asks to be led ("een team van minimaal 5 medewerkers"), and whether a text says so."""

import re
from collections.abc import Iterable
from functools import cache

from app.concepts.lexicon import load_table
from app.concepts.normalise import fold

_ASKED = re.compile(
    r"\s*\(?(?:aan |van |met )?(?:een |het )?(?:team |teams |afdeling |groep )?(?:van |met )?"
    r"(?:minimaal|minstens|tenminste|ten minste|meer dan|ten minste circa|circa|ongeveer|>=?)\s*(\d{1,4})\s*\+?\s*"
    r"(?:medewerkers|fte|fte's|mensen|personen|collega's|professionals|teamleden|consulenten)\)?",
    re.IGNORECASE,
)
MOST_PEOPLE = 999
"""Larger numbers are years or amounts."""
_NUMBER = re.compile(r"\b\d{1,4}\b|\b[a-z]+\b")


def split_size(text: str) -> tuple[str, int | None]:
    """The term without the number of people asked, and that number; null where none is asked."""
    found = _ASKED.search(text)
    if not found:
        return text, None
    return f"{text[: found.start()]} {text[found.end() :]}".strip(), int(found.group(1))


@cache
def _numerals() -> dict[str, int]:
    return {row["word"]: int(row["number"]) for row in load_table("numerals")}


def says_at_least(texts: Iterable[str], least: int) -> bool:
    """Is a number of at least that many, up to 999, written in any of the texts? Years are no numbers of people."""
    return largest(texts) >= max(least, 1)


def largest(texts: Iterable[str]) -> int:
    """The largest number of people, up to 999, written in any of the texts; 0 where there is none."""
    numerals = _numerals()
    words = {word for text in texts for word in _NUMBER.findall(fold(text))}
    numbers = [int(word) for word in words if word[0].isdigit()]
    numbers += [numerals[word] for word in words & numerals.keys()]
    return max((number for number in numbers if number <= MOST_PEOPLE), default=0)
