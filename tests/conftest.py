"""Fixtures for every test: one pipeline per run, a fresh database per test, on SQLite and PostgreSQL."""

import datetime as dt
import json
import os
import shutil
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from fastapi.testclient import TestClient
from hypothesis import settings as hypothesis_settings

from app.database import Database
from app.main import create_app
from app.nlp.extractor import Extractor
from app.settings import Settings
from app.tenancy import FIRST_TENANT
from tests.local import LocalClient

ROOT = Path(__file__).parent.parent
NOW = dt.datetime(2026, 5, 4, 10, 30, tzinfo=dt.UTC)
_POSTGRES = os.environ.get("TEST_POSTGRES_URL", "postgresql+psycopg://postgres@127.0.0.1:5432/test")

# The same examples every time: a red run can be repeated, and CI has no surprises.
hypothesis_settings.register_profile("gunning", derandomize=True, deadline=None, max_examples=60, database=None)
hypothesis_settings.load_profile("gunning")


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


@pytest.fixture
def settings(tmp_path: Path, _migrated_file: Path) -> Settings:
    """Settings for an empty, migrated SQLite file of this test's own."""
    path = tmp_path / "gunning.db"
    shutil.copyfile(_migrated_file, path)
    return Settings(database_url=f"sqlite:///{path}", log_level="error", cpu_slots=2)


@pytest.fixture
def client(settings: Settings, reader: Extractor) -> Iterator[TestClient]:
    """A client of the real application, at a fixed time. A failure answers the 500 that a caller would see."""
    app = create_app(settings, clock=lambda: NOW, make_reader=lambda: reader)
    with LocalClient(app, raise_server_exceptions=False) as opened:
        yield opened


def postgres_schema() -> Iterator[str]:
    """The address of an empty PostgreSQL schema, dropped at the end; skips the test when no server is reached."""
    engine = sa.create_engine(_POSTGRES, isolation_level="AUTOCOMMIT", connect_args={"connect_timeout": 2})
    schema = f"gunning_{uuid.uuid4().hex[:12]}"
    try:
        with engine.connect() as connection:
            connection.execute(sa.text(f"CREATE SCHEMA {schema}"))
    except sa.exc.OperationalError:
        engine.dispose()
        pytest.skip("no PostgreSQL at TEST_POSTGRES_URL (default 127.0.0.1:5432, database test)")
    try:
        yield f"{_POSTGRES}?options=-csearch_path%3D{schema}"
    finally:
        with engine.connect() as connection:
            connection.execute(sa.text(f"DROP SCHEMA {schema} CASCADE"))
        engine.dispose()


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of an empty database, once on SQLite and once on PostgreSQL."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path}/own.db"
    else:
        yield from postgres_schema()


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
