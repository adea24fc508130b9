"""Municipalities in the names of employers: whether one is named, and which."""

import re

from app.concepts.municipalities import municipalities_in
from app.concepts.normalise import fold, tokenise

MUNICIPALITY = re.compile(r"\b(?:[Gg]emeenten?|GEMEENTE|[Gg]em\.?)(?:\s+(?:de\s+)?|\s*:\s*)(?:['’]?[A-Z]|['’]s-)")
_CHURCH = re.compile(
    r"\b(?:protestantse|hervormde|gereformeerde|evangelische|kerkelijke|christelijke|doopsgezinde|remonstrantse|lutherse|joodse|baptisten|vrije|pinkster|geloofs)\s*$"
)


def municipality_named(text: str) -> bool:
    """Does an employer's name give a municipality ("Gem. X", "gemeenten A en B"), and not a church of that name?"""
    for found in MUNICIPALITY.finditer(text):
        before = fold(text[: found.start()])
        if _civil(before):
            return True
    return _listed_named(folded(text))


def _civil(before: str) -> bool:
    """Is "gemeente" behind this folded text no congregation, nor the members of an association?"""
    return not _CHURCH.search(before[-40:]) and not before.rstrip().endswith(("vereniging van", "kerkelijke"))


def folded(text: str) -> tuple[str, ...]:
    """The folded words of a text."""
    return tuple(token.norm for token in tokenise(text))


def _listed_named(words: tuple[str, ...]) -> bool:
    """Is a listed municipality named behind the word, in whatever letters, or before it ("Uden (gemeente)")?"""
    for found in municipalities_in(words):
        before = words[: found.start]
        if before[-1:] in (("gemeente",), ("gemeenten",), ("gem",)) and _civil(" ".join(before[:-1])):
            return True
        if not before and words[found.end :] == ("gemeente",):
            return True
    return False


def bearing(text: str) -> frozenset[str]:
    """The words of a name, and the municipalities in it: "Bergen op Zoom" bears that name and not "Bergen"."""
    words = folded(text)
    return frozenset((*words, *(municipal(found.name) for found in municipalities_in(words))))


def municipal(name: str) -> str:
    """The word that an employer bears when its name gives this municipality."""
    return f"municipality:{name}"
