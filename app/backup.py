"""Back up a SQLite database, put it back, or look at a copy: `python -m app.backup create|restore|verify FILE`."""

import argparse
import glob
import os
import shutil
import sqlite3
import sys
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path

import structlog
from alembic.script import ScriptDirectory

from app.database import MIGRATIONS, Database
from app.logs import configure_logs
from app.settings import Settings
from app.starting import BAD_SETTINGS, read_settings

REFUSED = 1
_PAGES = 2_000
"""Copied between two chances for others to write."""
_BESIDE = ("-wal", "-shm", "-queue", "-queue-wal", "-queue-shm", ".index", ".index-*")
"""What belongs to a database that was, and must not be taken for the next one's."""
_ON_POSTGRES = """This is for SQLite. For PostgreSQL, with PGHOST, PGUSER and PGDATABASE set:
  pg_dump --format=custom --no-owner --exclude-table='huey_*' --file=FILE
  pg_restore --exit-on-error --single-transaction --no-owner --dbname=EMPTY_DATABASE FILE
"""
_log = structlog.get_logger("gunning.backup")


class RefusedError(Exception):
    """Nothing was done, and this is why."""


def create(source: Path, target: Path) -> None:
    """Copy a database that may be in use to a new file, whole as of one moment; others go on reading and writing.

    The file is readable by its owner only, and appears under its name once it was verified and is on the disk.
    """
    if target.exists():
        raise RefusedError("the file exists")
    if not source.is_file():
        raise RefusedError("there is no database")
    partial = target.with_name(f"{target.name}.partial")
    _new_file(partial)
    try:
        # Never made anew, should it have gone meanwhile.
        address = f"{source.resolve().as_uri()}?mode=rw"
        with closing(sqlite3.connect(address, uri=True)) as one, closing(sqlite3.connect(partial)) as copy:
            # One snapshot from the first page to the last: else every change by others would make it begin again.
            one.execute("BEGIN")
            one.execute("SELECT count(*) FROM sqlite_master").fetchone()
            one.backup(copy, pages=_PAGES, progress=_tell)
            # One file: a copy that is in WAL mode would leave others beside it where it is looked at.
            copy.execute("PRAGMA journal_mode=DELETE")
        verify(partial)
        _sync(partial)
        # Unlike a rename, a link never takes the place of a file that came meanwhile.
        os.link(partial, target)
        _sync(target.parent)
    except FileExistsError:
        raise RefusedError("the file exists") from None
    except sqlite3.Error as error:
        raise RefusedError(str(error)) from None
    finally:
        partial.unlink(missing_ok=True)


def verify(path: Path) -> str:
    """The schema's revision of a copy that is whole; raises `RefusedError`."""
    if not path.is_file():
        raise RefusedError("there is no such file")
    try:
        with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro&immutable=1", uri=True)) as copy:
            if copy.execute("PRAGMA integrity_check").fetchall() != [("ok",)]:
                raise RefusedError("the file is damaged")
            if copy.execute("PRAGMA foreign_key_check").fetchone():
                raise RefusedError("a row refers to one that is not there")
            found = copy.execute("SELECT version_num FROM alembic_version").fetchall()
    except sqlite3.Error as error:
        raise RefusedError(f"it is no whole database of this service: {error}") from None
    known = {script.revision for script in ScriptDirectory(str(MIGRATIONS)).walk_revisions()}
    if len(found) != 1 or found[0][0] not in known:
        raise RefusedError("its schema is of a version that is not known here")
    return str(found[0][0])


def restore(source: Path, target: Path) -> Path | None:
    """Put a copy in the place of a database that nobody uses; where the one before is kept, null where there was none.

    What belonged to it (index, queue) is removed. A schema that is older is migrated at the next start.
    """
    verify(source)
    partial = target.with_name(f"{target.name}.partial")
    target.parent.mkdir(parents=True, exist_ok=True)
    with _alone(target):
        _new_file(partial)
        try:
            shutil.copyfile(source, partial)
            verify(partial)
            _sync(partial)
            kept = _set_aside(target)
            for suffix in _BESIDE:
                for old in target.parent.glob(glob.escape(target.name) + suffix):
                    old.unlink()
            partial.rename(target)
            _sync(target.parent)
        finally:
            partial.unlink(missing_ok=True)
    return kept


def _set_aside(target: Path) -> Path | None:
    if not target.exists():
        return None
    number = 1
    while (kept := target.with_name(f"{target.name}.before-restore-{number}")).exists():
        number += 1
    target.rename(kept)
    return kept


@contextmanager
def _alone(path: Path) -> Iterator[None]:
    """Refuse while any process has the database open, and keep others from opening it."""
    if not path.exists():
        yield
        return
    with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=rw", uri=True, timeout=0)) as own:
        own.isolation_level = None
        try:
            # In WAL mode every open connection holds a shared lock, which this one cannot be had beside. Leaving the
            # mode also takes what stands in the log into the file that is kept.
            own.execute("PRAGMA locking_mode=EXCLUSIVE")
            if own.execute("PRAGMA journal_mode=DELETE").fetchone() != ("delete",):
                raise RefusedError("a process has the database open; stop it first")
            own.execute("BEGIN EXCLUSIVE")
        except sqlite3.OperationalError:
            raise RefusedError("a process has the database open; stop it first") from None
        except sqlite3.DatabaseError:
            # What is there is damaged, which is why somebody restores.
            pass
        yield


def _new_file(path: Path) -> None:
    path.unlink(missing_ok=True)
    os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _tell(_status: int, remaining: int, total: int) -> None:
    _log.info("backing_up", done=total - remaining, total=total)


def main(arguments: Sequence[str] | None = None) -> int:
    """Do what the command line says; the exit status: 1 where it was refused, 2 for bad settings."""
    parser = argparse.ArgumentParser(prog="python -m app.backup", description=__doc__)
    parser.add_argument("action", choices=("create", "restore", "verify"))
    parser.add_argument("file", type=Path)
    given = parser.parse_args(arguments)
    settings = read_settings()
    if settings is None:
        return BAD_SETTINGS
    configure_logs(settings.log_level)
    try:
        _do(given.action, given.file, settings)
    except (RefusedError, OSError) as error:
        reason = str(error) if isinstance(error, RefusedError) else os.strerror(error.errno or 0)
        _log.error("refused", action=given.action, reason=reason)
        return REFUSED
    return 0


def _do(action: str, file: Path, settings: Settings) -> None:
    if action == "verify":
        _log.info("verified", revision=verify(file), bytes=file.stat().st_size)
        return
    database = Database(settings.database_url)
    path = database.file_beside("")
    database.close()
    if path is None:
        sys.stderr.write(_ON_POSTGRES)
        raise RefusedError("DATABASE_URL is no SQLite file")
    if action == "create":
        create(path, file)
        _log.info("backed_up", revision=verify(file), bytes=file.stat().st_size)
        return
    kept = restore(file, path)
    index = Path(settings.index_path) if settings.index_path else None
    if index is not None:
        for old in (index, *index.parent.glob(f"{glob.escape(index.name)}-*")):
            old.unlink(missing_ok=True)
    _log.info("restored", revision=verify(path), kept=kept.name if kept else None)


if __name__ == "__main__":
    sys.exit(main())
