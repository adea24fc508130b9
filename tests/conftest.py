"""Fixtures for every test: one pipeline per run, a fresh database per test, on SQLite and PostgreSQL."""

import datetime as dt
import json
import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient
from hypothesis import settings as hypothesis_settings

from app.database import Database
from app.main import create_app
from app.nlp.extractor import Extractor
from app.settings import Settings
from app.tenancy import FIRST_TENANT
from tests.local import LocalClient
from tests.postgres import NoServerError, Server, find

ROOT = Path(__file__).parent.parent
NOW = dt.datetime(2026, 5, 4, 10, 30, tzinfo=dt.UTC)
ON_POSTGRES = os.environ.get("TEST_DATABASE", "sqlite") == "postgresql"
"""Whether tests with one database have it on PostgreSQL. Then those are the only ones run: the others are the same."""

# The same examples every time: a red run can be repeated, and CI has no surprises.
hypothesis_settings.register_profile("gunning", derandomize=True, deadline=None, max_examples=60, database=None)
hypothesis_settings.load_profile("gunning")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Where TEST_DATABASE is PostgreSQL, leave what it changes."""
    if not ON_POSTGRES:
        return
    changed = [
        item
        for item in items
        if "migrated_url" in getattr(item, "fixturenames", ()) and item.get_closest_marker("sqlite") is None
    ]
    for item in changed:
        item.add_marker(pytest.mark.postgres)
    config.hook.pytest_deselected(items=[item for item in items if item not in changed])
    items[:] = changed


def pytest_terminal_summary(terminalreporter: Any) -> None:  # noqa: ANN401 - pytest does not export its type
    """Tell whether PostgreSQL was exercised: a run without it proves half of what it seems to."""
    counts = {
        outcome: sum(
            "postgres" in getattr(report, "keywords", ()) for report in terminalreporter.stats.get(outcome, ())
        )
        for outcome in ("passed", "failed", "error", "skipped")
    }
    if any(counts.values()):
        terminalreporter.line("PostgreSQL: " + ", ".join(f"{number} {outcome}" for outcome, number in counts.items()))


@pytest.fixture(scope="session")
def reader() -> Extractor:
    """The real pipeline, loaded once."""
    return Extractor()


@pytest.fixture(scope="session")
def _migrated_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("database") / "migrated.db"
    database = Database(f"sqlite:///{path}")
    database.migrate()
    with database.engine.connect() as connection:
        connection.exec_driver_sql("COMMIT")
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    database.close()
    return path


@pytest.fixture(scope="session")
def postgres() -> Iterator[Server]:
    """A real server; tests that need it are skipped where none is reached, or fail (TEST_POSTGRES_REQUIRED)."""
    try:
        server = find()
    except NoServerError as error:
        if os.environ.get("TEST_POSTGRES_REQUIRED"):
            pytest.fail(str(error))
        pytest.skip(str(error))
    yield server
    server.close()


@pytest.fixture(scope="session")
def _migrated_postgres(postgres: Server) -> Iterator[str]:
    url = postgres.create()
    database = Database(url)
    database.migrate()
    database.close()
    yield url
    postgres.drop(url)


@pytest.fixture
def migrated_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of an empty, migrated database of this test's own: SQLite, or what TEST_DATABASE says."""
    if ON_POSTGRES:
        server: Server = request.getfixturevalue("postgres")
        url = server.create(request.getfixturevalue("_migrated_postgres"))
        yield url
        server.drop(url)
        return
    path = tmp_path / "gunning.db"
    shutil.copyfile(request.getfixturevalue("_migrated_file"), path)
    yield f"sqlite:///{path}"


@pytest.fixture
def settings(migrated_url: str) -> Settings:
    """Settings for a database of this test's own."""
    return Settings(database_url=migrated_url, log_level="error", cpu_slots=2)


@pytest.fixture
def client(settings: Settings, reader: Extractor) -> Iterator[TestClient]:
    """A client of the real application, at a fixed time. A failure answers the 500 that a caller would see."""
    app = create_app(settings, clock=lambda: NOW, make_reader=lambda: reader)
    with LocalClient(app, raise_server_exceptions=False) as opened:
        yield opened


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of an empty database, once on SQLite and once on PostgreSQL."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path}/own.db"
        return
    server: Server = request.getfixturevalue("postgres")
    url = server.create()
    yield url
    server.drop(url)


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    """A migrated database on each kind of server."""
    opened = Database(database_url).of(FIRST_TENANT)
    opened.migrate()
    yield opened
    opened.close()


@pytest.fixture(scope="session")
def posting_text() -> str:
    """The posting of the demonstration."""
    return (ROOT / "demo" / "posting.txt").read_text(encoding="utf-8")


@pytest.fixture
def profiles() -> list[dict[str, Any]]:
    """The candidates of the demonstration; each test may change its own."""
    listed: list[dict[str, Any]] = json.loads((ROOT / "demo" / "candidates.json").read_text(encoding="utf-8"))
    return listed
