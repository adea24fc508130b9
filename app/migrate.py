"""Bring the database to a schema, and end: `python -m app.migrate`.

Every process brings it to the newest when it starts; this is for who wants it done before, or undone.
"""

import argparse
import sys

import structlog

from app.logs import configure_process
from app.queue import JobQueue
from app.starting import BAD_SETTINGS, CANNOT_START, database_of, read_settings, tell_failure

_log = structlog.get_logger("gunning")


def main(arguments: list[str] | None = None) -> int:
    """Migrate; the exit status: 2 for bad settings, 3 where the database fails."""
    parser = argparse.ArgumentParser(description=__doc__, prog="python -m app.migrate")
    parser.add_argument("revision", nargs="?", default="head", help="the newest where it is left out")
    parser.add_argument("--down", action="store_true", help="go back to the revision; what came after it is lost")
    given = parser.parse_args(arguments)
    settings = read_settings()
    if settings is None:
        return BAD_SETTINGS
    configure_process(settings.log_level)
    try:
        database = database_of(settings)
        database.migrate(given.revision, down=given.down)
        JobQueue(database).close()
        database.close()
    except Exception as error:
        tell_failure(error)
        return CANNOT_START
    _log.info("migrated", database=database.engine.dialect.name, revision=given.revision)
    return 0


if __name__ == "__main__":
    sys.exit(main())
