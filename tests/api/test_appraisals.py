"""Judgements that are answered and not stored."""

import copy
from typing import Any

import pytest
from fastapi.testclient import TestClient

from tests.api.helpers import created, errors_of

Profiles = list[dict[str, Any]]
UNKNOWN = "01a21079-04f8-771c-8944-776d43d2e4df"


@pytest.fixture
def posting(client: TestClient, posting_text: str) -> dict[str, Any]:
    return created(client, "/v1/postings", {"text": posting_text})


@pytest.fixture
def candidate(client: TestClient, profiles: Profiles) -> dict[str, Any]:
    return created(client, "/v1/candidates", profiles[0])


def profile_of(candidate: dict[str, Any]) -> dict[str, Any]:
    return copy.deepcopy({name: candidate[name] for name in ("resume", "engagement", "cv")})


def ask(client: TestClient, path: str, body: object) -> dict[str, Any]:
    response = client.post(path, json=body)
    assert response.status_code == 200, response.text
    answer: dict[str, Any] = response.json()
    return answer


def test_an_open_posting_is_judged_for_a_candidate_as_a_match_would(
    client: TestClient, candidate: dict[str, Any]
) -> None:
    text = "Wensen\n- Ervaring met de Wmo (60 punten)\n- Ervaring bij een gemeente (40 punten)"
    posting = created(client, "/v1/postings", {"text": text})
    match = created(client, f"/v1/postings/{posting['id']}/matches", {"candidateIds": [candidate["id"]]})

    found = ask(client, f"/v1/candidates/{candidate['id']}/matches", {})

    (result,) = found["results"]
    assert result["postingId"] == posting["id"]
    for member in ("outcome", "points", "criteria", "gates", "verdictCounts"):
        assert result["appraisal"][member] == match["results"][0][member]


def test_a_posting_whose_deadline_has_passed_is_not_open(client: TestClient, candidate: dict[str, Any]) -> None:
    created(client, "/v1/postings", {"text": "Sluitingsdatum: 1 april 2026, 12:00 uur\nEisen\n- Ervaring met de Wmo"})

    assert ask(client, f"/v1/candidates/{candidate['id']}/matches", {})["considered"] == 0


def test_the_most_promising_posting_comes_first(client: TestClient, candidate: dict[str, Any]) -> None:
    hopeless = created(client, "/v1/postings", {"text": "Wensen\n- Ervaring met raketmotoren (100 punten)"})
    likely = created(client, "/v1/postings", {"text": "Wensen\n- Ervaring bij een gemeente (100 punten)"})
    impossible = created(client, "/v1/postings", {"text": "Eisen\n- Een afgeronde wo-master in de richting Wiskunde"})

    found = ask(client, f"/v1/candidates/{candidate['id']}/matches", {"limit": 3})

    assert found["results"][0]["postingId"] == likely["id"]
    assert {result["postingId"] for result in found["results"]} == {hopeless["id"], likely["id"], impossible["id"]}
    assert [result["rank"] for result in found["results"]] == [1, 2, 3]


def test_only_as_many_as_asked_are_answered(client: TestClient, candidate: dict[str, Any]) -> None:
    for number in range(4):
        created(client, "/v1/postings", {"text": f"Wensen\n- Ervaring met onderwerp{number} (10 punten)"})

    found = ask(client, f"/v1/candidates/{candidate['id']}/matches", {"limit": 2})

    assert (found["considered"], len(found["results"])) == (4, 2)


def test_an_unknown_candidate_in_the_address_is_not_found(client: TestClient) -> None:
    assert client.post(f"/v1/candidates/{UNKNOWN}/matches").status_code == 404


def test_a_change_that_changes_nothing_changes_no_verdict(
    client: TestClient, posting: dict[str, Any], candidate: dict[str, Any]
) -> None:
    body = {"candidateId": candidate["id"], "profile": profile_of(candidate)}

    found = ask(client, f"/v1/postings/{posting['id']}/what-if", body)

    assert found["before"] == found["after"]
    assert found["changes"] == []


def test_what_a_changed_profile_alters_is_named(
    client: TestClient, posting: dict[str, Any], candidate: dict[str, Any]
) -> None:
    changed = profile_of(candidate)
    changed["engagement"]["contractForm"] = "self_employed"
    changed["resume"]["work"] = []

    found = ask(client, f"/v1/postings/{posting['id']}/what-if", {"candidateId": candidate["id"], "profile": changed})

    assert found["after"]["outcome"] == "not_eligible"
    lines = {line["criterionId"] or line["gate"]: line for line in found["changes"]}
    assert any(line["verdictAfter"] == "not_met" for line in lines.values())
    assert any(line["pointsAfter"] == 0 and line["pointsBefore"] for line in lines.values())
    stored = client.get(f"/v1/candidates/{candidate['id']}").json()
    assert stored == candidate


def test_another_reference_date_is_that_of_the_judgement_after(
    client: TestClient, posting: dict[str, Any], candidate: dict[str, Any]
) -> None:
    body = {"candidateId": candidate["id"], "referenceDate": "2012-01-01"}

    found = ask(client, f"/v1/postings/{posting['id']}/what-if", body)

    assert found["after"]["referenceDate"] == "2012-01-01"
    assert found["before"]["referenceDate"] != "2012-01-01"
    assert found["changes"]


def test_an_unknown_candidate_in_the_body_is_invalid_input(client: TestClient, posting: dict[str, Any]) -> None:
    response = client.post(f"/v1/postings/{posting['id']}/what-if", json={"candidateId": UNKNOWN})

    assert response.status_code == 400
    assert errors_of(response) == {"/candidateId": "unknown_candidate"}


def test_a_changed_profile_is_checked_as_one_that_is_stored(
    client: TestClient, posting: dict[str, Any], candidate: dict[str, Any]
) -> None:
    changed = profile_of(candidate)
    changed["resume"]["work"] = [{"name": "X", "startDate": "2020-13", "endDate": "2019"}]
    changed["engagement"]["hoursPerWeek"] = {"min": "veel"}

    response = client.post(
        f"/v1/postings/{posting['id']}/what-if", json={"candidateId": candidate["id"], "profile": changed}
    )

    assert response.status_code == 400
    assert {"/profile/resume/work/0/startDate", "/profile/engagement/hoursPerWeek/min"} <= set(errors_of(response))


def test_what_a_cv_may_still_say_stands_by_what_it_is_worth(client: TestClient, candidate: dict[str, Any]) -> None:
    text = (
        "Eisen\n- Rijbewijs CE\nWensen\n- Ervaring met raketmotoren (10 punten)\n- Ervaring met walvissen (70 punten)\n"
        "- Ervaring bij een gemeente (20 punten)"
    )
    posting = created(client, "/v1/postings", {"text": text})
    ids = [criterion["id"] for criterion in posting["criteria"]]

    appraisal = ask(client, f"/v1/postings/{posting['id']}/what-if", {"candidateId": candidate["id"]})["before"]

    gains = [(gain["criterionId"], gain["points"], gain["blocks"]) for gain in appraisal["gains"]]
    assert gains == [(ids[0], None, True), (ids[2], 70, False), (ids[1], 10, False)]
    assert (appraisal["outcome"], appraisal["outcomeIfShown"]) == ("needs_review", "eligible")
