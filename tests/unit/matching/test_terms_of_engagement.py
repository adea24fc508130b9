"""Requirements about the engagement: contract form, rate, availability, place, languages, what is brought."""

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest

from app.criteria.requirements import (
    Availability,
    ContractFormRequirement,
    DocumentRequirement,
    Equipment,
    HoursRange,
    Language,
    Location,
    OtherRequirement,
    Rate,
    Statement,
)
from app.criteria.scales import SelfEmployed, Vat, Weekday
from tests.unit.matching.builders import one, profile


@pytest.mark.parametrize(
    ("asked", "form", "verdict"),
    [
        ("excluded", "self_employed", "not_met"),
        ("excluded", "employee", "met"),
        ("excluded", "payroll", "met"),
        ("excluded", "unknown", "not_demonstrated"),
        ("conditional", "self_employed", "not_demonstrated"),
        ("conditional", "employee", "met"),
        ("allowed", "self_employed", "met"),
    ],
)
def test_contract_form(asked: str, form: str, verdict: str) -> None:
    requirement = ContractFormRequirement(self_employed=SelfEmployed(asked))
    assert one(requirement, profile(engagement={"contractForm": form})).verdict == verdict


@pytest.mark.parametrize(
    ("amount", "vat", "maximum_vat", "verdict"),
    [
        ("75.00", "excluded", "excluded", "met"),
        ("75.01", "excluded", "excluded", "not_met"),
        ("90.75", "included", "excluded", "met"),
        ("90.76", "included", "excluded", "not_met"),
        ("75.00", "unknown", "excluded", "met"),
        ("62.00", "excluded", "included", "not_met"),
        ("61.98", "excluded", "included", "met"),
    ],
)
def test_rates_compare_excluding_vat(amount: str, vat: str, maximum_vat: str, verdict: str) -> None:
    rate = {"hourlyRate": {"amount": amount, "vat": vat}}
    assert one(Rate(max=Decimal(75), vat=Vat(maximum_vat)), profile(engagement=rate)).verdict == verdict


def test_no_rate_is_not_demonstrated() -> None:
    assert one(Rate(max=Decimal(75)), profile()).verdict == "not_demonstrated"


@pytest.mark.parametrize(
    ("engagement", "verdict"),
    [
        ({"availableFrom": "2025-08-01", "hoursPerWeek": {"max": 32}, "workdays": ["mon", "tue"]}, "met"),
        (
            {"availableFrom": "2025-08-02", "hoursPerWeek": {"max": 32}, "workdays": ["mon", "tue"]},
            "not_met",
        ),
        ({"availableFrom": "2025-07-01", "hoursPerWeek": {"max": 20}, "workdays": ["mon", "tue"]}, "not_met"),
        (
            {"availableFrom": "2025-07-01", "hoursPerWeek": {"min": 36}, "workdays": ["mon", "tue"]},
            "not_met",
        ),
        ({"availableFrom": "2025-07-01", "hoursPerWeek": {"min": 24, "max": 24}, "workdays": ["mon"]}, "not_met"),
        ({"availableFrom": "2025-07-01", "hoursPerWeek": {"min": 24, "max": 24}}, "not_demonstrated"),
        ({"availableFrom": "2025-07-01", "workdays": ["mon", "tue"]}, "not_demonstrated"),
        ({}, "not_demonstrated"),
    ],
)
def test_availability(engagement: dict[str, Any], verdict: str) -> None:
    asked = Availability(
        from_=dt.date(2025, 8, 1),
        hours_per_week=HoursRange(min=Decimal(24), max=Decimal(28)),
        workdays=(Weekday.MON, Weekday.TUE),
    )
    assert one(asked, profile(engagement=engagement)).verdict == verdict


@pytest.mark.parametrize(
    ("engagement", "verdict"),
    [
        ({"places": ["Ergensoord"], "maxOnSitePercent": 50}, "met"),
        ({"places": ["Ergensoord"], "maxOnSitePercent": 49}, "not_met"),
        ({"places": ["Ergensoord"]}, "not_demonstrated"),
        ({"places": ["Elders"], "maxOnSitePercent": 100}, "not_demonstrated"),
        ({}, "not_demonstrated"),
    ],
)
def test_location(engagement: dict[str, Any], verdict: str) -> None:
    asked = Location(place="Ergensoord", on_site_percent=Decimal(50))
    assert one(asked, profile(engagement=engagement)).verdict == verdict


@pytest.mark.parametrize(
    ("fluency", "level", "verdict"),
    [
        ("moedertaal", "C2", "met"),
        ("vloeiend", "C1", "met"),
        ("goed", "B2", "met"),
        ("goed", "C1", "not_met"),
        ("redelijk", "B2", "not_met"),
        ("basis", "B1", "not_met"),
        ("B2", "B2", "met"),
        ("een beetje van alles", "B1", "not_demonstrated"),
        (None, "B1", "not_demonstrated"),
        (None, None, "met"),
    ],
)
def test_languages(fluency: str | None, level: str | None, verdict: str) -> None:
    entry = {"language": "Engels"} | ({"fluency": fluency} if fluency else {})
    assert one(Language(language="en", level=level), profile(languages=[entry])).verdict == verdict


@pytest.mark.parametrize(
    ("own", "verdict"),
    [
        (["laptop", "mobile_phone"], "met"),
        (["Laptop", "mobiele telefoon"], "met"),
        (["laptop"], "not_demonstrated"),
        ([], "not_demonstrated"),
    ],
)
def test_equipment(own: list[str], verdict: str) -> None:
    asked = Equipment(items=("mobile_phone", "laptop"))
    assert one(asked, profile(engagement={"equipment": own})).verdict == verdict


@pytest.mark.parametrize(("own", "verdict"), [(["VOG"], "met"), (["vog"], "met"), (["nda"], "not_demonstrated")])
def test_statements(own: list[str], verdict: str) -> None:
    assert one(Statement(name="vog"), profile(engagement={"statements": own})).verdict == verdict


@pytest.mark.parametrize("asked", [DocumentRequirement(name="motivatiebrief"), OtherRequirement(text="Flexibel.")])
def test_what_no_profile_shows_is_never_met(asked: DocumentRequirement | OtherRequirement) -> None:
    assert one(asked, profile()).verdict == "not_demonstrated"
