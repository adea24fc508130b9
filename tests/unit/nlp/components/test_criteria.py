"""Lists of criteria: where each starts and stops, its kind, number and weight; and what is no criterion."""

from decimal import Decimal

import pytest

from app.criteria.base import Points
from app.criteria.posting import PostingReading
from app.nlp.components.weights import read_weight
from app.nlp.extractor import Extractor


def read(reader: Extractor, text: str) -> list[tuple[str, str | None, Points | None, str]]:
    return [(one.id, one.number, one.points, one.text) for one in reader.read(text).criteria]


def texts(reading: PostingReading) -> list[str]:
    return [one.text for one in reading.criteria]


@pytest.mark.parametrize(
    ("printed", "points"),
    [
        ("Kennis van de Wet open overheid (25 punten)", 25),
        ("Kennis van de Wet open overheid (25 punten);", 25),
        ("Kennis van de Wet open overheid (25 punten) ;", 25),
        ("Kennis van de Wet open overheid (25 pt.)", 25),
        ("Kennis van de Wet open overheid (25pt)", 25),
        ("Kennis van de Wet open overheid - 25 punten", 25),
        ("Kennis van de Wet open overheid: 25 punten.", 25),
        ("Kennis van de Wet open overheid [25 punten]", 25),
        ("Kennis van de Wet open overheid, maximaal 25 punten", 25),
        ("Kennis van de Wet open overheid (max. 25 punten)", 25),
        ("Kennis van de Wet open overheid (weging: 25 punten)", 25),
        ("Kennis van de Wet open overheid (te behalen: 25 punten)", 25),
        ("Kennis van de Wet open overheid\t25", 25),
        ("Kennis van de Wet open overheid\t25 punten", 25),
        ("25 punten: Kennis van de Wet open overheid", 25),
        ("(25 punten) Kennis van de Wet open overheid", 25),
        ("Kennis van de Wet open overheid (12,5 punten)", Decimal("12.5")),
        ("Kennis van de Wet open overheid (1 punt)", 1),
        ("Kennis van de Wet open overheid (25 points)", 25),
    ],
)
def test_points_are_read_in_every_notation(printed: str, points: Points) -> None:
    weight = read_weight(printed, 0, len(printed))

    assert weight.points == points
    assert printed[weight.text_start : weight.text_end].strip(" -:(,\t") == "Kennis van de Wet open overheid"


@pytest.mark.parametrize(
    ("printed", "percent"),
    [
        ("Ervaring met water (25%)", 25),
        ("Ervaring met water (weging 25%)", 25),
        ("Ervaring met water, weging: 25 %", 25),
        ("Ervaring met water (12,5%)", Decimal("12.5")),
        ("Ervaring met water\t25%", 25),
    ],
)
def test_percentages_are_weights(printed: str, percent: Points) -> None:
    weight = read_weight(printed, 0, len(printed))

    assert (weight.points, weight.percent) == (None, percent)


@pytest.mark.parametrize(
    "printed",
    [
        "Bereid om 50% op locatie te werken",
        "Ervaring met 25 gemeenten",
        "Minimaal 3 jaar ervaring",
        "Kennis van puntenstelsels",
        "Ervaring met aandachtspunten",
        "",
    ],
)
def test_no_weight(printed: str) -> None:
    weight = read_weight(printed, 0, len(printed))

    assert (weight.points, weight.percent, printed[weight.text_start : weight.text_end]) == (None, None, printed)


@pytest.mark.parametrize(
    "marks",
    [
        ("1. ", "2. ", "3. "),
        ("1) ", "2) ", "3) "),
        ("1 .", "2 .", "3 ."),
        ("1.", "2.", "3."),
        ("1. .", "2. ", "3. "),
        ("KO1: ", "KO2: ", "KO3: "),
        ("- ", "- ", "- "),
        ("• ", "• ", "• "),
        ("a. ", "b. ", "c. "),
        ("", "", ""),
    ],
)
@pytest.mark.parametrize("gap", ["\n", "\n\n", "\r\n"])
def test_items_are_found_whatever_marks_them(reader: Extractor, marks: tuple[str, ...], gap: str) -> None:
    items = ["Minimaal 3 jaar ervaring als planoloog", "Kennis van de Omgevingswet", "Rijbewijs B"]
    text = gap.join(["Eisen", *(mark + item for mark, item in zip(marks, items, strict=True))])

    assert texts(reader.read(text)) == items


