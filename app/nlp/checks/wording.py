"""Slips in the wording: doubled words, choices not made, texts that are no hire posting."""

import re
from functools import cache
from itertools import pairwise

from app.nlp.checks.report import Evidence, Report
from app.nlp.lexicons import rows
from app.nlp.lexicons import words as known_words

SHORTEST_DOUBLE = 3
"""Letters; "de de" happens too, but so do "A A" and "2 2" in tables."""
_CHOICE = re.compile(r"(?:ja\s?/\s?nee|nee\s?/\s?ja)\b|\(\s?(?:doorhalen|keuze maken|kies)\b")
_ALLOWED_DOUBLES = frozenset(known_words("doubles_allowed"))


LEAST_SIGNS = 2
"""Different phrases by which a text speaks of a job."""
LEAST_WEIGHT = 3
FACT_WEIGHT = 2
_OF_A_HIRE = frozenset(
    {"/rate/max", "/rate/guideline", "/dynamicPurchasingSystem", "/selfEmployed", "/period/durationMonths"}
    | {"/period/durationWeeks", "/period/extension/possible"}
)


@cache
def _employment() -> tuple[tuple[str, int], ...]:
    return tuple((row["phrase"], int(row["weight"])) for row in rows("employment"))


def check_wording(evidence: Evidence, report: Report) -> None:
    """Report doubled words, unresolved choices, and texts in which nothing was understood."""
    low = evidence.low
    _doubled(report, low)
    for found in _CHOICE.finditer(low) if "nee" in low or "(" in low else ():
        line = evidence.text.rfind("\n", 0, found.start()) + 1
        if not any(
            note.code == "unresolved_alternative" and note.start <= found.end() and found.start() <= note.end
            for note in report.notes
        ):
            report.add("unresolved_alternative", None, max(line, found.start() - 60), found.end())
    _employed(evidence, report, low)
    if not evidence.criteria:
        report.add("not_understood", "/criteria", 0, 0)


def _doubled(report: Report, low: str) -> None:
    pairs = [(one, other) for one, other in pairwise(low.split()) if other.startswith(one)]
    doubled = {one for one, other in pairs if len(one) >= SHORTEST_DOUBLE and one.isalpha() and _ends(other, len(one))}
    for word in sorted(doubled - _ALLOWED_DOUBLES):
        twice = f"{word} {word}"
        at = low.find(twice)
        while at >= 0:
            end = at + len(twice)
            if not low[at - 1 : at].isalnum() and _ends(low, end):
                report.add("duplicate_words", None, at, end)
            at = low.find(twice, end)


def _ends(text: str, at: int) -> bool:
    return not text[at : at + 1].isalnum()


def _employed(evidence: Evidence, report: Report, low: str) -> None:
    """Report a text that speaks of a job more than of an assignment; facts that only an assignment has weigh too."""
    said = [(at, weight, phrase) for phrase, weight in _employment() if (at := low.find(phrase)) >= 0]
    hired = {fact.pointer for fact in evidence.facts} & _OF_A_HIRE
    jobs = [one for one in said if one[1] > 0]
    if len(jobs) >= LEAST_SIGNS and sum(weight for _, weight, _ in said) - FACT_WEIGHT * len(hired) >= LEAST_WEIGHT:
        at, _, phrase = min(jobs)
        report.add("not_a_hire_posting", None, at, at + len(phrase))
