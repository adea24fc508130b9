"""One database: engine, sessions and migrations, for SQLite (the default) and PostgreSQL alike."""

import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from copy import copy
from functools import cache
from pathlib import Path
from typing import Any, Self

import orjson
import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy.engine import URL, Connection, Engine, make_url
from sqlmodel import Session

from app.database_postgres import (
    READING,
    WRITING,
    PostgresOptions,
    connect_arguments,
    make_engine,
    migration_options,
    schema_locked,
    unhurried,
    wait_for_schema,
)
from app.database_retry import ResultT, repeated
from app.tenancy import EVERYWHERE, TENANT, TENANT_OPTION, TenantSession, UnfilteredError, guard

MIGRATIONS = Path(__file__).parent / "migrations"
QUEUE_TABLES = "huey"
"""What the names of the queue's tables begin with, where they stand among ours."""
_BUSY_TIMEOUT_MS = 15_000
_POOL_TIMEOUT_SECONDS = 10
_MEMORY = {None, "", ":memory:"}


@cache
def _newest() -> frozenset[str]:
    return frozenset(ScriptDirectory(str(MIGRATIONS)).get_heads())


def _to_json(value: object) -> str:
    return orjson.dumps(value).decode()


class Database:
    """Hands out sessions of one tenant: `of` says of which.

    `read` sees one snapshot; `write` commits at its end and rolls back on any exception.
    """

    def __init__(self, url: str, options: PostgresOptions | None = None) -> None:
        self._options = options or PostgresOptions()
        self.engine = _make_engine(make_url(url), self._options)
        on_server = self.engine.dialect.name == "postgresql"
        self._reading = self.engine.execution_options(**READING) if on_server else self.engine
        self._writing = self.engine.execution_options(**(WRITING if on_server else {"gunning_write": True}))
        self._tenant_id: str | None = None

    def of(self, tenant_id: str) -> Self:
        """The same database, as this tenant sees it."""
        if not TENANT.fullmatch(tenant_id):
            raise ValueError("a tenant is called by 1 to 40 small letters, digits and inner hyphens")
        return self._seen_by(tenant_id)

    def everywhere(self) -> Self:
        """The same database with the rows of all tenants: to find out whose turn it is, and for the operator."""
        return self._seen_by(EVERYWHERE)

    def _seen_by(self, tenant_id: str) -> Self:
        seen = copy(self)
        seen._tenant_id = tenant_id
        return seen

    @property
    def tenant_id(self) -> str:
        """Whose rows there are."""
        if self._tenant_id is None:
            raise UnfilteredError("no tenant was named")
        return self._tenant_id

    @contextmanager
    def read(self) -> Iterator[TenantSession]:
        """A session for reading only: nothing is committed."""
        with TenantSession(self._reading, self.tenant_id, autoflush=False) as session:
            yield session

    @contextmanager
    def write(self) -> Iterator[TenantSession]:
        """A session in one write transaction. On SQLite it takes the write lock at once, so it can never deadlock."""
        with TenantSession(self._writing, self.tenant_id, expire_on_commit=False) as session, session.begin():
            yield session

    def writing(self, work: Callable[[Session], ResultT], *, look_again: bool = False) -> ResultT:
        """What `work` gives in one write transaction, done again where others were in its way: see `repeated`."""
        return repeated(self.write, work, look_again=look_again)

    def migrate(self, revision: str = "head", *, down: bool = False) -> None:
        """Bring the schema to a revision; safe when several processes start at the same time, and while others work.

        On PostgreSQL each migration has a transaction of its own.
        """
        change = command.downgrade if down else command.upgrade
        if self.engine.dialect.name != "postgresql":
            with self.changing_schema() as connection:
                change(alembic_config(connection), revision)
            return
        engine = _make_engine(self.engine.url, migration_options(self._options))
        try:
            with schema_locked(engine):
                everywhere = engine.execution_options(**{TENANT_OPTION: EVERYWHERE})
                unhurried(everywhere, lambda connection: change(alembic_config(connection), revision))
        finally:
            engine.dispose()

    @contextmanager
    def changing_schema(self) -> Iterator[Connection]:
        """A connection in one transaction that keeps out others who would change the schema."""
        with self._writing.execution_options(**{TENANT_OPTION: EVERYWHERE}).connect() as connection:
            # A table that is made anew on SQLite must not take along what refers to the one before.
            _enforce_references(connection, False)
            try:
                with connection.begin():
                    if connection.dialect.name == "postgresql":
                        wait_for_schema(connection)
                    yield connection
                    _check_references(connection)
            finally:
                _enforce_references(connection, True)

    def is_current(self) -> bool:
        """Whether the database can be reached and its schema is the one this code was written for."""
        try:
            with self.engine.connect() as connection:
                found = MigrationContext.configure(connection).get_current_heads()
        except sa.exc.SQLAlchemyError:
            return False
        return set(found) == _newest()

    def row_security_binds(self) -> bool:
        """Whether the database itself keeps tenants apart: on PostgreSQL, for a role that may not pass over it."""
        if self.engine.dialect.name != "postgresql":
            return False
        with self.engine.connect() as connection:
            free = "SELECT rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = current_user"
            return not connection.exec_driver_sql(free).scalar_one()

    def file_beside(self, suffix: str) -> Path | None:
        """The file of this name beside a SQLite file; null for a database that is none."""
        in_file = self.engine.url.get_backend_name() == "sqlite" and not self.in_memory
        return Path(f"{self.engine.url.database}{suffix}") if in_file else None

    @property
    def in_memory(self) -> bool:
        """Whether the database ends with the process. All threads then share one connection."""
        return self.engine.url.get_backend_name() == "sqlite" and self.engine.url.database in _MEMORY

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Keep others out who would change the schema: on PostgreSQL only, where SQLite's own locks do it."""
        if self.engine.dialect.name != "postgresql":
            yield
            return
        with schema_locked(self.engine):
            yield

    def connect(self) -> Any:  # noqa: ANN401 - a DBAPI connection has no common type
        """A connection of the driver's own to the same database, outside the pool."""
        dialect = self.engine.dialect
        arguments, options = dialect.create_connect_args(self.engine.url)
        return dialect.connect(*arguments, **options, **connect_arguments(self._options))

    def close(self) -> None:
        """Close every pooled connection."""
        self.engine.dispose()