def test_numbers_may_run_on_in_the_next_list(reader: Extractor) -> None:
    text = (
        "Eisen\n1. Rijbewijs B;\nGunningscriteria\n2. Kennis van water (60 punten);\n3. Kennis van wegen (40 punten)."
    )

    assert [one[:3] for one in read(reader, text)] == [("ko-1", "1", None), ("aw-2", "2", 60), ("aw-3", "3", 40)]


def test_numbers_may_start_again(reader: Extractor) -> None:
    text = "Eisen\n1. Rijbewijs B;\nGunningscriteria\n1. Kennis van water (100 punten)."

    assert [one[0] for one in read(reader, text)] == ["ko-1", "aw-1"]


def test_a_number_printed_twice_gives_positions(reader: Extractor) -> None:
    text = "Eisen\n1. Rijbewijs B;\n1. Kennis van water;\n2. Kennis van wegen."

    assert [one[0] for one in read(reader, text)] == ["ko-1", "ko-2", "ko-2-2"]


def test_items_without_numbers_are_counted_by_kind(reader: Extractor) -> None:
    text = "Eisen\n- Rijbewijs B;\n- Kennis van water.\nWensen\n- Kennis van wegen."

    assert [one[:2] for one in read(reader, text)] == [("ko-1", None), ("ko-2", None), ("wi-1", None)]


@pytest.mark.parametrize(
    "glued",
    [
        "Minimaal 2 jaar ervaring met de WOZ4. Kennis van de BAG",
        "Minimaal 2 jaar ervaring met de WOZ;4. Kennis van de BAG",
        "Minimaal 2 jaar ervaring met de WOZ. 4. Kennis van de BAG",
    ],
)
def test_glued_items_are_taken_apart(reader: Extractor, glued: str) -> None:
    found = read(reader, f"Eisen\n1. Rijbewijs B;\n2. Kennis van water;\n3. {glued};\n5. Een eigen laptop.")

    assert [(number, text) for _, number, _, text in found][2:4] == [
        ("3", found[2][3]),
        ("4", "Kennis van de BAG"),
    ]
    assert found[2][3].startswith("Minimaal 2 jaar ervaring met de WOZ")


@pytest.mark.parametrize(
    "whole", ["Een afgeronde opleiding op mbo niveau 4. Kennis van water", "Kennis van NLQF 4. Stap"]
)
def test_levels_are_no_glued_items(reader: Extractor, whole: str) -> None:
    assert len(read(reader, f"Eisen\n1. Rijbewijs B;\n2. Kennis van wegen;\n3. {whole}.")) == 3


def test_wrapped_items_are_whole(reader: Extractor) -> None:
    text = """Eisen
1. Minimaal 3 jaar aantoonbare werkervaring in de afgelopen 6 jaar als planoloog bij een
gemeente of een provincie;
2. Kennis van de Omgevingswet en van het Besluit kwaliteit leefomgeving en het Besluit
bouwwerken leefomgeving."""

    assert [one.rpartition(" ")[2].strip(".") for one in texts(reader.read(text))] == ["provincie", "leefomgeving"]


@pytest.mark.parametrize(
    "remark",
    [
        "Geef in het cv duidelijk aan hoe aan de eisen wordt voldaan.",
        "Kandidaten die niet voldoen, worden niet beoordeeld.",
        "Let op: het cv is leidend.",
        "N.B. De punten worden per onderdeel gegeven.",
        "Het is niet voldoende om te verwijzen.",
        "Totaal 100 punten",
    ],
)
def test_closing_remarks_are_no_criteria(reader: Extractor, remark: str) -> None:
    assert texts(reader.read(f"Eisen\n1. Rijbewijs B.\n2. Kennis van water.\n\n{remark}")) == [
        "Rijbewijs B.",
        "Kennis van water.",
    ]


