"""Groups, tiers, points, outcome, gates and ranking."""

from decimal import Decimal
from typing import Any

import pytest

from app.criteria.criterion import RequirementGroup, Tier
from app.criteria.posting import TieBreak
from app.criteria.profile import Profile
from app.criteria.requirements import Equipment, Experience, Requirement, Statement
from app.criteria.verdicts import PartialCredit
from app.matching import assess, explain, judge, prepare_posting, prepare_profile, rank
from tests.unit.matching.builders import REFERENCE, criterion, job, posting, profile, verdicts

LAPTOP = Equipment(items=("laptop",))
VOG = Statement(name="vog")
WOZ = Experience(min_months=24, subjects=("WOZ",))


def _groups(*requirements: Requirement) -> tuple[RequirementGroup, ...]:
    return tuple(RequirementGroup(requirements=(requirement,)) for requirement in requirements)


@pytest.mark.parametrize(
    ("engagement", "verdict"),
    [
        ({"equipment": ["laptop"], "statements": ["vog"]}, "met"),
        ({"equipment": ["laptop"]}, "not_demonstrated"),
        ({}, "not_demonstrated"),
    ],
)
def test_a_group_is_as_good_as_its_worst(engagement: dict[str, Any], verdict: str) -> None:
    assert verdicts(posting(criterion((LAPTOP, VOG))), profile(engagement=engagement)).criteria[0].verdict == verdict


def test_a_criterion_is_as_good_as_its_best_group() -> None:
    reading = posting(criterion((WOZ,), (LAPTOP,)))
    short = profile(job("2025-01", summary="WOZ"))
    assert verdicts(reading, short).criteria[0].verdict == "not_demonstrated"
    assert verdicts(reading, profile(engagement={"equipment": ["laptop"]})).criteria[0].verdict == "met"


@pytest.mark.parametrize(
    ("engagement", "awarded", "most"),
    [({"equipment": ["laptop"], "statements": ["vog"]}, 10, 10), ({"equipment": ["laptop"]}, 5, 10), ({}, 0, 10)],
)
def test_the_best_tier_counts(engagement: dict[str, Any], awarded: int, most: int) -> None:
    both = (RequirementGroup(requirements=(LAPTOP, VOG)),)
    tiers = (
        Tier(points=5, requirement_groups=_groups(LAPTOP)),
        Tier(points=5, requirement_groups=_groups(VOG)),
        Tier(points=10, requirement_groups=both),
    )
    points = verdicts(posting(criterion(kind="award", points=10, tiers=tiers)), profile(engagement=engagement)).points
    assert (points.awarded, points.max, points.available) == (awarded, most, 10)


@pytest.mark.parametrize(
    ("candidate", "outcome"),
    [
        (profile(job("2020-01", summary="WOZ")), "eligible"),
        (profile(job("2025-01", summary="WOZ")), "not_eligible"),
        (profile(), "needs_review"),
    ],
)
def test_knock_outs_decide_and_earn_nothing(candidate: Profile, outcome: str) -> None:
    result = verdicts(posting(criterion((WOZ,))), candidate)
    assert result.outcome == outcome
    assert result.criteria[0].points is None


def test_awarded_and_maximum() -> None:
    reading = posting(
        criterion((WOZ,), kind="award", points=40, number="1"),
        criterion((LAPTOP,), kind="award", points=25, number="2"),
        criterion((Experience(min_months=99, subjects=("WOZ",)),), kind="award", points=35, number="3"),
        criterion((VOG,), kind="wish", number="4"),
    )
    points = verdicts(reading, profile(job("2020-01", summary="WOZ"))).points
    assert (points.awarded, points.min, points.max, points.available) == (40, 40, 65, 100)


def test_percent_counts_where_the_posting_weighs_in_percent() -> None:
    reading = posting(criterion((WOZ,), kind="award", weight_percent=Decimal("12.5")))
    assert verdicts(reading, profile(job("2020-01", summary="WOZ"))).points.awarded == Decimal("12.5")


def test_partial_credit_only_when_asked() -> None:
    reading = prepare_posting(posting(criterion((WOZ,), kind="award", points=40)))
    short = prepare_profile(profile(job("2022-01", "2022-12", summary="WOZ")))
    assert assess(reading, short, REFERENCE).points.min == 0
    linear = assess(reading, short, REFERENCE, PartialCredit.LINEAR).points
    assert (linear.awarded, linear.min) == (0, 20)


