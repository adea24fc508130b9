"""Regions of a reading, findings about a document, and what is said when no worker can be started."""

import pytest

from app.documents.extracted import Extracted, Word
from app.errors import AppError
from app.nlp.extractor import Extractor
from app.services.documents import Document, DocumentService, regions_of, with_document


def word(left: float, bottom: float, page: int = 1) -> Word:
    return Word(0, 1, page, (left, bottom, left + 10, bottom + 8))


def test_words_of_a_line_are_one_region() -> None:
    [region] = regions_of((word(10, 100), word(25, 101), word(40, 99)))

    assert (region.left, region.bottom, region.right, region.top) == (10, 99, 50, 109)


@pytest.mark.parametrize(
    "words", [(word(10, 100), word(10, 80)), (word(10, 100), word(25, 100, page=2)), (word(40, 100), word(10, 98))]
)
def test_another_line_page_or_cell_is_another_region(words: tuple[Word, ...]) -> None:
    assert len(regions_of(words)) == 2


def test_no_words_have_no_region() -> None:
    assert regions_of(()) == ()


def test_places_get_the_regions_of_their_words(reader: Extractor) -> None:
    text = "Planoloog\nDuur: 6 maanden"
    words = (
        Word(0, 9, 1, (10, 100, 60, 110)),
        Word(10, 15, 1, (10, 80, 35, 90)),
        Word(16, 17, 1, (40, 80, 45, 90)),
        Word(18, 25, 1, (50, 80, 90, 90)),
    )
    reading = with_document(reader.read(text), Document(text, "application/pdf", words, ()))
    places = {entry.pointer: entry.regions for entry in reading.provenance}

    assert [region.right for region in places["/title"]] == [60]
    assert [(region.left, region.right) for region in places["/period/durationMonths"]] == [(40, 90)]


def test_a_text_without_document_is_as_it_was(reader: Extractor) -> None:
    reading = reader.read("Planoloog")
    assert with_document(reading, None) is reading


def test_remarks_are_findings_in_dutch(reader: Extractor) -> None:
    document = Document("Planoloog", "application/pdf", (), (("page_without_text", "2, 3"),))
    finding = with_document(reader.read("Planoloog"), document).findings[-1]

    assert (finding.code, "2, 3" in finding.message) == ("page_without_text", True)


class NoWorker:
    """Stands for a pool on a machine that can start no process."""

    def read(self, data: bytes, media_type: str, filename: str | None) -> Extracted:
        raise BlockingIOError(len(data), media_type, filename)


def test_without_a_worker_the_service_is_unavailable() -> None:
    with pytest.raises(AppError) as caught:
        DocumentService(NoWorker()).read(b"tekst", "text/plain", None)
    assert (caught.value.kind, caught.value.headers) == ("unavailable", {"Retry-After": "5"})
