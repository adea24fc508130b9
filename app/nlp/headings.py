"""Recognises headings by a lexicon of phrases; used to keep lines apart and to tell what a block is."""

import re
from dataclasses import dataclass
from functools import cache, lru_cache

from app.nlp.lexicons import fold, rows

MAX_HEADING = 130
"""Characters; longer lines are prose."""

_INLINE = frozenset({"knockout", "award", "wish", "mixed", "competences", "tasks", "assignment"})
"""Kinds whose heading may share its line with content; elsewhere "Locatie: Assen" is a header field."""
_TAIL = re.compile(r"\s*(?:\([^()]*\))?\s*[:.?]?\s*$")
_LEAD = re.compile(r"^(?:[-*•|#=]+|\d{1,2}[.)]|[A-Z][.)])\s*")


@dataclass(frozen=True, slots=True)
class Heading:
    """A recognised heading: what kind of block it opens and how much of the line it takes (characters)."""

    kind: str
    length: int


@cache
def _exact() -> dict[str, str]:
    return {fold(row["phrase"]): row["kind"] for row in rows("headings") if row["match"] == "exact"}


@cache
def _starts() -> tuple[tuple[str, str], ...]:
    found = [(fold(row["phrase"]), row["kind"]) for row in rows("headings") if row["match"] == "start"]
    return tuple(sorted(found, key=lambda pair: -len(pair[0])))


@cache
def _colons() -> tuple[tuple[str, str], ...]:
    return tuple((fold(row["phrase"]), row["kind"]) for row in rows("headings") if row["match"] == "colon")


@lru_cache(maxsize=4096)
def match_heading(line: str) -> Heading | None:
    """The heading that `line` (white space collapsed) is or opens with ("Opdracht: ..."), or None."""
    if not line or "\t" in line:
        return None
    if len(line) <= MAX_HEADING:
        folded = fold(_LEAD.sub("", line))
        kind = _exact().get(folded) or _exact().get(_TAIL.sub("", folded))
        if kind:
            return Heading(kind, len(line))
        if folded[-1:] == ":" and len(folded) <= 80:
            for phrase, colon_kind in _colons():
                if folded.startswith(phrase):
                    return Heading(colon_kind, len(line))
        if folded[-1:] not in ".;,":
            for phrase, start_kind in _starts():
                if folded.startswith(phrase):
                    return Heading(start_kind, len(line))
    head, colon, rest = line[:60].partition(":")
    if colon and rest.strip():
        kind = _exact().get(fold(head))
        if kind in _INLINE:
            return Heading(kind, len(head) + 1)
    return None
