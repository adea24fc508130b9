"""Candidates side by side."""

from typing import Any

import pytest
from fastapi.testclient import TestClient

from tests.api.helpers import errors_of
from tests.api.test_placements import ids, posting

__all__ = ["ids", "posting"]


@pytest.fixture
def comparison(client: TestClient, posting: dict[str, Any], ids: dict[str, str]) -> dict[str, Any]:
    body = {"candidateIds": [ids[name] for name in ("open", "dear", "both", "cheap")]}
    response = client.post(f"/v1/postings/{posting['id']}/comparisons", json=body)
    assert response.status_code == 200, response.text
    answer: dict[str, Any] = response.json()
    return answer


def test_candidates_stand_best_first_with_their_totals(comparison: dict[str, Any], ids: dict[str, str]) -> None:
    found = [(one["rank"], one["candidateId"], one["points"]["awarded"]) for one in comparison["candidates"]]

    assert found == [(1, ids["both"], 100), (2, ids["cheap"], 60), (3, ids["dear"], 60), (4, ids["open"], 100)]


def test_each_criterion_says_who_is_ahead(comparison: dict[str, Any], ids: dict[str, str]) -> None:
    licence, excel, power_bi = comparison["criteria"]

    assert licence["ahead"] == [ids["both"], ids["cheap"], ids["dear"]]
    assert excel["ahead"] == []
    assert power_bi["ahead"] == [ids["both"], ids["open"]]
    assert (licence["kind"], licence["available"], power_bi["available"]) == ("knockout", None, 40)
    both, cheap = power_bi["lines"][:2]
    assert (both["verdict"], both["points"], both["evidence"][0]["quote"]) == ("met", 40, "Werkt met Power BI.")
    assert (cheap["verdict"], cheap["points"]) == ("not_demonstrated", 0)


def test_what_decides_is_outcome_then_points_then_rate(comparison: dict[str, Any], ids: dict[str, str]) -> None:
    licence, _, power_bi = (one["criterionId"] for one in comparison["criteria"])

    assert comparison["deciders"] == [
        {"ahead": ids["both"], "behind": ids["cheap"], "decidedBy": "points", "points": 40,
         "criteria": [power_bi], "counteredBy": []},
        {"ahead": ids["cheap"], "behind": ids["dear"], "decidedBy": "rate", "points": 0,
         "criteria": [], "counteredBy": []},
        {"ahead": ids["dear"], "behind": ids["open"], "decidedBy": "outcome", "points": -40,
         "criteria": [licence], "counteredBy": [power_bi]},
    ]  # fmt: skip


def test_the_same_candidates_compare_as_they_match(
    client: TestClient, posting: dict[str, Any], comparison: dict[str, Any]
) -> None:
    match = client.post(f"/v1/postings/{posting['id']}/matches").json()

    for result, compared in zip(match["results"], comparison["candidates"], strict=True):
        assert {name: result[name] for name in compared} == compared


@pytest.mark.parametrize("names", [["both"], []])
def test_one_is_not_enough(client: TestClient, posting: dict[str, Any], ids: dict[str, str], names: list[str]) -> None:
    body = {"candidateIds": [ids[name] for name in names]}

    response = client.post(f"/v1/postings/{posting['id']}/comparisons", json=body)

    assert errors_of(response) == {"/candidateIds": "too_short"}


def test_eleven_are_too_many(client: TestClient, posting: dict[str, Any]) -> None:
    body = {"candidateIds": [str(n) for n in range(11)]}

    response = client.post(f"/v1/postings/{posting['id']}/comparisons", json=body)

    assert errors_of(response) == {"/candidateIds": "too_long"}


def test_each_must_be_stored_and_come_once(client: TestClient, posting: dict[str, Any], ids: dict[str, str]) -> None:
    path = f"/v1/postings/{posting['id']}/comparisons"

    unknown = client.post(path, json={"candidateIds": [ids["both"], "somebody"]})
    twice = client.post(path, json={"candidateIds": [ids["both"], ids["both"]]})

    assert errors_of(unknown) == {"/candidateIds/1": "unknown_candidate"}
    assert errors_of(twice) == {"/candidateIds/1": "duplicate"}
