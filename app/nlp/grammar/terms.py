"""Enumerations: "notuleren, verslaglegging en complex agendabeheer" to its terms, and whether any or all are asked."""

import re
from dataclasses import dataclass
from functools import cache

from app.concepts import TermClass, classify_term, load_terms
from app.concepts.municipalities import known_municipalities
from app.criteria.scales import TermsMatch
from app.nlp.lexicons import any_word, flat, fold

_CONNECTOR = re.compile(
    r"\s*[,;]\s*(en/of|of|en|and|or)?(?=\s)\s*"
    r"|\s+(en/of|of|en|&|\+|and/or|and|or|dan wel|danwel|alsmede|evenals|als ook)\s+"
)
_ACTIVITY = re.compile(
    r"^(?:het|the)\s+[a-zà-ÿ]+en\b|^[a-zà-ÿ]{3,}en(?:,| en| of| en/of)\s[a-zà-ÿ]+en\s.*\b(?:van|aan|met|over|voor)\b"
)
_ACTIVITIES = re.compile(
    r"\s*(?:,\s*|\s+)(en/of|of|en)\s(?:met\s)(?=\w)|\s*(?:,\s*|\s+)(en/of|of|en)?\s*(?=(?:het|the)\s[a-zà-ÿ]+en\b)"
)
_LEAD = re.compile(
    rf"^(?:{any_word('lead')}\b[:\s]*)+",
    re.IGNORECASE,
)
_EDGE = " \t\n.,;:-–'\"‘’“”"


@dataclass(frozen=True, slots=True)
class Terms:
    """The terms of one enumeration as printed; `mixed` where "en" and "of" both join them."""

    terms: tuple[str, ...]
    match: TermsMatch
    mixed: bool = False


@cache
def _protected() -> re.Pattern[str] | None:
    joined = {
        fold(term)
        for name in ("fields", "subjects", "certificates", "organisations")
        for entry in load_terms(name)
        for term in entry.terms
        if re.search(r"\s(?:en|of|&)\s|,", term)
    } | {fold(name) for name in known_municipalities() if re.search(r"\sen\s|,", name)}
    longest = sorted(joined, key=len, reverse=True)
    return re.compile(r"\b(?:" + "|".join(map(re.escape, longest)) + r")\b") if longest else None


_TRAIL = re.compile(r"\s(?:of|en|en/of|and|or)$")
_OR_BETTER = re.compile(
    r",?\s(?:of|or)\s(?:een\s)?(?:hoger|nieuwer|recenter|later|higher|newer|vergelijkbaar|soortgelijk|gelijkwaardig|similar)\w*"
    r"(?=$|[\s,.;)]*$|\s(?:en|of)\s|,)",
    re.IGNORECASE,
)
"""Asks nothing of its own behind a version or a name."""


def tidy(term: str) -> str:
    """A term without articles, fillers and punctuation at its edges."""
    bare = _TRAIL.sub("", term.strip(_EDGE))
    return _LEAD.sub("", bare).strip(_EDGE) or bare


def split_terms(text: str) -> Terms:
    """The terms of `text`; activities ("het omzetten van X naar Y en Z") stay whole."""
    bare = _OR_BETTER.sub("", text).strip(_EDGE)
    pattern = _ACTIVITIES if _ACTIVITY.match(bare) else _CONNECTOR
    parts, connectors = _split(bare, pattern)
    terms = tuple(dict.fromkeys(term for part in parts for term in _slashed(tidy(part)) if term))
    slashed = len(terms) > len(parts)
    alternatives = {"of" in c or "or" in c or "dan" in c for c in connectors if c} | (
        {True} if slashed and not connectors else set()
    )
    match = TermsMatch.ANY if True in alternatives else TermsMatch.ALL
    return Terms(terms, match if len(terms) > 1 else TermsMatch.ANY, mixed=len(alternatives) > 1)


def _split(text: str, pattern: re.Pattern[str]) -> tuple[list[str], list[str]]:
    folded = flat(text)
    shield = _protected()
    protected = [(m.start(), m.end()) for m in shield.finditer(folded)] if shield else []
    parts, connectors, position = [], [], 0
    for found in pattern.finditer(text):
        inside = any(start < found.end() and found.start() < end for start, end in protected)
        elliptic = text[: found.start()].rstrip().endswith("-") or text[found.end() : found.end() + 1] == "-"
        if inside or elliptic or found.start() == 0:
            continue
        parts.append(text[position : found.start()])
        connectors.append(next((group for group in found.groups() if group), "").lower())
        position = found.end()
    parts.append(text[position:])
    return parts, connectors


def _slashed(term: str) -> tuple[str, ...]:
    pieces = tuple(tidy(piece) for piece in term.split("/"))
    tools = len(pieces) > 1 and all(classify_term(piece) is TermClass.TOOL for piece in pieces)
    return pieces if tools else (term,)
