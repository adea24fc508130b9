"""One owner of the pipeline: plain values out, the same each time, from any number of threads."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from app.nlp.extractor import Extractor
from app.nlp.pipeline import ORDER, build_pipeline

POSTINGS = [path.read_text("utf-8") for path in sorted(Path(__file__).parents[2].glob("golden/postings/*.txt"))]


def test_eight_threads_read_what_one_reads(reader: Extractor) -> None:
    alone = [reader.read(text) for text in POSTINGS]
    with ThreadPoolExecutor(8) as pool:
        together = list(pool.map(reader.read, POSTINGS * 8))

    assert together == alone * 8


def test_eight_threads_read_unseen_words(reader: Extractor) -> None:
    texts = [f"Eisen\n1. Ervaring met onderwerp{n}{m};\n2. Rijbewijs B." for n in "abcdefgh" for m in "ijklm"]
    limited = Extractor(vocabulary_limit=0)
    with ThreadPoolExecutor(8) as pool:
        together = list(pool.map(limited.read, texts))

    assert together == [reader.read(text) for text in texts]


def test_a_fresh_pipeline_reads_the_same(reader: Extractor) -> None:
    assert Extractor().read(POSTINGS[0]) == reader.read(POSTINGS[0])


def test_the_order_of_texts_does_not_matter(reader: Extractor) -> None:
    forth = [reader.read(text) for text in POSTINGS]

    assert [reader.read(text) for text in reversed(POSTINGS)] == forth[::-1]


def test_the_vocabulary_does_not_grow_beyond_its_limit() -> None:
    limited = Extractor(vocabulary_limit=0)
    limited.read("Opdracht")
    before = limited.vocabulary_size
    for number in range(50):
        limited.read(f"Eisen\n1. Kennis van zaak{'x' * number}.")

    assert limited.vocabulary_size == before


def test_the_vocabulary_learns_below_its_limit() -> None:
    extractor = Extractor()
    before = extractor.vocabulary_size
    extractor.read("Eisen\n1. Kennis van zwaluwstaartverbindingen.")

    assert extractor.vocabulary_size > before


@pytest.mark.parametrize("name", ORDER)
def test_any_component_can_be_left_out(name: str) -> None:
    crippled = Extractor(disable=(name,))

    assert all(crippled.read(text).provenance or name == "layout" for text in POSTINGS)


def test_each_component_adds_its_own_group() -> None:
    nlp = build_pipeline()

    assert tuple(nlp.pipe_names) == ORDER
    assert list(nlp(POSTINGS[0]).spans) == ["lines", "sections", "facts", "criteria", "requirements", "findings"]


def test_a_component_changes_nothing_that_an_earlier_one_wrote() -> None:
    nlp = build_pipeline()
    doc = nlp.make_doc(POSTINGS[0])
    written: dict[str, object] = {}
    for _, component in nlp.pipeline:
        doc = component(doc)
        assert {key: doc.user_data[key] for key in written} == written
        written = dict(doc.user_data)
