"""Named software and technology in a text: whole names however they are spaced, written or hyphenated."""

import re
from functools import cache

from app.concepts.classify import bare_tool
from app.concepts.lexicon import load_terms, owners
from app.concepts.normalise import squash, squash_with_offsets


@cache
def _tool_terms() -> dict[str, tuple[tuple[str, str | None], ...]]:
    """Concepts to all squashed names of the tool and of every tool that is a kind of it."""
    children: dict[str, set[str]] = {}
    entries = {entry.concept: entry for entry in load_terms("tools")}
    for entry in entries.values():
        for parent in entry.broader:
            children.setdefault(parent, set()).add(entry.concept)

    def family(concept: str, seen: set[str]) -> set[str]:
        if concept not in seen:
            seen.add(concept)
            for child in children.get(concept, ()):
                family(child, seen)
        return seen

    return {
        concept: tuple(
            sorted(
                {
                    (squash(term), term[1:] if term.startswith("=") else None)
                    for member in family(concept, set())
                    if member in entries
                    for term in entries[member].terms
                },
                key=lambda pair: (pair[0], pair[1] or ""),
            )
        )
        for concept in entries
    }


Named = tuple[str, str | None]
"""A squashed name, and its exact spelling where case matters."""


@cache
def all_names() -> tuple[Named, ...]:
    """Every listed name of every tool."""
    return tuple(dict.fromkeys(name for names in _tool_terms().values() for name in names))


@cache
def tool_names() -> dict[str, tuple[str, ...]]:
    """Squashed names to tool concepts; a first name beats further names."""
    return owners(
        (squash(term.removeprefix("=")), entry.concept, n == 0)
        for entry in load_terms("tools")
        for n, term in enumerate(entry.terms)
    )


_SIGNS = ("#", "+")
_VERSION = re.compile(r"\s+v?\d[\d.]*(?:\s*(?:\+|en hoger|of hoger|e\.v\.))?$", re.IGNORECASE)


def tool_ways(text: str) -> tuple[tuple[str, str | None], ...]:
    """The squashed names that show a tool: those of its concept and of narrower tools, else the name as printed."""
    bare = bare_tool(text)
    for name in (text, bare, _VERSION.sub("", bare)):
        concepts = tool_names().get(squash(name))
        if concepts:
            return tuple(dict.fromkeys(pair for concept in concepts for pair in _tool_terms()[concept]))
    squashed = squash(bare)
    return ((squashed, bare if len(squashed) <= 2 else None),) if squashed else ()


def unit_has_tool(unit_text: str, squashed: str, exact: str | None) -> bool:
    """Is the tool named in this text, as whole words however they are spaced?"""
    if exact is not None:
        at = unit_text.find(exact)
        while at >= 0:
            before = unit_text[at - 1 : at] if at else ""
            after = unit_text[at + len(exact) : at + len(exact) + 1]
            initial = len(exact) == 1 and after == "." and unit_text[at + 2 :].strip() != ""
            if not (before.isalnum() or after.isalnum() or initial or "-" in (before, after) or after in _SIGNS):
                return True
            at = unit_text.find(exact, at + 1)
        return False
    if squashed not in squash(unit_text):
        return False
    text, offsets = squash_with_offsets(unit_text)
    at = text.find(squashed)
    while at >= 0:
        start, end = offsets[at], offsets[at + len(squashed) - 1]
        before, after = unit_text[start - 1 : start] if start else "", unit_text[end + 1 : end + 2]
        glued = before.isalnum() and unit_text[start].isalnum()
        if not (glued or after.isalnum() or after in _SIGNS):
            return True
        at = text.find(squashed, at + 1)
    return False
