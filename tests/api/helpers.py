"""What tests of the API say often."""

from typing import Any

from fastapi.testclient import TestClient
from httpx2 import Response


def created(client: TestClient, path: str, body: object) -> dict[str, Any]:
    """Post JSON, expect a 201, and give the answer."""
    response = client.post(path, json=body)
    assert response.status_code == 201, response.text
    answer: dict[str, Any] = response.json()
    return answer


def errors_of(response: Response) -> dict[str, str]:
    """Pointer or parameter: code, of a problem."""
    assert response.headers["content-type"] == "application/problem+json"
    return {
        item["pointer"] if item["in"] == "body" else item["parameter"]: item["code"]
        for item in response.json()["errors"]
    }