def alembic_config(connection: Connection) -> Config:
    """An Alembic configuration that works on an open connection."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.attributes["connection"] = connection
    return config


def _enforce_references(connection: Connection, on: bool) -> None:
    # Within a transaction SQLite takes no notice of it.
    if connection.dialect.name == "sqlite" and (driver := connection.connection.driver_connection) is not None:
        driver.execute(f"PRAGMA foreign_keys={'ON' if on else 'OFF'}")


def _check_references(connection: Connection) -> None:
    if connection.dialect.name == "sqlite" and connection.exec_driver_sql("PRAGMA foreign_key_check").first():
        raise sa.exc.IntegrityError("PRAGMA foreign_key_check", None, ValueError("a row refers to none"))


def _make_engine(url: URL, on_postgres: PostgresOptions) -> Engine:
    engine = _connected(url, on_postgres)
    guard(engine)
    return engine


def _connected(url: URL, on_postgres: PostgresOptions) -> Engine:
    options: dict[str, Any] = {
        "json_serializer": _to_json,
        "json_deserializer": orjson.loads,
        "hide_parameters": True,
    }
    if url.get_backend_name() != "sqlite":
        return make_engine(url, on_postgres, options)
    options["connect_args"] = {"check_same_thread": False, "timeout": _BUSY_TIMEOUT_MS / 1000}
    if url.database in _MEMORY:
        options["poolclass"] = sa.pool.StaticPool
    else:
        Path(str(url.database)).parent.mkdir(parents=True, exist_ok=True)
        # A connection to a file costs little: as many as there are threads, so nobody waits behind a writer who waits.
        options |= {"max_overflow": 50, "pool_timeout": _POOL_TIMEOUT_SECONDS}
    engine = sa.create_engine(url, **options)
    sa.event.listen(engine, "connect", _prepare_sqlite)
    sa.event.listen(engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(connection: Any, _record: object) -> None:  # noqa: ANN401 - a DBAPI connection has no common type
    # The driver's own implicit BEGIN is too late and too weak: _begin_sqlite starts every transaction instead.
    connection.isolation_level = None
    cursor = connection.cursor()
    _switch_to_wal(cursor)
    for pragma in (
        "synchronous=FULL",
        "foreign_keys=ON",
        "trusted_schema=OFF",
        # An erased person must be gone from the file's free pages too.
        "secure_delete=ON",
    ):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _switch_to_wal(cursor: Any) -> None:  # noqa: ANN401 - as above
    # Two processes that open a new file at once both want to switch it, and SQLite does not wait for its lock here.
    deadline = time.monotonic() + _BUSY_TIMEOUT_MS / 1000
    while True:
        try:
            cursor.execute("PRAGMA journal_mode=WAL")
        except sqlite3.OperationalError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.01)
        else:
            return


def _begin_sqlite(connection: Connection) -> None:
    writes = connection.get_execution_options().get("gunning_write", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
