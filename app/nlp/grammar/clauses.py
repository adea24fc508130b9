"""Clauses: a criterion that asks several things ("hbo-diploma of mbo-4 met 8 jaar ervaring") taken apart."""

import re
from dataclasses import dataclass
from functools import lru_cache

from app.concepts import TermClass, classify_term
from app.nlp.grammar.education import STUDY
from app.nlp.lexicons import any_of, any_word, rows
from app.nlp.values.durations import find_durations
from app.nlp.values.education import find_levels

MAX_HEADS = 16
"""Kinds of demands read in one criterion; real ones have up to five."""
_QUALIFIED = r"(?:aantoonbare |ruime |relevante )*"


def _words(kind: str) -> str:
    """Regex source for the words of `heads.csv` that open a clause of one kind."""
    known = [row for row in rows("heads") if row["kind"] == kind]
    glued = [row["phrase"] for row in known if row["match"] == "compound"]
    whole = [row["phrase"] for row in known if row["match"] == "word"]
    sources = [rf"[a-zà-ÿ-]{{0,40}}{any_of(glued)}"] if glued else []
    return rf"\b(?:{'|'.join(sources + ([any_of(whole)] if whole else []))})\b"


_LANGUAGE = any_word("language_name")
_ENGLISH_LANGUAGE = any_word("language_name_english")
_PATTERNS = {
    "knowledge_experience": rf"\bkennis(?: van| over)?,?(?: en|/| &|, )\s?{_QUALIFIED}(?:werk-?)?ervaring\b",
    "knowledge_or": rf"\bkennis(?: van| over)?,?(?: of| en/of)\s{_QUALIFIED}(?:werk)?ervaring\b",
    "of_which": r"\b(?:waarvan|of which)\b(?=[^.;]{0,80}\b(?:jaar|jaren|maanden|years|months)\b)",
    "experience": _words("experience"),
    "training": _words("training"),
    "certificate": rf"{_words('certificate')}|\b(?-i:{any_word('register')})[ -](?:beroeps)?registratie\b"
    rf"|\bregistratie\s(?:(?:bij|in|van)\s)?(?:(?:het|de)\s)?(?-i:{any_word('register')})\b(?!-)",
    "education": _words("education"),
    "language": rf"\b{_LANGUAGE}e taal\b|{_words('language')}"
    rf"|\b{_LANGUAGE}\b(?=\s(?:\w+\s){{0,3}}\(?[ABC][12]\b)"
    rf"|\b(?:fluent|proficien\w+|fluency|command)\s(?:\w+\s){{0,2}}{_ENGLISH_LANGUAGE}\b"
    rf"|\b{_ENGLISH_LANGUAGE}\b(?=\s(?:\w+\s){{0,3}}(?:level|language|speaking|spoken|written)\b|\s?\(?[ABC][12]\b)"
    rf"|\b(?:beheers\w*|spreek\w*|sprek\w*|vloeiend)\s(?:\w+\s){{0,4}}{_LANGUAGE}e?\b",
    "knowledge": _words("knowledge"),
    "availability": _words("availability"),
    "location": _words("location"),
    "rate": _words("rate"),
}
"""What opens a clause of each kind; where two kinds fit the same place, the first one stands."""
HEADS = re.compile("|".join(f"(?P<{kind}>{pattern})" for kind, pattern in _PATTERNS.items()), re.IGNORECASE)
_CONNECTOR = re.compile(
    r"(?P<either>,?\s(?:of|en/of|dan wel|danwel|or)\s)"
    r"|(?P<both>,?\s(?:en|alsmede|evenals|plus|met|waarvan|and|with|inclusief)\s|[,;]\s|\.\s|\s-\s)",
    re.IGNORECASE,
)


_WORKPLACE = re.compile(r"\bop(?: een| het| de| minimaal| ten minste| tenminste)? ?$", re.IGNORECASE)
"""Before a level that somebody worked at: a school ("docent op een mbo") or that of the work ("op hbo-niveau")."""
_SCHOOL = re.compile(r"\b(?:op|bij|aan|van|binnen)(?: een| de| het)? ?$", re.IGNORECASE)
"""Before the name of a study that somebody worked at ("docent aan een pabo")."""
_ACTIVITY = re.compile(r"\bhet\s(?:[a-zà-ÿ-]+\s){0,2}[a-zà-ÿ]+en\s(?:van|aan)\s(?:[a-zà-ÿ-]+e\s)?$", re.IGNORECASE)
"""Before what an activity is about ("het geven van trainingen"): no demand of its own."""
_OBJECTS = frozenset({"training", "education", "certificate", "knowledge", "rate", "availability", "location"})


@dataclass(frozen=True, slots=True)
class Clause:
    """Part of a criterion about one kind of thing. `either`: an alternative to what stands before it."""

    kind: str
    start: int
    end: int
    either: bool


