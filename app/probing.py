"""What is wrong with a database, if anything: asked of the engine itself, past every session."""

import sqlite3
from pathlib import Path
from typing import Literal, TypeAlias

import sqlalchemy as sa

from app.database import Database

Fault: TypeAlias = Literal["database-unreachable", "database-read-only", "schema-outdated"]
"""Kinds of problem, as the table of problems has them."""


def fault_of(database: Database) -> Fault | None:
    """The first thing that keeps the service from working; null where it can. Nothing is written to find out."""
    try:
        if not database.is_current():
            return "schema-outdated" if _answers(database) else "database-unreachable"
        return "database-read-only" if _is_read_only(database) else None
    except (sa.exc.SQLAlchemyError, sqlite3.Error):
        return "database-unreachable"


def _answers(database: Database) -> bool:
    with database.engine.connect() as connection:
        return bool(connection.exec_driver_sql("SELECT 1 FROM (SELECT 1) AS one").scalar_one())


def _is_read_only(database: Database) -> bool:
    if database.engine.dialect.name == "postgresql":
        # A standby, or a server that was told so.
        with database.engine.connect() as connection:
            return bool(connection.exec_driver_sql("SHOW transaction_read_only").scalar_one() == "on")
    return False if database.in_memory else _is_read_only_file(database)


def _is_read_only_file(database: Database) -> bool:
    path = str(database.engine.url.database)
    if not path.startswith("file:") and not Path(path).exists():
        # Connections that are open would go on with a file that nobody finds again; a new one would make another.
        raise sqlite3.OperationalError
    # One of its own: what was opened while the file could be written does not notice that it cannot be any more.
    connection = database.connect()
    try:
        connection.isolation_level = None
        connection.execute("PRAGMA busy_timeout=0")
        connection.execute("BEGIN")
        # Takes what a change would take, and changes nothing; BEGIN IMMEDIATE alone is content with reading.
        connection.execute("DELETE FROM alembic_version WHERE 0")
        connection.execute("ROLLBACK")
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode == sqlite3.SQLITE_BUSY:
            return False
        if error.sqlite_errorcode & 0xFF == sqlite3.SQLITE_READONLY:
            return True
        raise
    finally:
        connection.close()
    return False
