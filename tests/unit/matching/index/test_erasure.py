"""Nothing that only one person said stays in the index when that person is taken out."""

from typing import Any

from app.criteria.profile import Profile
from app.matching import prepare_profile
from app.matching.index import Population
from tests.unit.matching.builders import job

SECRET = "Qwertzuiopa"


def secretive() -> Profile:
    resume: dict[str, Any] = {
        "basics": {"summary": f"Geen ervaring met {SECRET}."},
        "work": [job(summary=f"Werkte aan {SECRET}.")],
        "education": [{"area": f"Opleiding {SECRET}", "studyType": "HBO", "completed": True}],
        "certificates": [{"name": f"Certificaat {SECRET}"}],
        "languages": [{"language": SECRET, "fluency": "goed"}],
        "skills": [{"name": SECRET}],
    }
    return Profile.model_validate({"resume": resume, "engagement": {"places": [SECRET], "statements": [SECRET]}})


def held(index: Population) -> str:
    """All texts that the index holds."""
    facets = [facet._held.values for facet in index.facets._facets.values()]
    return repr((index.studies.contents, index.denials.profiles, facets, index.ids)).lower()


def test_the_texts_of_a_person_go_with_the_person() -> None:
    index = Population()
    index.put("a", prepare_profile(secretive()))
    assert SECRET.lower() in held(index)

    index.remove("a")

    assert SECRET.lower() not in held(index)


def test_what_another_person_said_too_stays() -> None:
    index = Population()
    for candidate_id in ("a", "b"):
        index.put(candidate_id, prepare_profile(secretive()))

    index.remove("a")

    assert SECRET.lower() in held(index)
