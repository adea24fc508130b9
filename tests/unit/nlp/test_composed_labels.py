"""Labels that no list holds are read by their parts, and only where every part is known."""

import pytest

from app.nlp.composed_labels import composed_field
from app.nlp.lexicons import fold


@pytest.mark.parametrize(
    ("label", "field"),
    [
        ("Uiterste indieningsdatum offerte", "deadline"),
        ("Inschrijvingsdeadline", "deadline"),
        ("Tijdstip sluiting", "deadline"),
        ("Deadline for submissions", "deadline"),
        ("Deadline vragenronde", "questions"),
        ("Gespreksdata", "interviews"),
        ("Datum intakegesprekken", "interviews"),
        ("Expected start date", "start"),
        ("Voorziene einddatum inzet", "end"),
        ("Projectduur", "duration"),
        ("Looptijd van de overeenkomst", "duration"),
        ("Gemiddeld aantal uren inzet per week", "hours"),
        ("Plafondtarief", "rate"),
        ("Max. tarief per uur", "rate"),
        ("Minicompetitienummer", "reference"),
        ("Aanvragende organisatie", "organisation"),
        ("Opties tot verlenging contract", "extension"),
    ],
)
def test_a_label_is_read_by_its_parts(label: str, field: str) -> None:
    assert composed_field(fold(label)) == field


@pytest.mark.parametrize(
    "label",
    ["Opdracht", "Kandidaat", "Contract", "Start van een mooie carrière", "Tarieven elders", "", "—", "Uren" * 40,
     "De kandidaat start met vragen over de duur van de inzet per week"],
)  # fmt: skip
def test_what_holds_another_word_is_no_label(label: str) -> None:
    assert composed_field(fold(label)) is None


def test_a_very_long_word_is_cheap() -> None:
    assert composed_field("startdatum" * 200) is None
