"""Weights of award criteria in the many ways that postings print them, and numbers that are none."""

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from app.nlp.extractor import Extractor

CORPUS: dict[str, Any] = json.loads(
    (Path(__file__).parents[3] / "golden" / "corpus" / "weights.json").read_text(encoding="utf-8")
)
SAID = [(one, text) for one in CORPUS["phrasings"] for text in one["texts"]]


@pytest.mark.parametrize(("weight", "text"), SAID, ids=[text.strip() for _, text in SAID])
def test_weight_is_read_and_left_out_of_the_text(reader: Extractor, weight: dict[str, Any], text: str) -> None:
    first, second = reader.read(f"Gunningscriteria\n1. Ervaring met GIS {text}\n2. Kennis van water {text}").criteria

    for one in (first, second):
        assert one.points == (Decimal(str(weight["points"])) if "points" in weight else None)
        assert one.weight_percent == weight.get("percent")
    assert (first.text, second.text) == ("Ervaring met GIS", "Kennis van water")


@pytest.mark.parametrize("text", CORPUS["none"])
def test_other_numbers_are_no_weight(reader: Extractor, text: str) -> None:
    [one] = reader.read(f"Gunningscriteria\n1. Ervaring met GIS {text}").criteria

    assert (one.points, one.weight_percent) == (None, None)
