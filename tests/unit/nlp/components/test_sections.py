"""What each block of a posting is, by its heading."""

import pytest

from app.nlp import groups
from app.nlp.components.sections import SECTIONS, Section
from app.nlp.headings import match_heading
from app.nlp.pipeline import build_pipeline

NLP = build_pipeline(disable=("facts", "criteria", "requirements", "findings"))


def kinds(text: str) -> list[str]:
    return [section.kind for section in groups.get(NLP(text), SECTIONS, Section)]


@pytest.mark.parametrize(
    ("heading", "kind"),
    [
        ("Vereisten / knock-outcriteria", "knockout"),
        ("VEREISTEN / KNOCK-OUTCRITERIA", "knockout"),
        ("Knock-outcriteria:", "knockout"),
        ("Eisen", "knockout"),
        ("Eisen:", "knockout"),
        ("Eisen (knock-out)", "knockout"),
        ("Functie-eisen", "knockout"),
        ("Must haves", "knockout"),
        ("Gunningscriteria", "award"),
        ("Gunningscriteria (weging)", "award"),
        ("Selectiecriteria te beoordelen door Flextender (weging, totaal 100 punten)", "award"),
        ("Selectiecriteria", "award"),
        ("Wensen", "wish"),
        ("Wensen (niet verplicht)", "wish"),
        ("Pré's", "wish"),
        ("Eisen en wensen", "mixed"),
        ("Profiel", "mixed"),
        ("Competenties", "competences"),
        ("Competenties:", "competences"),
        ("Taken en verantwoordelijkheden", "tasks"),
        ("Jouw taken:", "tasks"),
        ("Uitvoeringsvoorwaarde", "execution"),
        ("Organisatie", "organisation"),
        ("Opdracht", "assignment"),
        ("Beoordeling", "procedure"),
        ("Functieschaal", "scale"),
        ("Fee Flextender", "fee"),
        ("Benodigd aantal professionals", "positions"),
        ("CV-eisen", "cv"),
        ("Offerte-eisen", "cv"),
        ("Werkdagen", "workdays"),
        ("Planning", "planning"),
        ("Overige informatie", "other"),
        ("Meer informatie", "info"),
        ("1. Eisen", "knockout"),
        ("- Competenties", "competences"),
        ("## Eisen", "knockout"),
    ],
)
def test_headings(heading: str, kind: str) -> None:
    found = match_heading(heading)

    assert found is not None
    assert (found.kind, found.length) == (kind, len(heading))


@pytest.mark.parametrize(
    "line",
    [
        "",
        "De eisen zijn niet hoog.",
        "Eisen stellen is niet genoeg",
        "Wij stellen de volgende eisen aan kandidaten, want kwaliteit telt.",
        "Eisen\tja",
        "Locatie: Assen",
        "Minimaal 3 jaar ervaring",
        "x" * 200,
    ],
)
def test_no_headings(line: str) -> None:
    assert match_heading(line) is None


def test_a_heading_may_share_its_line_with_content() -> None:
    found = match_heading("Competenties: accuraat, klantgericht")

    assert found is not None
    assert (found.kind, found.length) == ("competences", len("Competenties:"))


def test_blocks_follow_each_other() -> None:
    text = "Planoloog\nDuur 6 maanden\nEisen\n1. Iets.\nGunningscriteria\n2. Iets.\nCompetenties\nAccuraat"

    assert kinds(text) == ["header", "knockout", "award", "competences"]


def test_a_text_without_headings_is_a_header() -> None:
    assert kinds("Planoloog gezocht\nVoor zes maanden") == ["header"]


def test_a_subheading_inside_a_list_of_criteria_stays_inside() -> None:
    assert kinds("Eisen\n- Een afgeronde opleiding;\nKennis en ervaring\n- Minimaal 1 jaar ervaring") == ["knockout"]


def test_a_numbered_line_is_no_heading() -> None:
    assert kinds("Eisen\n1. Eisen\n2. Wensen") == ["knockout"]


def test_sections_cover_all_lines() -> None:
    doc = NLP("Planoloog\nEisen\n- a b\n- c d\nWensen\n- e f")
    found = groups.get(doc, SECTIONS, Section)

    assert [len(section.lines) for section in found] == [1, 2, 1]
    assert [span.label_ for span in doc.spans[SECTIONS]] == ["header", "knockout", "wish"]
