"""Clauses: a criterion that asks several things ("hbo-diploma of mbo-4 met 8 jaar ervaring") taken apart."""

import re
from dataclasses import dataclass
from functools import lru_cache

from app.nlp.values.durations import find_durations
from app.nlp.values.education import find_levels

MAX_HEADS = 16
"""Kinds of demands read in one criterion; real ones have up to five."""
_LANGUAGES = r"nederlands|engels|duits|frans|fries|spaans|turks|arabisch|pools"
HEADS = re.compile(
    r"(?P<knowledge_experience>\bkennis(?: van| over)?,?(?: en|/| &|, )\s?(?:aantoonbare |ruime |relevante |werk-?)*ervaring\b)"
    r"|(?P<knowledge_or>\bkennis(?: van| over)?,?(?: of| en/of)\s(?:aantoonbare |ruime |relevante )*(?:werk)?ervaring\b)"
    r"|(?P<of_which>\bwaarvan\b(?=[^.;]{0,80}\b(?:jaar|jaren|maanden)\b))"
    r"|(?P<experience>\b[a-zà-ÿ-]{0,40}ervaring(?:en)?\b|\bgewerkt\b|\bwerkzaam\b|\bexperience\b|\bervaren\b)"
    r"|(?P<training>\b[a-zà-ÿ-]{0,40}(?:training(?:en)?|cursus(?:sen)?|leergang(?:en)?|bijscholing|workshops?)\b)"
    r"|(?P<certificate>\b(?:[a-zà-ÿ-]{0,40}certifica(?:at|ten|te|tes|tie|ties)|certificering(?:en)?|gecertificeerde?|certified|certification|"
    r"[a-z]{0,20}rijbewijs|[a-zà-ÿ]{1,20}-registratie|geregistreerd|ingeschreven|register|beroepsregister)\b)"
    r"|(?P<education>\b[a-zà-ÿ-]{0,40}(?:opleiding|opleidingen|diploma|studie|denkniveau|opleidingsniveau|degree)\b)"
    rf"|(?P<language>\b(?:{_LANGUAGES})e taal\b|\btaal(?:niveau|vaardigheid|beheersing)\b|\b(?:beheers\w*|spreek\w*|sprek\w*|vloeiend)\s"
    rf"(?:\w+\s){{0,4}}(?:{_LANGUAGES})e?\b)"
    r"|(?P<knowledge>\b(?:vak|basis|product|materie|gebieds|dossier|proces)?kennis\b|\bbekend(?:heid)?\smet\b|\binzicht\sin\b|\bknowledge\sof\b|"
    r"\bvertrouwd\smet\b|\bthuis\sin\b)"
    r"|(?P<availability>\bbeschikbaar(?:heid)?\b|\binzetbaar\b|\bavailable\b)"
    r"|(?P<location>\bop (?:kantoor|locatie)\b|\breistijd\b|\bwoonachtig\b|\bop het (?:stadhuis|gemeentehuis|stadskantoor)\b|\bthuiswerken\b)"
    r"|(?P<rate>\b[a-z]{0,20}tarief\b)",
    re.IGNORECASE,
)
_CONNECTOR = re.compile(
    r"(?P<either>,?\s(?:of|en/of|dan wel|danwel|or)\s)|(?P<both>,?\s(?:en|alsmede|evenals|plus|met|waarvan|and|with|inclusief)\s|[,;]\s|\.\s|\s-\s)",
    re.IGNORECASE,
)


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


def _heads(text: str) -> list[_Head]:
    found = [_Head(m.lastgroup or "", m.start(), m.end()) for m in HEADS.finditer(text)]
    for level in find_levels(text):
        before = text[: level.start].rstrip().lower()
        of_work = before.endswith(" op") and any(h.kind == "experience" and h.start < level.start for h in found)
        if not of_work and not any(
            h.kind == "training" and h.start < level.end + 12 and h.end > level.start for h in found
        ):
            found.append(_Head("education", level.start, level.end))
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
    durations = [d for d in find_durations(text[head.end : stop])]
    if durations and following.kind == "experience":
        stop = head.end + durations[0].start
    if text[following.start : following.end].lower() == "waarvan":
        return following.start, following.start, False
    best = None
    for best in _CONNECTOR.finditer(text, head.end, stop):
        pass
    if best is None:
        return stop, stop, False
    return best.start(), best.end(), best.lastgroup == "either"
