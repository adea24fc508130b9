"""The probe says which check fails."""

from collections.abc import Iterator

import pytest
import sqlalchemy as sa
from fastapi.testclient import TestClient
from sqlalchemy.engine import make_url

from app.database import Database
from app.errors import AppError
from app.main import create_app
from app.nlp.extractor import Extractor
from app.services import health
from app.settings import Settings
from tests.local import LocalClient


@pytest.fixture(autouse=True)
def _never_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(health, "_KEPT_SECONDS", -1.0)


@pytest.fixture
def client(database_url: str, reader: Extractor) -> Iterator[TestClient]:
    settings = Settings(database_url=database_url, log_level="error", job_workers=0)
    with LocalClient(create_app(settings, make_reader=lambda: reader), raise_server_exceptions=False) as opened:
        yield opened


def told(client: TestClient) -> tuple[int, str]:
    answer = client.get("/health/ready")
    kind = answer.json().get("type", "").rsplit(":", 1)[-1]
    assert (answer.status_code == 200) or answer.headers["retry-after"]
    return answer.status_code, kind


def test_a_schema_of_another_version(client: TestClient, database_url: str) -> None:
    assert told(client) == (200, "")
    intruder = Database(database_url)
    with intruder.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '0001'")
    intruder.close()

    assert told(client) == (503, "schema-outdated")


def test_a_service_that_is_about_to_end(client: TestClient) -> None:
    client.app.state.health.drain()  # type: ignore[attr-defined]

    assert told(client) == (503, "draining")
    assert client.get("/health/live").status_code == 200
    assert client.get("/v1/postings").status_code == 200


def test_what_was_found_is_kept_for_a_moment(
    client: TestClient, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(health, "_KEPT_SECONDS", 3_600.0)
    statements: list[str] = []
    engine = client.app.state.health._database.engine  # type: ignore[attr-defined]
    sa.event.listen(engine, "before_cursor_execute", lambda *given: statements.append(given[2]))

    for _ in range(5):
        client.get("/health/ready")
    once = len(statements)
    client.get("/health/ready")

    assert 0 < once == len(statements)


@pytest.mark.sqlite
def test_a_sqlite_file_that_takes_no_changes(settings: Settings) -> None:
    path = settings.database_url.removeprefix("sqlite:///")
    database = Database(f"sqlite:///file:{path}?mode=ro&uri=true")

    with pytest.raises(AppError) as refused:
        health.HealthService(database).ready()

    database.close()
    assert refused.value.kind == "database-read-only"


def test_a_sqlite_file_that_is_busy_is_no_failure(settings: Settings) -> None:
    database = Database(settings.database_url)
    with database.everywhere().write():
        assert health.HealthService(database).ready().status == "ok"
    database.close()


@pytest.mark.sqlite
def test_a_sqlite_file_that_is_gone(settings: Settings) -> None:
    database = Database(settings.database_url)
    assert health.HealthService(database).ready().status == "ok"
    path = database.file_beside("")
    assert path is not None
    path.unlink()

    with pytest.raises(AppError) as refused:
        health.HealthService(database).ready()

    database.close()
    assert refused.value.kind == "database-unreachable"
    assert not path.exists()


def test_a_server_that_does_not_answer() -> None:
    database = Database("postgresql://nobody@127.0.0.1:9/none?connect_timeout=1")

    with pytest.raises(AppError) as refused:
        health.HealthService(database).ready()

    assert refused.value.kind == "database-unreachable"


@pytest.mark.parametrize("database_url", [pytest.param("postgresql", marks=pytest.mark.postgres)], indirect=True)
def test_a_postgresql_that_takes_no_changes(database: Database, database_url: str) -> None:
    url = make_url(database_url)
    options = f"{url.query.get('options', '')} -cdefault_transaction_read_only=on".strip()
    standby = Database(url.update_query_dict({"options": options}).render_as_string(hide_password=False))

    with pytest.raises(AppError) as refused:
        health.HealthService(standby).ready()

    standby.close()
    assert refused.value.kind == "database-read-only"
