"""Raw text to logical lines: wraps joined, cells kept, markers recognised, every character traceable."""

import pytest

from app.nlp import groups
from app.nlp.components.layout import LINES, Line
from app.nlp.components.lines import physical_lines, read_marker
from app.nlp.pipeline import build_pipeline

NLP = build_pipeline(disable=("sections", "facts", "criteria", "requirements", "findings"))
WRAPPED = """De gemeente zoekt een ervaren adviseur die samen met drie collega's het
beleid voor de openbare ruimte schrijft en dat uitlegt aan bewoners en aan
ondernemers in de vier kernen van de gemeente waar veel op hen afkomt de
komende jaren."""


def lines(text: str) -> list[tuple[str, str | None, str | None]]:
    """Each logical line without its marker, with the marker's kind and number."""
    doc = NLP(text)
    flow = groups.get_flow(doc).text
    return [(flow[line.body : line.end], line.marker, line.number) for line in groups.get(doc, LINES, Line)]


def texts(text: str) -> list[str]:
    return [line for line, *_ in lines(text)]


@pytest.mark.parametrize("newline", ["\n", "\n\n", "\r\n", "\r\n\r\n", "\r", "\u2028"])
def test_hard_wraps_are_joined(newline: str) -> None:
    assert texts(newline.join(WRAPPED.split("\n"))) == [" ".join(WRAPPED.split())]


def test_short_lines_stay_apart() -> None:
    assert texts("Accuraat\nKlantgericht\nFlexibel") == ["Accuraat", "Klantgericht", "Flexibel"]


def test_a_heading_is_not_joined_to_the_line_above() -> None:
    assert texts(f"{WRAPPED.removesuffix('.')}\nCompetenties\nAccuraat")[1:] == ["Competenties", "Accuraat"]


def test_a_sentence_that_opens_with_a_capital_article_is_a_line_of_its_own() -> None:
    text = (
        f"{WRAPPED}\nHybride werken is mogelijk, twee dagen per week op het stadhuis Elburg\nDe opdracht start in mei"
    )

    assert texts(text)[-1] == "De opdracht start in mei"


@pytest.mark.parametrize(
    ("text", "joined"),
    [
        ("Einde inschrijfdatum donderdag 9\n\napril 2026", "Einde inschrijfdatum donderdag 9 april 2026"),
        ("Einde inschrijfdatum vrijdag 22 mei\n2026", "Einde inschrijfdatum vrijdag 22 mei 2026"),
        ("Selectiecriteria te beoordelen (weging, totaal 100\n\npunten)", None),
        ("Ervaring met de Wet open overheid en de\nArchiefwet", None),
    ],
)
def test_values_that_wrap_are_joined(text: str, joined: str | None) -> None:
    assert texts(text) == [joined or " ".join(text.split())]


@pytest.mark.parametrize(
    ("printed", "kind", "number", "body"),
    [
        ("1. Minimaal", "number", "1", "Minimaal"),
        ("1) Minimaal", "number", "1", "Minimaal"),
        ("(1) Minimaal", "number", "1", "Minimaal"),
        ("12. Minimaal", "number", "12", "Minimaal"),
        ("2 .Minimaal", "number", "2", "Minimaal"),
        ("8 .Aantoonbaar", "number", "8", "Aantoonbaar"),
        ("5. .Aantoonbaar", "number", "5", "Aantoonbaar"),
        ("3.Minimaal", "number", "3", "Minimaal"),
        ("1.2. Minimaal", "number", "1.2", "Minimaal"),
        ("a. Minimaal", "letter", "a", "Minimaal"),
        ("B) Minimaal", "letter", "B", "Minimaal"),
        ("KO1: Minimaal", "number", "1", "Minimaal"),
        ("KO-2. Minimaal", "number", "2", "Minimaal"),
        ("Eis 3: Minimaal", "number", "3", "Minimaal"),
        ("W2) Minimaal", "number", "2", "Minimaal"),
        ("- Minimaal", "bullet", None, "Minimaal"),
        ("• Minimaal", "bullet", None, "Minimaal"),
        ("* Minimaal", "bullet", None, "Minimaal"),
        ("– Minimaal", "bullet", None, "Minimaal"),
        ("\uf0b7 Minimaal", "bullet", None, "Minimaal"),
        ("o Minimaal", "bullet", None, "Minimaal"),
        ("✓ Minimaal", "bullet", None, "Minimaal"),
    ],
)
def test_markers(printed: str, kind: str, number: str | None, body: str) -> None:
    marker = read_marker(printed)

    assert marker is not None
    assert (marker.kind, marker.number, printed[marker.length :]) == (kind, number, body)


@pytest.mark.parametrize(
    "printed",
    [
        "Minimaal",
        "2026",
        "1.5 fte",
        "12 maanden",
        "z.s.m.",
        "ook dit",
        "3-5 jaar",
        "",
        "-",
        "Eisen",
        "€ 2,10",
        "a",
        "GC",
    ],
)
def test_no_markers(printed: str) -> None:
    assert read_marker(printed) is None


