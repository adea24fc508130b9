"""Nothing about a person, and nothing of a text, is logged."""

import json
from typing import Any

import pytest
from fastapi.testclient import TestClient

from app.main import create_app
from app.nlp.extractor import Extractor
from app.settings import Settings
from tests.local import LocalClient

WORDS = ("Zonderling", "zonderling", "Lindevaart")


def test_logs_hold_no_personal_data(
    settings: Settings, reader: Extractor, posting_text: str, capfd: pytest.CaptureFixture[str]
) -> None:
    loud = settings.model_copy(update={"log_level": "debug"})
    candidate: dict[str, Any] = {
        "externalId": "ATS-Zonderling-9",
        "resume": {"basics": {"name": "Zonderling", "email": "zonderling@example.org"}},
    }
    with LocalClient(create_app(loud, make_reader=lambda: reader)) as client:
        posting = client.post("/v1/postings", json={"text": posting_text, "filename": "Zonderling.txt"}).json()
        stored = client.post("/v1/candidates", json=candidate).json()
        client.post("/v1/candidates", json=candidate)
        client.get("/v1/candidates/by-external-id/ATS-Zonderling-9")
        client.post("/v1/candidates", json=candidate | {"engagement": {"places": "Zonderling"}})
        client.post(f"/v1/postings/{posting['id']}/matches", json={"candidateIds": [stored["id"], "Zonderling"]})
        client.get("/v1/Zonderling?q=Zonderling")
        client.delete(f"/v1/candidates/{stored['id']}")

    logged = capfd.readouterr().err
    lines = [json.loads(line) for line in logged.splitlines()]
    assert [line["status"] for line in lines if line["event"] == "answered"] == [201, 201, 409, 200, 400, 400, 404, 204]
    assert not [word for word in WORDS if word in logged]


def test_a_conflict_does_not_repeat_the_external_id(client: TestClient) -> None:
    client.post("/v1/candidates", json={"externalId": "ATS-Zonderling-9"})

    response = client.post("/v1/candidates", json={"externalId": "ATS-Zonderling-9"})

    assert response.status_code == 409
    assert "Zonderling" not in response.text
