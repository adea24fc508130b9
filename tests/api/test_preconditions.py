"""`ETag`, `If-Match` and `If-None-Match` on what is stored."""

from collections.abc import Iterator
from typing import Any

import pytest
from fastapi.testclient import TestClient
from httpx2 import Response

from app.main import create_app
from app.nlp.extractor import Extractor
from app.settings import Settings
from tests.api.helpers import created, errors_of
from tests.local import LocalClient

PLAIN = {"Accept-Encoding": "identity"}


@pytest.fixture
def candidate(client: TestClient) -> str:
    stored = created(client, "/v1/candidates", {"externalId": "K-1", "cv": {"pages": 2}})
    return f"/v1/candidates/{stored['id']}"


@pytest.fixture
def posting(client: TestClient, posting_text: str) -> str:
    return f"/v1/postings/{created(client, '/v1/postings', {'text': posting_text})['id']}"


def tag(client: TestClient, path: str) -> str:
    value: str = client.get(path, headers=PLAIN).headers["etag"]
    return value


def kind(response: Response) -> tuple[int, str]:
    return response.status_code, response.json()["type"].rpartition(":")[2]


def test_what_is_stored_is_answered_with_its_tag(client: TestClient) -> None:
    response = client.post("/v1/candidates", json={"externalId": "K-1"}, headers=PLAIN)

    assert response.headers["etag"] == tag(client, response.headers["location"])
    assert response.headers["etag"] == tag(client, "/v1/candidates/by-external-id/K-1")
    assert not response.headers["etag"].startswith("W/")


def test_a_replaced_candidate_has_another_tag(client: TestClient, candidate: str) -> None:
    before = tag(client, candidate)

    after = client.put(candidate, json={"cv": {"pages": 3}}, headers=PLAIN).headers["etag"]

    assert before != after == tag(client, candidate)


def test_what_is_known_is_not_sent_again(client: TestClient, candidate: str) -> None:
    known = tag(client, candidate)

    response = client.get(candidate, headers={"If-None-Match": known})

    assert (response.status_code, response.content, response.headers["etag"]) == (304, b"", known)
    assert "content-type" not in response.headers


def test_what_changed_is_sent_again(client: TestClient, candidate: str) -> None:
    known = tag(client, candidate)
    client.put(candidate, json={"cv": {"pages": 3}})

    assert client.get(candidate, headers={"If-None-Match": known}).json()["cv"]["pages"] == 3


def test_head_answers_the_same_conditions(client: TestClient, candidate: str) -> None:
    assert client.head(candidate, headers={"If-None-Match": tag(client, candidate)}).status_code == 304


def test_the_tag_of_a_compressed_answer_is_another_and_known_all_the_same(client: TestClient, posting: str) -> None:
    packed = client.get(posting, headers={"Accept-Encoding": "gzip"})

    assert packed.headers["content-encoding"] == "gzip"
    assert packed.headers["etag"] == f'{tag(client, posting)[:-1]}--gzip"'
    assert client.get(posting, headers={"If-None-Match": packed.headers["etag"]}).status_code == 304
    assert client.delete(posting, headers={"If-Match": packed.headers["etag"]}).status_code == 204


def test_a_match_is_known_until_somebody_in_it_is_erased(client: TestClient, posting: str, candidate: str) -> None:
    match = f"/v1/matches/{created(client, f'{posting}/matches', {})['id']}"
    known = {"If-None-Match": tag(client, match)}
    assert client.get(match, headers=known).status_code == 304

    client.delete(candidate)

    assert client.get(match, headers=known).status_code == 200


@pytest.mark.parametrize("given", ['"other"', 'W/"{}"'])
@pytest.mark.parametrize("method", ["PUT", "DELETE"])
def test_a_candidate_that_is_another_by_now_is_left_alone(
    client: TestClient, candidate: str, method: str, given: str
) -> None:
    headers = {"If-Match": given.format(tag(client, candidate).strip('"'))}

    response = client.request(method, candidate, json={"cv": {"pages": 9}}, headers=headers)

    assert kind(response) == (412, "precondition-failed")
    assert client.get(candidate).json()["revision"] == 1


