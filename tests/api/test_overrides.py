"""A person decides: the match is told anew, and both versions stay."""

from typing import Any

import pytest
from fastapi.testclient import TestClient

from tests.api.helpers import created, errors_of

TEXT = (
    "Eisen\n- Ervaring met raketmotoren\n- Ervaring bij een gemeente\n"
    "Wensen\n- Ervaring met walvissen (60 punten)\n- Ervaring met zeehonden (40 punten)"
)


@pytest.fixture
def match(client: TestClient, profiles: list[dict[str, Any]]) -> dict[str, Any]:
    posting = created(client, "/v1/postings", {"text": TEXT})
    for profile in profiles[:3]:
        created(client, "/v1/candidates", profile)
    return created(client, f"/v1/postings/{posting['id']}/matches", {})


def decision(match: dict[str, Any], place: int, line: int, verdict: str = "met") -> dict[str, Any]:
    result = match["results"][place]
    return {
        "candidateId": result["candidateId"],
        "criterionId": result["criteria"][line]["criterionId"],
        "verdict": verdict,
        "reason": "Blijkt uit het gesprek.",
        "author": "A. Beoordelaar",
    }


def override(client: TestClient, match: dict[str, Any], *decisions: dict[str, Any]) -> dict[str, Any]:
    return created(client, f"/v1/matches/{match['id']}/overrides", {"overrides": list(decisions)})


def result_of(match: dict[str, Any], candidate_id: str) -> dict[str, Any]:
    return next(result for result in match["results"] if result["candidateId"] == candidate_id)


def test_a_decision_on_an_award_criterion_gives_its_points_and_the_rank(
    client: TestClient, match: dict[str, Any]
) -> None:
    last = match["results"][-1]["candidateId"]

    after = override(client, match, decision(match, -1, 2))

    assert result_of(after, last)["points"] == {"awarded": 60, "min": 60, "max": 100, "available": 100}
    assert result_of(after, last)["criteria"][2]["points"] == 60
    assert after["results"][0]["candidateId"] == last
    assert [result["rank"] for result in after["results"]] == [1, 2, 3]


def test_a_decision_against_takes_the_points_that_were_still_open(client: TestClient, match: dict[str, Any]) -> None:
    after = override(client, match, decision(match, 0, 3, "not_met"))

    result = result_of(after, match["results"][0]["candidateId"])
    assert (result["points"]["awarded"], result["points"]["max"]) == (0, 60)


def test_a_decision_on_a_knock_out_changes_the_outcome_and_the_counts(
    client: TestClient, match: dict[str, Any]
) -> None:
    candidate = match["results"][0]["candidateId"]
    assert result_of(match, candidate)["outcome"] == "needs_review"

    after = override(client, match, decision(match, 0, 0), decision(match, 0, 1))
    refused = override(client, after, decision(match, 0, 0, "not_met"))

    assert result_of(after, candidate)["outcome"] == "eligible"
    assert (after["eligible"], after["needsReview"]) == (match["eligible"] + 1, match["needsReview"] - 1)
    assert result_of(refused, candidate)["outcome"] == "not_eligible"
    assert refused["notEligible"] == match["notEligible"] + 1
    assert result_of(refused, candidate)["verdictCounts"]["notMet"] == 1


def test_who_decided_and_why_is_told_and_both_versions_stay(client: TestClient, match: dict[str, Any]) -> None:
    after = override(client, match, decision(match, 0, 2))

    (made,) = after["overrides"]
    assert (made["author"], made["reason"]) == ("A. Beoordelaar", "Blijkt uit het gesprek.")
    assert (made["verdictBefore"], made["verdictAfter"]) == ("not_demonstrated", "met")
    assert (after["basedOn"], match["basedOn"], match["overrides"]) == (match["id"], None, [])
    assert client.get(f"/v1/matches/{match['id']}").json() == match
    assert client.get(f"/v1/matches/{after['id']}").json() == after
    line = result_of(after, made["candidateId"])["criteria"][2]
    assert line["reason"] == {"code": "overridden", "params": {"before": "not_demonstrated"}}
    assert "Blijkt uit het gesprek." in line["explanation"]


def test_decisions_are_taken_over_all_or_none(client: TestClient, match: dict[str, Any]) -> None:
    wrong = [
        decision(match, 0, 0),
        decision(match, 0, 0) | {"candidateId": "somebody"},
        decision(match, 0, 0) | {"criterionId": "ko-9"},
    ]

    response = client.post(f"/v1/matches/{match['id']}/overrides", json={"overrides": wrong})

    assert response.status_code == 400
    assert errors_of(response) == {
        "/overrides/1/candidateId": "unknown_result",
        "/overrides/2/criterionId": "unknown_criterion",
    }


@pytest.mark.parametrize("change", [{"reason": ""}, {"author": ""}, {"verdict": "perhaps"}])
def test_a_decision_needs_a_verdict_a_reason_and_a_name(
    client: TestClient, match: dict[str, Any], change: dict[str, str]
) -> None:
    body = {"overrides": [decision(match, 0, 0) | change]}

    assert client.post(f"/v1/matches/{match['id']}/overrides", json=body).status_code == 400


def test_decisions_on_an_erased_person_are_erased(client: TestClient, match: dict[str, Any]) -> None:
    after = override(client, match, decision(match, 0, 2), decision(match, 1, 2))
    gone = match["results"][0]["candidateId"]

    assert client.delete(f"/v1/candidates/{gone}").status_code == 204

    left = client.get(f"/v1/matches/{after['id']}").json()
    assert [one["candidateId"] for one in left["overrides"]] == [match["results"][1]["candidateId"]]
    assert result_of(left, gone)["erased"]


def test_an_unknown_match_is_not_found(client: TestClient, match: dict[str, Any]) -> None:
    unknown = "01a21079-04f8-771c-8944-776d43d2e4df"

    response = client.post(f"/v1/matches/{unknown}/overrides", json={"overrides": [decision(match, 0, 0)]})

    assert response.status_code == 404
