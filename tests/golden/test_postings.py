"""Whole postings, in both directions; and proof that the comparison notices a reading that lost something."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from app.nlp import headings, lexicons, self_employed
from app.nlp.extractor import Extractor
from app.nlp.facts import cues, fields, notes, organisation, prose
from app.nlp.grammar import terms_of_engagement
from app.nlp.pipeline import ORDER
from tests.golden.compare import misses, unbacked

FOLDER = Path(__file__).parent / "postings"
SHARED = Path(__file__).parents[3] / "shared"


def golds(texts: Path, folder: Path) -> Iterator[Any]:
    """Yield a pytest parameter (text, gold) for each gold posting of a folder."""
    for path in sorted(folder.glob("*.json")):
        if not path.stem.endswith(".match") and (text := texts / f"{path.stem}.txt").exists():
            yield pytest.param(text.read_text("utf-8"), json.loads(path.read_text("utf-8")), id=path.stem)


OWN = list(golds(FOLDER, FOLDER))
LAYOUTS = list(golds(FOLDER.parent / "layouts", FOLDER.parent / "layouts"))
"""Postings as brokers, job boards and mailboxes put them."""
SEEDS = list(golds(SHARED / "seeds", SHARED / "gold" / "postings"))
NO_SEEDS = pytest.param("", {}, marks=pytest.mark.skip(reason="the seeds are not beside this repository"), id="none")


@pytest.mark.parametrize(("text", "gold"), [*OWN, *LAYOUTS, *(SEEDS or [NO_SEEDS])])
def test_posting_is_read_as_a_person_reads_it(reader: Extractor, text: str, gold: dict[str, Any]) -> None:
    assert misses(gold, reader.read(text)) == []


@pytest.mark.parametrize(("text", "gold"), [*OWN, *LAYOUTS, *(SEEDS or [NO_SEEDS])])
def test_quotes_are_the_source(reader: Extractor, text: str, gold: dict[str, Any]) -> None:
    reading = reader.read(text)

    assert reading.provenance
    assert unbacked(text, reading) == []


@pytest.mark.parametrize("name", ORDER)
def test_a_missing_component_is_noticed(name: str) -> None:
    crippled = Extractor(disable=(name,))

    assert [miss for one in OWN for miss in misses(one.values[1], crippled.read(one.values[0]))]


def test_a_pipeline_that_reads_nothing_is_noticed() -> None:
    empty = Extractor(disable=ORDER)

    assert all(misses(one.values[1], empty.read(one.values[0])) for one in OWN)


CACHES: dict[str, tuple[Any, ...]] = {
    "headings": (headings._exact, headings._openings, headings.match_heading),
    "labels": (fields._labels, fields._bare, fields._bare_openings, headings.label_key),
    "cues": (cues._cues,),
    "bodies": (organisation._prefixes, organisation._suffixes, organisation._names, organisation._kinds),
    "provinces": (notes._provinces,),
    "self_employed": (self_employed._words, self_employed._stems),
    "things": (terms_of_engagement._things,),
    "platforms": (),
}
"""Lexicons, and what remembers each."""
READERS = (headings, fields, cues, organisation, notes, self_employed, terms_of_engagement, prose)


@pytest.fixture
def emptied(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """A lexicon without rows for the time of one test."""
    name: str = request.param
    real = lexicons.rows
    for cached in CACHES[name]:
        cached.cache_clear()
    for module in READERS:
        monkeypatch.setattr(module, "rows", lambda asked: () if asked == name else real(asked))
    yield name
    for cached in CACHES[name]:
        cached.cache_clear()


@pytest.mark.parametrize("emptied", CACHES, indirect=True)
def test_an_empty_lexicon_is_noticed(reader: Extractor, emptied: str) -> None:
    assert [miss for one in OWN for miss in misses(one.values[1], reader.read(one.values[0]))]


def test_gold_files_are_many_enough() -> None:
    criteria = [one for gold in OWN for one in gold.values[1]["criteria"]]

    assert (len(OWN) >= 7, len(criteria) >= 70, len(LAYOUTS) >= 19) == (True, True, True)
