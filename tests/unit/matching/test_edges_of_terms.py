"""Where the terms of an engagement turn from met into not met, and what only seems to say something."""

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest

from app.criteria.posting import PostingReading
from app.criteria.requirements import Availability, ContractFormRequirement, HoursRange, Language, Location, Rate
from app.criteria.scales import SelfEmployed
from app.matching.engagement import read_cefr
from tests.unit.matching.builders import criterion, one, posting, profile, verdicts


def gates(reading: PostingReading, **engagement: object) -> dict[str, tuple[str, bool]]:
    found = verdicts(reading, profile(engagement=engagement)).gates
    return {gate.gate: (gate.verdict, gate.decides) for gate in found}


def test_a_rate_in_another_currency_is_left_to_a_person() -> None:
    rate = {"hourlyRate": {"amount": "60", "currency": "USD"}}
    assert one(Rate(max=Decimal(75)), profile(engagement=rate)).verdict == "not_demonstrated"


@pytest.mark.parametrize(
    ("least", "most", "hours", "verdict"),
    [
        (24, None, {"max": 24}, "met"),
        (24, None, {"max": 23}, "not_met"),
        (24, None, {"min": 36}, "met"),
        (None, 28, {"max": 28}, "met"),
        (None, 28, {"max": 27}, "not_met"),
        (24, 28, {"min": 28}, "met"),
        (24, 28, {"min": 29}, "not_met"),
        (24, 28, {"min": 29, "max": 36}, "not_met"),
        (24, 28, {"min": 8, "max": 23}, "not_met"),
    ],
)
def test_hours_must_reach_the_least_asked_and_leave_room_below_the_most(
    least: int | None, most: int | None, hours: dict[str, int], verdict: str
) -> None:
    asked = Availability(
        hours_per_week=HoursRange(
            min=None if least is None else Decimal(least), max=None if most is None else Decimal(most)
        )
    )
    assert one(asked, profile(engagement={"hoursPerWeek": hours})).verdict == verdict


@pytest.mark.parametrize(("share", "verdict"), [(None, "not_demonstrated"), (39, "not_met"), (40, "met"), (100, "met")])
def test_a_day_on_site_is_a_fifth_of_the_week(share: int | None, verdict: str) -> None:
    asked = Location(place="Utrecht", on_site_days_per_week=Decimal(2))
    assert one(asked, profile(engagement={"places": ["Utrecht"], "maxOnSitePercent": share})).verdict == verdict


def test_a_printed_share_on_site_goes_before_the_days() -> None:
    asked = Location(on_site_percent=Decimal(60), on_site_days_per_week=Decimal(1))
    assert one(asked, profile(engagement={"maxOnSitePercent": 50})).verdict == "not_met"


def test_travelling_time_is_left_to_a_person_also_beside_a_place_that_fits() -> None:
    asked = Location(place="Utrecht", max_travel_minutes=30)
    assert one(asked, profile(engagement={"places": ["Utrecht"]})).verdict == "not_demonstrated"


def test_the_place_is_the_one_that_is_listed() -> None:
    line = one(Location(place="Utrecht"), profile(engagement={"places": ["Zwolle", "Gemeente Utrecht"]}))
    assert (line.verdict, line.evidence[0].pointer) == ("met", "/engagement/places/1")


@pytest.mark.parametrize("asked", [Availability(), Location()])
def test_where_nothing_in_particular_is_asked_a_person_looks(asked: Availability | Location) -> None:
    engagement = {"availableFrom": "2020-01-01", "places": ["Utrecht"], "maxOnSitePercent": 100}
    assert one(asked, profile(engagement=engagement)).verdict == "not_demonstrated"


def test_only_the_start_may_be_asked() -> None:
    asked = Availability(from_=dt.date(2025, 8, 1))
    line = one(asked, profile(engagement={"availableFrom": "2025-08-01"}))
    assert (line.verdict, line.reason.code) == ("met", "start_in_time")


