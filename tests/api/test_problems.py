"""Every error is a problem (RFC 9457) that says what is wrong and repeats nothing of what was sent."""

import json
import time
from collections.abc import Iterator
from typing import Any

import pytest
from fastapi.testclient import TestClient

from app.criteria.posting import PostingReading
from app.main import create_app
from app.settings import Settings
from tests.api.helpers import errors_of
from tests.local import LocalClient

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
    "member twice": ("POST", "/v1/parse", b'{"text": "a", "text": "b"}', JSON, 400, "invalid-input"),
    "member twice, below": (
        "POST",
        "/v1/candidates",
        b'{"resume": {"x": [{"y": 1, "y": 1}]}}',
        JSON,
        400,
        "invalid-input",
    ),
    "parameter twice": ("GET", "/v1/postings?limit=1&limit=2", None, {}, 400, "invalid-input"),
    "limit with a point": ("GET", "/v1/postings?limit=1.0", None, {}, 400, "invalid-input"),
    "external id too long to store": (
        "PUT",
        f"/v1/candidates/by-external-id/{SECRET}{'x' * 200}",
        b"{}",
        JSON,
        400,
        "invalid-input",
    ),
    "external id too long to find": ("GET", "/v1/candidates/by-external-id/" + "x" * 201, None, {}, 404, "not-found"),
    "length declared far too large": (
        "POST",
        "/v1/parse",
        b"{}",
        JSON | {"content-length": "99999999999"},
        413,
        "content-too-large",
    ),
    "length declared too large, asked first": (
        "POST",
        "/v1/parse",
        b"{}",
        JSON | {"content-length": "4000001", "expect": "100-continue"},
        413,
        "content-too-large",
    ),
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


@pytest.mark.parametrize(
    ("path", "allowed"),
    [
        ("/v1/candidates", "GET, HEAD, POST"),
        (NOWHERE, "GET, HEAD, PATCH, DELETE"),
        ("/v1/candidates/01a21079-04f8-771c-8944-776d43d2e4df", "GET, HEAD, PUT, DELETE"),
        ("/v1/parse", "POST"),
        ("/docs/assets/swagger-ui.css", "GET, HEAD"),
    ],
)
def test_method_not_allowed_says_what_is(client: TestClient, path: str, allowed: str) -> None:
    response = client.options(path)

    assert (response.status_code, response.headers["allow"]) == (405, allowed)


def test_a_multibyte_text_is_measured_in_bytes(client: TestClient) -> None:
    assert client.post("/v1/parse", json={"text": "é" * 500_001}).status_code == 413


@pytest.mark.parametrize("where", ["/resume/x/0/y", "/externalId"])
def test_a_member_that_came_twice_is_named(client: TestClient, where: str) -> None:
    bodies = {
        "/resume/x/0/y": b'{"resume": {"x": [{"y": 1, "y": 2}]}}',
        "/externalId": b'{"externalId": "A-1", "externalId": "A-2"}',
    }

    response = client.post("/v1/candidates", content=bodies[where], headers=JSON)

    assert errors_of(response) == {where: "json_repeated"}


@pytest.mark.parametrize(
    ("path", "body", "errors"),
    [
        ("/v1/parse?x=1", {"a": 1}, {"x": "unknown_parameter", "/text": "missing", "/a": "extra_forbidden"}),
        ("/v1/parse?x=1", {"text": "\0"}, {"x": "unknown_parameter", "/text": "json_nul"}),
        ("/v1/parse?x=1", {"text": "Gemeente zoekt adviseur"}, {"x": "unknown_parameter"}),
    ],
)
def test_query_and_body_are_told_together(client: TestClient, path: str, body: object, errors: dict[str, str]) -> None:
    assert errors_of(client.post(path, json=body)) == errors


def test_a_refused_query_keeps_nothing(client: TestClient) -> None:
    assert client.post("/v1/candidates?dryRun=true", json={}).status_code == 400
    assert client.get("/v1/candidates").json()["items"] == []


def test_parameters_of_a_list_are_told_together(client: TestClient) -> None:
    response = client.get("/v1/candidates?limit=201&cursor=zz")

    assert errors_of(response) == {"limit": "page_too_large", "cursor": "cursor"}


@pytest.mark.parametrize("path", ["/health/live", "/v1/postings", "/v1/openapi.json", "/docs", "/v1/nope"])
def test_head_answers_like_get_without_a_body(client: TestClient, path: str) -> None:
    head, get = client.head(path), client.get(path)

    assert (head.status_code, head.content) == (get.status_code, b"")
    assert head.headers["content-type"] == get.headers["content-type"]


class Broken:
    """A pipeline that fails with the text in its message."""

    def read(self, text: str) -> PostingReading:
        raise RuntimeError(text)


@pytest.fixture
def broken(settings: Settings) -> Iterator[TestClient]:
    with LocalClient(create_app(settings, make_reader=Broken), raise_server_exceptions=False) as opened:
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


def test_very_many_errors_are_told_in_part_and_at_once(client: TestClient) -> None:
    members = {f"member{n}": 1 for n in range(20_000)}
    began = time.monotonic()

    problem = client.post("/v1/candidates", json=members)

    # Comparing each error with all before would take minutes.
    assert time.monotonic() - began < 20
    assert problem.status_code == 400
    assert len(problem.json()["errors"]) == 200


def test_very_many_repeated_members_are_told_in_part(client: TestClient) -> None:
    members = ",".join(f'"m{n}":1,"m{n}":1' for n in range(1_000))

    problem = client.post("/v1/candidates", content="{" + members + "}", headers=JSON)

    assert problem.status_code == 400
    assert len(problem.json()["errors"]) == 200
