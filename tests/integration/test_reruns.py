"""A stored match gives the same bytes again, after a restart too, or tells what is not the same any more."""

import copy
import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, TypeAlias

import pytest
import sqlalchemy as sa
from fastapi.testclient import TestClient

from app.database import Database
from app.main import create_app
from app.matching import ENGINE_VERSION
from app.nlp.extractor import Extractor
from app.services import reruns
from app.settings import Settings
from app.tables import MatchRow
from app.tenancy import FIRST_TENANT
from tests.local import LocalClient

Json: TypeAlias = dict[str, Any]


@contextmanager
def service(database_url: str, reader: Extractor) -> Iterator[TestClient]:
    """A service that was just started on this database."""
    settings = Settings(database_url=database_url, log_level="error", match_chunk_size=2)
    with LocalClient(create_app(settings, make_reader=lambda: reader)) as client:
        yield client


@pytest.fixture
def client(database_url: str, reader: Extractor) -> Iterator[TestClient]:
    with service(database_url, reader) as opened:
        yield opened


def post(client: TestClient, path: str, body: object = None) -> Json:
    response = client.post(path, json=body)
    assert response.is_success, response.text
    answer: Json = response.json()
    return answer


@pytest.fixture
def posting(client: TestClient, posting_text: str) -> Json:
    return post(client, "/v1/postings", {"text": posting_text})


@pytest.fixture
def ids(client: TestClient, profiles: list[Json]) -> list[str]:
    return [post(client, "/v1/candidates", profile)["id"] for profile in profiles]


def run(client: TestClient, posting: Json, **body: object) -> Json:
    return post(client, f"/v1/postings/{posting['id']}/matches", body)


def rerun(client: TestClient, match: Json) -> Json:
    return post(client, f"/v1/matches/{match['id']}/reruns")


def replace(client: TestClient, candidate_id: str, **change: object) -> None:
    stored = client.get(f"/v1/candidates/{candidate_id}").json()
    kept = {name: stored[name] for name in ("externalId", "resume", "engagement", "cv", "retention") if name in stored}
    response = client.put(f"/v1/candidates/{candidate_id}", json=kept | change)
    assert response.status_code == 200, response.text


@pytest.mark.parametrize("some", [True, False])
def test_the_same_bytes_after_a_restart(
    client: TestClient, database_url: str, reader: Extractor, posting: Json, ids: list[str], some: bool
) -> None:
    match = run(client, posting, limit=4, **({"candidateIds": ids[1:]} if some else {}))

    with service(database_url, reader) as restarted:
        again = rerun(restarted, match)

    assert (again["identical"], again["intact"], again["changed"], again["differing"]) == (True, True, [], [])
    assert again["resultsSha256"] == again["storedSha256"] == again["rerunSha256"] == match["resultsSha256"]
    assert len(again["resultsSha256"]) == 64


def test_a_match_with_decisions_is_run_again_with_them(client: TestClient, posting: Json, ids: list[str]) -> None:
    match = run(client, posting)
    decisions = [
        {
            "candidateId": result["candidateId"], "criterionId": result["criteria"][0]["criterionId"],
            "verdict": verdict, "reason": "Blijkt uit het gesprek.", "author": "A. Beoordelaar",
        }
        for result, verdict in zip(match["results"], ["not_met", "met"], strict=False)
    ]  # fmt: skip
    one = post(client, f"/v1/matches/{match['id']}/overrides", {"overrides": decisions[:1]})
    two = post(client, f"/v1/matches/{one['id']}/overrides", {"overrides": decisions[1:]})

    again = rerun(client, two)

    assert two["resultsSha256"] != match["resultsSha256"]
    assert (again["identical"], again["changed"]) == (True, [])


def test_a_replaced_candidate_is_named(client: TestClient, posting: Json, ids: list[str]) -> None:
    match = run(client, posting)
    replace(client, ids[2], engagement={"contractForm": "self_employed"})

    again = rerun(client, match)

    assert (again["identical"], again["changed"]) == (False, ["candidates"])
    assert again["candidates"] == [{"candidateId": ids[2], "change": "replaced", "revisionBefore": 1, "revisionNow": 2}]
    assert ids[2] in again["differing"]


def test_a_candidate_beyond_the_results_is_named_and_changes_no_byte(
    client: TestClient, posting: Json, ids: list[str]
) -> None:
    last = run(client, posting)["results"][-1]["candidateId"]
    match = run(client, posting, limit=1)
    replace(client, last, cv={"pages": 7})

    again = rerun(client, match)

    assert (again["identical"], again["changed"]) == (True, ["candidates"])
    assert again["candidates"] == [
        {"candidateId": last, "change": "replaced", "revisionBefore": None, "revisionNow": 2}
    ]


def test_an_erased_candidate_is_named_and_the_stored_results_are_not_intact(
    client: TestClient, posting: Json, ids: list[str]
) -> None:
    match = run(client, posting)
    assert client.delete(f"/v1/candidates/{ids[0]}").status_code == 204

    again = rerun(client, match)

    assert (again["identical"], again["intact"], again["changed"]) == (False, False, ["candidates"])
    (gone,) = again["candidates"]
    assert gone == {"candidateId": ids[0], "change": "erased", "revisionBefore": 1, "revisionNow": None}