@pytest.mark.parametrize(
    ("facts", "engagement", "gate", "verdict", "outcome"),
    [
        ({"self_employed": "excluded"}, {"contractForm": "self_employed"}, "contract_form", "not_met", "not_eligible"),
        ({"self_employed": "excluded"}, {}, "contract_form", "not_demonstrated", "eligible"),
        ({"rate": {"max": "75"}}, {"hourlyRate": {"amount": "80"}}, "rate", "not_met", "not_eligible"),
        ({"hours_per_week": {"min": 24}}, {"hoursPerWeek": {"max": 8}}, "hours", "not_met", "eligible"),
        ({"education_level": "hbo"}, {}, "education", "not_demonstrated", "eligible"),
        ({"period": {"start_date": "2025-01-01"}}, {"availableFrom": "2025-02-01"}, "start", "not_met", "eligible"),
        ({"location": {"place": "Ergensoord"}}, {"places": ["Ergensoord"]}, "place", "met", "eligible"),
        ({"workdays": ("mon", "tue")}, {"workdays": ["mon"]}, "workdays", "not_met", "eligible"),
    ],
)
def test_two_gates_decide_and_the_others_inform(
    facts: dict[str, Any], engagement: dict[str, Any], gate: str, verdict: str, outcome: str
) -> None:
    result = verdicts(posting(**facts), profile(engagement=engagement))
    assert {g.gate: g.verdict for g in result.gates} == {gate: verdict}
    assert result.outcome == outcome


@pytest.mark.parametrize(
    ("rules", "cv", "gate", "verdict"),
    [
        ({"max_pages": 5}, {"pages": 6}, "cv_pages", "not_met"),
        ({"max_pages": 5}, {"pages": 5}, "cv_pages", "met"),
        ({"min_references": 2}, {"references": 1}, "cv_references", "not_met"),
        ({"language": "nl"}, {"language": "en"}, "cv_language", "not_met"),
        ({"format": "pdf"}, {}, "cv_format", "not_demonstrated"),
        ({"anonymous": True}, {"anonymous": True}, "cv_anonymous", "met"),
    ],
)
def test_cv_rules_are_gates(rules: dict[str, Any], cv: dict[str, Any], gate: str, verdict: str) -> None:
    candidate = profile().model_copy(update={"cv": type(profile().cv).model_validate(cv)})
    result = verdicts(posting(cv_requirements=rules), candidate)
    assert {g.gate: g.verdict for g in result.gates} == {gate: verdict}
    assert not result.gates[0].decides


def test_ranking_by_outcome_points_rate_and_id() -> None:
    reading = prepare_posting(posting(criterion((WOZ,)), criterion((LAPTOP,), kind="award", points=10)))
    long, short = job("2020-01", summary="WOZ"), job("2025-01", summary="WOZ")
    people = {
        "dear": profile(long, engagement={"hourlyRate": {"amount": "90"}}),
        "cheap": profile(long, engagement={"hourlyRate": {"amount": "80"}}),
        "cheapest-with-vat": profile(long, engagement={"hourlyRate": {"amount": "95", "vat": "included"}}),
        "no-rate": profile(long),
        "points": profile(long, engagement={"equipment": ["laptop"]}),
        "open": profile(engagement={"equipment": ["laptop"]}),
        "short": profile(short, engagement={"equipment": ["laptop"]}),
        "a-short": profile(short, engagement={"equipment": ["laptop"]}),
    }
    entries = [(name, judge(reading, prepare_profile(person), REFERENCE)) for name, person in people.items()]
    order = [name for _, name, _ in rank(entries, TieBreak.LOWEST_RATE)]
    assert order == ["points", "cheapest-with-vat", "cheap", "dear", "no-rate", "open", "a-short", "short"]


def test_assess_is_judge_and_explain() -> None:
    reading = prepare_posting(posting(criterion((WOZ,)), criterion((LAPTOP,), kind="award", points=10)))
    person = prepare_profile(profile(job("2020-01", summary="WOZ")))
    judged = judge(reading, person, REFERENCE)
    assert explain(reading, person, REFERENCE, judged) == assess(reading, person, REFERENCE)
    assert judged.points == assess(reading, person, REFERENCE).points
