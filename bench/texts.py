"""The postings to measure with."""

import random
import re
import string
from pathlib import Path

_ROOT = Path(__file__).parent.parent
_WORD = re.compile(r"[a-z]{6,}")
_UNSEEN_SHARE = 0.15


def load_texts() -> tuple[str, list[str]]:
    """Where the texts came from, and the texts: the shared seeds where they are, else those of the golden tests."""
    seeds = sorted((_ROOT.parent / "shared" / "seeds").glob("*.txt"))
    if seeds:
        return "../shared/seeds", [path.read_text(encoding="utf-8") for path in seeds]
    golden = sorted((_ROOT / "tests" / "golden" / "postings").glob("*.txt"))
    return "tests/golden/postings", [path.read_text(encoding="utf-8") for path in golden]


def with_unseen_words(text: str, seed: int) -> str:
    """The text with about one in seven longer words made into one that no text has."""
    chance = random.Random(seed)

    def change(found: re.Match[str]) -> str:
        if chance.random() > _UNSEEN_SHARE:
            return found.group()
        return found.group() + "".join(chance.choices(string.ascii_lowercase, k=4))

    return _WORD.sub(change, text)


def floor_by_regex(text: str) -> int:
    """The least that any reader does: look at every word, number and mark once."""
    return sum(1 for _ in _FLOOR.finditer(text))


_FLOOR = re.compile(r"\w+|[^\w\s]")


def floor_by_split(text: str) -> int:
    """Less than any reader does."""
    return len(text.split())