@dataclass(frozen=True, slots=True)
class _Head:
    kind: str
    start: int
    end: int


@lru_cache(maxsize=1024)
def split_clauses(text: str) -> tuple[Clause, ...]:
    """The clauses of a criterion's text; empty where no kind of demand is recognised."""
    heads = _merge(text, _heads(text))
    if not heads:
        return ()
    clauses: list[Clause] = []
    start, either = 0, False
    for head, following in zip(heads, [*heads[1:], None], strict=True):
        if following is None:
            clauses.append(Clause(head.kind, start, len(text), either))
            break
        cut, next_start, next_either = _boundary(text, head, following)
        clauses.append(Clause(head.kind, start, cut, either))
        start, either = next_start, next_either
    return tuple(clauses)


_POSSESSION = re.compile(r"\bin (?:het )?bezit (?:van|te zijn van|zijn van)\b", re.IGNORECASE)


_DIPLOMA = re.compile(r"(?P<name>.{2,})-diploma'?s?", re.IGNORECASE)


def _kind(head: re.Match[str]) -> str:
    """The kind of a head; the diploma of a certificate ("BHV-diploma") is that certificate."""
    diploma = _DIPLOMA.fullmatch(head.group())
    if diploma and classify_term(diploma["name"]) is TermClass.CERTIFICATE:
        return "certificate"
    return head.lastgroup or ""


def _heads(text: str) -> list[_Head]:
    found = [_Head(_kind(m), m.start(), m.end()) for m in HEADS.finditer(text)]
    for level in find_levels(text):
        of_work = _WORKPLACE.search(text, 0, level.start) is not None and any(
            h.kind == "experience" and h.start < level.start for h in found
        )
        if not of_work and not any(
            h.kind == "training" and h.start < level.end + 12 and h.end > level.start for h in found
        ):
            found.append(_Head("education", level.start, level.end))
    for study in STUDY.finditer(text):
        employs = any(h.kind == "experience" for h in found) and _SCHOOL.search(text, 0, study.start())
        if not employs and not any(h.start <= study.start() < h.end for h in found):
            found.append(_Head("education", study.start(), study.end()))
    if not found and (possession := _POSSESSION.search(text)):
        found.append(_Head("certificate", possession.start(), possession.end()))
    return sorted(found, key=lambda head: (head.start, -head.end))[:MAX_HEADS]


def _merge(text: str, heads: list[_Head]) -> list[_Head]:
    """Drop heads that only repeat the one before them: the same kind without a level or duration of its own."""
    merged: list[_Head] = []
    for head in heads:
        kind = {"knowledge_experience": "experience", "knowledge_or": "knowledge", "of_which": "experience"}.get(
            head.kind, head.kind
        )
        if merged and head.start < merged[-1].end:
            continue
        if merged and kind in _OBJECTS and _ACTIVITY.search(text, merged[-1].end, head.start):
            continue
        if head.kind == "of_which":
            merged.append(_Head(kind, head.start, head.end))
            continue
        if merged and merged[-1].kind == kind and not _stands_alone(text, merged[-1], head, kind):
            merged[-1] = _Head(
                kind, merged[-1].start, max(head.end, merged[-1].end) if kind == "education" else merged[-1].end
            )
            continue
        if merged and kind == "certificate" and merged[-1].kind == "training":
            continue
        if (
            merged
            and kind in ("training", "education")
            and merged[-1].kind in ("training", "certificate")
            and not find_levels(text[head.start :])
        ):
            continue
        merged.append(_Head(kind, head.start, head.end))
    return merged


def _stands_alone(text: str, above: _Head, head: _Head, kind: str) -> bool:
    between = text[above.end : head.start]
    if kind == "experience":
        return (
            bool(find_durations(between))
            and _CONNECTOR.search(between) is not None
            and bool(find_durations(text[: above.end]))
        )
    if kind == "education":
        levels = [level for level in find_levels(text[: head.end + 40]) if level.end > above.end]
        noun = re.search(r"(?:opleiding|diploma|studie)\W*$", text[above.start : above.end], re.IGNORECASE)
        return bool(levels) and noun is not None and re.search(r"\b(?:of|en)\b", between) is not None
    if kind == "knowledge":
        return False
    return kind == "language" and re.search(r"\b(?:en|of)\b|[;.,]", between) is not None


def _boundary(text: str, head: _Head, following: _Head) -> tuple[int, int, bool]:
    stop = following.start
    durations = find_durations(text[head.end : stop])
    if durations and following.kind == "experience":
        stop = head.end + durations[0].start
    if text[following.start : following.end].lower() in ("waarvan", "of which"):
        return following.start, following.start, False
    connectors = list(_CONNECTOR.finditer(text, head.end, stop))
    if not connectors:
        return stop, stop, False
    best = connectors[-1]
    return best.start(), best.end(), best.lastgroup == "either"
