"""Which language a text is in, by its function words: enough to say honestly what was seen."""

from collections import Counter
from functools import cache

from app.nlp.lexicons import rows

MIN_SHARE = 0.04
"""Of all words; below it nothing is said about the language (`und`, ISO 639-2)."""


@cache
def _words() -> dict[str, frozenset[str]]:
    return {row["language"]: frozenset(row["words"].split()) for row in rows("language_words")}


def detect_language(low: str) -> str:
    """The ISO 639-1 code of the language with the largest share of function words, or `und`; `low` is a folded flow."""
    words = Counter(low.split())
    total = sum(words.values())
    if not total:
        return "und"
    shares = {language: sum(words[w] for w in known) / total for language, known in _words().items()}
    best = max(shares, key=lambda language: shares[language])
    return best if shares[best] >= MIN_SHARE else "und"
