"""How far a denial reaches."""

import pytest

from app.criteria.requirements import Experience
from tests.unit.matching.builders import job, one, profile


@pytest.mark.parametrize(
    ("summary", "verdict"),
    [
        ("Geen ervaring met subsidies.", "not_met"),
        ("Niet ervaren in subsidies.", "not_met"),
        ("Niet alleen ervaring met subsidies.", "not_demonstrated"),
        ("Ik heb niet alleen met subsidies gewerkt.", "not_demonstrated"),
        ("Nog nooit gewerkt. Subsidies.", "not_demonstrated"),
        ("Geen ervaring met belastingen. Over subsidies later meer.", "not_demonstrated"),
        ("Geen ervaring met belastingen of subsidies.", "not_met"),
    ],
)
def test_a_denial_reaches_to_the_end_of_what_it_denies(summary: str, verdict: str) -> None:
    assert one(Experience(subjects=("subsidies",)), profile(job(), basics={"summary": summary})).verdict == verdict


@pytest.mark.parametrize(
    ("summary", "verdict"),
    [
        ("Verleent subsidies.", "met"),
        ("Verleent niet alleen subsidies.", "met"),
        ("Geen belastingen. Wel subsidies.", "met"),
        ("Verleent geen subsidies.", "not_met"),
        ("Had geen subsidies, maar leges.", "not_met"),
        ("Had geen leges, maar subsidies.", "met"),
        ("Wil graag subsidies leren verlenen.", "not_demonstrated"),
        ("Werkte nooit alleen aan subsidies.", "met"),
        ("Werkte nooit aan subsidies.", "not_met"),
        ("Wil graag Java leren. Verleent subsidies.", "met"),
        ("Verleent subsidies. Wil graag Java leren.", "met"),
    ],
)
def test_what_is_denied_or_wished_in_a_job_is_no_experience(summary: str, verdict: str) -> None:
    assert one(Experience(subjects=("subsidies",)), profile(job(summary=summary))).verdict == verdict
