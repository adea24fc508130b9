"""Recognises headings by a lexicon of phrases; used to keep lines apart and to tell what a block is."""

import re
from dataclasses import dataclass
from functools import cache, lru_cache

from app.nlp.composed_labels import composed_field
from app.nlp.lexicons import fold, rows

MAX_HEADING = 130
"""Characters; longer lines are prose."""

_INLINE = frozenset({"knockout", "award", "wish", "mixed", "competences", "tasks", "assignment", "procedure", "cv"})
"""Kinds whose heading may share its line with content; elsewhere "Locatie: Assen" is a header field."""
_LEAD = re.compile(r"^(?:[^\w\s('\"‘“&]+|\d{1,2}(?:\.\d{1,2})?[.)]?(?=\s)|[A-Z][.)])\s*")
"""What may stand before a heading: a mark, a number, a letter."""
_TRAIL = re.compile(r"\s*[*_=~#|]+$")
"""What may stand behind a heading in text that was marked up."""


_REMARK = re.compile(r"\s?[(\[][^()\[\]]*[)\]]")


@dataclass(frozen=True, slots=True)
class Heading:
    """A recognised heading: what kind of block it opens and how much of the line it takes (characters)."""

    kind: str
    length: int


@cache
def _exact() -> dict[str, str]:
    return {fold(row["phrase"]): row["kind"] for row in rows("headings") if row["match"] == "exact"}


@cache
def _labels() -> frozenset[str]:
    """What is the label of a header field when a value follows it ("Functie: planoloog")."""
    return frozenset(fold(row["label"]) for row in rows("labels"))


@cache
def _fields() -> dict[str, str]:
    return {fold(row["label"]): row["field"] for row in rows("labels")}


def field_of(line: str) -> str | None:
    """The header field whose label, with a colon, a line opens with and gives a value."""
    head, colon, rest = line[:MAX_HEADING].partition(":")
    return label_field(head) if colon and rest.strip() else None


def label_field(printed: str) -> str | None:
    """The header field that a label names before its value: a listed one, or one composed of known parts."""
    key = label_key(printed)
    return _fields().get(key) or composed_field(key)


@cache
def _bare_labels() -> tuple[str, ...]:
    return tuple(f"{fold(row['label'])} " for row in rows("labels") if row["bare"] == "yes")


def opens_field(line: str) -> bool:
    """Whether a line opens with the label of a header field and a value behind it."""
    if not line[:1].isupper():
        return False
    head, colon, _ = line[:MAX_HEADING].partition(":")
    return (bool(colon) and (is_label(head) or label_field(head) is not None)) or fold(head).startswith(_bare_labels())


@lru_cache(maxsize=4096)
def label_key(printed: str) -> str:
    """A label as it is compared: folded, without marks, a colon, or a remark between brackets."""
    folded = fold(printed).strip("*_ ").rstrip(":").rstrip()
    return folded if folded in _labels() else _REMARK.sub("", folded).strip("*_ :")


def is_label(line: str) -> bool:
    """Whether a line is the label of a header field and nothing else; its value stands below it."""
    return len(line) <= MAX_HEADING and label_key(line) in _labels()


@cache
def _openings(match: str) -> dict[str, tuple[tuple[str, str], ...]]:
    """Phrases that lines open with, and their kinds, by their first letters; the longest first."""
    found = [(fold(row["phrase"]), row["kind"]) for row in rows("headings") if row["match"] == match]
    grouped: dict[str, list[tuple[str, str]]] = {}
    for phrase, kind in sorted(found, key=lambda pair: -len(pair[0])):
        grouped.setdefault(phrase[:3], []).append((phrase, kind))
    return {letters: tuple(phrases) for letters, phrases in grouped.items()}


@cache
def _announced() -> dict[str, str]:
    """Words that make a short line with a colon the announcement of a list, wherever they stand in it."""
    return {fold(row["phrase"]): row["kind"] for row in rows("headings") if row["match"] == "announced"}


def _without_tail(folded: str) -> str:
    """A heading without its last colon, stop or question mark, and without a remark between brackets before it."""
    bare = folded[:-1].rstrip() if folded[-1:] in (":", ".", "?") else folded
    opening = bare.rfind("(") if bare.endswith(")") else -1
    return bare[:opening].rstrip() if opening >= 0 and ")" not in bare[opening:-1] else bare


@lru_cache(maxsize=4096)
def match_heading(line: str) -> Heading | None:
    """The heading that `line` (white space collapsed) is or opens with ("Opdracht: ..."), or None."""
    if not line or "\t" in line:
        return None
    if len(line) <= MAX_HEADING:
        folded = fold(_LEAD.sub("", _TRAIL.sub("", line)))
        kind = _exact().get(folded) or _exact().get(_without_tail(folded))
        if kind:
            return Heading(kind, len(line))
        if folded[-1:] == ":" and len(folded) <= 80:
            for phrase, colon_kind in _openings("colon").get(folded[:3], ()):
                if folded.startswith(phrase):
                    return Heading(colon_kind, len(line))
            if announced := next((_announced()[word] for word in folded[:-1].split() if word in _announced()), None):
                return Heading(announced, len(line))
        if folded[-1:] not in ".;,":
            for phrase, start_kind in _openings("start").get(folded[:3], ()):
                if folded.startswith(phrase):
                    return Heading(start_kind, len(line))
    head, colon, rest = line[:60].partition(":")
    if colon and rest.strip():
        kind = None if is_label(head) else _exact().get(fold(head))
        if kind in _INLINE:
            return Heading(kind, len(head) + 1)
    return None
