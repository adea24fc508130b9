"""Jobs and those who run them, on SQLite and PostgreSQL: killed, stopped, overtaken, two at once."""

import random
import signal
import time
from collections.abc import Iterator
from typing import Any

import pytest
from fastapi.testclient import TestClient

from app.database import Database
from app.main import create_app
from app.nlp.extractor import Extractor
from app.settings import Settings
from app.tenancy import FIRST_TENANT
from tests.api.helpers import created
from tests.jobs import WorkerProcess, effects, ended, job_of, multiply, results_of, until, watch
from tests.local import LocalClient

_POSTINGS = 150
_KILLS = 5


@pytest.fixture
def client(database_url: str, reader: Extractor) -> Iterator[TestClient]:
    """A service that runs no jobs itself."""
    settings = Settings(database_url=database_url, log_level="error", job_workers=0)
    with LocalClient(create_app(settings, make_reader=lambda: reader)) as opened:
        yield opened


@pytest.fixture
def candidates(client: TestClient, profiles: list[dict[str, Any]]) -> set[str]:
    return {created(client, "/v1/candidates", profile)["id"] for profile in profiles}


@pytest.fixture
def postings(client: TestClient, database_url: str, posting_text: str) -> list[str]:
    posting = created(client, "/v1/postings", {"text": posting_text})
    database = Database(database_url).of(FIRST_TENANT)
    watch(database)
    stored = multiply(database, posting["id"], _POSTINGS - 1)
    database.close()
    return stored


@pytest.fixture
def witnessed(database_url: str) -> Iterator[Database]:
    database = Database(database_url).of(FIRST_TENANT)
    yield database
    database.close()


def make_job(client: TestClient, postings: list[str]) -> str:
    return str(created(client, "/v1/jobs", {"kind": "match_all", "postingIds": postings, "limit": 10})["id"])


def done(client: TestClient, job_id: str) -> int:
    return int(job_of(client, job_id)["progress"]["done"])


@pytest.mark.process
def test_a_job_whose_workers_are_killed_has_each_effect_once(
    client: TestClient, database_url: str, witnessed: Database, candidates: set[str], postings: list[str]
) -> None:
    job_id = make_job(client, postings)
    chance = random.Random(7)
    for _ in range(_KILLS):
        before = done(client, job_id)
        worker = WorkerProcess(database_url)
        until(lambda before=before: done(client, job_id) > before)  # type: ignore[misc]
        time.sleep(chance.uniform(0, 0.2))
        worker.end(signal.SIGKILL)
    assert job_of(client, job_id)["state"] == "running"

    worker = WorkerProcess(database_url)
    job = ended(client, job_id)
    worker.end(signal.SIGTERM)

    assert (job["state"], job["progress"]) == ("succeeded", {"done": len(postings), "total": len(postings)})
    assert effects(witnessed, job_id) == dict.fromkeys(postings, 1)
    results = results_of(client, job_id)
    assert [result["postingId"] for result in results] == postings
    assert all({rank["candidateId"] for rank in result["ranking"]} == candidates for result in results)


@pytest.mark.process
def test_a_worker_that_is_told_to_end_hands_its_job_back(
    client: TestClient, database_url: str, candidates: set[str], postings: list[str]
) -> None:
    job_id = make_job(client, postings)
    worker = WorkerProcess(database_url)
    until(lambda: done(client, job_id) > 0)

    assert worker.end(signal.SIGTERM) == 0

    assert job_of(client, job_id)["state"] == "queued"
    assert 0 < done(client, job_id) < len(postings)


@pytest.mark.process
def test_two_workers_do_a_job_once(
    client: TestClient, database_url: str, witnessed: Database, candidates: set[str], postings: list[str]
) -> None:
    workers = [WorkerProcess(database_url) for _ in range(2)]
    jobs = [make_job(client, postings) for _ in range(2)]

    states = [ended(client, job_id)["state"] for job_id in jobs]
    for worker in workers:
        worker.end(signal.SIGTERM)

    assert states == ["succeeded", "succeeded"]
    assert [effects(witnessed, job_id) for job_id in jobs] == [dict.fromkeys(postings, 1)] * 2
