"""What a posting prints of its procedure, and what it leaves unsaid."""

import pytest

from app.criteria.procedure import StageKind
from app.matching.procedure import procedure_of
from app.matching.procedure.printed import stage_kind
from tests.unit.matching.builders import posting


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Toetsing aan de knock-outcriteria", StageKind.KNOCKOUTS),
        ("Controle op de vereisten", StageKind.KNOCKOUTS),
        ("Punten op de gunningscriteria", StageKind.AWARD),
        ("Selectie 4 cv's die worden voorgelegd", StageKind.AWARD),
        ("Uitnodiging voor een gesprek", StageKind.INVITATION),
        ("Selectiegesprek", StageKind.INTERVIEW),
        ("Sluiten van de overeenkomst", StageKind.CONTRACT),
        ("Koffie", StageKind.OTHER),
    ],
)
def test_a_stage_is_about_what_its_words_say(text: str, kind: StageKind) -> None:
    assert stage_kind(text) is kind


def test_what_a_posting_does_not_print_is_named() -> None:
    bare = procedure_of(posting())
    full = procedure_of(
        posting(
            selection={
                "stages": ("een",), "shortlist_size": 3, "tie_break": "lowest_rate", "price_weight_percent": 40,
                "quality_weight_percent": 60, "price_formula": "lowest_over_offered", "price_points": 40,
                "max_candidates_per_supplier": 2,
            }
        )
    )  # fmt: skip

    assert set(bare.not_printed) == {
        "shortlistSize", "tieBreak", "priceWeightPercent", "qualityWeightPercent", "stages", "priceFormula",
        "pricePoints", "maxCandidatesPerSupplier",
    }  # fmt: skip
    assert full.not_printed == ()
