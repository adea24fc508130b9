"""Two tenants on one service, and what the first has stored."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from fastapi.testclient import TestClient

from app.access.__main__ import create_key
from app.database import Database
from app.main import create_app
from app.nlp.extractor import Extractor
from app.principal import Scope
from app.settings import Settings
from tests.local import LocalClient

MARK = "GEHEIM4711"
"""Stands in whatever the first tenant stores."""
_TEXT = f"""Adviseur {MARK}

Aanvraagnummer 71234
Einde inschrijfdatum maandag 2 november 2026
Eindtijd 12:00 uur

Vereisten / knock-outcriteria
1. Minimaal 2 jaar aantoonbare werkervaring als adviseur {MARK} bij een gemeente;
Gunningscriteria (weging)
2. Aantoonbare werkervaring met {MARK} (100 punten).
"""


def bearer(key: str) -> dict[str, str]:
    """The header that presents a key."""
    return {"Authorization": f"Bearer {key}"}


@dataclass
class Stored:
    """The first tenant's resources: ids by the plural in their addresses."""

    ids: dict[str, str]
    criterion: str
    external_id: str = "A-1"


@contextmanager
def two_tenants(settings: Settings, reader: Extractor) -> Iterator[tuple[TestClient, TestClient]]:
    """Clients of two tenants with all scopes."""
    settings = settings.model_copy(update={"webhook_allow_private_addresses": True})
    database = Database(settings.database_url)
    database.migrate()
    first, other = (
        create_key(database, name, MARK if name == "first" else "k", list(Scope)) for name in ("first", "other")
    )
    database.close()
    app = create_app(settings, make_reader=lambda: reader)
    with LocalClient(app, headers=bearer(first), raise_server_exceptions=False) as one:
        yield one, LocalClient(app, headers=bearer(other), raise_server_exceptions=False)


def store(client: TestClient) -> Stored:
    """Store one of everything, each with the mark in it."""
    posting = _made(client, "/v1/postings", {"text": _TEXT})
    work = [{"name": f"Gemeente {MARK}", "position": f"Adviseur {MARK}", "startDate": "2020-01"}]
    candidates = [
        _made(client, "/v1/candidates", {"externalId": external_id, "resume": {"work": work}})
        for external_id in ("A-1", "A-2")
    ]
    match = _made(client, f"/v1/postings/{posting['id']}/matches", {})
    job = _made(client, "/v1/jobs", {"kind": "match_all"})
    key = _made(client, "/v1/api-keys", {"name": MARK, "scopes": ["read"]})
    hook = {"url": f"http://127.0.0.1:9000/{MARK}", "eventTypes": ["candidate.erased"], "description": MARK}
    endpoint = _made(client, "/v1/webhook-endpoints", hook)
    delivery = _made(client, f"/v1/webhook-endpoints/{endpoint['id']}/tests", None)
    gone = _made(client, "/v1/candidates", {"externalId": "A-3"})
    receipt = _made(client, f"/v1/candidates/{gone['id']}/erasures", {"reference": MARK})
    ids = {
        "erasures": receipt["receiptId"],
        "postings": posting["id"],
        "candidates": candidates[0]["id"],
        "candidates/2": candidates[1]["id"],
        "matches": match["id"],
        "jobs": job["id"],
        "api-keys": key["id"],
        "webhook-endpoints": endpoint["id"],
        "deliveries": delivery["id"],
    }
    return Stored(ids, posting["criteria"][0]["id"])


def _made(client: TestClient, path: str, body: object) -> dict[str, Any]:
    answer = client.post(path, json=body)
    assert answer.status_code == 201, answer.text
    found: dict[str, Any] = answer.json()
    return found
