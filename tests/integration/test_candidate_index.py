"""The index follows the database, on SQLite and PostgreSQL, whichever process wrote."""

import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from typing import Any

import pytest
from fastapi.testclient import TestClient

from app.database import Database
from app.main import create_app
from app.nlp.extractor import Extractor
from app.services.candidate_index import CandidateIndex
from app.settings import Settings
from app.tenancy import FIRST_TENANT
from tests.local import LocalClient


@pytest.fixture
def two(database_url: str, reader: Extractor) -> Iterator[tuple[TestClient, TestClient]]:
    """Two services on one database, as two processes are."""
    settings = Settings(database_url=database_url, log_level="error", match_chunk_size=2)
    with ExitStack() as stack:
        one, other = (
            stack.enter_context(LocalClient(create_app(settings, make_reader=lambda: reader))) for _ in range(2)
        )
        yield one, other


def store(client: TestClient, profiles: list[dict[str, Any]]) -> list[str]:
    return [client.post("/v1/candidates", json=profile).json()["id"] for profile in profiles]


def nameless(profile: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in profile.items() if name != "externalId"}


def match(client: TestClient, posting: dict[str, Any], **body: object) -> dict[str, Any]:
    answer = client.post(f"/v1/postings/{posting['id']}/matches", json=body)
    assert answer.status_code == 201, answer.text
    found: dict[str, Any] = answer.json()
    return found


def ranked(found: dict[str, Any]) -> list[str]:
    return [result["candidateId"] for result in found["results"]]


@pytest.fixture
def posting(two: tuple[TestClient, TestClient], posting_text: str) -> dict[str, Any]:
    found: dict[str, Any] = two[0].post("/v1/postings", json={"text": posting_text}).json()
    return found


def test_a_match_of_all_is_the_match_of_each(
    two: tuple[TestClient, TestClient], posting: dict[str, Any], profiles: list[dict[str, Any]]
) -> None:
    ids = store(two[0], profiles)
    of_all, of_each = match(two[0], posting), match(two[0], posting, candidateIds=ids)

    for found in (of_all, of_each):
        del found["id"], found["createdAt"], found["inputs"]
    assert of_all == of_each


def test_the_same_match_in_another_process_gives_the_same_bytes(
    two: tuple[TestClient, TestClient], posting: dict[str, Any], profiles: list[dict[str, Any]]
) -> None:
    store(two[0], profiles)
    answers = []
    for client in two:
        found = match(client, posting)
        del found["id"], found["createdAt"], found["inputs"]
        answers.append(json.dumps(found))

    assert answers[0] == answers[1]
    assert "+" in json.loads(answers[0])["engineVersion"]


def test_what_another_process_wrote_is_matched(
    two: tuple[TestClient, TestClient], posting: dict[str, Any], profiles: list[dict[str, Any]]
) -> None:
    here, there = two
    first = store(here, profiles[:1])
    assert ranked(match(here, posting)) == first

    more = store(there, profiles[1:])

    assert set(ranked(match(here, posting))) == {*first, *more}


def test_a_candidate_that_another_process_replaced_is_matched_as_it_is(
    two: tuple[TestClient, TestClient], posting: dict[str, Any], profiles: list[dict[str, Any]]
) -> None:
    here, there = two
    ids = store(here, profiles)
    match(here, posting)

    assert there.put(f"/v1/candidates/{ids[0]}", json=nameless(profiles[1])).status_code == 200

    after = {result["candidateId"]: result for result in match(here, posting)["results"]}
    assert after[ids[0]]["points"] == after[ids[1]]["points"]
    assert match(here, posting)["considered"] == len(ids)


def test_a_candidate_that_another_process_erased_is_gone(
    two: tuple[TestClient, TestClient], posting: dict[str, Any], profiles: list[dict[str, Any]]
) -> None:
    here, there = two
    ids = store(here, profiles)
    match(here, posting)

    assert there.delete(f"/v1/candidates/{ids[0]}").status_code == 204

    found = match(here, posting)
    assert set(ranked(found)) == set(ids[1:])
    assert found["considered"] == len(ids) - 1


def test_a_write_that_failed_changes_nothing(
    two: tuple[TestClient, TestClient], posting: dict[str, Any], profiles: list[dict[str, Any]]
) -> None:
    here, there = two
    taken = profiles[0] | {"externalId": "same"}
    (first,) = store(here, [taken])
    assert there.post("/v1/candidates", json=profiles[1] | {"externalId": "same"}).status_code == 409

    (second,) = store(there, profiles[1:2])

    assert set(ranked(match(here, posting))) == {first, second}


def test_writes_and_matches_side_by_side_lose_nobody(
    two: tuple[TestClient, TestClient], posting: dict[str, Any], profiles: list[dict[str, Any]]
) -> None:
    def work(number: int) -> str:
        client = two[number % 2]
        if number % 3 == 0:
            match(client, posting)
        return store(client, [nameless(profiles[number % len(profiles)])])[0]

    # FastAPI makes a route's types at its first request, under filters of warnings that threads share.
    ids = {work(number) for number in (0, 3)}
    with ThreadPoolExecutor(6) as pool:
        ids.update(pool.map(work, range(24)))

    for client in two:
        assert match(client, posting, limit=50)["considered"] == len(ids)
        assert set(ranked(match(client, posting, limit=50))) == ids


def test_erasing_does_not_wait_for_a_match_that_runs(database_url: str) -> None:
    database = Database(database_url).of(FIRST_TENANT)
    database.migrate()
    index = CandidateIndex(database, 10)
    with index._lock:
        index.forget("somebody")
        assert list(index._gone) == ["somebody"]
    index.forget("somebody else")

    assert not index._gone
    database.close()
