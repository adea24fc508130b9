"""What a text says about the self-employed (zzp): sentence by sentence, by who is meant, denial, consent, condition."""

import re
from dataclasses import dataclass
from functools import cache

from app.criteria.scales import SelfEmployed
from app.nlp.lexicons import any_of, flat, fold, rows

_SENTENCE = re.compile(r"[^.!?\n]+(?:[.!?](?!\s|$)[^.!?\n]*)*")
_RANK = (SelfEmployed.EXCLUDED, SelfEmployed.CONDITIONAL, SelfEmployed.ALLOWED)
"""The strictest statement of a text stands."""


@dataclass(frozen=True, slots=True)
class Statement:
    """The status a sentence states, and where (characters)."""

    status: SelfEmployed
    start: int
    end: int


@cache
def _words(role: str) -> re.Pattern[str]:
    known = any_of(fold(row["phrase"]) for row in rows("self_employed") if row["role"] == role)
    tail = r"(?:[-' ]?ers?)?" if role == "who" else ""
    return re.compile(rf"(?<![a-z]){known}{tail}(?![a-z])")


@cache
def _stems() -> frozenset[str]:
    return frozenset(fold(row["phrase"])[:6] for row in rows("self_employed") if row["role"] in ("who", "employed"))


def read_self_employed(text: str, *, execution: bool = False) -> Statement | None:
    """The strictest status stated in `text`, or None.

    `execution`: the text is an "uitvoeringsvoorwaarde", in which "aannemelijk maken" and "onderbouwen" speak of the
    working relation without naming the self-employed.
    """
    return read_flat(flat(text), execution=execution)


def read_flat(low: str, *, execution: bool) -> Statement | None:
    """The same for a text that is folded already."""
    who, employed, condition = _words("who"), _words("employed"), _words("condition")
    found: list[Statement] = []
    conditions: list[Statement] = []
    if not (execution or any(stem in low for stem in _stems())):
        return None
    for sentence in _SENTENCE.finditer(low):
        said = sentence[0]
        meant = who.search(said)
        status = _status(said) if meant else SelfEmployed.EXCLUDED if employed.search(said) else None
        if status:
            found.append(Statement(status, sentence.start(), sentence.end()))
        elif execution and len(condition.findall(said)) > 1:
            conditions.append(Statement(SelfEmployed.CONDITIONAL, sentence.start(), sentence.end()))
    found = found or conditions
    return min(found, key=lambda one: (_RANK.index(one.status), one.start)) if found else None


def _status(sentence: str) -> SelfEmployed | None:
    if _words("double").search(sentence):
        return SelfEmployed.ALLOWED
    denied = _words("no").search(sentence)
    allowed = _words("yes").search(sentence)
    if _words("condition").search(sentence) and (allowed or not denied):
        return SelfEmployed.CONDITIONAL
    if denied:
        return SelfEmployed.EXCLUDED
    return SelfEmployed.ALLOWED if allowed else None
