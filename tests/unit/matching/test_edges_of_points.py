"""Shares of points, points of tiers, and who comes first where almost everything is equal."""

from decimal import Decimal

import pytest

from app.criteria.criterion import RequirementGroup, Tier
from app.criteria.posting import TieBreak
from app.criteria.requirements import Equipment, Experience, Requirement
from app.criteria.verdicts import PartialCredit
from app.matching import assess, judge, prepare_posting, prepare_profile, rank
from app.matching.score import tidy
from tests.unit.matching.builders import REFERENCE, criterion, job, posting, profile

LAPTOP = Equipment(items=("laptop",))
WOZ = Experience(min_months=24, subjects=("WOZ",))
BAG = Experience(min_months=24, subjects=("BAG",))
HALF = job("2022-01", "2022-12", summary="WOZ")
QUARTER = job("2022-01", "2022-06", summary="BAG")
LONG = job("2020-01", "2023-12", summary="BAG")


def shared(*work: dict[str, object], asked: tuple[Requirement, ...], kind: str = "award") -> object:
    reading = prepare_posting(posting(criterion(asked, kind=kind, points=40 if kind == "award" else None)))
    return assess(reading, prepare_profile(profile(*work)), REFERENCE, PartialCredit.LINEAR).points.min


@pytest.mark.parametrize(
    ("work", "asked", "points"),
    [
        ((HALF,), (WOZ,), 20),
        ((HALF, QUARTER), (WOZ, BAG), 10),
        ((HALF, LONG), (WOZ, BAG), 20),
        ((HALF,), (WOZ, BAG), 0),
        ((HALF,), (WOZ, LAPTOP), 0),
        ((), (WOZ,), 0),
    ],
)
def test_the_share_is_that_of_the_shortest_and_nothing_may_be_open(
    work: tuple[dict[str, object], ...], asked: tuple[Requirement, ...], points: int
) -> None:
    assert shared(*work, asked=asked) == points


def test_a_knock_out_has_no_share() -> None:
    assert shared(HALF, asked=(WOZ,), kind="knockout") == 0


def test_what_is_too_short_can_still_earn_nothing_more_but_what_is_open_can() -> None:
    reading = prepare_posting(
        posting(criterion((WOZ,), kind="award", points=40), criterion((LAPTOP,), kind="award", points=7, number="2"))
    )
    points = assess(reading, prepare_profile(profile(HALF)), REFERENCE).points
    linear = assess(reading, prepare_profile(profile(HALF)), REFERENCE, PartialCredit.LINEAR).points
    assert (points.awarded, points.min, points.max, points.available) == (0, 0, 7, 47)
    assert (linear.awarded, linear.min, linear.max, linear.available) == (0, 20, 27, 47)


def test_of_two_tiers_that_are_reached_the_one_of_more_points_counts_in_any_order() -> None:
    tiers = [Tier(points=points, requirement_groups=(RequirementGroup(requirements=(LAPTOP,)),)) for points in (5, 9)]
    person = prepare_profile(profile(engagement={"equipment": ["laptop"]}))
    for order in (tiers, tiers[::-1]):
        reading = prepare_posting(posting(criterion(kind="award", points=9, tiers=tuple(order))))
        points = judge(reading, person, REFERENCE).points
        assert (points.awarded, points.max) == (9, 9)


@pytest.mark.parametrize(
    ("value", "printed"),
    [(Decimal("12.50"), "12.5"), (Decimal("12.00"), "12"), (3, "3"), (Decimal("0.125"), "0.12"), (Decimal(40), "40")],
)
def test_points_are_printed_without_needless_zeros(value: Decimal | int, printed: str) -> None:
    assert str(tidy(value)) == printed


def test_of_equal_rates_the_id_decides_and_the_numbers_run_from_one() -> None:
    reading = prepare_posting(posting(criterion((WOZ,))))
    entries = [
        (name, judge(reading, prepare_profile(profile(engagement={"hourlyRate": rate})), REFERENCE))
        for name, rate in {
            "b": {"amount": "121", "vat": "included"},
            "a": {"amount": "100", "vat": "excluded"},
            "c": {"amount": "99.99"},
        }.items()
    ]
    ranked = rank(entries, TieBreak.UNKNOWN)
    assert [(place, name) for place, name, _ in ranked] == [(1, "c"), (2, "a"), (3, "b")]
