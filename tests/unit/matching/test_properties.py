"""What must hold for every profile: traits never matter, order never matters, more experience never hurts."""

from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.criteria.profile import Profile
from app.criteria.requirements import Experience
from app.criteria.verdicts import CandidateAssessment
from app.matching.explain import messages
from tests.unit.matching.builders import criterion, job, posting, profile, verdicts

READING = posting(
    criterion((Experience(min_months=24, roles=("administratief medewerker",), organisations=("gemeente",)),)),
    criterion((Experience(min_months=36, window_months=60, subjects=("Wmo",)),), kind="award", points=60, number="2"),
    criterion((Experience(tools=("iBurgerzaken",)),), kind="award", points=40, number="3"),
)
_TITLES = ("Administratief medewerker", "Wmo-consulent", "Jurist", "Medewerker backoffice")
_TEXTS = ("Administratie van de Wmo", "Mutaties in iBurgerzaken", "Geen ervaring met iBurgerzaken", "Post en telefoon")
_NAMES = ("Gemeente Ergensoord", "Bakkerij Broodje", "GGZ Noord")
_JOBS = st.builds(
    lambda name, title, text, year, length: job(
        f"{year}-03", f"{year + length}-02", name=name, position=title, summary=text
    ),
    st.sampled_from(_NAMES),
    st.sampled_from(_TITLES),
    st.sampled_from(_TEXTS),
    st.integers(2010, 2024),
    st.integers(1, 6),
)
_WORTH = {"not_met": 0, "not_demonstrated": 0, "met": 1}


def _short(result: CandidateAssessment) -> tuple[Any, ...]:
    return (result.outcome, result.points, tuple((c.verdict, c.points, c.reason.code) for c in result.criteria))


@given(st.lists(_JOBS, max_size=4), st.randoms(use_true_random=False))
def test_the_order_of_jobs_does_not_matter(jobs: list[dict[str, Any]], random: Random) -> None:
    shuffled = random.sample(jobs, len(jobs))
    assert _short(verdicts(READING, profile(*shuffled))) == _short(verdicts(READING, profile(*jobs)))


@given(st.lists(_JOBS, max_size=3), _JOBS)
def test_more_experience_never_lowers_a_met_verdict(jobs: list[dict[str, Any]], extra: dict[str, Any]) -> None:
    before, after = verdicts(READING, profile(*jobs)), verdicts(READING, profile(*jobs, extra))
    assert all(_WORTH[b.verdict] >= _WORTH[a.verdict] for a, b in zip(before.criteria, after.criteria, strict=True))
    assert after.points.awarded >= before.points.awarded


@given(st.lists(_JOBS, max_size=4))
def test_points_are_the_sum_of_the_criteria(jobs: list[dict[str, Any]]) -> None:
    result = verdicts(READING, profile(*jobs))
    assert result.points.awarded == sum(c.points or 0 for c in result.criteria)
    assert result.points.min <= result.points.max <= result.points.available


@given(st.lists(_JOBS, max_size=4))
def test_every_met_has_evidence_that_resolves_into_the_profile(jobs: list[dict[str, Any]]) -> None:
    candidate = profile(*jobs)
    document = candidate.model_dump(mode="json", by_alias=True)
    for line in verdicts(READING, candidate).criteria:
        assert line.evidence or line.verdict != "met"
        for quote in line.evidence:
            value: Any = document
            for part in quote.pointer.strip("/").split("/"):
                value = value[int(part)] if isinstance(value, list) else value[part]
            assert quote.quote in value


@given(st.lists(_JOBS, max_size=3))
def test_the_same_input_gives_the_same_answer(jobs: list[dict[str, Any]]) -> None:
    assert verdicts(READING, profile(*jobs)) == verdicts(READING, profile(*jobs))


@pytest.mark.parametrize(
    "traits",
    [
        {"name": "Wmo Gemeente iBurgerzaken"},
        {"email": "administratief.medewerker@example.nl", "phone": "0100000000"},
        {"gender": "v", "birthDate": "1960-01-01", "nationality": "NL", "image": "https://example.org/foto.png"},
        {"location": {"city": "Ergensoord", "address": "Wmo-laan 1"}},
        {"summary": "Ervaren administratief medewerker Wmo, werkt dagelijks in iBurgerzaken"},
        {"label": "Administratief medewerker Wmo"},
    ],
)
def test_personal_traits_change_nothing(traits: dict[str, Any]) -> None:
    work = job("2022-01", position="Jurist", summary="Post en telefoon")
    assert verdicts(READING, profile(work, basics=traits)) == verdicts(READING, profile(work))


@pytest.mark.parametrize(
    "text", ["", " ", "¦¦¦", "geen", "niet", "😀 Wmo 😀", "a" * 20_000, "Wmo " * 4_000, ".NET " * 99, "\n" * 500]
)
def test_odd_text_never_raises(text: str) -> None:
    candidate = profile(job(position=text[:900], name=text[:900], summary=text, highlights=[text]))
    assert isinstance(candidate, Profile)
    assert verdicts(READING, candidate).criteria


def test_explanations_leave_no_gaps() -> None:
    result = verdicts(READING, profile(job("2024-01", summary="Wmo")))
    assert all("{" not in line.explanation + (line.advice or "") for line in result.criteria)


@pytest.mark.parametrize("code", sorted(set(messages()) - {"notes", "months", "words"}))
def test_every_message_has_an_explanation(code: str) -> None:
    assert messages()[code]["explanation"].endswith(".")
