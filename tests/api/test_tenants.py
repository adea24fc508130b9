"""No route shows or changes anything of another tenant, whatever ids it is given."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
import sqlalchemy as sa
from fastapi import APIRouter, FastAPI, Request
from fastapi.routing import iter_route_contexts
from fastapi.testclient import TestClient
from httpx2 import Response
from sqlmodel import select

from app.database import Database
from app.json_route import JsonRoute
from app.main import create_app
from app.nlp.extractor import Extractor
from app.settings import Settings
from app.tables import PostingRow
from app.tenancy import UnfilteredError
from openapi.__main__ import render
from tests.tenants import MARK, Stored, store, two_tenants

DOCUMENT = json.loads(render())
OPERATIONS = {
    operation["operationId"]: (method, f"/v1{path}")
    for path, item in DOCUMENT["paths"].items()
    for method, operation in item.items()
    if operation.get("security")
}
ADDRESSED = sorted(name for name, (_, path) in OPERATIONS.items() if "{" in path)
OTHERS = sorted(set(OPERATIONS) - set(ADDRESSED))
NAMES = {"externalId": "external_id"}


def body_of(operation: str, stored: Stored) -> object:
    """A body that is in order for its owner, with the first tenant's ids in it."""
    candidate, second = stored.ids["candidates"], stored.ids["candidates/2"]
    bodies = {
        "createMatch": {"candidateIds": [candidate]},
        "compareCandidates": {"candidateIds": [candidate, second]},
        "whatIf": {"candidateId": candidate},
        "createJob": {"kind": "match_all", "postingIds": [stored.ids["postings"]]},
        "correctPosting": {
            "revision": 1,
            "corrections": [{"criterionId": stored.criterion, "kind": "wish", "reason": "Omdat", "author": "A"}],
        },
        "overrideMatch": {
            "overrides": [
                {
                    "candidateId": candidate,
                    "criterionId": stored.criterion,
                    "verdict": "met",
                    "reason": "Omdat",
                    "author": "A",
                }
            ]
        },
        "createApiKey": {"name": "k", "scopes": ["read"]},
        "parsePosting": {"text": "Adviseur"},
        "createPosting": {"text": "Adviseur"},
    }
    return bodies.get(operation, {})


def told_of(stored: Stored, text: str) -> list[str]:
    """What of the first tenant's stands in a text."""
    return [one for one in (MARK, *stored.ids.values()) if one in text]


@pytest.fixture(scope="module")
def tenants(
    tmp_path_factory: pytest.TempPathFactory, reader: Extractor
) -> Iterator[tuple[TestClient, TestClient, Stored]]:
    """The owner of what is stored, somebody else, and what it is: once, for nothing here may change it."""
    folder = tmp_path_factory.mktemp("tenants")
    settings = Settings(database_url=f"sqlite:///{folder}/own.db", log_level="error", job_workers=0)
    with two_tenants(settings, reader) as (owner, stranger):
        yield owner, stranger, store(owner)


def ask(client: TestClient, operation: str, stored: Stored) -> Response:
    method, path = OPERATIONS[operation]
    plural = path.removeprefix("/v1/").split("/")[0]
    path = path.replace("{externalId}", stored.external_id).replace("{id}", stored.ids.get(plural, "unknown-plural"))
    path = path.replace("{deliveryId}", stored.ids["deliveries"]).replace("{candidateId}", stored.ids["candidates"])
    assert "unknown-plural" not in path.replace("{", "unknown-plural"), (
        f"say in tests/tenants.py what {operation} is to be given"
    )
    # NDJSON is JSON too where it has one line.
    headers = {"Content-Type": "application/x-ndjson"} if operation == "importCandidates" else {}
    sent = {} if method in {"get", "delete"} else {"json": body_of(operation, stored)}
    return client.request(method, path, headers=headers, **sent)  # type: ignore[arg-type]


def seen(client: TestClient, stored: Stored) -> list[Any]:
    """What the owner sees of all that is stored; times of use aside."""
    # That an export was made is logged, so it is another one each time.
    asked = sorted(name for name, (method, _) in OPERATIONS.items() if method == "get" and name != "exportCandidate")
    answers = [ask(client, name, stored).text for name in asked]
    keys = client.get("/v1/api-keys").json()["items"]
    return [one for one in answers if "lastUsedAt" not in one] + [{**key, "lastUsedAt": None} for key in keys]


@pytest.mark.parametrize("operation", ADDRESSED)
def test_what_another_tenant_has_is_not_there(tenants: tuple[TestClient, TestClient, Stored], operation: str) -> None:
    owner, stranger, stored = tenants
    before = seen(owner, stored)

    answer = ask(stranger, operation, stored)

    # An external id may be anybody's: who stores at one of another tenant's has stored a candidate of their own.
    assert answer.status_code == (201 if operation == "putCandidateByExternalId" else 404), answer.text
    assert told_of(stored, answer.text) == []
    assert seen(owner, stored) == before
    if operation == "putCandidateByExternalId":
        stranger.delete(f"/v1/candidates/{answer.json()['id']}")