FULL = "Hybride werken is mogelijk, twee dagen per week op het stadhuis in Elburg"


@pytest.mark.parametrize(
    "below",
    [
        "Aanvraagnummer 31452",
        "Startdatum: 1 maart 2026",
        "Stap 2: het gesprek",
        "De opdracht start in mei",
        "- Rijbewijs B",
    ],
)
def test_a_full_line_is_not_joined_to_what_opens_something_new(below: str) -> None:
    assert texts(f"{WRAPPED}\n{FULL}\n{below}")[1:] == [FULL, below.removeprefix("- ")]


@pytest.mark.parametrize(
    ("above", "below"),
    [
        ("Stap 1: de cv's worden beoordeeld op de eisen en op de wensen daarbij", "Flextender kijkt eerst."),
        ("Aantoonbare werkervaring met het bijhouden van registraties (20 punten)", "Geef dit aan."),
        ("Aantoonbare werkervaring met het bijhouden van de registraties (weging 20%)", "Geef dit aan."),
    ],
)
def test_a_line_that_has_ended_is_not_joined(above: str, below: str) -> None:
    assert texts(f"{WRAPPED}\n{above}\n{below}")[1:] == [above, below]


@pytest.mark.parametrize(
    ("above", "below"),
    [
        ("Het bureau toetst eerst op de harde eisen /", "Knock-outcriteria uit bijlage B."),
        ("Vragen kunnen tot 2 april 2026,", "09:00 uur worden gesteld."),
        ("Het is vrijdagc14 november", "2025 zover."),
    ],
)
def test_a_line_that_must_go_on_is_joined(above: str, below: str) -> None:
    assert texts(f"{above}\n{below}") == [f"{above} {below}"]


@pytest.mark.parametrize("cells", ["Duur\t12 maanden", "Duur \t 12 maanden", "  Duur\t12  maanden  "])
def test_tab_cells_are_kept_apart(cells: str) -> None:
    assert texts(cells) == ["Duur\t12 maanden"]


@pytest.mark.parametrize("space", ["  ", "\u00a0", " \u00a0 ", "\u2003"])
def test_white_space_is_collapsed(space: str) -> None:
    assert texts(f"Minimaal{space}3{space}jaar") == ["Minimaal 3 jaar"]


@pytest.mark.parametrize("text", ["", " ", "\n", "\t", "\r\n \t\n", "\u00a0"])
def test_nothing_gives_no_lines(text: str) -> None:
    assert texts(text) == []


@pytest.mark.parametrize(
    "text", [WRAPPED, "Duur\t12  maanden\r\n\r\n- a\u00a0b", "  a\n\n\n 1.  b  c", "\tx\ty\t", "é  İ\u0301  ß"]
)
def test_every_flow_character_is_the_source_character(text: str) -> None:
    flow = groups.get_flow(NLP(text))

    assert [text[flow.source(i)] for i, c in enumerate(flow.text) if not c.isspace()] == [
        c for c in flow.text if not c.isspace()
    ]
    assert len(flow.low) == len(flow.text)


def test_gaps_count_the_line_breaks() -> None:
    assert [line.gap for line in physical_lines("a\nb\r\n\r\nc\n\n\nd")] == [0, 1, 2, 3]


def test_a_number_that_does_not_follow_is_part_of_the_sentence() -> None:
    text = (
        "1. De kandidaat heeft ervaring met het beheren van wegen en pleinen in ten minste\n35. gemeenten van ons land"
    )

    assert len(texts(f"{text}\n{WRAPPED}")) == len(texts(WRAPPED)) + 1


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("| Duur | 6 maanden |", ["Duur\t6 maanden"]),
        ("Duur      6 maanden", ["Duur\t6 maanden"]),
        ("Een regel      met ruimte", ["Een regel met ruimte"]),
        ("Eisen • Rijbewijs B • hbo", ["Eisen", "Rijbewijs B", "hbo"]),
        ("Utrecht • 36 uur", ["Utrecht • 36 uur"]),
        ("> Eisen\n> - hbo\n>\n> > Wensen", ["Eisen", "hbo", "Wensen"]),
        ("Eisen\n> hbo\nWensen\nNa overleg", ["Eisen", "hbo", "Wensen", "Na overleg"]),
        ("✅ hbo", ["hbo"]),
        ("\uf0b7 hbo", ["hbo"]),
    ],
)
def test_layouts_of_mailers_and_converters(text: str, expected: list[str]) -> None:
    assert texts(text) == expected


@pytest.mark.parametrize(
    ("line", "number"),
    [("Eis 3: hbo", "3"), ("Gunningscriterium 2 - hbo", "2"), ("Knock-out 1. hbo", "1"), ("Wens nr. 4: hbo", "4")],
)
def test_a_code_before_an_item_holds_its_number(line: str, number: str) -> None:
    assert lines(line) == [("hbo", "number", number)]
