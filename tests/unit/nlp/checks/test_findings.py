"""Every finding: a text that calls for it, and a close one that does not."""

import pytest

from app.nlp.extractor import Extractor
from app.nlp.lexicons import rows

HEAD = "Planoloog\nAanvraagnummer 31452\nDuur 6 maanden\nStart 1 maart 2026\n"
LIST = "Eisen\n1. Rijbewijs B;\n2. Kennis van water.\n"

PAIRS = {
    "duplicate_words": (HEAD + "Duur 3 maanden maanden", HEAD + "Dit is haar haar."),
    "criterion_numbering": (
        "Eisen\n1. Rijbewijs B;\n3. Kennis van water.",
        "Eisen\n1. Rijbewijs B;\nGunningscriteria\n2. Kennis van water.",
    ),
    "points_total": (
        "Gunningscriteria\n1. Kennis van water (60 punten);\n2. Kennis van wegen (30 punten).",
        "Gunningscriteria (totaal 90 punten)\n1. Kennis van water (60 punten);\n2. Kennis van wegen (30 punten).",
    ),
    "weekday_mismatch": (
        "Planoloog\nDeadline: vrijdag 2 maart 2026, 09:00 uur",
        "Planoloog\nDeadline: maandag 2 maart 2026, 09:00 uur",
    ),
    "invalid_date": ("Planoloog\nStart: 31 november 2026", "Planoloog\nStart: 30 november 2026"),
    "incomplete_date": ("Planoloog\nDeadline: 2 maart, 09:00 uur", "Planoloog\nDeadline: 2 maart 2026, 09:00 uur"),
    "deadline_without_time": ("Planoloog\nDeadline: 2 maart 2026", "Planoloog\nDeadline: 2 maart 2026, 09:00 uur"),
    "deadline_conflict": (
        "Planoloog\nDeadline: 2 maart 2026, 09:00 uur\nVragen\nReageren kan tot 3 maart 2026, 09:00 uur.",
        "Planoloog\nDeadline: 2 maart 2026, 09:00 uur\nVragen\nReageren kan tot 2 maart 2026, 09:00 uur.",
    ),
    "hours_conflict": (
        "Planoloog\nUren per week 24 uur\nEisen\n1. Beschikbaar voor minimaal 32 uur per week.",
        "Planoloog\nUren per week 24 - 32 uur\nEisen\n1. Beschikbaar voor minimaal 28 uur per week.",
    ),
    "education_level_conflict": (
        "Planoloog\nOpleidingniveau HBO\nEisen\n1. Een afgeronde opleiding op minimaal mbo niveau 4.",
        "Planoloog\nOpleidingniveau HBO\nEisen\n1. Een afgeronde opleiding op minimaal hbo bachelor niveau.",
    ),
    "unresolved_alternative": (
        "Werkdagen\nIs hybride werken mogelijk: ja/nee",
        "Werkdagen\nIs hybride werken mogelijk: ja",
    ),
    "implausible_salary_scale": ("Functieschaal\nFunctieschaal 65.", "Functieschaal\nFunctieschaal 15."),
    "missing_reference": (
        "Planoloog\nDuur 6 maanden\nStart 1 maart 2026\nRegio Zeeland\nDAS Ja",
        HEAD + "Regio Zeeland",
    ),
    "requirement_conflict": (
        "CV-eisen\nHet cv telt maximaal 4 pagina's.\nOverige informatie\nHet cv mag uit maximaal 6 pagina's bestaan.",
        "CV-eisen\nHet cv telt maximaal 4 pagina's.\nOverige informatie\nHet cv mag uit maximaal 4 pagina's bestaan.",
    ),
    "repeated_criterion": (
        "Eisen\n1. Kennis van water;\n2. Kennis van water (zie cv).",
        "Eisen\n1. Kennis van water;\n2. Kennis van wegen.",
    ),
    "undefined_reference": (
        "Gunningscriteria\n1. Aantoonbare werkervaring met beide (100 punten).",
        "Gunningscriteria\n1. Werkervaring met zowel QGIS als ArcGIS, beide in dezelfde opdracht (100 punten).",
    ),
    "not_a_hire_posting": (
        "Planoloog\nWij bieden een vast dienstverband en een pensioenregeling. Solliciteer nu.",
        HEAD + "Er geldt een reiskostenvergoeding.",
    ),
    "not_understood": ("Zomaar een tekst over het weer.", LIST),
}


def codes(reader: Extractor, text: str) -> set[str]:
    return {finding.code for finding in reader.read(text).findings}


@pytest.mark.parametrize("code", PAIRS)
def test_finding_is_reported(reader: Extractor, code: str) -> None:
    assert code in codes(reader, PAIRS[code][0])


@pytest.mark.parametrize("code", PAIRS)
def test_finding_is_not_reported_without_cause(reader: Extractor, code: str) -> None:
    assert code not in codes(reader, PAIRS[code][1])


def test_every_finding_of_the_lexicon_is_tested() -> None:
    assert {row["code"] for row in rows("findings")} == set(PAIRS)


@pytest.mark.parametrize("code", PAIRS)
def test_a_finding_has_words_and_a_place(reader: Extractor, code: str) -> None:
    text = PAIRS[code][0]
    found = next(one for one in reader.read(text).findings if one.code == code)

    assert found.message.endswith(".")
    assert "{" not in found.message
    assert all(0 <= span.start < span.end <= len(text) for span in found.spans)
    assert bool(found.spans) or code == "not_understood"


def test_findings_stand_in_text_order(reader: Extractor) -> None:
    reading = reader.read(f"{HEAD}Duur duur\nFunctieschaal\nFunctieschaal 65.\n{LIST}4. Kennis van lucht.")
    starts = [finding.spans[0].start for finding in reading.findings]

    assert len(starts) >= 3
    assert starts == sorted(starts)


@pytest.mark.parametrize("text", [HEAD + LIST, LIST])
def test_a_sound_posting_has_no_findings(reader: Extractor, text: str) -> None:
    assert codes(reader, text) == set()


@pytest.mark.parametrize("count", [1, 4])
def test_the_same_slip_at_several_places_is_found_at_each(reader: Extractor, count: int) -> None:
    reading = reader.read("\n".join(["Dit staat er er dubbel dubbel."] * count))

    assert sum(one.code == "duplicate_words" for one in reading.findings) == count
