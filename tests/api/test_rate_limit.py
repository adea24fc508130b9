"""So many requests a minute for each caller, where the settings say so."""

from collections.abc import Iterator

import pytest
from fastapi.testclient import TestClient

from app.main import create_app
from app.nlp.extractor import Extractor
from app.settings import Settings
from tests.local import LocalClient


@pytest.fixture
def limited(settings: Settings, reader: Extractor) -> Iterator[TestClient]:
    chosen = settings.model_copy(update={"rate_limit_requests_per_minute": 5})
    with LocalClient(create_app(chosen, make_reader=lambda: reader)) as opened:
        yield opened


def test_an_answer_tells_what_is_left(limited: TestClient) -> None:
    headers = limited.get("/v1/postings").headers

    assert headers["ratelimit-policy"] == '"minute";q=5;w=60'
    assert headers["ratelimit"].startswith('"minute";r=4;t=')


def test_one_request_more_is_a_429_that_says_when_to_come_again(limited: TestClient) -> None:
    for _ in range(5):
        assert limited.get("/v1/postings").status_code == 200

    refused = limited.get("/v1/postings")

    assert refused.status_code == 429
    assert refused.json()["type"] == "urn:problem-type:gunning:too-many-requests"
    assert 0 < int(refused.headers["retry-after"]) <= 60
    assert refused.headers["ratelimit"].startswith('"minute";r=0;t=')


def test_probes_and_the_document_are_not_counted(limited: TestClient) -> None:
    for _ in range(6):
        assert limited.get("/health/live").status_code == 200
        assert limited.get("/v1/openapi.json").status_code == 200


def test_every_key_has_its_own_number(limited: TestClient) -> None:
    first = limited.post("/v1/api-keys", json={"name": "a", "scopes": ["admin"]}).json()["key"]
    owner = {"Authorization": f"Bearer {first}"}
    second = limited.post("/v1/api-keys", json={"name": "b", "scopes": ["read"]}, headers=owner).json()["key"]
    for _ in range(4):
        limited.get("/v1/postings", headers=owner)

    assert limited.get("/v1/postings", headers=owner).status_code == 429
    assert limited.get("/v1/postings", headers={"Authorization": f"Bearer {second}"}).status_code == 200


def test_nothing_is_counted_by_default(client: TestClient) -> None:
    assert "ratelimit" not in client.get("/v1/postings").headers