@pytest.mark.parametrize("method", ["PUT", "DELETE"])
@pytest.mark.parametrize("given", ["*", "its own"])
def test_a_candidate_that_is_the_one_expected_is_changed(
    client: TestClient, candidate: str, method: str, given: str
) -> None:
    headers = {"If-Match": given if given == "*" else tag(client, candidate)}

    assert client.request(method, candidate, json={}, headers=headers).status_code in {200, 204}


def test_where_nothing_is_the_404_comes_before_the_condition(client: TestClient, candidate: str) -> None:
    client.delete(candidate)

    assert client.put(candidate, json={}, headers={"If-Match": "*"}).status_code == 404
    assert client.delete(candidate, headers={"If-Match": "*"}).status_code == 404


def test_only_new_ones_are_stored_where_that_is_asked(client: TestClient) -> None:
    path, only_new = "/v1/candidates/by-external-id/K-9", {"If-None-Match": "*"}

    assert client.put(path, json={}, headers=only_new).status_code == 201
    assert kind(client.put(path, json={}, headers=only_new)) == (412, "precondition-failed")
    assert client.get(path).json()["revision"] == 1


def test_only_what_is_there_is_replaced_where_that_is_asked(client: TestClient) -> None:
    path = "/v1/candidates/by-external-id/K-9"

    assert kind(client.put(path, json={}, headers={"If-Match": "*"})) == (412, "precondition-failed")
    assert client.get(path).status_code == 404


def corrections(client: TestClient, posting: str, revision: int) -> dict[str, Any]:
    criterion = client.get(posting).json()["criteria"][0]["id"]
    one = {"criterionId": criterion, "kind": "wish", "reason": "Gelezen", "author": "R. Lezer"}
    return {"revision": revision, "corrections": [one]}


def test_a_posting_is_corrected_only_as_it_was_seen(client: TestClient, posting: str) -> None:
    seen = tag(client, posting)
    first = client.patch(posting, json=corrections(client, posting, 1), headers={"If-Match": seen})
    again = client.patch(posting, json=corrections(client, posting, 2), headers={"If-Match": seen})

    assert first.status_code == 200, first.text
    assert kind(again) == (412, "precondition-failed")
    assert client.get(posting).json()["revision"] == 2


def test_the_revision_in_the_body_still_tells(client: TestClient, posting: str) -> None:
    response = client.patch(posting, json=corrections(client, posting, 7), headers={"If-Match": "*"})

    assert kind(response) == (409, "revision-passed")


def test_a_posting_that_is_another_by_now_is_not_removed(client: TestClient, posting: str) -> None:
    assert client.delete(posting, headers={"If-Match": '"other"'}).status_code == 412
    assert client.get(posting).status_code == 200


def test_what_is_no_tag_is_a_400(client: TestClient, candidate: str) -> None:
    assert errors_of(client.put(candidate, json={}, headers={"If-Match": "5"})) == {"If-Match": "entity_tags"}
    assert errors_of(client.get(candidate, headers={"If-None-Match": "5"})) == {"If-None-Match": "entity_tags"}


@pytest.fixture
def strict(settings: Settings, reader: Extractor) -> Iterator[TestClient]:
    app = create_app(settings.model_copy(update={"require_if_match": True}), make_reader=lambda: reader)
    with LocalClient(app) as opened:
        yield opened


@pytest.mark.parametrize("method", ["PUT", "DELETE"])
def test_a_condition_is_needed_where_the_settings_say_so(strict: TestClient, method: str) -> None:
    stored = f"/v1/candidates/{created(strict, '/v1/candidates', {})['id']}"

    assert kind(strict.request(method, stored, json={})) == (428, "precondition-required")
    assert strict.request(method, stored, json={}, headers={"If-Match": tag(strict, stored)}).status_code < 300


def test_storing_by_external_id_needs_none_even_then(strict: TestClient) -> None:
    assert strict.put("/v1/candidates/by-external-id/K-1", json={}).status_code == 201
    assert strict.put("/v1/candidates/by-external-id/K-1", json={}).status_code == 200