@pytest.mark.parametrize("operation", OTHERS)
def test_what_is_not_addressed_tells_nothing_of_another_tenant(
    tenants: tuple[TestClient, TestClient, Stored], operation: str
) -> None:
    owner, stranger, stored = tenants
    before = seen(owner, stored)

    answer = ask(stranger, operation, stored)

    assert answer.status_code < 500
    assert told_of(stored, answer.text) == []
    assert seen(owner, stored) == before


@pytest.mark.parametrize("operation", ["createMatch", "compareCandidates", "whatIf"])
def test_ids_of_another_tenant_in_a_body_are_unknown(
    tenants: tuple[TestClient, TestClient, Stored], operation: str
) -> None:
    _, stranger, stored = tenants
    posting = stranger.post("/v1/postings", json={"text": "Adviseur"}).json()
    mixed = Stored({**stored.ids, "postings": posting["id"]}, stored.criterion)

    answer = ask(stranger, operation, mixed)

    assert answer.status_code == 400
    assert "unknown_candidate" in answer.text


def test_two_tenants_may_know_a_candidate_by_the_same_id(tenants: tuple[TestClient, TestClient, Stored]) -> None:
    first, other = (client.post("/v1/candidates", json={"externalId": "B-7"}).json() for client in tenants[:2])

    assert first["id"] != other["id"]
    assert tenants[0].get("/v1/candidates/by-external-id/B-7").json() == first


def test_a_match_of_all_is_of_the_tenants_own(tenants: tuple[TestClient, TestClient, Stored]) -> None:
    owner, stranger, stored = tenants
    text = owner.get(f"/v1/postings/{stored.ids['postings']}/source-text").json()["text"]
    posting = stranger.post("/v1/postings", json={"text": text.replace(MARK, "ICT")}).json()
    own = stranger.post("/v1/candidates", json={}).json()

    match = stranger.post(f"/v1/postings/{posting['id']}/matches").json()

    assert own["id"] in [result["candidateId"] for result in match["results"]]
    assert told_of(stored, json.dumps(match["results"])) == []


def test_every_operation_is_tried(settings: Settings) -> None:
    routes = [one for one in iter_route_contexts(create_app(settings).routes) if (one.path or "").startswith("/v1/")]

    assert len(OPERATIONS) == len([one for one in routes if one.path != "/v1/openapi.json"]) > 20


def test_every_route_asks_for_a_scope(settings: Settings) -> None:
    under = [one for one in iter_route_contexts(create_app(settings).routes) if (one.path or "").startswith("/v1/")]

    assert len(under) > 20
    assert [one.path for one in under if not isinstance(one.original_route, JsonRoute)] == ["/v1/openapi.json"]


POSTING = sa.table("posting", sa.column("id"))
UNFILTERED = {
    "core": lambda session: session.connection().execute(sa.select(POSTING)).all(),
    "text": lambda session: session.connection().execute(sa.text("SELECT id FROM posting")).all(),
    "joined": lambda session: session.execute(
        sa.text("SELECT p.id FROM job AS j JOIN posting AS p ON p.id = j.id WHERE j.tenant_id = 'first'")
    ).all(),
    "change": lambda session: session.connection().execute(sa.text("UPDATE posting SET title = 'x'")).rowcount,
    "removal": lambda session: session.connection().execute(sa.delete(POSTING)).rowcount,
    "insert": lambda session: session.connection().execute(sa.text("INSERT INTO job_rank (job_id) VALUES ('a')")),
}


@pytest.mark.parametrize("kind", UNFILTERED)
def test_a_route_without_the_filter_fails(settings: Settings, reader: Extractor, kind: str) -> None:
    careless = APIRouter(route_class=JsonRoute)

    @careless.get("/careless")
    def show_all(request: Request) -> int:
        with request.app.state.services.of("first")._tenants.shared.database.of("other").write() as session:
            UNFILTERED[kind](session)
        return 1

    with two_tenants(settings, reader) as (owner, stranger):
        store(owner)
        application_of(owner).include_router(careless, prefix="/v1")
        assert stranger.get("/v1/careless").status_code == 500
        assert len(owner.get("/v1/postings").json()["items"]) == 1


def application_of(client: TestClient) -> FastAPI:
    assert isinstance(client.app, FastAPI)
    return client.app


def test_a_database_of_no_tenant_gives_no_session(database: Database) -> None:
    with pytest.raises(UnfilteredError), Database(str(database.engine.url)).read():
        pass


@pytest.mark.parametrize(
    "statement",
    [
        select(PostingRow),
        select(PostingRow.id),
        select(sa.func.count()).select_from(PostingRow),
        select(sa.literal(1)).where(select(PostingRow.id).exists()),
    ],
    ids=str,
)
def test_every_way_to_ask_is_filtered(database: Database, statement: sa.Select[Any]) -> None:
    with database.everywhere().read() as session:
        everything = session.execute(statement).scalars().all()
    with database.of("nobody").read() as session:
        found = session.execute(statement).scalars().all()

    assert found in ([], [0])
    assert everything in ([], [0])
