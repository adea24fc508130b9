"""The log of decisions: it only grows, without gaps, and whatever is changed in it is found."""

import datetime as dt
import threading
from collections.abc import Callable

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import DatabaseError

from app.audit.__main__ import main
from app.database import Database
from app.principal import acting_as
from app.repositories.decisions import NO_HASH, DecisionRepository, Logged
from app.schemas.decisions import Action
from app.services.decisions import note
from app.services.verifying import verify_log
from app.tenancy import FIRST_TENANT

NOW = dt.datetime(2026, 5, 4, 10, 30, 0, 123_000, tzinfo=dt.UTC)


def write(database: Database, count: int = 1) -> list[Logged]:
    made = []
    for index in range(count):
        with database.write() as session:
            made.append(note(DecisionRepository(session), Action.MATCH_CREATED, NOW, match_id=f"m{index}", results=3))
    return made


def unguarded(database: Database, *statements: str) -> None:
    """Do as who owns the database can: take its guard off, and change the log."""
    if database.engine.dialect.name == "sqlite":
        guards = ["DROP TRIGGER decision_stays", "DROP TRIGGER decision_stays_same"]
    else:
        guards = ["ALTER TABLE decision DISABLE TRIGGER USER"]
    with database.changing_schema() as connection:
        for statement in (*guards, *statements):
            connection.exec_driver_sql(statement)


def test_entries_are_numbered_from_one_and_follow_on_each_other(database: Database) -> None:
    made = write(database, 3)

    with database.read() as session:
        rows = DecisionRepository(session).portion(0, 10)
    assert [row.number for row in rows] == [1, 2, 3]
    assert [row.previous_hash for row in rows] == [NO_HASH, made[0].hash, made[1].hash]
    assert verify_log(database) == (3, made[2].hash, None)


def test_what_is_rolled_back_leaves_no_gap(database: Database) -> None:
    write(database)

    def fail() -> None:
        with database.write() as session:
            note(DecisionRepository(session), Action.MATCH_CREATED, NOW)
            raise LookupError

    with pytest.raises(LookupError):
        fail()

    assert write(database)[0].number == 2
    assert verify_log(database).fault is None


def test_an_entry_names_who_acts_but_no_subject_of_a_token(database: Database) -> None:
    for actor in ("key:1", "oidc:jansen@example.org"):
        with acting_as(actor):
            write(database)
    write(database)

    with database.read() as session:
        actors = [row.actor for row in DecisionRepository(session).portion(0, 10)]
    assert [actors[0], actors[2]] == ["key:1", "system"]
    assert actors[1].startswith("oidc:")
    assert "jansen" not in actors[1]


@pytest.mark.parametrize("change", ["UPDATE decision SET action = 'x'", "DELETE FROM decision"])
def test_the_database_refuses_to_change_the_log(database: Database, change: str) -> None:
    write(database)

    def tamper() -> None:
        with database.changing_schema() as connection:
            connection.exec_driver_sql(change)

    with pytest.raises(DatabaseError, match="never changed"):
        tamper()
    assert verify_log(database).entries == 1


@pytest.mark.parametrize(
    ("statements", "entries", "fault"),
    [
        (["UPDATE decision SET actor = 'systen' WHERE number = 3"], 2, "3 was changed"),
        (["UPDATE decision SET details = '{\"results\":4}' WHERE number = 1"], 0, "1 was changed"),
        (["UPDATE decision SET at = '2026-05-04 10:30:00.123001' WHERE number = 1"], 0, "1 was changed"),
        (["DELETE FROM decision WHERE number = 5"], 4, "5 is missing"),
        (["DELETE FROM decision WHERE number = 3"], 2, "3 is missing"),
        (["DELETE FROM decision"], 0, "1 is missing"),
        (
            [
                "UPDATE decision SET number = 99 WHERE number = 3",
                "UPDATE decision SET number = 3 WHERE number = 4",
                "UPDATE decision SET number = 4 WHERE number = 99",
            ],
            2,
            "3 does not follow",
        ),
        (["UPDATE decision SET tenant_id = 'other'"], 0, "1 is missing"),
    ],
)
def test_tampering_is_found(database: Database, statements: list[str], entries: int, fault: str) -> None:
    write(database, 5)

    unguarded(database, *statements)

    found = verify_log(database)
    assert found.entries == entries
    assert found.fault is not None
    assert found.fault.startswith(fault)


def test_a_head_noted_before_tells_of_a_log_that_was_cut_off_and_written_anew(database: Database) -> None:
    noted = write(database, 3)[-1]
    unguarded(database, "DELETE FROM decision WHERE number = 3", "UPDATE counter SET value = 2 WHERE name = 'decision'")

    assert verify_log(database).fault is None
    cut = verify_log(database, noted)
    write(database)
    other = verify_log(database, Logged(3, "0" * 64))

    assert cut.fault == "3 is missing: 3 was noted before"
    assert other.fault == "3 is another one than was noted before"


def test_tenants_have_logs_of_their_own(database: Database) -> None:
    write(database, 2)

    assert write(database.of("other"))[0].number == 1
    assert verify_log(database).entries == 2
    assert verify_log(database.of("other")).entries == 1


def test_writers_at_once_leave_no_gap(database: Database) -> None:
    failed: list[BaseException] = []

    def work() -> None:
        try:
            write(database, 20)
        except BaseException as error:
            failed.append(error)

    threads = [threading.Thread(target=work) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert failed == []
    assert verify_log(database)[::2] == (160, None)


@pytest.fixture
def command(database: Database, database_url: str, monkeypatch: pytest.MonkeyPatch) -> Callable[..., int]:
    """The command, on the test's database."""
    monkeypatch.setenv("DATABASE_URL", database_url)
    _ = database
    return lambda *arguments: main(list(arguments))


def test_the_command_tells_that_a_log_holds(
    database: Database, command: Callable[..., int], capsys: pytest.CaptureFixture[str]
) -> None:
    head = write(database, 2)[-1].hash

    assert command("verify") == 0
    assert command("verify", "--tenant", FIRST_TENANT, "--against", f"{head}:2") == 0
    assert capsys.readouterr().out.startswith(f"OK {FIRST_TENANT}: 2 entries, head {head}:2\n")


def test_the_command_tells_where_a_log_does_not_hold(
    database: Database, command: Callable[..., int], capsys: pytest.CaptureFixture[str]
) -> None:
    write(database, 2)
    unguarded(database, "UPDATE decision SET action = 'x' WHERE number = 2")

    assert command("verify") == 1
    assert "2 was changed" in capsys.readouterr().out


def test_the_log_cannot_be_emptied_at_once(database: Database) -> None:
    if database.engine.dialect.name == "sqlite":
        pytest.skip("SQLite has no TRUNCATE")
    write(database)

    with database.changing_schema() as connection, pytest.raises(DatabaseError, match="never changed"):
        connection.execute(sa.text("TRUNCATE decision"))
