"""Keeping candidates."""

from typing import Any
from urllib.parse import quote

import pytest
from fastapi.testclient import TestClient

from tests.api.helpers import created, errors_of

Profiles = list[dict[str, Any]]


def test_created_candidate_is_found_again_unchanged(client: TestClient, profiles: Profiles) -> None:
    response = client.post("/v1/candidates", json=profiles[0])

    assert response.status_code == 201
    assert client.get(response.headers["location"]).json() == response.json()


def test_candidate_keeps_what_was_sent(client: TestClient, profiles: Profiles) -> None:
    sent = profiles[0]

    candidate = created(client, "/v1/candidates", sent)

    assert candidate["externalId"] == sent["externalId"]
    assert candidate["resume"]["work"][0]["highlights"] == sent["resume"]["work"][0]["highlights"]
    assert candidate["engagement"]["hourlyRate"] == sent["engagement"]["hourlyRate"]


def test_unknown_resume_members_are_kept(client: TestClient) -> None:
    extra = {
        "publications": [{"name": "Boek", "pages": 3}],
        "work": [{"name": "X", "url": "https://example.nl", "n": {"a": [1]}}],
    }

    candidate = created(client, "/v1/candidates", {"resume": extra})
    kept = client.get(f"/v1/candidates/{candidate['id']}").json()["resume"]

    assert kept["publications"] == extra["publications"]
    assert kept["work"][0]["n"] == {"a": [1]}


def test_candidate_may_be_empty(client: TestClient) -> None:
    candidate = created(client, "/v1/candidates", {})

    assert candidate["externalId"] is None
    assert candidate["engagement"]["hourlyRate"] is None


def test_external_id_is_unique(client: TestClient) -> None:
    created(client, "/v1/candidates", {"externalId": "A-1"})

    response = client.post("/v1/candidates", json={"externalId": "A-1"})

    assert response.status_code == 409
    assert response.json()["type"].endswith(":conflict")


def test_many_candidates_may_lack_an_external_id(client: TestClient) -> None:
    assert {client.post("/v1/candidates", json={}).status_code for _ in range(3)} == {201}


def test_replace_puts_everything_in_place_of_what_was(client: TestClient, profiles: Profiles) -> None:
    candidate = created(client, "/v1/candidates", profiles[0])

    replaced = client.put(f"/v1/candidates/{candidate['id']}", json={"externalId": "new", "cv": {"pages": 2}}).json()

    assert (replaced["revision"], replaced["externalId"], replaced["cv"]["pages"]) == (2, "new", 2)
    assert replaced["resume"]["work"] == []
    assert client.get(f"/v1/candidates/{candidate['id']}").json() == replaced


def test_replace_cannot_take_another_ones_external_id(client: TestClient) -> None:
    created(client, "/v1/candidates", {"externalId": "taken"})
    candidate = created(client, "/v1/candidates", {"externalId": "own"})

    assert client.put(f"/v1/candidates/{candidate['id']}", json={"externalId": "taken"}).status_code == 409


@pytest.mark.parametrize("external_id", ["A-1", "a/b", "met spatie", "ünï", "a?x#y"])
def test_upsert_creates_then_replaces(client: TestClient, external_id: str) -> None:
    address = f"/v1/candidates/by-external-id/{quote(external_id, safe='')}"

    first, second = client.put(address, json={}), client.put(address, json={"cv": {"pages": 1}})

    assert (first.status_code, second.status_code) == (201, 200)
    assert (first.json()["externalId"], second.json()["revision"]) == (external_id, 2)
    assert first.json()["id"] == second.json()["id"]
    assert client.get(address).json() == second.json()


def test_upsert_refuses_another_external_id_in_the_body(client: TestClient) -> None:
    response = client.put("/v1/candidates/by-external-id/A-1", json={"externalId": "B-2"})

    assert (response.status_code, errors_of(response)) == (400, {"/externalId": "external_id_differs"})


def test_list_pages_through_everything_once(client: TestClient) -> None:
    ids = [created(client, "/v1/candidates", {})["id"] for _ in range(3)]

    first = client.get("/v1/candidates?limit=2").json()
    second = client.get(f"/v1/candidates?limit=2&cursor={first['nextCursor']}").json()

    assert [item["id"] for item in first["items"] + second["items"]] == ids
    assert second["nextCursor"] is None


def test_deleted_candidate_is_gone(client: TestClient) -> None:
    candidate = created(client, "/v1/candidates", {"externalId": "A-1"})

    assert client.delete(f"/v1/candidates/{candidate['id']}").status_code == 204
    assert client.get(f"/v1/candidates/{candidate['id']}").status_code == 404
    assert client.delete(f"/v1/candidates/{candidate['id']}").status_code == 404
    assert client.get("/v1/candidates/by-external-id/A-1").status_code == 404


