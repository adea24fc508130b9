"""Running and keeping matches."""

import datetime as dt
from typing import Any

import pytest
from fastapi.testclient import TestClient

from app.main import create_app
from app.nlp.extractor import Extractor
from app.settings import Settings
from tests.api.helpers import created, errors_of
from tests.local import LocalClient

Profiles = list[dict[str, Any]]


@pytest.fixture
def posting(client: TestClient, posting_text: str) -> dict[str, Any]:
    return created(client, "/v1/postings", {"text": posting_text})


@pytest.fixture
def ids(client: TestClient, profiles: Profiles) -> dict[str, str]:
    """Stored candidates of the demonstration, by external id."""
    return {profile["externalId"]: created(client, "/v1/candidates", profile)["id"] for profile in profiles}


def match_of(client: TestClient, posting: dict[str, Any], **body: object) -> dict[str, Any]:
    return created(client, f"/v1/postings/{posting['id']}/matches", body)


def test_all_stored_candidates_are_considered(client: TestClient, posting: dict[str, Any], ids: dict[str, str]) -> None:
    match = match_of(client, posting)

    assert match["considered"] == len(ids) == match["eligible"] + match["needsReview"] + match["notEligible"]
    assert {result["candidateId"] for result in match["results"]} == set(ids.values())


def test_a_body_may_be_left_out(client: TestClient, posting: dict[str, Any], ids: dict[str, str]) -> None:
    response = client.post(f"/v1/postings/{posting['id']}/matches")

    assert response.status_code == 201
    assert response.json()["considered"] == len(ids)


def test_the_self_employed_are_not_eligible_where_excluded(
    client: TestClient, posting: dict[str, Any], ids: dict[str, str]
) -> None:
    results = {result["externalId"]: result for result in match_of(client, posting)["results"]}

    assert results["LV-104"]["outcome"] == "not_eligible"
    assert results["LV-101"]["outcome"] == "eligible"


def test_results_are_ranked_from_one(client: TestClient, posting: dict[str, Any], ids: dict[str, str]) -> None:
    results = match_of(client, posting)["results"]

    assert [result["rank"] for result in results] == list(range(1, len(ids) + 1))
    assert results[0]["externalId"] == "LV-101"


def test_every_criterion_has_a_verdict(client: TestClient, posting: dict[str, Any], ids: dict[str, str]) -> None:
    wanted = [criterion["id"] for criterion in posting["criteria"]]

    for result in match_of(client, posting)["results"]:
        assert [line["criterionId"] for line in result["criteria"]] == wanted
        assert sum(result["verdictCounts"].values()) == len(wanted)


def test_evidence_points_into_the_candidate(client: TestClient, posting: dict[str, Any], ids: dict[str, str]) -> None:
    match = match_of(client, posting, candidateIds=[ids["LV-101"]])
    candidate = client.get(f"/v1/candidates/{ids['LV-101']}").json()
    pointers = [item["pointer"] for line in match["results"][0]["criteria"] for item in line["evidence"]]

    assert pointers
    for pointer in pointers:
        value: Any = candidate
        for part in pointer.split("/")[1:]:
            value = value[int(part)] if isinstance(value, list) else value[part]
        assert value is not None


def test_only_the_candidates_asked_for_are_considered(
    client: TestClient, posting: dict[str, Any], ids: dict[str, str]
) -> None:
    match = match_of(client, posting, candidateIds=[ids["LV-105"], ids["LV-106"]])

    assert match["considered"] == 2
    assert {result["externalId"] for result in match["results"]} == {"LV-105", "LV-106"}


def test_limit_limits_results_only(client: TestClient, posting: dict[str, Any], ids: dict[str, str]) -> None:
    whole, best = match_of(client, posting), match_of(client, posting, limit=2)

    assert best["considered"] == len(ids)
    assert best["results"] == whole["results"][:2]


def test_reference_date_is_the_local_day_of_the_deadline(client: TestClient, posting: dict[str, Any]) -> None:
    assert match_of(client, posting)["referenceDate"] == "2026-05-11"


def test_reference_date_is_today_without_a_deadline(client: TestClient) -> None:
    posting = created(client, "/v1/postings", {"text": "Gemeente zoekt adviseur."})

    assert match_of(client, posting)["referenceDate"] == "2026-05-04"


def test_reference_date_can_be_given(client: TestClient, posting: dict[str, Any], ids: dict[str, str]) -> None:
    later = match_of(client, posting, referenceDate="2028-05-11", candidateIds=[ids["LV-105"]])
    now = match_of(client, posting, candidateIds=[ids["LV-105"]])

    def verdict(match: dict[str, Any]) -> str:
        return next(str(c["verdict"]) for c in match["results"][0]["criteria"] if c["criterionId"] == "ko-3")

    assert dt.date.fromisoformat(later["referenceDate"]) == dt.date(2028, 5, 11)
    assert (verdict(now), verdict(later)) == ("not_met", "met")


