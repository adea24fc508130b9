"""Training, certificates, knowledge and combined education."""

from typing import Any

import pytest

from app.criteria.profile import Profile
from app.criteria.requirements import Certificate, Education, Knowledge, Training
from app.criteria.scales import EducationLevel, TermsMatch
from tests.unit.matching.builders import job, one, profile

MBO_4 = {"studyType": "Mbo 4", "area": "Administratie", "completed": True}


@pytest.mark.parametrize(
    ("certificate", "verdict"),
    [
        ({"name": "PRINCE2 Foundation", "date": "2020"}, "met"),
        ({"name": "PRINCE2 Practitioner", "date": "2020"}, "met"),
        ({"name": "PRINCE2 Foundation", "date": "2020", "expiryDate": "2025-05"}, "not_met"),
        ({"name": "PRINCE2 Foundation", "date": "2020", "expiryDate": "2025-06"}, "met"),
        ({"name": "PRINCE2 Foundation, niet behaald", "date": "2020"}, "not_demonstrated"),
        ({"name": "PRINCE2 Foundation", "date": "2026-01"}, "not_demonstrated"),
        ({"name": "ITIL Foundation", "date": "2020"}, "not_demonstrated"),
    ],
)
def test_certificates(certificate: dict[str, Any], verdict: str) -> None:
    assert one(Certificate(names=("PRINCE2 Foundation",)), profile(certificates=[certificate])).verdict == verdict


@pytest.mark.parametrize(
    ("asked", "name", "verdict"),
    [
        ("rijbewijs B", "Rijbewijs B", "met"),
        ("rijbewijs B", "B-rijbewijs", "met"),
        ("rijbewijs B", "Rijbewijs BE", "met"),
        ("rijbewijs C", "Rijbewijs B", "not_demonstrated"),
        ("SKJ-registratie", "SKJ geregistreerd", "met"),
        ("BIG-registratie", "SKJ-registratie", "not_demonstrated"),
        ("ISTQB Foundation", "ISTQB Advanced Level", "met"),
        ("BOA domein I", "BOA Domein I Openbare ruimte", "met"),
        ("BOA domein I", "BOA domein II", "not_demonstrated"),
        ("NEVI 2", "NEVI-2", "met"),
        ("ITIL Foundation", "ITIL v4 Foundation", "met"),
        ("ITIL Foundation", "ITIL Practitioner", "met"),
        ("ITIL Practitioner", "ITIL Foundation", "not_demonstrated"),
        ("NEVI 2", "NEVI 1", "not_demonstrated"),
        ("Certified Kaasmaker", "Certified Kaasmaker", "met"),
    ],
)
def test_certificates_by_their_names(asked: str, name: str, verdict: str) -> None:
    assert one(Certificate(names=(asked,)), profile(certificates=[{"name": name}])).verdict == verdict


@pytest.mark.parametrize(("match", "verdict"), [(TermsMatch.ANY, "met"), (TermsMatch.ALL, "not_demonstrated")])
def test_any_or_all_certificates(match: TermsMatch, verdict: str) -> None:
    asked = Certificate(names=("PRINCE2", "ITIL"), match=match)
    assert one(asked, profile(certificates=[{"name": "ITIL Foundation"}])).verdict == verdict


@pytest.mark.parametrize(
    ("date", "window", "verdict"), [("2024-01", 24, "met"), ("2022-01", 24, "not_met"), (None, 24, "not_demonstrated")]
)
def test_a_certificate_may_have_to_be_recent(date: str | None, window: int, verdict: str) -> None:
    entry = {"name": "VCA"} | ({"date": date} if date else {})
    assert one(Certificate(names=("VCA",), window_months=window), profile(certificates=[entry])).verdict == verdict


@pytest.mark.parametrize(
    ("resume", "verdict"),
    [
        ({"certificates": [{"name": "Effectief notuleren"}]}, "met"),
        ({"education": [{"studyType": "Cursus", "area": "Notuleren", "completed": True}]}, "met"),
        ({"education": [{"studyType": "Cursus", "area": "Notuleren", "completed": False}]}, "not_demonstrated"),
        ({"education": [{"studyType": "Cursus", "area": "Notuleren"}]}, "not_demonstrated"),
        ({"certificates": [{"name": "Excel"}]}, "not_demonstrated"),
        ({"skills": [{"name": "Notuleren"}]}, "not_demonstrated"),
    ],
)
def test_training_must_be_completed(resume: dict[str, Any], verdict: str) -> None:
    assert one(Training(subjects=("notuleren",)), profile(**resume)).verdict == verdict


