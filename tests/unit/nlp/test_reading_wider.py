"""Readings that postings beyond the first layouts asked for, each from a text of a few lines."""

import pytest

from app.criteria.posting import PostingReading
from app.criteria.requirements import Certificate, Education, Experience
from app.criteria.scales import TermsMatch
from app.nlp.extractor import Extractor


@pytest.fixture(scope="module")
def extractor() -> Extractor:
    return Extractor()


def _criterion(extractor: Extractor, text: str) -> list[object]:
    reading = extractor.read(f"Vereisten / knock-outcriteria\n1. {text}\n")
    return list(reading.criteria[0].requirement_groups[0].requirements)


def test_the_municipality_that_a_description_speaks_of_is_the_organisation(extractor: Extractor) -> None:
    reading = extractor.read(
        "Adviseur\n\nOrganisatie\nVeere ligt tussen Goes en Vlissingen. De gemeente telt vijf kernen.\n"
    )
    assert (reading.organisation.name, reading.organisation.kind) == ("Veere", "municipality")


def test_a_guideline_rate_in_prose_is_no_maximum(extractor: Extractor) -> None:
    reading = extractor.read("Adviseur\n\nOverige informatie\nHet richttarief bedraagt € 88,- per uur excl. btw.\n")
    assert reading.rate is not None
    assert (str(reading.rate.guideline), reading.rate.max, reading.rate.vat) == ("88", None, "excluded")


def test_a_line_that_announces_tasks_opens_their_list(extractor: Extractor) -> None:
    reading = extractor.read(
        "Adviseur\n\nOpdracht\nJe komt in een klein team.\n"
        "De taken van de adviseur op een rij:\n\nPlannen toetsen;\n\nAdvies geven.\n"
    )
    assert reading.tasks == ("Plannen toetsen", "Advies geven")


def test_a_level_in_the_name_of_a_study_stays_in_it(extractor: Extractor) -> None:
    (education,) = _criterion(
        extractor, "Afgeronde opleiding op minimaal hbo niveau in de richting Bestuurskunde of HBO-Rechten"
    )
    assert isinstance(education, Education)
    assert education.fields == ("Bestuurskunde", "HBO-Rechten")


def test_what_one_must_possess_is_a_certificate(extractor: Extractor) -> None:
    (certificate,) = _criterion(extractor, "Kandidaat is in het bezit van een geldige BOA-akte domein I")
    assert isinstance(certificate, Certificate)
    assert certificate.names == ("BOA-akte domein I",)


def test_an_activity_on_two_things_asks_for_both(extractor: Extractor) -> None:
    (experience,) = _criterion(extractor, "Aantoonbare werkervaring met het uitvoeren van audits en steekproeven")
    assert isinstance(experience, Experience)
    assert experience.subjects_match is TermsMatch.ALL


def _codes(reading: PostingReading) -> set[str]:
    return {finding.code for finding in reading.findings}


def test_two_page_limits_contradict_each_other_wherever_they_stand(extractor: Extractor) -> None:
    text = (
        "Vereisten / knock-outcriteria\n1. Kennis van de Awb;\n\nHet cv mag maximaal 5 pagina's beslaan.\n\n"
        "CV-eisen\nMaximaal 4 pagina's.\n"
    )
    assert "requirement_conflict" in _codes(extractor.read(text))
    assert "requirement_conflict" not in _codes(extractor.read(text.replace("5 pagina", "4 pagina")))
