"""Parts of a criterion that ask nothing themselves: notes to the supplier, examples, abbreviations between brackets."""

import re
from dataclasses import dataclass, replace
from functools import cache

from app.nlp.lexicons import any_word, flat, fold, rows

_BRACKETS = re.compile(r"\s?\(([^()]*)\)")
_EXAMPLES = re.compile(rf",?\s{any_word('example')}\s+", re.IGNORECASE)
_CLAUSE = re.compile(r"[.,;]\s+(?=[^.,;]*$)|(?<=[a-z)])\.\s+(?=[A-Z])|\s-\s(?=[^-]*$)")
_PREFERRED = re.compile(
    r"(?<=\w)[,;]?\s(?:en\s|maar\s)?(?:bij voorkeur|liefst|preferably)\b"
    r"(?:[^,.;]{0,40}\d[^,.;]{0,40}(?=,)|(?:(?! / )[^.;])*)",
    re.IGNORECASE,
)
_PREFERRED_ALONE = re.compile(r"(?:bij voorkeur|liefst|preferably)\b|(?:met )?diploma$", re.IGNORECASE)
_PLURAL_SUFFIX = re.compile(r"^(?:en|s|'s|e|n|r|de|se|semi-)$|^[a-z]{1,4}-$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Bracket:
    """What stood between brackets: `before` is the text in front of it (of the cleaned text, in characters)."""

    before: int
    text: str


@dataclass(frozen=True, slots=True)
class Cleaned:
    """A criterion's text without notes; `brackets` in order of their place; `notes`: what was taken out.

    `preferred`: what is only preferred ("bij voorkeur in de richting Communicatie"), taken out too.
    """

    text: str
    brackets: tuple[Bracket, ...]
    notes: tuple[str, ...]
    preferred: str | None = None


@cache
def _cues() -> tuple[str, ...]:
    return tuple(fold(row["phrase"]) for row in rows("notes"))


@cache
def _wishes() -> re.Pattern[str]:
    known = [fold(row["phrase"]) for row in rows("list_noise") if row["role"] in ("wish", "demand")]
    return re.compile(rf"\s(?:{'|'.join(map(re.escape, known))})(?:[\s.;]*$|(?=,\s))")


def without_wish(text: str) -> str:
    """An item without the words that make it a wish or a demand ("... is een pré", "... is een must")."""
    pieces, position = [], 0
    for found in _wishes().finditer(flat(text)):
        pieces.append(text[position : found.start()])
        position = found.end()
    return "".join([*pieces, text[position:]])


def is_note(text: str) -> bool:
    """Whether a bracket or trailing clause tells the supplier what to do with the CV, rather than asks something."""
    folded = fold(text)
    return any(cue in folded for cue in _cues())


def clean(text: str) -> Cleaned:
    """Take brackets and trailing notes out of a criterion's text."""
    notes: list[str] = []
    brackets: list[Bracket] = []
    pieces: list[str] = []
    position = length = 0
    for found in _BRACKETS.finditer(text):
        pieces.append(text[position : found.start()])
        length += len(pieces[-1])
        position = found.end()
        inner = found[1].strip()
        if is_note(inner) or _PREFERRED_ALONE.match(inner):
            notes.append(inner)
        elif _PLURAL_SUFFIX.match(inner) and found[0][0] == "(":
            pieces.append(inner)
            length += len(inner)
        elif text[found.end() : found.end() + 1].isalpha():
            # "(C)ISO", "(semi)overheid": part of the word behind it.
            joined = found[0][: found[0].index("(")] + inner
            pieces.append(joined)
            length += len(joined)
        elif inner:
            brackets.append(Bracket(length, inner))
    pieces.append(text[position:])
    body = without_wish("".join(pieces)).rstrip(" .;,")
    while (cut := _last_clause(body)) and is_note(body[cut[1] :]):
        notes.append(body[cut[1] :])
        body = body[: cut[0]].rstrip(" .;,")
    preferred = _PREFERRED.search(body)
    if preferred:
        start, end = preferred.span()
        body = body[:start] + body[end:]
        kept = [one for one in brackets if not start < one.before <= end]
        brackets = [replace(one, before=one.before - (end - start)) if one.before > end else one for one in kept]
    return Cleaned(body, tuple(brackets), tuple(notes), preferred[0] if preferred else None)


def _last_clause(body: str) -> tuple[int, int] | None:
    found = list(_CLAUSE.finditer(body))
    return (found[-1].start(), found[-1].end()) if found else None


_OPENING = re.compile(rf"^(?:{any_word('example')}|bijv|bv\.?)[\s:]+", re.IGNORECASE)


def bare_examples(text: str) -> str:
    """The examples of a bracket without the word that announces them ("bijvoorbeeld HR21")."""
    return _OPENING.sub("", text)


def split_examples(text: str) -> tuple[str, str | None]:
    """The general term and its examples, if any, of "gemeentelijke systemen zoals Zorgned of Suite"."""
    found = _EXAMPLES.search(text)
    return (text[: found.start()], text[found.end() :]) if found else (text, None)
