"""Every error is a problem (RFC 9457) that says what is wrong and repeats nothing of what was sent."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from fastapi.testclient import TestClient

from app.criteria.posting import PostingReading
from app.main import create_app
from app.settings import Settings

JSON = {"content-type": "application/json"}
NOWHERE = "/v1/postings/01a21079-04f8-771c-8944-776d43d2e4df"
SECRET = "geheim-burgerservicenummer-123456782"

CASES = {
    "unknown address": ("GET", "/nope", None, {}, 404, "not-found"),
    "unknown address under v1": ("GET", "/v1/nope", None, {}, 404, "not-found"),
    "trailing slash": ("GET", "/v1/postings/", None, {}, 404, "not-found"),
    "unknown id": ("GET", NOWHERE, None, {}, 404, "not-found"),
    "id of another shape": ("GET", "/v1/postings/1", None, {}, 404, "not-found"),
    "id with U+0000": ("GET", "/v1/candidates/by-external-id/a%00b", None, {}, 404, "not-found"),
    "delete of nothing": ("DELETE", NOWHERE, None, {}, 404, "not-found"),
    "method": ("PATCH", "/v1/postings", b"{}", JSON, 405, "method-not-allowed"),
    "method on one": ("POST", NOWHERE, b"{}", JSON, 405, "method-not-allowed"),
    "no media type": ("POST", "/v1/parse", b'{"text": "a"}', {"content-type": ""}, 415, "unsupported-media-type"),
    "form": (
        "POST",
        "/v1/parse",
        b"text=a",
        {"content-type": "application/x-www-form-urlencoded"},
        415,
        "unsupported-media-type",
    ),
    "charset": (
        "POST",
        "/v1/parse",
        b'{"text": "a"}',
        {"content-type": "application/json; charset=latin-1"},
        415,
        "unsupported-media-type",
    ),
    "gzip": ("POST", "/v1/parse", b"\x1f\x8b", JSON | {"content-encoding": "gzip"}, 415, "unsupported-media-type"),
    "no body": ("POST", "/v1/parse", b"", JSON, 400, "invalid-input"),
    "half a body": ("POST", "/v1/parse", b'{"text": "' + SECRET.encode(), JSON, 400, "malformed-json"),
    "two bodies": ("POST", "/v1/parse", b'{"text": "a"}{}', JSON, 400, "malformed-json"),
    "latin-1 body": ("POST", "/v1/parse", '{"text": "caf\xe9"}'.encode("latin-1"), JSON, 400, "malformed-json"),
    "utf-16 body": ("POST", "/v1/parse", '{"text": "a"}'.encode("utf-16"), JSON, 400, "malformed-json"),
    "lone surrogate": ("POST", "/v1/parse", b'{"text": "\\ud800"}', JSON, 400, "malformed-json"),
    "not a number": ("POST", "/v1/candidates", b'{"cv": {"pages": NaN}}', JSON, 400, "malformed-json"),
    "bottomless": ("POST", "/v1/candidates", b"[" * 100_000, JSON, 400, "malformed-json"),
    "deep": ("POST", "/v1/candidates", b'{"resume": ' + b'{"a":' * 50 + b"1" + b"}" * 51, JSON, 400, "invalid-input"),
    "wrong type": (
        "POST",
        "/v1/candidates",
        json.dumps({"cv": {"pages": SECRET}}).encode(),
        JSON,
        400,
        "invalid-input",
    ),
    "unknown key": ("GET", f"/v1/postings?lang={SECRET}", None, {}, 400, "invalid-input"),
    "limit": ("GET", f"/v1/postings?limit={SECRET}", None, {}, 400, "invalid-input"),
    "limit over the page": ("GET", "/v1/candidates?limit=201", None, {}, 400, "invalid-input"),
    "cursor": ("GET", f"/v1/candidates?cursor={SECRET}", None, {}, 400, "invalid-input"),
    "empty text": ("POST", "/v1/parse", b'{"text": " "}', JSON, 400, "unreadable-text"),
    "text too large": ("POST", "/v1/parse", b'{"text": "' + b"a" * 1_000_001 + b'"}', JSON, 413, "text-too-large"),
    "body too large": ("POST", "/v1/parse", b" " * 4_000_001, JSON, 413, "content-too-large"),
}


@pytest.mark.parametrize(("method", "path", "body", "headers", "status", "kind"), CASES.values(), ids=CASES)
def test_error_is_a_problem(
    client: TestClient, method: str, path: str, body: bytes | None, headers: dict[str, str], status: int, kind: str
) -> None:
    response = client.request(method, path, content=body, headers=headers)

    problem = response.json()
    assert (response.status_code, problem["status"]) == (status, status)
    assert problem["type"] == f"urn:problem-type:gunning:{kind}"
    assert response.headers["content-type"] == "application/problem+json"
    assert set(problem) == {"type", "title", "status", "detail", "requestId", "errors"}
    assert SECRET not in response.text
    assert response.headers["api-version"]


def test_method_not_allowed_says_what_is(client: TestClient) -> None:
    assert set(client.patch("/v1/candidates").headers["allow"].split(", ")) <= {"GET", "POST"}


def test_a_multibyte_text_is_measured_in_bytes(client: TestClient) -> None:
    assert client.post("/v1/parse", json={"text": "é" * 500_001}).status_code == 413


class Broken:
    """A pipeline that fails with the text in its message."""

    def read(self, text: str) -> PostingReading:
        raise RuntimeError(text)


@pytest.fixture
def broken(settings: Settings) -> Iterator[TestClient]:
    with TestClient(create_app(settings, make_reader=Broken), raise_server_exceptions=False) as opened:
        yield opened


def test_a_failure_is_a_problem_without_its_message(broken: TestClient) -> None:
    response = broken.post("/v1/parse", json={"text": SECRET})

    assert (response.status_code, response.json()["type"]) == (500, "urn:problem-type:gunning:internal-error")
    assert SECRET not in response.text
    assert response.headers["x-content-type-options"] == "nosniff"


def test_a_failure_keeps_nothing(broken: TestClient) -> None:
    broken.post("/v1/postings", json={"text": SECRET})

    assert broken.get("/v1/postings").json()["items"] == []


def test_a_failure_is_logged_without_its_message(capfd: pytest.CaptureFixture[str], broken: TestClient) -> None:
    request_id = broken.post("/v1/parse", json={"text": SECRET}).json()["requestId"]

    lines: list[dict[str, Any]] = [json.loads(line) for line in capfd.readouterr().err.splitlines()]
    (failure,) = [line for line in lines if line["event"] == "failed"]
    assert (failure["request_id"], failure["error"]) == (request_id, "RuntimeError")
    assert SECRET not in json.dumps(lines)
