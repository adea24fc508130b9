"""Bring the database to the schema that this version needs, and end: `python -m app.migrate`.

Every process does the same when it starts; this is for who wants it done before.
"""

import sys

import structlog

from app.database import Database
from app.logs import configure_process
from app.queue import JobQueue
from app.starting import BAD_SETTINGS, CANNOT_START, read_settings, tell_failure

_log = structlog.get_logger("gunning")


def main() -> int:
    """Migrate; the exit status: 2 for bad settings, 3 where the database fails."""
    settings = read_settings()
    if settings is None:
        return BAD_SETTINGS
    configure_process(settings.log_level)
    try:
        database = Database(settings.database_url)
        database.migrate()
        JobQueue(database).close()
        database.close()
    except Exception as error:
        tell_failure(error)
        return CANNOT_START
    _log.info("migrated", database=database.engine.dialect.name)
    return 0


if __name__ == "__main__":
    sys.exit(main())
