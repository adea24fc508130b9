"""Phrase corpora: what shows an asked term, role, employer or education, and what does not."""

import pytest

from app.criteria.profile import Profile
from app.criteria.requirements import Certificate, Education, Experience, Knowledge
from app.criteria.scales import EducationLevel
from tests.unit.matching.builders import job, one, profile, rows


def _met(requirement: Experience, candidate: Profile) -> bool:
    return one(requirement, candidate).verdict == "met"


@pytest.mark.parametrize(("asked", "shown", "text"), rows("subjects"))
def test_a_subject_is_shown_by_what_means_it(asked: str, shown: str, text: str) -> None:
    assert _met(Experience(subjects=(asked,)), profile(job(position=None, name="X", summary=text))) is (shown == "yes")


@pytest.mark.parametrize(("asked", "shown", "text"), rows("tools"))
def test_a_tool_is_shown_by_its_own_name(asked: str, shown: str, text: str) -> None:
    assert _met(Experience(tools=(asked,)), profile(job(position=None, name="X", summary=text))) is (shown == "yes")


@pytest.mark.parametrize(("asked", "shown", "title", "text"), rows("roles"))
def test_a_role_is_shown_by_a_title_that_means_it(asked: str, shown: str, title: str, text: str) -> None:
    assert _met(Experience(roles=(asked,)), profile(job(position=title, summary=text))) is (shown == "yes")


@pytest.mark.parametrize(("asked", "shown", "name", "kind", "title", "text"), rows("employers"))
def test_an_employer_is_shown_by_kind_or_name(
    asked: str, shown: str, name: str, kind: str, title: str, text: str
) -> None:
    candidate = profile(job(name=name, organisationKind=kind or None, position=title, summary=text))
    assert _met(Experience(organisations=(asked,)), candidate) is (shown == "yes")


@pytest.mark.parametrize(
    ("level", "fields", "equivalent", "verdict", "study", "area", "stated", "completed", "end"), rows("educations")
)
def test_an_education_is_read_as_it_is_written(
    level: str, fields: str, equivalent: str, verdict: str, study: str, area: str, stated: str, completed: str, end: str
) -> None:
    entry: dict[str, object] = {"studyType": study, "area": area, "level": stated or None, "endDate": end or None}
    entry |= {"completed": completed == "true"} if completed else {}
    requirement = Education(
        min_level=EducationLevel(level) if level else None,
        fields=(fields,) if fields else (),
        equivalent_accepted=equivalent == "yes",
    )
    assert one(requirement, profile(education=[entry])).verdict == verdict


@pytest.mark.parametrize(("asked", "shown", "study", "area"), rows("fields"))
def test_a_field_is_shown_by_the_studies_in_it(asked: str, shown: str, study: str, area: str) -> None:
    entry = {"studyType": study, "area": area, "level": "hbo_bachelor", "completed": True}
    requirement = Education(min_level=EducationLevel.HBO, fields=(asked,))
    assert (one(requirement, profile(education=[entry])).verdict == "met") is (shown == "yes")


@pytest.mark.parametrize(("asked", "listed", "verdict"), rows("certificates"))
def test_a_certificate_is_read_as_it_is_written(asked: str, listed: str, verdict: str) -> None:
    assert one(Certificate(names=(asked,)), profile(certificates=[{"name": listed}])).verdict == verdict


@pytest.mark.parametrize(("text", "denied", "_kept"), rows("denials"))
def test_what_is_denied_is_not_shown(text: str, denied: str, _kept: str) -> None:
    assert one(Experience(subjects=(denied,)), profile(job(position=None, name="X", summary=text))).verdict == "not_met"


@pytest.mark.parametrize(("text", "_denied", "kept"), [row for row in rows("denials") if row[2]])
def test_what_stands_beside_a_denial_is_shown(text: str, _denied: str, kept: str) -> None:
    assert _met(Experience(subjects=(kept,)), profile(job(position=None, name="X", summary=text)))


@pytest.mark.parametrize(("text", "asked"), rows("wishes"))
def test_a_wish_is_neither_shown_nor_denied(text: str, asked: str) -> None:
    line = one(Experience(subjects=(asked,)), profile(job(position=None, name="X", summary=text)))
    assert line.verdict == "not_demonstrated"


@pytest.mark.parametrize(("wide", "narrow"), rows("hierarchy"))
def test_a_wide_subject_is_shown_by_its_parts(wide: str, narrow: str) -> None:
    assert _met(Experience(subjects=(wide,)), profile(job(position=None, name="X", summary=f"Taken: {narrow}.")))


@pytest.mark.parametrize(("wide", "narrow"), rows("hierarchy"))
def test_a_part_is_not_shown_by_the_wide_subject(wide: str, narrow: str) -> None:
    assert not _met(Experience(subjects=(narrow,)), profile(job(position=None, name="X", summary=f"Taken: {wide}.")))


_TERMS = {"subject": "subjects", "tool": "tools", "role": "roles"}


@pytest.mark.parametrize(("kind", "asked", "title", "text"), rows("traps"))
def test_a_neighbour_does_not_show_it(kind: str, asked: str, title: str, text: str) -> None:
    candidate = profile(job(position=title, name="X", summary=text))
    assert not _met(Experience.model_validate({_TERMS[kind]: (asked,)}), candidate)
    if kind == "subject":
        assert one(Knowledge(subjects=(asked,)), candidate).verdict != "met"


@pytest.mark.parametrize(("kind", "asked", "title", "text"), rows("practitioners"))
def test_the_words_of_a_practitioner_show_it(kind: str, asked: str, title: str, text: str) -> None:
    asked_experience = Experience.model_validate({_TERMS[kind]: (asked,)})
    assert _met(asked_experience, profile(job(position=title, name="X", summary=text)))


def test_the_corpora_are_not_empty() -> None:
    pairs = sum(len(rows(name)) for name in ("subjects", "tools", "roles", "employers", "denials", "wishes", "traps"))
    assert pairs >= 1_200
