"""Compressed answers."""

import gzip
import json

import brotli
import pytest
from fastapi.testclient import TestClient

from tests.api.helpers import created


def raw(client: TestClient, path: str, accepted: str | None) -> tuple[dict[str, str], bytes]:
    with client.stream("GET", path, headers={"Accept-Encoding": accepted or "identity"}) as response:
        return dict(response.headers), b"".join(response.iter_raw())


@pytest.fixture
def posting(client: TestClient, posting_text: str) -> str:
    return f"/v1/postings/{created(client, '/v1/postings', {'text': posting_text})['id']}"


@pytest.mark.parametrize(("coding", "unpack"), [("gzip", gzip.decompress), ("br", brotli.decompress)])
def test_a_large_answer_is_compressed_for_who_takes_it(client: TestClient, posting: str, coding, unpack) -> None:  # type: ignore[no-untyped-def]  # noqa: ANN001
    headers, packed = raw(client, posting, coding)
    _, plain = raw(client, posting, None)

    assert headers["content-encoding"] == coding
    assert int(headers["content-length"]) == len(packed) < len(plain) / 3
    assert unpack(packed) == plain
    assert headers["vary"] == "Accept-Encoding"


def test_who_takes_none_is_answered_plainly_and_caches_know(client: TestClient, posting: str) -> None:
    headers, plain = raw(client, posting, None)

    assert "content-encoding" not in headers
    assert headers["vary"] == "Accept-Encoding"
    assert json.loads(plain)["revision"] == 1


def test_a_small_answer_is_not_compressed(client: TestClient) -> None:
    headers, _ = raw(client, "/v1/nope", "gzip")

    assert "content-encoding" not in headers
    assert headers["content-type"] == "application/problem+json"


def test_a_large_problem_is_a_problem_still(client: TestClient) -> None:
    wrong = {f"member{n}": n for n in range(100)}
    response = client.post("/v1/candidates", json=wrong, headers={"Accept-Encoding": "gzip"})

    assert response.headers["content-encoding"] == "gzip"
    assert len(response.json()["errors"]) == 100


def test_head_tells_what_get_would(client: TestClient, posting: str) -> None:
    asked = {"Accept-Encoding": "gzip"}

    head, get = client.head(posting, headers=asked), client.get(posting, headers=asked)

    for name in ("content-encoding", "content-length", "etag", "vary"):
        assert head.headers[name] == get.headers[name]
    assert head.content == b""
