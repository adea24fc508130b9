"""Small postings and profiles for the matching tests."""

import csv
import datetime as dt
from pathlib import Path
from typing import Any

from app.criteria.criterion import Criterion, RequirementGroup, TextSpan, Understanding
from app.criteria.posting import PostingReading
from app.criteria.profile import Profile
from app.criteria.requirements import Requirement
from app.criteria.verdicts import Assessed, CandidateAssessment
from app.matching import assess, prepare_posting, prepare_profile

REFERENCE = dt.date(2025, 6, 30)
MEANING = Path(__file__).parents[2] / "golden" / "meaning"


def rows(name: str) -> list[tuple[str, ...]]:
    """The rows of a phrase corpus, without its heading."""
    with (MEANING / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return [tuple(row) for row in csv.reader(file)][1:]


def criterion(
    *groups: tuple[Requirement, ...],
    kind: str = "knockout",
    points: int | None = None,
    number: str = "1",
    **more: object,
) -> Criterion:
    prefix = {"knockout": "ko", "award": "aw", "wish": "wi"}[kind]
    facts = {
        "id": f"{prefix}-{number}",
        "kind": kind,
        "number": number,
        "text": "Eis",
        "points": points,
        "weight_percent": None,
        "requirement_groups": tuple(RequirementGroup(requirements=group) for group in groups),
        "understanding": Understanding.FULL,
        "span": TextSpan(start=0, end=3),
    }
    return Criterion.model_validate(facts | more)


def posting(*criteria: Criterion, **facts: object) -> PostingReading:
    empty: dict[str, Any] = {
        "language": "nl", "platform": "unknown", "title": None, "reference": None, "organisation": {}, "location": {},
        "period": {}, "hours_per_week": {}, "workdays": (), "education_level": None, "dynamic_purchasing_system": None,
        "deadlines": {}, "rate": None, "self_employed": "unknown", "salary_scale": None, "fee": None, "positions": None,
        "selection": {}, "cv_requirements": {}, "statements": (), "obligations": (), "competences": (), "tasks": (),
        "findings": (), "provenance": (),
    }  # fmt: skip
    wanted = {name: value for name, value in (empty | facts).items() if name in PostingReading.model_fields}
    return PostingReading.model_validate(wanted | {"criteria": criteria})


def job(start: str | None = "2020-01", end: str | None = None, **fields: object) -> dict[str, Any]:
    entry: dict[str, object] = {
        "name": "Gemeente Ergensoord",
        "position": "Medewerker",
        "startDate": start,
        "endDate": end,
    } | fields
    return {name: value for name, value in entry.items() if value is not None}


def profile(*work: dict[str, Any], engagement: dict[str, Any] | None = None, **resume: object) -> Profile:
    return Profile.model_validate({"resume": {"work": list(work), **resume}, "engagement": engagement or {}})


def verdicts(reading: PostingReading, candidate: Profile, reference: dt.date = REFERENCE) -> CandidateAssessment:
    return assess(prepare_posting(reading), prepare_profile(candidate), reference)


def one(requirement: Requirement, candidate: Profile, reference: dt.date = REFERENCE) -> Assessed:
    """The line of a single knock-out with one requirement."""
    return verdicts(posting(criterion((requirement,))), candidate, reference).criteria[0]