def test_all_trainings_asked_must_be_there() -> None:
    asked = Training(subjects=("notuleren", "agendabeheer"), subjects_match=TermsMatch.ALL)
    both = [{"name": "Notuleren"}, {"name": "Agendamanagement"}]
    assert one(asked, profile(certificates=both)).verdict == "met"
    assert one(asked, profile(certificates=both[:1])).verdict == "not_demonstrated"


@pytest.mark.parametrize(
    ("candidate", "verdict"),
    [
        (profile(skills=[{"name": "Kennis", "keywords": ["Omgevingswet"]}]), "met"),
        (profile(job(summary="Werkte met de Omgevingswet")), "met"),
        (profile(certificates=[{"name": "Basiscursus Omgevingswet"}]), "met"),
        (profile(basics={"summary": "Kenner van de Omgevingswet"}), "met"),
        (profile(basics={"summary": "Geen kennis van de Omgevingswet"}), "not_met"),
        (profile(), "not_demonstrated"),
    ],
)
def test_knowledge_is_shown_by_work_training_or_skill(candidate: Profile, verdict: str) -> None:
    assert one(Knowledge(subjects=("Omgevingswet",)), candidate).verdict == verdict


@pytest.mark.parametrize(
    ("certificates", "verdict"),
    [([], "not_met"), ([{"name": "Vakopleiding Burgerzaken"}], "met"), ([{"name": "Rijbewijs B"}], "not_met")],
)
def test_mbo_plus_takes_further_professional_training(certificates: list[dict[str, Any]], verdict: str) -> None:
    candidate = profile(education=[MBO_4], certificates=certificates)
    assert one(Education(min_level=EducationLevel.MBO_PLUS), candidate).verdict == verdict


def test_level_and_field_must_be_of_one_education() -> None:
    two = [{"studyType": "Hbo bachelor", "area": "Muziek", "completed": True}, MBO_4]
    asked = Education(min_level=EducationLevel.HBO_BACHELOR, fields=("administratie",))
    assert one(asked, profile(education=two)).verdict == "not_demonstrated"


def test_a_course_shows_a_field_without_a_level_but_not_with_one() -> None:
    course = [{"name": "Vakopleiding Burgerzaken (diploma behaald)"}]
    assert one(Education(fields=("Burgerzaken",)), profile(certificates=course)).verdict == "met"
    leveled = Education(min_level=EducationLevel.HBO_BACHELOR, fields=("Burgerzaken",))
    assert one(leveled, profile(certificates=course)).verdict == "not_demonstrated"


def test_an_unspecific_education_or_training_is_left_to_a_person() -> None:
    candidate = profile(education=[MBO_4], certificates=[{"name": "Notuleren"}])
    assert one(Education(), candidate).verdict == "not_demonstrated"
    assert one(Training(), candidate).verdict == "not_demonstrated"


def test_a_denied_certificate_is_not_met() -> None:
    assert (
        one(Certificate(names=("rijbewijs B",)), profile(basics={"summary": "Geen rijbewijs B"})).verdict == "not_met"
    )


def test_a_level_alone_is_evidence() -> None:
    line = one(Education(min_level=EducationLevel.MBO_4), profile(education=[{"level": "mbo_4", "completed": True}]))
    assert line.verdict == "met"
    assert [(e.pointer, e.quote) for e in line.evidence] == [("/resume/education/0/level", "mbo_4")]


@pytest.mark.parametrize(
    ("summary", "verdict"),
    [
        ("In het bezit van rijbewijs B.", "met"),
        ("Ik heb geen rijbewijs.", "not_met"),
        ("Reist met de trein.", "not_demonstrated"),
    ],
)
def test_a_licence_may_be_stated_in_the_summary(summary: str, verdict: str) -> None:
    assert one(Certificate(names=("rijbewijs B",)), profile(basics={"summary": summary})).verdict == verdict


@pytest.mark.parametrize(
    ("name", "verdict"),
    [
        ("VCA-VOL, verlopen maart 2019", "not_met"),
        ("VCA-VOL (geldig tot 2018)", "not_met"),
        ("VCA-VOL (geldig tot 2099)", "met"),
        ("VCA-VOL geldig tot 30-06-2025", "met"),
        ("VCA-VOL geldig tot 29-06-2025", "not_met"),
        ("VCA-VOL geldig tot 00-2018", "not_met"),
        ("VCA-VOL geldig tot 13-2018", "not_met"),
        ("VCA-VOL geldig tot 31-02-2018", "not_met"),
        ("VCA-VOL geldig tot 31-02-2099", "met"),
    ],
)
def test_a_certificate_can_say_itself_that_it_lapsed(name: str, verdict: str) -> None:
    assert one(Certificate(names=("VCA-VOL",)), profile(certificates=[{"name": name}])).verdict == verdict
