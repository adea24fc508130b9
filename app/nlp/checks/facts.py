"""Facts against each other: deadlines, hours, education, scale, reference, CV rules."""

import re
from decimal import Decimal

from app.criteria.requirements import Availability, Education
from app.criteria.scales import EducationLevel
from app.nlp.checks.report import Evidence, Report
from app.nlp.facts.book import Fact
from app.nlp.values.hours import find_hours_per_week

HIGHEST_SCALE = 19
"""The cao Gemeenten and the BBRA end at scale 18; some bodies have a 19."""
HEADER_FIELDS = 3
"""A block of at least this many labelled values is a header that should have a reference."""

_FAMILIES = {
    EducationLevel.MBO: ("mbo_1", "mbo_2", "mbo_3", "mbo_4"),
    EducationLevel.HBO: ("hbo_ad", "hbo_bachelor"),
    EducationLevel.WO: ("wo_bachelor", "wo_master"),
}


def check_facts(evidence: Evidence, report: Report) -> None:
    """Report conflicts between facts and gaps in the header."""
    _deadlines(evidence, report)
    _hours(evidence, report)
    _education(evidence, report)
    _scale(evidence, report)
    _reference(evidence, report)
    for name in ("maxPages", "minReferences"):
        _repeated(evidence.all(f"/cvRequirements/{name}"), report)


def _deadlines(evidence: Evidence, report: Report) -> None:
    for pointer in ("/deadlines/submission", "/deadlines/questions"):
        readings = evidence.all(pointer)
        for other in readings[1:]:
            untimed = any(
                code == "deadline_without_time" and start in (other.start, readings[0].start)
                for code, _, start, _ in evidence.doubts
            )
            same = str(other.value)[:10] == str(readings[0].value)[:10] if untimed else other.value == readings[0].value
            if not same:
                report.add("deadline_conflict", pointer, other.start, other.end)


def _hours(evidence: Evidence, report: Report) -> None:
    low, high = evidence.first("/hoursPerWeek/min"), evidence.first("/hoursPerWeek/max")
    if low is None and high is None:
        return
    least = Decimal(str(low.value)) if low else Decimal(0)
    most = Decimal(str(high.value)) if high else Decimal(168)
    own = low or high
    for span in evidence.requirements:
        for requirement in (r for group in span.groups for r in group.requirements if isinstance(r, Availability)):
            asked = requirement.hours_per_week
            if asked and (
                (asked.min is not None and asked.min > most) or (asked.max is not None and asked.max < least)
            ):
                report.add("hours_conflict", "/hoursPerWeek", span.start, span.end)
    for section in evidence.sections:
        if section.kind not in ("header", "assignment", "workdays", "planning", "other", "offer"):
            continue
        for found in find_hours_per_week(evidence.text[section.start : section.end]):
            start, end = section.start + found.start, section.start + found.end
            value = found.value
            if (
                value.unit != "week"
                or value.approximate
                or (value.max or value.min or 0) < 8
                or (own and own.start < end and start < own.end)
            ):
                continue
            if (value.min is not None and value.min > most) or (value.max is not None and value.max < least):
                report.add("hours_conflict", "/hoursPerWeek", start, end)


def _education(evidence: Evidence, report: Report) -> None:
    header = evidence.first("/educationLevel")
    if header is None:
        return
    level = EducationLevel(str(header.value))
    kinds = {one.id: one.kind for one in evidence.criteria}
    for span in evidence.requirements:
        asked = [
            r.min_level for group in span.groups for r in group.requirements if isinstance(r, Education) and r.min_level
        ]
        if kinds.get(span.criterion) != "knockout" or not asked:
            continue
        if not any(_agrees(level, one) for one in asked):
            report.add(
                "education_level_conflict",
                "/educationLevel",
                span.start,
                span.end,
                header=_shown(level),
                required=_shown(asked[0]),
            )


def _agrees(header: EducationLevel, asked: EducationLevel) -> bool:
    return header is asked or asked.value in _FAMILIES.get(header, ()) or header.value in _FAMILIES.get(asked, ())


def _shown(level: EducationLevel) -> str:
    return (
        level.value.replace("_plus", "+")
        .replace("_", " ")
        .replace("ad", "Ad")
        .replace("mbo", "MBO")
        .replace("hbo", "HBO")
        .replace("wo", "WO")
    )


def _scale(evidence: Evidence, report: Report) -> None:
    scale = evidence.first("/salaryScale")
    digits = re.match(r"\d+", str(scale.value)) if scale else None
    if scale and digits and not 1 <= int(digits[0]) <= HIGHEST_SCALE:
        report.add("implausible_salary_scale", "/salaryScale", scale.start, scale.end, scale=scale.value)


def _reference(evidence: Evidence, report: Report) -> None:
    labelled = {fact.rule for fact in evidence.facts if fact.rule.startswith("header:")}
    if len(labelled) >= HEADER_FIELDS and evidence.first("/reference") is None:
        first = min((fact for fact in evidence.facts if fact.rule.startswith("header:")), key=lambda fact: fact.start)
        report.add("missing_reference", "/reference", first.start, first.end)


def _repeated(readings: list[Fact], report: Report) -> None:
    for other in readings[1:]:
        if other.value != readings[0].value:
            report.add("requirement_conflict", other.pointer, other.start, other.end)
