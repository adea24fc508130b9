"""Brings the schema of the database to a revision, as a step of its own: `python -m app.migrate`."""

import argparse
import sys

import structlog

from app.logs import configure_logs
from app.starting import BAD_SETTINGS, CANNOT_START, database_of, read_settings, tell_failure

_log = structlog.get_logger("gunning")


def run(arguments: list[str] | None = None) -> int:
    """Migrate DATABASE_URL; the exit status: 2 for bad settings, 3 where it cannot be done."""
    parser = argparse.ArgumentParser(description=__doc__, prog="python -m app.migrate")
    parser.add_argument("revision", nargs="?", default="head", help="the newest where it is left out")
    parser.add_argument("--down", action="store_true", help="go back to the revision; what is newer is lost")
    given = parser.parse_args(arguments)
    settings = read_settings()
    if settings is None:
        return BAD_SETTINGS
    configure_logs(settings.log_level)
    database = database_of(settings)
    try:
        database.migrate(given.revision, down=given.down)
    except Exception as error:
        tell_failure(error)
        return CANNOT_START
    finally:
        database.close()
    _log.info("migrated", revision=given.revision, database=database.engine.dialect.name)
    return 0


if __name__ == "__main__":
    sys.exit(run())