def test_who_was_stored_since_has_no_part_in_it(
    client: TestClient, posting: Json, ids: list[str], profiles: list[Json]
) -> None:
    match = run(client, posting, limit=2)
    best = next(n for n, one in enumerate(ids) if one == match["results"][0]["candidateId"])
    twin = copy.deepcopy(profiles[best]) | {"externalId": "twin"}
    newcomer = post(client, "/v1/candidates", twin)["id"]
    replace(client, post(client, "/v1/candidates", twin | {"externalId": "other"})["id"], cv={"pages": 1})
    assert newcomer in [result["candidateId"] for result in run(client, posting, limit=3)["results"]]

    again = rerun(client, match)

    assert (again["identical"], again["changed"], again["leftOut"]) == (True, [], 2)


def test_of_an_import_the_replaced_are_named_and_the_new_left_out(
    client: TestClient, posting: Json, ids: list[str], profiles: list[Json]
) -> None:
    match = run(client, posting, limit=2)
    known = client.get(f"/v1/candidates/{match['results'][0]['candidateId']}").json()
    lines = [
        {"externalId": known["externalId"], "cv": {"pages": 9}},
        *({**profiles[n % len(profiles)], "externalId": f"new-{n}"} for n in range(30)),
    ]
    body = "\n".join(json.dumps(line) for line in lines).encode()
    told = client.post("/v1/candidates/imports", content=body, headers={"Content-Type": "application/x-ndjson"})
    assert told.status_code == 200, told.text

    again = rerun(client, match)

    assert [(one["candidateId"], one["change"]) for one in again["candidates"]] == [(known["id"], "replaced")]
    assert (again["identical"], again["changed"], again["leftOut"]) == (False, ["candidates"], 30)
    assert set(again["differing"]) <= set(ids)


def test_a_corrected_posting_is_run_again_as_it_was(client: TestClient, posting: Json, ids: list[str]) -> None:
    match = run(client, posting)
    award = next(one for one in posting["criteria"] if one["kind"] == "award")
    correction = {"criterionId": award["id"], "points": 1, "reason": "Drukfout.", "author": "B. Lezer"}
    for revision in (1, 2):
        body = {"revision": revision, "corrections": [correction | {"points": revision}]}
        assert client.patch(f"/v1/postings/{posting['id']}", json=body).status_code == 200

    again = rerun(client, match)

    assert (again["postingRevision"], again["postingRevisionNow"]) == (1, 3)
    assert (again["identical"], again["changed"]) == (True, [])
    assert run(client, posting)["resultsSha256"] != match["resultsSha256"]


def test_another_engine_is_named(
    client: TestClient, posting: Json, ids: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    match = run(client, posting)
    monkeypatch.setattr(reruns, "ENGINE_VERSION", "9.9.9+0")

    again = rerun(client, match)

    assert again["changed"] == ["engine"]
    assert (again["engineVersion"], again["engineVersionNow"]) == (ENGINE_VERSION, "9.9.9+0")


def test_results_altered_in_the_database_are_not_intact(
    client: TestClient, database_url: str, posting: Json, ids: list[str]
) -> None:
    match = run(client, posting)
    database = Database(database_url).of(FIRST_TENANT)
    with database.write() as session:
        row = session.get(MatchRow, match["id"])
        assert row is not None
        altered = copy.deepcopy(row.result)
        altered["results"][0]["points"]["awarded"] = 999
        session.execute(sa.update(MatchRow).where(MatchRow.id == match["id"]).values(result=altered))
    database.close()

    again = rerun(client, match)

    assert (again["identical"], again["intact"], again["differing"]) == (
        True, False, [match["results"][0]["candidateId"]],
    )  # fmt: skip


def test_a_match_of_before_inputs_were_kept_is_a_conflict_and_reads_as_unknown(
    client: TestClient, database_url: str, posting: Json, ids: list[str]
) -> None:
    match = run(client, posting)
    of_all = {"procedure": None, "shortlist": None, "inputs": None, "resultsSha256": None}
    of_each: Json = {"candidateRevision": None, "shortlisted": None, "margin": None, "price": None, "checklist": []}
    database = Database(database_url).of(FIRST_TENANT)
    with database.write() as session:
        row = session.get(MatchRow, match["id"])
        assert row is not None
        old = {name: value for name, value in row.result.items() if name not in of_all}
        old["results"] = [{k: v for k, v in entry.items() if k not in of_each} for entry in old["results"]]
        session.execute(sa.update(MatchRow).where(MatchRow.id == match["id"]).values(result=old))
    database.close()

    response = client.post(f"/v1/matches/{match['id']}/reruns")

    assert (response.status_code, response.json()["type"]) == (409, "urn:problem-type:gunning:match-without-inputs")
    told = client.get(f"/v1/matches/{match['id']}").json()
    assert told == match | of_all | {"results": [entry | of_each for entry in match["results"]]}