@pytest.mark.parametrize("introduction", ["De kandidaat voldoet aan het volgende:", "Wij vragen het volgende van jou:"])
def test_introductions_are_no_criteria(reader: Extractor, introduction: str) -> None:
    assert texts(reader.read(f"Eisen\n{introduction}\n- Rijbewijs B\n- Kennis van water")) == [
        "Rijbewijs B",
        "Kennis van water",
    ]


@pytest.mark.parametrize(
    "item", ["Prijs (40%)", "Uurtarief: 30 punten", "Het gesprek (50%)", "Kwaliteit 60%", "Presentatie (20 punten)"]
)
def test_weights_of_later_stages_are_no_criteria(reader: Extractor, item: str) -> None:
    assert texts(reader.read(f"Gunningscriteria\n- Kennis van water (60%)\n- {item}")) == ["Kennis van water"]


@pytest.mark.parametrize(
    ("heading", "item", "kind"),
    [
        ("Eisen", "Rijbewijs B", "knockout"),
        ("Eisen", "Kennis van water is een pré", "wish"),
        ("Eisen", "Bij voorkeur kennis van water", "wish"),
        ("Eisen", "Kennis van water heeft de voorkeur", "wish"),
        ("Profiel", "Rijbewijs B", "knockout"),
        ("Profiel", "Kennis van water (20 punten)", "award"),
        ("Wensen", "Kennis van water", "wish"),
        ("Wensen", "Kennis van water (20 punten)", "award"),
        ("Wensen", "Kennis van water (weging 20%)", "award"),
        ("Gunningscriteria", "Kennis van water", "award"),
        ("Selectiecriteria", "Kennis van water (20 punten)", "award"),
    ],
)
def test_kinds(reader: Extractor, heading: str, item: str, kind: str) -> None:
    assert [one.kind.value for one in reader.read(f"{heading}\n- {item}").criteria] == [kind]


def test_tiers_give_the_highest_points_and_each_level(reader: Extractor) -> None:
    text = "Gunningscriteria\n- Ervaring met QGIS 5 punten, met ArcGIS 5 punten, met beide 10 punten"
    (one,) = reader.read(text).criteria

    assert one.points == 10
    assert [tier.points for tier in one.tiers] == [5, 5, 10]
    assert [len(tier.requirement_groups[0].requirements) for tier in one.tiers] == [1, 1, 2]


def test_one_weight_gives_no_tiers(reader: Extractor) -> None:
    assert reader.read("Gunningscriteria\n- Ervaring met QGIS (10 punten)").criteria[0].tiers == ()


def test_spans_cover_the_printed_criteria(reader: Extractor) -> None:
    text = "Eisen\r\n\r\n1. Minimaal 3 jaar\u00a0ervaring als\r\n   planoloog;\r\n2. Rijbewijs B."
    reading = reader.read(text)

    assert [" ".join(text[one.span.start : one.span.end].split()) for one in reading.criteria] == [
        "Minimaal 3 jaar ervaring als planoloog;",
        "Rijbewijs B.",
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Competenties\n- Minimaal 3 jaar ervaring als planoloog",
        "Taken\n- Ervaring opdoen met water",
        "Organisatie\n1. Wij hebben 30 jaar ervaring",
        "Beoordeling\n1. Kennis van water telt mee (20 punten)",
        "",
        "Wij hebben minimaal 30 jaar ervaring in huis en zoeken versterking.",
    ],
)
def test_lists_of_other_things_are_no_criteria(reader: Extractor, text: str) -> None:
    assert reader.read(text).criteria == ()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Wij zoeken iemand met minimaal 3 jaar ervaring.",
            [("ko-1", "Wij zoeken iemand met minimaal 3 jaar ervaring.")],
        ),
        (
            "De gemeente zoekt een planoloog. Je hebt een afgeronde hbo-opleiding. Het team telt acht mensen. "
            "Ervaring met GIS is een pré.",
            [("ko-1", "Je hebt een afgeronde hbo-opleiding."), ("wi-1", "Ervaring met GIS is een pré.")],
        ),
        (
            "Planoloog\nOpdracht\nJe schrijft plannen.\n- Minimaal 3 jaar ervaring\n- Rijbewijs B",
            [("ko-1", "Minimaal 3 jaar ervaring"), ("ko-2", "Rijbewijs B")],
        ),
        ("Planoloog\nOpdracht\n- Plannen schrijven\n- Overleggen met inwoners", []),
        ("Onze adviseurs hebben ruime ervaring met planologie.", []),
    ],
)
def test_demands_without_a_heading_are_criteria(reader: Extractor, text: str, expected: list[tuple[str, str]]) -> None:
    assert [(one.id, one.text) for one in reader.read(text).criteria] == expected


