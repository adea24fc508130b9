"""A person corrects how a criterion was read: the next revision, a new match, and the old match stays."""

from typing import Any

import pytest
from fastapi.testclient import TestClient

from tests.api.helpers import created, errors_of

TEXT = (
    "Eisen\n- Ervaring bij een gemeente\nGunningscriteria\n"
    "- Ervaring met zaakgericht werken of vergelijkbaar (60 punten)\n- Ervaring met Excel (40 punten)"
)


@pytest.fixture
def posting(client: TestClient) -> dict[str, Any]:
    return created(client, "/v1/postings", {"text": TEXT})


@pytest.fixture
def candidate(client: TestClient) -> dict[str, Any]:
    work = [{"name": "Gemeente Elst", "position": "Adviseur", "startDate": "2020-01", "summary": "Werkt met Excel."}]
    return created(client, "/v1/candidates", {"resume": {"work": work}})


def correction(posting: dict[str, Any], line: int, **change: object) -> dict[str, Any]:
    return {
        "criterionId": posting["criteria"][line]["id"],
        "reason": "De opdrachtgever bedoelt ook Excel.",
        "author": "B. Lezer",
    } | change


def correct(client: TestClient, posting: dict[str, Any], *corrections: dict[str, Any]) -> dict[str, Any]:
    body = {"revision": posting["revision"], "corrections": list(corrections)}
    response = client.patch(f"/v1/postings/{posting['id']}", json=body)
    assert response.status_code == 200, response.text
    answer: dict[str, Any] = response.json()
    return answer


EXCEL = [{"requirements": [{"type": "experience", "tools": ["Excel"]}]}]


def test_a_correction_makes_the_next_revision_and_is_kept(client: TestClient, posting: dict[str, Any]) -> None:
    after = correct(client, posting, correction(posting, 1, requirementGroups=EXCEL))

    assert (posting["revision"], after["revision"], posting["corrections"]) == (1, 2, [])
    (tool,) = after["criteria"][1]["requirementGroups"][0]["requirements"]
    assert (tool["type"], tool["tools"], after["criteria"][1]["understanding"]) == ("experience", ["Excel"], "full")
    (made,) = after["corrections"]
    assert (made["revision"], made["author"], made["madeAt"]) == (2, "B. Lezer", "2026-05-04T10:30:00.000Z")
    assert (made["before"], made["after"]) == (posting["criteria"][1], after["criteria"][1])
    assert client.get(f"/v1/postings/{posting['id']}").json() == after


def test_what_is_left_out_stays_and_null_points_are_none(client: TestClient, posting: dict[str, Any]) -> None:
    after = correct(client, posting, correction(posting, 1, points=None), correction(posting, 2, points="12.5"))

    assert [line["points"] for line in after["criteria"]] == [None, None, "12.5"]
    assert after["criteria"][1] == posting["criteria"][1] | {"points": None}


def test_a_corrected_reading_leads_to_a_new_match_and_the_old_one_stays(
    client: TestClient, posting: dict[str, Any], candidate: dict[str, Any]
) -> None:
    path = f"/v1/postings/{posting['id']}/matches"
    old = created(client, path, {})
    correct(client, posting, correction(posting, 1, requirementGroups=EXCEL))

    new = created(client, path, {})

    assert (old["postingRevision"], new["postingRevision"]) == (1, 2)
    assert [match["results"][0]["points"]["awarded"] for match in (old, new)] == [40, 100]
    assert client.get(f"/v1/matches/{old['id']}").json() == old


def test_decisions_in_an_old_match_count_by_the_reading_it_used(
    client: TestClient, posting: dict[str, Any], candidate: dict[str, Any]
) -> None:
    old = created(client, f"/v1/postings/{posting['id']}/matches", {})
    correct(client, posting, correction(posting, 1, points=10))
    decision = {
        "candidateId": candidate["id"], "criterionId": posting["criteria"][1]["id"], "verdict": "met",
        "reason": "Blijkt uit het gesprek.", "author": "A. Beoordelaar",
    }  # fmt: skip

    decided = created(client, f"/v1/matches/{old['id']}/overrides", {"overrides": [decision]})

    assert decided["postingRevision"] == 1
    assert decided["results"][0]["points"]["awarded"] == 100


def test_a_revision_that_has_passed_is_a_conflict(client: TestClient, posting: dict[str, Any]) -> None:
    correct(client, posting, correction(posting, 1, points=50))

    body = {"revision": 1, "corrections": [correction(posting, 1, points=70)]}
    response = client.patch(f"/v1/postings/{posting['id']}", json=body)

    assert (response.status_code, response.json()["type"]) == (409, "urn:problem-type:gunning:revision-passed")
    assert client.get(f"/v1/postings/{posting['id']}").json()["criteria"][1]["points"] == 50


def test_everything_wrong_is_told_and_nothing_taken_over(client: TestClient, posting: dict[str, Any]) -> None:
    wrong = [
        correction(posting, 1, requirementGroups=[{"requirements": [{"type": "experience", "minMonths": "24"}]}]),
        correction(posting, 1, tiers=[{"points": -1, "requirementGroups": []}]),
        correction(posting, 1, points=True),
        correction(posting, 1, reason=""),
        correction(posting, 2, points=5),
    ]

    response = client.patch(f"/v1/postings/{posting['id']}", json={"revision": 1, "corrections": wrong})

    assert errors_of(response) == {
        "/corrections/0/requirementGroups/0/requirements/0/minMonths": "int_type",
        "/corrections/1/tiers/0/points": "negative",
        "/corrections/2/points": "decimal_type",
        "/corrections/3/reason": "string_too_short",
    }
    assert client.get(f"/v1/postings/{posting['id']}").json() == posting


def test_criteria_must_be_of_the_posting_and_come_once(client: TestClient, posting: dict[str, Any]) -> None:
    given = [correction(posting, 1, points=1), correction(posting, 1, points=2)]
    given.append(correction(posting, 1) | {"criterionId": "aw-99"})

    response = client.patch(f"/v1/postings/{posting['id']}", json={"revision": 1, "corrections": given})

    assert errors_of(response) == {
        "/corrections/1/criterionId": "duplicate",
        "/corrections/2/criterionId": "unknown_criterion",
    }


def test_an_unknown_posting_is_not_found(client: TestClient, posting: dict[str, Any]) -> None:
    body = {"revision": 1, "corrections": [correction(posting, 1, points=1)]}

    assert client.patch("/v1/postings/01a21079-04f8-771c-8944-776d43d2e4df", json=body).status_code == 404
