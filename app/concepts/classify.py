"""What kind of thing a printed term is: by lexicon first, by its shape for products nobody listed."""

import re
from enum import StrEnum
from functools import cache, lru_cache

from app.concepts.lexicon import load_table, load_terms
from app.concepts.normalise import squash


class TermClass(StrEnum):
    """`unknown`: neither a lexicon nor the shape of the word tells."""

    TOOL = "tool"
    ORGANISATION = "organisation"
    CERTIFICATE = "certificate"
    ROLE = "role"
    SUBJECT = "subject"
    UNKNOWN = "unknown"


_SHAPES = re.compile(
    r"\.?[A-Z]\w*#|[A-Z]\w*\+\+|\.NET\b|[a-z][A-Z][a-z]+|\b[a-z]+[A-Z]{2,}|[A-Z][a-z]+[A-Z][a-z]+|[A-Za-z]+[0-9][A-Za-z]+|[A-Za-z]+\.(?:js|io|ai|nl)\b"
)


_VERSION = re.compile(r"\s?(?:v|versie\s|version\s)?\d[\d.]*$", re.IGNORECASE)
"""At the end of a product's name ("Angular 17", "JBoss EAP6")."""


@cache
def _index(name: str) -> dict[str, str]:
    return {squash(term.removeprefix("=")): entry.concept for entry in load_terms(name) for term in entry.terms}


@cache
def _generic() -> tuple[frozenset[str], frozenset[str]]:
    rows = load_table("tool_words")
    return (
        frozenset(row["word"] for row in rows if row["place"] in ("before", "both")),
        frozenset(row["word"] for row in rows if row["place"] in ("after", "both")),
    )


@lru_cache(maxsize=20_000)
def bare_tool(text: str) -> str:
    """A tool's name without what says that it is a tool: "de applicatie Key2Zaken" is "Key2Zaken"."""
    before, after = _generic()
    words = text.strip(" ,;:()'\"").rstrip(".").split()
    while len(words) > 1 and words[0].lower().strip("'\"") in before:
        words = words[1:]
    while len(words) > 1 and words[-1].lower().strip("'\"") in after:
        words = words[:-1]
    return " ".join(words)


def known_tool(text: str) -> str | None:
    """The concept of a tool that the lexicon lists under this name, or null."""
    for name in (text, bare := bare_tool(text), _VERSION.sub("", bare)):
        if concept := _index("tools").get(squash(name)):
            return concept
    return None


def names_role(text: str) -> bool:
    """Is a printed term the name of a role, whatever else goes by that name ("boa" is a certificate too)?"""
    return squash(text) in _index("roles")


@lru_cache(maxsize=20_000)
def classify_term(text: str) -> TermClass:
    """The class of one printed term ("iBurgerzaken": tool; "gemeente": organisation; "PRINCE2": certificate)."""
    if known_tool(text):
        return TermClass.TOOL
    key = squash(text)
    for name, answer in (
        ("organisations", TermClass.ORGANISATION),
        ("certificates", TermClass.CERTIFICATE),
        ("roles", TermClass.ROLE),
        ("subjects", TermClass.SUBJECT),
    ):
        if key in _index(name):
            return answer
    words = text.split()
    if words and words[0].lower() in ("gemeente", "gem.", "provincie", "waterschap", "ministerie", "omgevingsdienst"):
        return TermClass.ORGANISATION
    joined = any(word.lower() in ("en", "of", "en/of", "&") for word in words)
    about = bool(words) and words[-1].islower() and squash(words[-1]) in _index("subjects")
    if len(words) <= 5 and not joined and not about and _SHAPES.search(bare_tool(text)):
        return TermClass.TOOL
    return TermClass.UNKNOWN