@pytest.mark.parametrize(
    ("body", "errors"),
    [
        ({"resume": {"work": [{"startDate": "2021-02-30"}]}}, {"/resume/work/0/startDate": "impossible_date"}),
        ({"resume": {"work": [{"start_date": "2021-02-30"}]}}, {"/resume/work/0/startDate": "impossible_date"}),
        ({"resume": {"work": [{"startDate": "30-02-2021"}]}}, {"/resume/work/0/startDate": "string_pattern_mismatch"}),
        (
            {"resume": {"work": [{"startDate": "2021-06", "endDate": "2021-05"}]}},
            {"/resume/work/0/endDate": "end_before_start"},
        ),
        (
            {"resume": {"certificates": [{"date": "2022", "expiryDate": "2021-12-31"}]}},
            {"/resume/certificates/0/expiryDate": "expiry_before_date"},
        ),
        ({"resume": {"work": [{"hoursPerWeek": 200}]}}, {"/resume/work/0/hoursPerWeek": "hours_out_of_range"}),
        ({"resume": {"work": "none"}}, {"/resume/work": "tuple_type"}),
        (
            {"engagement": {"hoursPerWeek": {"min": 32, "max": 16}}},
            {"/engagement/hoursPerWeek/min": "minimum_above_maximum"},
        ),
        ({"engagement": {"availableFrom": "2026-02-29"}}, {"/engagement/availableFrom": "date_from_datetime_parsing"}),
        ({"engagement": {"availableFrom": 0}}, {"/engagement/availableFrom": "date_type"}),
        ({"engagement": {"hourlyRate": {"amount": "-1"}}}, {"/engagement/hourlyRate/amount": "greater_than_equal"}),
        ({"engagement": {"hourlyRate": {}}}, {"/engagement/hourlyRate/amount": "missing"}),
        ({"engagement": {"workdays": ["monday"]}}, {"/engagement/workdays/0": "enum"}),
        ({"cv": {"pages": True}}, {"/cv/pages": "int_type"}),
        ({"cv": {"anonymous": "no"}}, {"/cv/anonymous": "bool_type"}),
        ({"resume": {"education": [{"completed": 1}]}}, {"/resume/education/0/completed": "bool_type"}),
        ({"engagement": {"hourlyRate": {"amount": "8_5"}}}, {"/engagement/hourlyRate/amount": "decimal_parsing"}),
        ({"cv": {"language": "Nederlands"}}, {"/cv/language": "string_pattern_mismatch"}),
        ({"retention": {"basis": "forever"}}, {"/retention/basis": "enum"}),
        ({"externalId": ""}, {"/externalId": "string_too_short"}),
        ({"externalId": " x"}, {"/externalId": "string_pattern_mismatch"}),
        ({"resumé": {}}, {"/resumé": "extra_forbidden"}),
    ],
)
def test_bad_candidate_is_a_400(client: TestClient, body: object, errors: dict[str, str]) -> None:
    response = client.post("/v1/candidates", json=body)

    assert response.status_code == 400
    assert errors_of(response) == errors


def test_every_bad_field_is_named_at_once(client: TestClient) -> None:
    body = {
        "resume": {
            "basics": {"name": 7},
            "work": [
                {"startDate": "2021-13"},
                {"startDate": "2021-04-31", "hoursPerWeek": -1},
                {"startDate": "2022", "endDate": "2020"},
            ],
        },
        "engagement": {"contractForm": "zzp", "hoursPerWeek": {"min": 20, "max": 10}},
        "wrong": True,
    }

    errors = errors_of(client.post("/v1/candidates", json=body))

    assert errors == {
        "/resume/basics/name": "string_type",
        "/resume/work/0/startDate": "string_pattern_mismatch",
        "/resume/work/1/startDate": "impossible_date",
        "/resume/work/1/hoursPerWeek": "hours_out_of_range",
        "/resume/work/2/endDate": "end_before_start",
        "/engagement/contractForm": "enum",
        "/engagement/hoursPerWeek/min": "minimum_above_maximum",
        "/wrong": "extra_forbidden",
    }


def test_an_error_says_what_is_allowed(client: TestClient) -> None:
    response = client.post("/v1/candidates", json={"engagement": {"contractForm": "zzp", "maxOnSitePercent": 101}})

    details = {item["pointer"]: item["detail"] for item in response.json()["errors"]}
    assert details["/engagement/contractForm"] == "must be one of 'employee', 'self_employed', 'payroll' or 'unknown'"
    assert details["/engagement/maxOnSitePercent"] == "must be at most 100"


def test_an_external_id_with_a_last_newline_is_not_the_one_without(client: TestClient) -> None:
    assert client.put("/v1/candidates/by-external-id/alias", json={}).status_code == 201
    assert client.put("/v1/candidates/by-external-id/alias%0A", json={}).status_code == 404
