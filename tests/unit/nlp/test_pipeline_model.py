"""The pipeline on an installed model reads as it does on blank Dutch."""

from pathlib import Path

import pytest
import spacy

from app.nlp.extractor import Extractor
from app.nlp.lexicons import warmup_text


def test_an_installed_model_gives_the_same_reading(tmp_path: Path) -> None:
    spacy.blank("nl").to_disk(tmp_path / "model")
    text = warmup_text()
    assert Extractor(model=str(tmp_path / "model")).read(text) == Extractor().read(text)


def test_a_model_that_is_not_installed_is_refused() -> None:
    with pytest.raises(OSError, match="nl_not_here"):
        Extractor(model="nl_not_here")


def test_the_warm_up_text_is_read_in_full() -> None:
    reading = Extractor().read(warmup_text())
    assert [criterion.understanding.value for criterion in reading.criteria] == ["full"] * 7
    assert reading.points_available == 100
