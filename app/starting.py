"""What every process does first: read the settings, open the database, and tell in one line why it cannot start."""

import structlog
from pydantic import ValidationError

from app.database import Database
from app.database_postgres import PostgresOptions
from app.logs import configure_logs
from app.settings import Settings

BAD_SETTINGS = 2
CANNOT_START = 3
_log = structlog.get_logger("gunning")


def read_settings() -> Settings | None:
    """The environment's settings; null where some make no sense, which are logged by name, never with their values."""
    try:
        return Settings()
    except ValidationError as error:
        configure_logs("error")
        for item in error.errors(include_url=False, include_context=False, include_input=False):
            _log.error("bad_setting", setting="".join(map(str, item["loc"])).upper(), reason=item["msg"])
        return None


class SchemaError(Exception):
    """The database is not as this version needs it, or is not reached, and the settings say to leave it as it is."""


def database_of(settings: Settings) -> Database:
    """The database of these settings, as it is; nothing is sent to it yet."""
    options = PostgresOptions(
        pool_size=settings.database_pool_size,
        connect_seconds=settings.database_connect_seconds,
        statement_seconds=settings.database_statement_seconds,
        lock_seconds=settings.database_lock_seconds,
        idle_seconds=settings.database_idle_seconds,
        pooler=settings.database_pooler,
    )
    return Database(settings.database_url, options)


def open_database(settings: Settings) -> Database:
    """The database with the schema that this version needs; raises `SchemaError` and the driver's errors."""
    database = database_of(settings)
    try:
        if settings.migrate_at_start:
            database.migrate()
        elif not database.is_current():
            raise SchemaError("the database cannot be used as it is, and MIGRATE_AT_START is off: run app.migrate")
    except Exception:
        database.close()
        raise
    return database


def tell_failure(error: Exception) -> None:
    """Log why a process cannot start: the driver's own first line, where it is the database."""
    reason = next(iter(str(getattr(error, "orig", error)).splitlines()), "")
    _log.error("cannot_start", error=type(error).__name__, reason=reason)
