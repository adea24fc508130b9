"""Writers in each other's way: what the database undid is done again, and nothing is done twice."""

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
import sqlalchemy as sa
from sqlmodel import Session, col, select

from app.database import Database
from app.database_postgres import PostgresOptions
from app.tables import CounterRow
from app.tenancy import FIRST_TENANT
from tests.postgres import Server

pytestmark = pytest.mark.postgres


@pytest.fixture
def url(postgres: Server) -> Iterator[str]:
    url = postgres.create()
    database = Database(url)
    database.migrate()
    database.close()
    yield url
    postgres.drop(url)


@pytest.fixture
def database(url: str) -> Iterator[Database]:
    opened = Database(url).of(FIRST_TENANT)
    with opened.write() as session:
        session.add_all([CounterRow(tenant_id=FIRST_TENANT, name=name, value=0) for name in ("one", "other")])
    yield opened
    opened.close()


def value_of(database: Database, name: str) -> int:
    with database.read() as session:
        return session.exec(select(CounterRow.value).where(col(CounterRow.name) == name)).one()


def raised(session: Session, name: str) -> None:
    session.execute(sa.update(CounterRow).where(col(CounterRow.name) == name).values(value=col(CounterRow.value) + 1))


def test_a_deadlock_is_done_again(database: Database) -> None:
    both_hold_one = threading.Barrier(2, timeout=30)

    def raise_both(first: str, second: str) -> int:
        attempts = 0

        def work(session: Session) -> int:
            nonlocal attempts
            attempts += 1
            raised(session, first)
            if attempts == 1:
                both_hold_one.wait()
            raised(session, second)
            return attempts

        return database.writing(work)

    with ThreadPoolExecutor(2) as pool:
        attempts = list(pool.map(raise_both, ("one", "other"), ("other", "one")))

    assert sorted(attempts) == [1, 2]
    assert (value_of(database, "one"), value_of(database, "other")) == (2, 2)


def test_a_connection_lost_before_the_end_is_done_again(database: Database, postgres: Server, url: str) -> None:
    attempts = 0

    def work(session: Session) -> None:
        nonlocal attempts
        attempts += 1
        raised(session, "one")
        if attempts == 1:
            assert postgres.end_sessions(url)
        raised(session, "one")

    database.writing(work)

    assert attempts == 2
    assert value_of(database, "one") == 2


def test_a_connection_lost_at_the_end_is_told(database: Database, postgres: Server, url: str) -> None:
    attempts = 0

    def work(session: Session) -> None:
        nonlocal attempts
        attempts += 1
        raised(session, "one")
        sa.event.listen(session, "before_commit", lambda _: postgres.end_sessions(url))

    with pytest.raises(sa.exc.OperationalError):
        database.writing(work)

    assert attempts == 1


def test_what_conflicts_for_ever_is_told(database: Database) -> None:
    attempts = 0

    def work(session: Session) -> None:
        nonlocal attempts
        attempts += 1
        raised(session, "one")
        raise sa.exc.OperationalError("", None, DeadlockError())

    with pytest.raises(sa.exc.OperationalError):
        database.writing(work)

    assert attempts == 6
    assert value_of(database, "one") == 0


class DeadlockError(Exception):
    sqlstate = "40P01"


def test_a_reader_sees_one_snapshot(database: Database) -> None:
    with database.read() as session:
        before = session.exec(select(CounterRow.value).where(col(CounterRow.name) == "one")).one()
        with database.write() as writing:
            raised(writing, "one")
        after = session.exec(select(CounterRow.value).where(col(CounterRow.name) == "one")).one()

    assert (before, after) == (0, 0)
    assert value_of(database, "one") == 1


def test_a_reader_cannot_write(database: Database) -> None:
    with database.read() as session, pytest.raises(sa.exc.InternalError, match="read-only transaction"):
        raised(session, "one")


@pytest.mark.parametrize("pooler", [False, True])
def test_waiting_is_bounded_by_the_settings(url: str, pooler: bool) -> None:
    options = PostgresOptions(statement_seconds=7, lock_seconds=3, idle_seconds=9, pooler=pooler)
    database = Database(url, options).of(FIRST_TENANT)
    names = ("statement_timeout", "lock_timeout", "idle_in_transaction_session_timeout")

    with database.engine.begin() as connection:
        told = [connection.exec_driver_sql(f"SHOW {name}").scalar_one() for name in names]

    assert told == ["7s", "3s", "9s"]
    database.close()


def test_whoever_waits_for_a_lock_too_long_is_told(database: Database, url: str) -> None:
    impatient = Database(url, PostgresOptions(lock_seconds=0.1)).of(FIRST_TENANT)
    with database.write() as session:
        raised(session, "one")
        with pytest.raises(sa.exc.OperationalError, match="lock timeout"), impatient.write() as other:
            raised(other, "one")
    impatient.close()


def test_the_pool_holds_no_more_than_it_may(url: str) -> None:
    database = Database(url, PostgresOptions(pool_size=2)).of(FIRST_TENANT)
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda _: value_of_none(database), range(40)))

    with database.engine.connect() as connection:
        known = (
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND application_name = 'gunning'"
        )
        assert connection.exec_driver_sql(known).scalar_one() <= 2
    database.close()


def value_of_none(database: Database) -> None:
    with database.read() as session:
        session.exec(select(CounterRow.value)).all()
