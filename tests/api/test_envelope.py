"""Headers, request ids, probes and documentation."""

import pytest
from fastapi.testclient import TestClient


@pytest.mark.parametrize("path", ["/health/live", "/v1/postings", "/v1/nope", "/v1/openapi.json", "/docs"])
def test_every_answer_has_the_headers(client: TestClient, path: str) -> None:
    headers = client.get(path).headers

    assert headers["api-version"] == "1.0.0"
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["content-security-policy"]
    assert headers["x-request-id"]


def test_a_given_request_id_comes_back(client: TestClient) -> None:
    response = client.get("/v1/nope", headers={"X-Request-Id": "trace-0123456789"})

    assert response.headers["x-request-id"] == response.json()["requestId"] == "trace-0123456789"


@pytest.mark.parametrize("given", ["short", "has space in it", "x" * 65, 'quote"quote'])
def test_an_odd_request_id_is_replaced(client: TestClient, given: str) -> None:
    assert client.get("/health/live", headers={"X-Request-Id": given}).headers["x-request-id"] != given


def test_probes_answer(client: TestClient) -> None:
    assert client.get("/health/live").json() == client.get("/health/ready").json() == {"status": "ok"}


def test_the_document_is_public_to_any_web_page(client: TestClient) -> None:
    response = client.get("/v1/openapi.json")

    assert response.headers["access-control-allow-origin"] == "*"
    assert response.json()["openapi"].startswith("3.1")


def test_documentation_needs_no_other_host(client: TestClient) -> None:
    page = client.get("/docs").text

    assert "https://" not in page
    assert client.get("/docs/assets/swagger-ui-bundle.js").status_code == 200
    assert client.get("/docs/assets/swagger-ui.css").headers["content-type"].startswith("text/css")


def test_the_start_page_is_the_documentation(client: TestClient) -> None:
    assert "swagger" in client.get("/").text
