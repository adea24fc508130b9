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


def test_a_numbered_item_of_a_list_is_no_heading() -> None:
    assert kinds("Eisen\n1. Rijbewijs B\n2. Wensen\n3. Werkervaring") == ["knockout"]


def test_numbered_headings_are_headings() -> None:
    assert kinds("1. Opdracht\nAdviseren.\n2. Eisen\n- Rijbewijs B\n3. Wensen\n- Kennis van Excel") == [
        "assignment", "knockout", "wish",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("heading", "kind"),
    [
        ("Wat neem jij mee?", "knockout"),
        ("Wat verwachten we van jou?", "knockout"),
        ("Waar moet je aan voldoen?", "knockout"),
        ("**Onze eisen**", "knockout"),
        ("ERVARINGSEISEN", "knockout"),
        ("Mooi meegenomen:", "wish"),
        ("Dit is wie jij bent:", "mixed"),
        ("Wat ga jij bij ons doen?", "tasks"),
        ("Persoonlijke eigenschappen:", "competences"),
        ("Wat kun je van ons verwachten?", "offer"),
    ],
)
def test_a_line_that_stands_out_is_a_heading_by_its_words(heading: str, kind: str) -> None:
    assert kinds(f"Planoloog\n{heading}\n- Overleggen met inwoners\n- Plannen schrijven") == ["header", kind]


def test_a_blank_line_makes_a_short_line_stand_out() -> None:
    assert kinds("Planoloog\n\nWat je meeneemt\n- hbo Planologie") == ["header"]
    assert kinds("Planoloog\n\nWat je mee neemt\n- hbo Planologie") == ["header", "knockout"]


@pytest.mark.parametrize(
    "line",
    [
        "Kennis van de organisatie van gemeenten",
        "Ervaring met het opstellen van eisen",
        "Je werkt in het team.",
        "Startdatum: zo snel mogelijk",
    ],
)
def test_an_item_with_a_heading_word_stays_an_item(line: str) -> None:
    assert kinds(f"Planoloog\nEisen\n- Rijbewijs B\n{line}\n- Kennis van water") == ["header", "knockout"]


def test_a_list_of_demands_under_an_unknown_heading_is_one() -> None:
    text = "Planoloog\nOpdracht\nPlannen maken.\nHierop letten we:\n- Afgeronde hbo-opleiding\n- 3 jaar ervaring"
    assert kinds(text) == ["header", "assignment", "mixed"]


def test_an_unknown_heading_over_anything_else_goes_on() -> None:
    text = "Planoloog\nOpdracht\nPlannen maken.\nHierop letten we:\n- Houten vloeren\n- Groene daken"
    assert kinds(text) == ["header", "assignment"]


def test_demands_under_what_is_offered_are_wishes_where_a_text_speaks_of_wishes() -> None:
    text = "Geef per wens aan waar.\nEisen\n- hbo\nWat wij bieden\n- Kennis van GIS\n- Ervaring met Excel"
    assert kinds(text) == ["header", "knockout", "wish"]


def test_what_is_offered_stays_an_offer() -> None:
    text = "Eisen\n- hbo\nWat wij bieden\n- Een marktconform salaris\n- Opleidingen en trainingen"
    assert kinds(text) == ["knockout", "offer"]


def test_a_sub_heading_after_competences_goes_back_to_the_list() -> None:
    text = "Wensen\nCompetenties\n- Scherp\nAanvullende kennis\n- GIS\n- Excel"
    assert kinds(text) == ["wish", "competences", "wish"]


def test_noise_of_a_website_is_in_no_block() -> None:
    doc = NLP("Planoloog\nDeel deze opdracht via LinkedIn\nEisen\n- hbo\nSolliciteer direct")
    found = groups.get(doc, SECTIONS, Section)
    assert [len(section.lines) for section in found] == [1, 1]


def test_sections_cover_all_lines() -> None:
    doc = NLP("Planoloog\nEisen\n- a b\n- c d\nWensen\n- e f")
    found = groups.get(doc, SECTIONS, Section)

    assert [len(section.lines) for section in found] == [1, 2, 1]
    assert [span.label_ for span in doc.spans[SECTIONS]] == ["header", "knockout", "wish"]
