"""The same use cases on SQLite and PostgreSQL."""

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from app.database import Database
from app.main import create_app
from app.nlp.extractor import Extractor
from app.settings import Settings
from app.tenancy import FIRST_TENANT
from tests.local import LocalClient


@pytest.fixture
def client(database_url: str, reader: Extractor) -> Iterator[TestClient]:
    settings = Settings(database_url=database_url, log_level="error", match_chunk_size=2)
    with LocalClient(create_app(settings, make_reader=lambda: reader), raise_server_exceptions=False) as opened:
        yield opened


def test_whole_path(client: TestClient, posting_text: str, profiles: list[dict[str, Any]]) -> None:
    posting = client.post("/v1/postings", json={"text": posting_text}).json()
    stored = [client.post("/v1/candidates", json=profile).json() for profile in profiles]
    match = client.post(f"/v1/postings/{posting['id']}/matches").json()

    assert client.get(f"/v1/postings/{posting['id']}").json() == posting
    assert client.get(f"/v1/candidates/{stored[0]['id']}").json() == stored[0]
    assert client.get(f"/v1/matches/{match['id']}").json() == match
    assert match["considered"] == len(profiles)

    assert client.delete(f"/v1/candidates/{stored[0]['id']}").status_code == 204
    erased = client.get(f"/v1/matches/{match['id']}").json()
    assert [r["erased"] for r in erased["results"]].count(True) == 1
    assert client.delete(f"/v1/postings/{posting['id']}").status_code == 204
    assert client.get(f"/v1/matches/{match['id']}").status_code == 404


def test_parallel_posts_all_arrive_once(client: TestClient, posting_text: str) -> None:
    with ThreadPoolExecutor(8) as pool:
        answers = list(
            pool.map(lambda n: client.post("/v1/postings", json={"text": f"{posting_text}\n{n}"}), range(16))
        )

    assert {answer.status_code for answer in answers} == {201}
    ids = {answer.json()["id"] for answer in answers}
    listed = {item["id"] for item in client.get("/v1/postings").json()["items"]}
    assert len(ids) == 16
    assert listed == ids


def test_parallel_upserts_make_one_candidate(client: TestClient) -> None:
    start = threading.Barrier(8)

    def put(pages: int) -> int:
        start.wait()
        return client.put("/v1/candidates/by-external-id/A-1", json={"cv": {"pages": pages}}).status_code

    with ThreadPoolExecutor(8) as pool:
        statuses = sorted(pool.map(put, range(8)))

    assert statuses == [200] * 7 + [201]
    (candidate,) = client.get("/v1/candidates").json()["items"]
    assert candidate["revision"] == 8


def test_two_processes_may_migrate_at_once(database_url: str) -> None:
    databases = [Database(database_url).of(FIRST_TENANT) for _ in range(4)]
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda database: database.migrate(), databases))

    assert all(database.is_current() for database in databases)
    for database in databases:
        database.close()


def test_a_database_that_lost_its_tables_is_a_503(database_url: str, reader: Extractor) -> None:
    settings = Settings(database_url=database_url, log_level="error")
    with LocalClient(create_app(settings, make_reader=lambda: reader), raise_server_exceptions=False) as client:
        intruder = Database(settings.database_url).of(FIRST_TENANT)
        with intruder.engine.begin() as connection:
            for table in ("job_rank", "job_posting", "match_candidate", "match", "posting", "alembic_version"):
                connection.exec_driver_sql(f"DROP TABLE {table}")
        intruder.close()

        listed, ready = client.get("/v1/postings"), client.get("/health/ready")

    assert (listed.status_code, listed.headers["content-type"]) == (503, "application/problem+json")
    assert ready.status_code == 503
    assert ready.headers["retry-after"]


def test_a_damaged_file_is_a_503(tmp_path: Path, reader: Extractor) -> None:
    path = tmp_path / "own.db"
    first = Database(f"sqlite:///{path}")
    first.migrate()
    first.close()
    settings = Settings(database_url=f"sqlite:///{path}", log_level="error")
    with LocalClient(create_app(settings, make_reader=lambda: reader), raise_server_exceptions=False) as client:
        whole = path.read_bytes()
        path.write_bytes(whole[:4096] + b"Z" * (len(whole) - 4096))

        answers = [client.get("/v1/candidates"), client.post("/v1/candidates", json={})]

    assert [answer.status_code for answer in answers] == [503, 503]
    assert {answer.headers["content-type"] for answer in answers} == {"application/problem+json"}


def test_forty_waiting_writers_leave_a_connection_for_reading(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path}/own.db")
    database.migrate()
    with ExitStack() as opened:
        for _ in range(40):
            opened.enter_context(database.engine.connect())

        assert database.is_current()
    database.close()
