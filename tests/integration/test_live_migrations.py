"""Migrations while others work: nothing that stops them, and no lock that is waited for long."""

import datetime as dt
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
import sqlalchemy as sa
from alembic.script import ScriptDirectory
from sqlmodel import Session

from app.database import MIGRATIONS, Database
from app.ids import new_id
from app.tables import CandidateRow, PostingRow
from app.tenancy import FIRST_TENANT
from tests.live_migrations import unsafe
from tests.postgres import Server

NOW = dt.datetime(2026, 5, 4, tzinfo=dt.UTC)
FIRST_LIVE = 4
"""The tables before it were in nobody's use."""
KNOWN = {
    "0004": "every row gets its owner: this one needs the service to stand still",
    "0006": "an index of one small column, made in a fraction of a second",
}


def revisions() -> list[str]:
    return sorted(script.revision for script in ScriptDirectory(str(MIGRATIONS)).walk_revisions())


@pytest.fixture
def database(postgres: Server) -> Iterator[Database]:
    url = postgres.create()
    opened = Database(url)
    yield opened
    opened.close()
    postgres.drop(url)


@pytest.mark.postgres
@pytest.mark.parametrize("revision", [one for one in revisions() if int(one) >= FIRST_LIVE])
def test_a_migration_stops_nobody(database: Database, revision: str) -> None:
    database.migrate(f"{int(revision) - 1:04d}")
    there = set(sa.inspect(database.engine).get_table_names()) - {"alembic_version"}
    statements: list[str] = []

    def note(_c: object, _u: object, statement: str, *_: object) -> None:
        statements.append(statement)

    sa.event.listen(sa.Engine, "before_cursor_execute", note)
    try:
        database.migrate(revision)
    finally:
        sa.event.remove(sa.Engine, "before_cursor_execute", note)

    found = [why for why in (unsafe(statement, there) for statement in statements) if why]
    assert bool(found) == (revision in KNOWN), found


@pytest.mark.parametrize(
    "statement",
    [
        "CREATE INDEX ix_posting_title ON posting (title)",
        'CREATE UNIQUE INDEX ix_match ON "match" (id)',
        "ALTER TABLE posting ADD COLUMN title TEXT NOT NULL",
        "ALTER TABLE posting ALTER COLUMN title TYPE VARCHAR(10)",
        "ALTER TABLE posting ALTER COLUMN title SET NOT NULL",
        "ALTER TABLE posting ADD CONSTRAINT one UNIQUE (title)",
        "ALTER TABLE posting DROP COLUMN title",
        "ALTER TABLE posting RENAME TO text",
        "DROP TABLE match",
        "UPDATE posting SET title = ''",
    ],
)
def test_what_would_stop_others_is_seen(statement: str) -> None:
    assert unsafe(statement, {"posting", "match"})


@pytest.mark.parametrize(
    "statement",
    [
        "CREATE INDEX CONCURRENTLY ix_posting_title ON posting (title)",
        "CREATE INDEX ix_new ON new (title)",
        "ALTER TABLE posting ADD COLUMN title TEXT",
        "ALTER TABLE posting ADD COLUMN title TEXT DEFAULT '' NOT NULL",
        "ALTER TABLE posting ADD CONSTRAINT one CHECK (title <> '') NOT VALID",
        "CREATE TABLE new (id TEXT PRIMARY KEY)",
        "UPDATE alembic_version SET version_num='0007'",
    ],
)
def test_what_stops_nobody_is_let_through(statement: str) -> None:
    assert unsafe(statement, {"posting", "match"}) is None


def posting() -> PostingRow:
    return PostingRow(
        id=new_id(),
        revision=1,
        created_at=NOW,
        updated_at=NOW,
        parser_version="1",
        source_text="Adviseur",
        media_type="text/plain",
        sha256="0" * 64,
        characters=8,
        language="nl",
        reading={},
    )


def add(database: Database, row: PostingRow | CandidateRow) -> None:
    def store(session: Session) -> None:
        session.add(row)

    database.writing(store)


@pytest.mark.postgres
def test_whoever_writes_goes_on_while_the_newest_migration_runs(database: Database) -> None:
    database.migrate()
    seen = Database(database.engine.url.render_as_string(hide_password=False)).of(FIRST_TENANT)
    done = threading.Event()

    def write() -> int:
        count = 0
        while not done.is_set():
            add(seen, posting())
            count += 1
        return count

    with ThreadPoolExecutor(1) as pool:
        written = pool.submit(write)
        for _ in range(3):
            database.migrate(revisions()[-2], down=True)
            database.migrate()
        done.set()
        count = written.result(timeout=60)

    with seen.read() as session:
        assert session.execute(sa.select(sa.func.count()).select_from(PostingRow)).scalar_one() == count > 0
    seen.close()


@pytest.mark.postgres
def test_a_migration_gives_way_to_whoever_holds_a_lock(database: Database) -> None:
    database.migrate("0005")
    seen = Database(database.engine.url.render_as_string(hide_password=False)).of(FIRST_TENANT)
    with ThreadPoolExecutor(2) as pool:
        with seen.write() as session:
            session.add(posting())
            session.flush()
            migrating = pool.submit(database.migrate, "0006")
            wait_for_waiting(seen)
            # Behind the migration, which gives up its place.
            pool.submit(add, seen, posting()).result(timeout=60)
            assert not migrating.done()
        migrating.result(timeout=60)

    assert "webhook_event" in sa.inspect(database.engine).get_table_names()
    seen.close()


def wait_for_waiting(database: Database) -> None:
    """Return when somebody waits for the lock of a table."""
    deadline = time.monotonic() + 60
    ours = "database = (SELECT oid FROM pg_database WHERE datname = current_database())"
    waiting = f"SELECT count(*) FROM pg_locks WHERE NOT granted AND locktype = 'relation' AND {ours}"
    while True:
        with database.engine.connect() as connection:
            if connection.exec_driver_sql(waiting).scalar_one():
                return
        assert time.monotonic() < deadline
        time.sleep(0.01)
