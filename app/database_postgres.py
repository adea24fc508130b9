"""What PostgreSQL needs beyond SQLite: bounded waiting, a bounded pool, one snapshot for a reader, and poolers."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any

import sqlalchemy as sa
import structlog
from sqlalchemy.engine import URL, Connection, Engine

MIGRATION_LOCK = 7_423_918_211
"""Whoever changes the schema holds it, so that processes that start together do it once."""
_TRY_LOCK = sa.text("SELECT pg_try_advisory_xact_lock(:key)")
_LOOK_AGAIN_SECONDS = 0.1
_MIGRATION_LOCK_SECONDS = 2
_MIGRATION_ATTEMPTS = 60
_MIGRATION_PAUSE_SECONDS = 0.5
_LOCK_NOT_AVAILABLE = "55P03"
READING = {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
"""All statements of a reader see what was committed before the first of them."""
WRITING = {"isolation_level": "READ COMMITTED", "gunning_write": True}
"""Writers lock the rows that they decide by and see each other's: whatever the server's own default may be."""
_POOL_TIMEOUT_SECONDS = 10
_APPLICATION = "gunning"
_log = structlog.get_logger("gunning")


@dataclass(frozen=True, slots=True)
class PostgresOptions:
    """How to deal with a server. Times are seconds; 0 waits for ever.

    `pooler`: a pooler that gives a connection for one transaction only (PgBouncer's transaction mode) stands between.
    """

    pool_size: int = 10
    connect_seconds: float = 5
    statement_seconds: float = 60
    lock_seconds: float = 10
    idle_seconds: float = 60
    pooler: bool = False

    def limits(self) -> dict[str, str]:
        """The server's own settings by which it bounds what we do, in milliseconds."""
        return {
            "statement_timeout": _milliseconds(self.statement_seconds),
            "lock_timeout": _milliseconds(self.lock_seconds),
            "idle_in_transaction_session_timeout": _milliseconds(self.idle_seconds),
        }


def make_engine(url: URL, options: PostgresOptions, common: dict[str, Any]) -> Engine:
    """An engine whose pool never holds more than `pool_size` connections, and never gives out one that is dead."""
    engine = sa.create_engine(
        _complete(url, options),
        connect_args=connect_arguments(options),
        pool_size=options.pool_size,
        max_overflow=0,
        pool_timeout=_POOL_TIMEOUT_SECONDS,
        pool_pre_ping=True,
        **common,
    )
    if options.pooler:
        limits = ", ".join(f"set_config('{name}', '{value}', true)" for name, value in options.limits().items())

        def limit(connection: Connection) -> None:
            connection.exec_driver_sql(f"SELECT {limits}")

        sa.event.listen(engine, "begin", limit)
    return engine


def connect_arguments(options: PostgresOptions) -> dict[str, Any]:
    """What the driver's `connect` takes beside an address: nothing prepared where the next connection is another's."""
    return {"prepare_threshold": None} if options.pooler else {}


def migration_options(options: PostgresOptions) -> PostgresOptions:
    """For changing the schema: as long as it takes, but nobody queues for long behind a lock that we wait for."""
    return replace(options, pool_size=2, statement_seconds=0, idle_seconds=0, lock_seconds=_MIGRATION_LOCK_SECONDS)


@contextmanager
def schema_locked(engine: Engine) -> Iterator[None]:
    """Keep out, within its block, whoever else would change the schema; waits for as long as others do."""
    with engine.begin() as connection:
        wait_for_schema(connection)
        yield


def wait_for_schema(connection: Connection) -> None:
    """Keep out, until the transaction ends, whoever else would change the schema."""
    # Asked for again and again: who waits within a statement has a snapshot, and an index that is made concurrently
    # waits for those.
    while not connection.execute(_TRY_LOCK, {"key": MIGRATION_LOCK}).scalar_one():
        time.sleep(_LOOK_AGAIN_SECONDS)


def unhurried(engine: Engine, change: Callable[[Connection], None]) -> None:
    """Change the schema, again where a lock was not to be had: those who work go before, and then it is our turn."""
    for attempt in range(1, _MIGRATION_ATTEMPTS + 1):
        try:
            with engine.connect() as connection:
                change(connection)
        except sa.exc.OperationalError as error:
            if getattr(error.orig, "sqlstate", None) != _LOCK_NOT_AVAILABLE or attempt == _MIGRATION_ATTEMPTS:
                raise
            _log.info("migration_waits", attempt=attempt)
            time.sleep(_MIGRATION_PAUSE_SECONDS)
        else:
            return


def _complete(url: URL, options: PostgresOptions) -> URL:
    """The address with what it does not say yet; what it says itself stands."""
    if url.drivername == "postgresql":
        url = url.set(drivername="postgresql+psycopg")
    said = dict(url.query)
    query = {"application_name": _APPLICATION, "connect_timeout": str(max(round(options.connect_seconds), 1)), **said}
    if not options.pooler:
        # A pooler refuses these, or gives them to the next one who gets the connection.
        limits = " ".join(f"-c {name}={value}" for name, value in options.limits().items())
        given = said.get("options", "")
        query["options"] = f"{limits} {given if isinstance(given, str) else ' '.join(given)}".strip()
    return url.set(query=query)


def _milliseconds(seconds: float) -> str:
    return str(round(seconds * 1000))
