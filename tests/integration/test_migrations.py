"""The schema: up, down, and equal to the tables, on both kinds of database."""

import pytest
import sqlalchemy as sa
from alembic import command
from alembic.script import ScriptDirectory

from app.database import MIGRATIONS, Database, alembic_config
from app.migrations.check import drift
from app.queue import JobQueue

TABLES = {
    "tenant",
    "api_key",
    "alembic_version",
    "posting",
    "candidate",
    "match",
    "match_candidate",
    "candidate_change",
    "idempotency",
    "idempotency_candidate",
    "counter",
    "job",
    "job_posting",
    "job_rank",
    "webhook_endpoint",
    "webhook_event",
    "webhook_delivery",
    "decision",
    "erasure",
}


def tables_of(database: Database) -> set[str]:
    return set(sa.inspect(database.engine).get_table_names())


def test_migrated_database_has_the_tables(database: Database) -> None:
    assert tables_of(database) == TABLES
    assert database.is_current()


def test_tables_are_what_the_migrations_make(database: Database) -> None:
    assert drift(database) == []


def test_the_queue_is_no_drift(database: Database) -> None:
    JobQueue(database).close()

    assert drift(database) == []


def test_drift_is_seen(database: Database) -> None:
    with database.engine.begin() as connection:
        connection.exec_driver_sql("ALTER TABLE posting ADD COLUMN surplus TEXT")

    assert drift(database) != []


def test_migrating_twice_changes_nothing(database: Database) -> None:
    database.migrate()

    assert database.is_current()


def test_every_migration_goes_down_and_up_again(database: Database) -> None:
    for revision in [script.down_revision or "base" for script in ScriptDirectory(str(MIGRATIONS)).walk_revisions()]:
        with database.changing_schema() as connection:
            command.downgrade(alembic_config(connection), str(revision))

    assert tables_of(database) == {"alembic_version"}
    assert not database.is_current()
    database.migrate()
    assert drift(database) == []


def test_an_unmigrated_database_is_not_current(database_url: str) -> None:
    database = Database(database_url)

    assert not database.is_current()
    database.close()


@pytest.mark.parametrize(("pragma", "value"), [("journal_mode", "wal"), ("synchronous", 2), ("foreign_keys", 1)])
def test_sqlite_is_set_for_safety(tmp_path: object, pragma: str, value: object) -> None:
    database = Database(f"sqlite:///{tmp_path}/own.db")
    with database.engine.connect() as connection:
        assert connection.exec_driver_sql(f"PRAGMA {pragma}").scalar_one() == value
    database.close()
