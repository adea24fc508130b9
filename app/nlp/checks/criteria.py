"""Criteria against each other: numbering, points, repetitions, references to nothing."""

import re
from collections.abc import Iterator
from decimal import Decimal

from app.criteria.requirements import Equipment, Experience, Knowledge, Training
from app.nlp.checks.report import Evidence, Report
from app.nlp.components.criteria import CriterionSpan
from app.nlp.components.weights import read_weight
from app.nlp.lexicons import fold
from app.nlp.list_noise import opens_with

USUAL_TOTAL = Decimal(100)
_TOTAL = re.compile(
    r"\btotaal\s(?:te behalen\s)?(?:aantal\s)?(?:punten\s?[:=]?\s)?(\d{1,4})\s?(?:punten|punt|pt)?"
    r"|\b(\d{1,4})\s?punten\stotaal"
)
_BOTH = re.compile(r"\bbeide\b", re.IGNORECASE)


def check_criteria(evidence: Evidence, report: Report) -> None:
    """Report what is wrong with the list of criteria as a list."""
    _numbering(evidence, report)
    _points(evidence, report)
    _repeats(evidence, report)
    _references(evidence, report)
    _equipment(evidence, report)


def _numbering(evidence: Evidence, report: Report) -> None:
    previous: dict[str, int] = {}
    last: int | None = None
    for index, one in enumerate(evidence.criteria):
        if one.number is None or not one.number.isdigit():
            continue
        number = int(one.number)
        before = previous.get(one.kind)
        fits = number == before + 1 if before is not None else number == 1 or (last is not None and number == last + 1)
        if not fits:
            shown = before if before is not None else last if last is not None else 0
            report.add(
                "criterion_numbering", f"/criteria/{index}/number", one.start, one.end, previous=shown, number=number
            )
        previous[one.kind] = last = number


def _points(evidence: Evidence, report: Report) -> None:
    for name in ("points", "weight_percent"):
        weighed = [one for one in evidence.criteria if one.kind == "award" and getattr(one, name) is not None]
        if not weighed:
            continue
        total = sum((Decimal(getattr(one, name)) for one in weighed), Decimal(0))
        total += sum(_elsewhere(evidence, name), Decimal(0))
        stated = _stated_total(evidence) if name == "points" else None
        quality = evidence.first("/selection/qualityWeightPercent") if stated is None else None
        if quality is not None and total == Decimal(str(quality.value)):
            continue
        if total != (stated or USUAL_TOTAL):
            report.add(
                "points_total",
                "/criteria",
                weighed[0].start,
                weighed[-1].end,
                total=total,
                stated=stated or USUAL_TOTAL,
            )


def _elsewhere(evidence: Evidence, name: str) -> Iterator[Decimal]:
    """What a list of criteria gives to the price or an interview, which are no criteria."""
    read = {one.start for one in evidence.criteria}
    for section in evidence.sections:
        for line in section.lines if section.kind in ("award", "wish") else ():
            if line.body not in read and opens_with(evidence.text[line.body : line.end], "selection"):
                weight = read_weight(evidence.text, line.body, line.end)
                value = weight.points if name == "points" else weight.percent
                if value is not None:
                    yield Decimal(value)


def _stated_total(evidence: Evidence) -> Decimal | None:
    for section in evidence.sections:
        if section.kind in ("award", "wish", "mixed") and (
            found := _TOTAL.search(evidence.low[section.start : section.heading_end])
        ):
            return Decimal(found[1] or found[2])
    return None


def _repeats(evidence: Evidence, report: Report) -> None:
    seen: dict[str, CriterionSpan] = {}
    for index, one in enumerate(evidence.criteria):
        key = re.sub(r"\W+", " ", re.sub(r"\([^()]*\)", "", fold(evidence.text[one.text_start : one.text_end]))).strip()
        if key in seen:
            report.add("repeated_criterion", f"/criteria/{index}", one.start, one.end, other=seen[key].id)
        seen.setdefault(key, one)


def _references(evidence: Evidence, report: Report) -> None:
    for index, span in enumerate(evidence.requirements):
        found = _BOTH.search(evidence.text, span.start, span.end)
        if found is None:
            continue
        named = [
            term
            for group in span.groups
            for r in group.requirements
            if isinstance(r, Experience | Knowledge | Training)
            for term in (*r.subjects, *(r.tools + r.roles if isinstance(r, Experience) else ()))
        ]
        if len(named) < 2:
            report.add("undefined_reference", f"/criteria/{index}", found.start(), found.end())


def _equipment(evidence: Evidence, report: Report) -> None:
    """One rule refuses what another accepts: "geen iPad" and "laptop cq iPad"."""
    asked = any(
        isinstance(r, Equipment) for span in evidence.requirements for group in span.groups for r in group.requirements
    )
    if not asked:
        return
    low = evidence.low
    for refused in re.finditer(r"\bgeen\s(ipad|tablet|laptop|telefoon|smartphone)\b", low):
        allowed = re.search(rf"\b(?:of|cq|c\.q\.|en|/)\s(?:een\s)?{refused[1]}\b", low)
        if allowed:
            report.add("requirement_conflict", None, allowed.start(), allowed.end())
