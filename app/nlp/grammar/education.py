"""Education clauses: the level, the fields, and whether "werk- en denkniveau" will do."""

import re
from functools import cache

from app.concepts import load_terms
from app.criteria.requirements import Education, SubjectExamples
from app.nlp.grammar.examples import attach
from app.nlp.grammar.notes import Bracket, bare_examples, split_examples
from app.nlp.grammar.terms import split_terms
from app.nlp.lexicons import any_word, fold, words
from app.nlp.values.education import find_levels

_FIELD = re.compile(rf"\b{any_word('field_cue')}\b:?(?!\s{any_word('no_field_cue')})\s*", re.IGNORECASE)
_NOUN = re.compile(r"\b(?P<compound>[a-zà-ÿ-]{0,40})(?:opleiding(?:en)?|studie|diploma|degree)\b", re.IGNORECASE)
_STOP = re.compile(
    rf",?\s(?:of|en/of|dan wel|or)\s(?:een\s|an?\s)?{any_word('equal_education')}\w*.*$"
    r"|\s(?:met diploma|behaald|afgerond)\b.*$"
    r"|\sop (?:minimaal |ten minste )?(?:mbo|hbo|wo)\b.*$",
    re.IGNORECASE,
)
STUDY = re.compile(rf"\b{any_word('study_name')}\b(?!-)", re.IGNORECASE)
"""Studies that go by a name of their own ("pabo", "HBO-V"), with or without a word for education."""
_NO_FIELD = frozenset(words("no_field"))
_COMPLETED = re.compile(r"\b(?:afgerond\w*|voltooi\w*|diploma|behaald\w*|completed|degree)\b", re.IGNORECASE)
_COMPOUND_FIELD = re.compile(rf"^(?!{any_word('no_field_compound')})[a-zà-ÿ-]{{4,}}$", re.IGNORECASE)
_DANGLING = re.compile(
    r"\s(?:op|op minimaal|op ten minste|op minstens|op tenminste|minimaal|met|van)\s*$", re.IGNORECASE
)


def read_education(text: str, brackets: tuple[Bracket, ...]) -> Education:
    """The education asked: lowest level, fields (any of), and whether "werk- en denkniveau" will do."""
    levels = find_levels(text)
    level = levels[0].value if levels else None
    fields, examples = _fields(text, [(f.start, f.end) for f in levels], brackets)
    return Education(
        min_level=level.level if level else None,
        fields=fields,
        examples=examples,
        completed=bool(_COMPLETED.search(text)) or not (level and level.equivalent),
        equivalent_accepted=any(found.value.equivalent for found in levels),
    )


_LEVEL_IN_NAME = re.compile(r"-(?!opleiding|diploma|niveau|bachelor|master|functie)[A-Za-zÀ-ÿ]{4,}", re.IGNORECASE)
"""A level that is part of the name of a study: "HBO-Rechten"."""


@cache
def _known_fields() -> tuple[str, ...]:
    return tuple(fold(term.removeprefix("=")) for entry in load_terms("fields") for term in entry.terms)


def _names_field(rest: str) -> bool:
    """Whether what follows a level or diploma is a field: printed with a capital, or known as one."""
    return rest[:1].isupper() or (bool(rest) and fold(rest).startswith(_known_fields()))


def _last_end(noun: re.Match[str] | None, levels: list[tuple[int, int]]) -> int:
    """Where a field may begin that is only put behind ("hbo-diploma Informatica", "wo-master Planologie")."""
    return noun.end() if noun else max((end for _, end in levels), default=0)


def _fields(
    text: str, levels: list[tuple[int, int]], brackets: tuple[Bracket, ...]
) -> tuple[tuple[str, ...], tuple[SubjectExamples, ...]]:
    studies = [found.span() for found in STUDY.finditer(text)]
    levels = [(start, end) for start, end in levels if not any(s <= start < e for s, e in studies)]
    names = tuple(dict.fromkeys(text[start:end] for start, end in studies))
    for start, end in levels:
        if not _LEVEL_IN_NAME.match(text, end):
            text = text[:start] + " " * (end - start) + text[end:]
    noun = _NOUN.search(text)
    if studies and not noun and not levels:
        text = text[studies[0][0] :]
    cue = _FIELD.search(text, noun.end() if noun else 0) or _FIELD.search(text)
    if cue:
        printed = _STOP.sub("", text[cue.end() :])
    elif _names_field(text[(end := _last_end(noun, levels)) :].strip()):
        printed = _STOP.sub("", text[end:])
    else:
        before = text[: noun.start()].split() if noun else []
        named_before = [word for word in before if word.strip(".,;:").lower() not in _NO_FIELD and len(word) > 3]
        compound = noun["compound"].strip("-") if noun else ""
        printed = named_before[-1] if named_before else compound if _COMPOUND_FIELD.match(compound) else ""
    general, after = split_examples(_DANGLING.sub("", printed))
    named = tuple(term for term in split_terms(general).terms if term.lower() not in _NO_FIELD)
    named += tuple(name for name in names if not any(fold(name) in fold(term) for term in (*named, after or "")))
    if named:
        return named, attach(general, text.find(general), named, brackets, after)
    inside = ([after] if after else []) + [bare_examples(b.text) for b in brackets]
    return tuple(dict.fromkeys(term for printed_terms in inside for term in split_terms(printed_terms).terms)), ()
