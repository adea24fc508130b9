"""What a profile denies falls short, whatever kind of requirement asks it; what it has beside a denial does not."""

import pytest

from app.criteria.requirements import (
    Certificate,
    Equipment,
    Experience,
    Knowledge,
    Language,
    Requirement,
    Statement,
    Training,
)
from tests.unit.matching.builders import job, one, profile


@pytest.mark.parametrize(
    ("asked", "summary"),
    [
        (Certificate(names=("rijbewijs B",)), "Ik heb geen rijbewijs."),
        (Certificate(names=("VCA",)), "Een VCA heb ik niet, geen VCA-certificaat dus."),
        (Equipment(items=("car",)), "Ik heb geen eigen auto; reizen met de trein gaat prima."),
        (Equipment(items=("laptop",)), "Zonder laptop."),
        (Experience(subjects=("subsidies",)), "Geen ervaring met subsidies."),
        (Experience(tools=("iBabs",)), "Nog nooit met iBabs gewerkt."),
        (Knowledge(subjects=("AVG",)), "Geen kennis van de AVG."),
        (Training(subjects=("agile werken",)), "Geen training agile werken gevolgd."),
        (Language(language="de"), "Ik spreek geen Duits."),
        (Statement(name="vog"), "Ik kan geen VOG overleggen."),
    ],
)
def test_a_denial_falls_short(asked: Requirement, summary: str) -> None:
    assert one(asked, profile(job(), basics={"summary": summary})).verdict == "not_met"


@pytest.mark.parametrize(
    ("asked", "summary"),
    [
        (Certificate(names=("rijbewijs B",)), "Geen rijbewijs C."),
        (Certificate(names=("PRINCE2 Foundation",)), "Geen PRINCE2 Practitioner."),
        (Equipment(items=("car",)), "Geen automatisering."),
        (Language(language="de"), "Geen duidelijke voorkeur."),
        (Statement(name="vog"), "Geen vogelaar."),
        (Experience(tools=("Key2Burgerzaken",)), "Geen ervaring met iBurgerzaken, alleen met papier."),
    ],
)
def test_the_denial_of_something_else_says_nothing(asked: Requirement, summary: str) -> None:
    assert one(asked, profile(job(), basics={"summary": summary})).verdict == "not_demonstrated"


def test_what_is_listed_outweighs_a_denial_elsewhere() -> None:
    candidate = profile(
        job(summary="Subsidies verleend."), basics={"summary": "Geen ervaring met subsidies in Europa."}
    )
    assert one(Experience(subjects=("subsidies",)), candidate).verdict == "met"