def test_conditionally_excluded_self_employed_are_left_to_a_person() -> None:
    asked = ContractFormRequirement(self_employed=SelfEmployed.CONDITIONAL)
    line = one(asked, profile(engagement={"contractForm": "self_employed"}))
    assert (line.verdict, line.reason.code) == ("not_demonstrated", "contract_self_employed_conditional")


@pytest.mark.parametrize(
    ("words", "level"),
    [
        ("goed in woord, basis in geschrift", "A2"),
        ("goed (C1)", "C1"),
        ("B1", "B1"),
        ("onbekend", None),
        ("", None),
        (None, None),
    ],
)
def test_of_several_levels_of_a_language_the_lowest_counts_unless_one_is_printed(
    words: str | None, level: str | None
) -> None:
    assert read_cefr(words) == level


def test_the_other_language_listed_first_says_nothing() -> None:
    listed = [{"language": "Duits", "fluency": "C2"}, {"language": "Engels", "fluency": "A2"}]
    assert one(Language(language="en", level="B2"), profile(languages=listed)).verdict == "not_met"


@pytest.mark.parametrize(
    ("hours", "days", "verdict"),
    [
        ({"min": 27}, ["mon", "tue", "wed"], "met"),
        ({"min": 27}, ["mon", "tue"], "not_met"),
        ({"min": 28}, ["mon", "tue", "wed"], "not_met"),
        ({"max": 18}, ["mon", "tue"], "met"),
        ({"min": 9, "max": 36}, ["mon"], "met"),
        ({"min": 40}, ["mon", "tue", "wed", "thu"], "met"),
        ({}, ["mon", "tue", "wed"], "not_met"),
        ({}, ["fri", "mon", "tue", "wed", "thu"], "met"),
        ({"min": 9}, ["fri"], "not_met"),
        ({"min": 9}, [], "not_demonstrated"),
    ],
)
def test_as_many_of_the_days_as_the_hours_take_will_do(hours: dict[str, Any], days: list[str], verdict: str) -> None:
    reading = posting(workdays=("mon", "tue", "wed", "thu"), hours_per_week=hours)
    assert gates(reading, workdays=days)["workdays"] == (verdict, False)


def test_a_knock_out_that_asks_it_leaves_no_gate() -> None:
    asked = ContractFormRequirement(self_employed=SelfEmployed.EXCLUDED)
    facts = {"self_employed": "excluded"}
    assert gates(posting(criterion((asked,)), **facts)) == {}
    assert set(gates(posting(criterion((asked,), kind="award", points=5), **facts))) == {"contract_form"}


@pytest.mark.parametrize(("asked", "decides"), [("excluded", True), ("conditional", False)])
def test_only_an_exclusion_of_self_employed_decides(asked: str, decides: bool) -> None:
    found = gates(posting(self_employed=asked), contractForm="self_employed")
    assert found["contract_form"][1] is decides


def test_self_employed_that_are_welcome_are_no_gate() -> None:
    assert gates(posting(self_employed="allowed"), contractForm="self_employed") == {}


@pytest.mark.parametrize(
    ("rules", "cv", "verdict"),
    [
        ({"max_pages": 5}, {"pages": 4}, "met"),
        ({"max_pages": 5}, {}, "not_demonstrated"),
        ({"min_references": 2}, {"references": 2}, "met"),
        ({"min_references": 2}, {"references": 3}, "met"),
        ({"min_references": 2}, {}, "not_demonstrated"),
        ({"language": "nl"}, {"language": "nl"}, "met"),
        ({"format": "pdf"}, {"format": "pdf"}, "met"),
        ({"format": "pdf"}, {"format": "word"}, "not_met"),
        ({"anonymous": True}, {"anonymous": False}, "not_met"),
    ],
)
def test_rules_for_the_cv_and_what_is_sent(rules: dict[str, Any], cv: dict[str, Any], verdict: str) -> None:
    candidate = profile().model_copy(update={"cv": type(profile().cv).model_validate(cv)})
    assert [gate.verdict for gate in verdicts(posting(cv_requirements=rules), candidate).gates] == [verdict]