def test_stored_match_is_found_again_unchanged(
    client: TestClient, posting: dict[str, Any], ids: dict[str, str]
) -> None:
    response = client.post(f"/v1/postings/{posting['id']}/matches", json={})

    assert ids
    assert client.get(response.headers["location"]).json() == response.json()


def test_same_input_gives_the_same_results(client: TestClient, posting: dict[str, Any], ids: dict[str, str]) -> None:
    assert ids
    assert match_of(client, posting)["results"] == match_of(client, posting)["results"]


def test_a_replaced_profile_is_judged_anew(client: TestClient, posting: dict[str, Any], ids: dict[str, str]) -> None:
    before = match_of(client, posting, candidateIds=[ids["LV-101"]])
    client.put(f"/v1/candidates/{ids['LV-101']}", json={"externalId": "LV-101"})

    after = match_of(client, posting, candidateIds=[ids["LV-101"]])

    assert before["results"][0]["points"]["awarded"] > after["results"][0]["points"]["awarded"]


def test_erasing_a_person_erases_them_from_matches(
    client: TestClient, posting: dict[str, Any], ids: dict[str, str]
) -> None:
    before = match_of(client, posting)
    client.delete(f"/v1/candidates/{ids['LV-101']}")

    after = client.get(f"/v1/matches/{before['id']}").json()
    erased = next(result for result in after["results"] if result["candidateId"] == ids["LV-101"])
    others = [result for result in after["results"] if result["candidateId"] != ids["LV-101"]]

    assert erased["erased"] is True
    assert (erased["externalId"], erased["hourlyRate"], erased["criteria"], erased["gates"]) == (None, None, [], [])
    assert sum(erased["verdictCounts"].values()) == len(posting["criteria"])
    assert others == [result for result in before["results"] if result["candidateId"] != ids["LV-101"]]


def test_names_do_not_change_a_score(client: TestClient, posting: dict[str, Any], profiles: Profiles) -> None:
    first = created(client, "/v1/candidates", profiles[0] | {"externalId": "x"})
    profiles[0]["resume"]["basics"] = {
        "name": "Ander Persoon",
        "email": "a@example.org",
        "location": {"city": "Elders"},
    }
    second = created(client, "/v1/candidates", profiles[0] | {"externalId": "y"})

    one, other = match_of(client, posting, candidateIds=[first["id"], second["id"]])["results"]

    assert one["criteria"] == other["criteria"]


@pytest.mark.parametrize(
    ("body", "errors"),
    [
        ({"limit": 0}, {"/limit": "greater_than_equal"}),
        ({"limit": 1001}, {"/limit": "less_than_equal"}),
        ({"candidateIds": []}, {"/candidateIds": "too_short"}),
        ({"candidateIds": ["nobody"]}, {"/candidateIds/0": "unknown_candidate"}),
        ({"candidateIds": ["x", "y", "x"]}, {"/candidateIds/2": "duplicate"}),
        ({"candidateIds": ["x"] * 1001}, {"/candidateIds": "too_many_items"}),
        ({"referenceDate": "2026-02-30"}, {"/referenceDate": "date_from_datetime_parsing"}),
        ({"referenceDate": 0}, {"/referenceDate": "date_type"}),
        ({"limit": True}, {"/limit": "int_type"}),
        ({"referenceDate": "2026-02-01T00:00:00"}, {"/referenceDate": "date_type"}),
        (
            {"limit": 0, "candidateIds": "x", "referenceDate": 0},
            {"/limit": "greater_than_equal", "/candidateIds": "tuple_type", "/referenceDate": "date_type"},
        ),
        ({"referenceDate": "0001-01-01"}, {"/referenceDate": "greater_than_equal"}),
        ({"referenceDate": "9999-12-31"}, {"/referenceDate": "less_than_equal"}),
        ({"partialCredit": "some"}, {"/partialCredit": "enum"}),
    ],
)
def test_bad_match_input_is_a_400(
    client: TestClient, posting: dict[str, Any], body: object, errors: dict[str, str]
) -> None:
    response = client.post(f"/v1/postings/{posting['id']}/matches", json=body)

    assert (response.status_code, errors_of(response)) == (400, errors)


def test_limit_and_ids_are_told_together(settings: Settings, reader: Extractor, posting_text: str) -> None:
    few = settings.model_copy(update={"max_match_limit": 30})
    with LocalClient(create_app(few, make_reader=lambda: reader)) as client:
        posting = created(client, "/v1/postings", {"text": posting_text})
        response = client.post(f"/v1/postings/{posting['id']}/matches", json={"limit": 31, "candidateIds": ["x", "x"]})

    assert errors_of(response) == {"/limit": "page_too_large", "/candidateIds/1": "duplicate"}


def test_unknown_posting_is_a_404(client: TestClient) -> None:
    assert client.post("/v1/postings/01a21079-04f8-771c-8944-776d43d2e4df/matches").status_code == 404