def test_a_paragraph_of_demands_is_a_list(reader: Extractor) -> None:
    text = (
        "Eisen\nJe hebt minimaal 3 jaar ervaring als planoloog bij een gemeente. Opgedaan in de afgelopen 6 jaar. Je "
        "hebt een afgeronde hbo-opleiding Planologie. Je hebt kennis van de Omgevingswet en van de Wet ruimtelijke "
        "ordening."
    )
    assert [one.text.split(".")[0] for one in reader.read(text).criteria] == [
        "Je hebt minimaal 3 jaar ervaring als planoloog bij een gemeente",
        "Je hebt een afgeronde hbo-opleiding Planologie",
        "Je hebt kennis van de Omgevingswet en van de Wet ruimtelijke ordening",
    ]


def test_a_paragraph_that_asks_nothing_is_no_criterion(reader: Extractor) -> None:
    text = (
        "Eisen\nHet werkveld is steeds in beweging en de organisatie groeit. Samen met je collega's zorg je dat "
        "inwoners en ondernemers goed worden geholpen. Daarin telt iedere dag opnieuw wat je doet en hoe.\n\n"
        "Minimaal 3 jaar ervaring"
    )
    assert [one.text for one in reader.read(text).criteria] == ["Minimaal 3 jaar ervaring"]


def test_bare_percentages_behind_most_items_are_their_weights(reader: Extractor) -> None:
    found = reader.read("Wensen\n- Ervaring met A   60%\n- Ervaring met B   40%").criteria

    assert [(one.text, one.weight_percent) for one in found] == [("Ervaring met A", 60), ("Ervaring met B", 40)]


def test_one_bare_percentage_is_no_weight(reader: Extractor) -> None:
    found = reader.read("Wensen\n- Ervaring met A\n- Minder dan 40%\n- Ervaring met B").criteria

    assert [one.weight_percent for one in found] == [None, None, None]


def test_the_title_of_a_numbered_item_is_not_its_text(reader: Extractor) -> None:
    found = reader.read(
        "Knock-outcriteria\nNr. 1 Opleiding\nEen afgeronde hbo-opleiding.\nNr. 2 Ervaring\nDrie jaar ervaring."
    ).criteria

    assert [(one.number, one.text) for one in found] == [
        ("1", "Een afgeronde hbo-opleiding."),
        ("2", "Drie jaar ervaring."),
    ]


def test_points_between_a_code_and_its_item_are_its_weight(reader: Extractor) -> None:
    found = reader.read(
        "Wensen\nWens 1 (max. 50 punten): Ervaring met A\nWens 2 (max. 50 punten): Ervaring met B"
    ).criteria

    assert [(one.number, one.points, one.text) for one in found] == [
        ("1", 50, "Ervaring met A"),
        ("2", 50, "Ervaring met B"),
    ]


def test_a_numbered_heading_after_coded_items_is_no_item(reader: Extractor) -> None:
    found = reader.read(
        "Eisen\nE1 Ervaring met A bij een gemeente\nE2 Kennis van B\n3. Gunningscriteria\nG1 Ervaring met C (9 punten)"
    ).criteria

    assert [(one.kind, one.number) for one in found] == [("knockout", "1"), ("knockout", "2"), ("award", "1")]


def test_a_scale_of_years_makes_tiers_of_what_is_asked(reader: Extractor) -> None:
    (found,) = reader.read(
        "Wensen\n- Ervaring met testen. 0-1 jaar: 0 punten; 1-3 jaar: 10 punten; >3 jaar: 20 punten"
    ).criteria

    tiers = [
        (tier.points, tier.requirement_groups[0].requirements[0].model_dump(mode="json", by_alias=True))
        for tier in found.tiers
    ]
    assert [(points, one["minMonths"], one["subjects"]) for points, one in tiers] == [
        (10, 12, ["testen"]),
        (20, 36, ["testen"]),
    ]
