"""A posting made into a document of any kind says the same as its text."""

from pathlib import Path
from typing import Any

import pytest

from app.documents.read import read_document
from app.nlp.extractor import Extractor
from tests.documents import MAKERS

ROOT = Path(__file__).parents[2]
SEEDS = ROOT.parent / "shared" / "seeds"
TEXTS = {path.stem: path for path in sorted((ROOT / "tests" / "golden" / "postings").glob("*.txt"))}
SEED_TEXTS = {path.stem: path for path in sorted(SEEDS.glob("*.txt"))}


def meaning(reader: Extractor, text: str) -> dict[str, Any]:
    """What a text says, without where it says it."""
    said = reader.read(text).model_dump(mode="json", by_alias=True, exclude={"provenance", "language"})
    for criterion in said["criteria"]:
        del criterion["span"]
    said["findings"] = sorted(finding["code"] for finding in said["findings"])
    return said


def compare(reader: Extractor, path: Path, kind: str) -> None:
    text = path.read_text(encoding="utf-8")
    make, media_type = MAKERS[kind]
    found = read_document(make(text), media_type)
    assert meaning(reader, found.text) == meaning(reader, text)


@pytest.mark.parametrize("kind", MAKERS)
@pytest.mark.parametrize("name", TEXTS)
def test_a_document_says_what_its_text_says(reader: Extractor, name: str, kind: str) -> None:
    compare(reader, TEXTS[name], kind)


@pytest.mark.skipif(not SEED_TEXTS, reason="../shared/seeds is not here")
@pytest.mark.parametrize("kind", MAKERS)
@pytest.mark.parametrize("name", SEED_TEXTS or ["none"])
def test_a_real_posting_as_a_document_says_what_its_text_says(reader: Extractor, name: str, kind: str) -> None:
    compare(reader, SEED_TEXTS[name], kind)
