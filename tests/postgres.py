"""A real PostgreSQL for tests and measurements: one that is there, or one of our own from installed programs.

`python -m tests.postgres start FOLDER` tells the address of a server and keeps in FOLDER what `stop FOLDER` needs.
"""

import argparse
import contextlib
import os
import pwd
import secrets
import shutil
import socket
import subprocess
import sys
import tempfile
import uuid
from collections.abc import Callable
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.engine import URL, make_url

_RUNNING = "postgresql://postgres@127.0.0.1:5432/postgres"
_PROGRAMS = Path("/usr/lib/postgresql")
_ROLE = "gunning_test"
_ROLE_LOCK = 7_423_918_212
_PATIENCE_SECONDS = 2
_SERVANTS = ("postgres", "nobody")


class NoServerError(Exception):
    """No PostgreSQL is reached, and none can be started; the message says what was tried."""


class Server:
    """Makes databases that belong to `gunning_test`, who is no superuser and is held by row-level security."""

    def __init__(self, address: str) -> None:
        self._admin = make_url(address).set(drivername="postgresql+psycopg")
        self._engine = sa.create_engine(
            self._admin, isolation_level="AUTOCOMMIT", connect_args={"connect_timeout": _PATIENCE_SECONDS}
        )
        with self._engine.connect() as connection:
            self.version = str(connection.exec_driver_sql("SHOW server_version").scalar_one())
            _make_role(connection)

    def create(self, copy_of: str | None = None, name: str | None = None) -> str:
        """The address of a new database: empty, or the copy of one at an address that nobody is connected to."""
        name = name or f"gunning_{uuid.uuid4().hex[:16]}"
        source = make_url(copy_of).database if copy_of else "template1"
        with self._engine.connect() as connection:
            connection.exec_driver_sql(f'CREATE DATABASE "{name}" OWNER {_ROLE} TEMPLATE "{source}"')
        return self._as_role(name).render_as_string(hide_password=False)

    def drop(self, address: str) -> None:
        """Remove a database, whoever is connected."""
        with self._engine.connect() as connection:
            connection.exec_driver_sql(f'DROP DATABASE IF EXISTS "{make_url(address).database}" WITH (FORCE)')

    def put_back(self, address: str, backup: str) -> None:
        """Put a copy of the database at the address `backup` in the place of one that nobody is connected to."""
        self.drop(address)
        self.create(backup, make_url(address).database)

    def end_sessions(self, address: str) -> int:
        """End whatever is connected to a database, as a server that falls over would; how many there were."""
        ended = "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE datname = :name"
        with self._engine.connect() as connection:
            return int(connection.execute(sa.text(ended), {"name": make_url(address).database}).scalar_one())

    def close(self) -> None:
        """Let go of the server."""
        self._engine.dispose()

    def _as_role(self, database: str) -> URL:
        return self._admin.set(drivername="postgresql", username=_ROLE, password=_ROLE, database=database)


def find() -> Server:
    """The server at TEST_POSTGRES_URL (a role that may make databases and roles), else the one on this machine."""
    try:
        return Server(os.environ.get("TEST_POSTGRES_URL", _RUNNING))
    except sa.exc.OperationalError as error:
        raise NoServerError("no PostgreSQL at TEST_POSTGRES_URL (default: 127.0.0.1:5432, as postgres)") from error


def _make_role(connection: sa.Connection) -> None:
    # Runs of the tests may share a server: they agree on the role, and one of them makes it.
    connection.exec_driver_sql(f"SELECT pg_advisory_lock({_ROLE_LOCK})")
    known = "SELECT NOT rolsuper AND NOT rolbypassrls FROM pg_roles WHERE rolname = :name"
    restricted = connection.execute(sa.text(known), {"name": _ROLE}).scalar_one_or_none()
    if restricted is None:
        connection.exec_driver_sql(f"CREATE ROLE {_ROLE} LOGIN NOSUPERUSER NOBYPASSRLS PASSWORD '{_ROLE}'")
    connection.exec_driver_sql(f"SELECT pg_advisory_unlock({_ROLE_LOCK})")
    if restricted is False:
        raise NoServerError(f"the role {_ROLE} may pass row-level security here: the tests would prove nothing")


def start(folder: Path) -> str:
    """The address of the server that there is, else of a new one, which keeps its data beside `folder`'s note."""
    try:
        find().close()
    except NoServerError:
        return _start_own(folder)
    return os.environ.get("TEST_POSTGRES_URL", _RUNNING)


def stop(folder: Path) -> None:
    """End and remove the server that `start` made for this folder; nothing where it made none."""
    note = folder / "postgres"
    if note.exists():
        home = Path(note.read_text(encoding="utf-8"))
        with contextlib.suppress(NoServerError):  # it may have ended by itself
            _run(["pg_ctl", "stop", "--mode=immediate", f"--pgdata={home / 'data'}"])
        shutil.rmtree(home)
        note.unlink()


def _start_own(folder: Path) -> str:
    if not sorted(_PROGRAMS.glob("*/bin/initdb")):
        raise NoServerError(f"no PostgreSQL runs here, and none is installed in {_PROGRAMS}")
    home, password, port = Path(tempfile.mkdtemp(prefix="gunning-postgres-")), secrets.token_hex(16), free_port()
    servant = _servant()
    if servant:
        shutil.chown(home, servant.pw_uid, servant.pw_gid)
    (home / "password").write_text(password, encoding="utf-8")
    (home / "password").chmod(0o644)
    data = f"--pgdata={home / 'data'}"
    options = f"-c port={port} -c listen_addresses=127.0.0.1 -c unix_socket_directories= -c fsync=off"
    _run(["initdb", data, "--username=postgres", "--auth=scram-sha-256", f"--pwfile={home / 'password'}"])
    (home / "password").unlink()
    (folder / "postgres").write_text(str(home), encoding="utf-8")
    _run(["pg_ctl", "start", "--wait", data, f"--log={home / 'log'}", f"--options={options}"])
    return f"postgresql://postgres:{password}@127.0.0.1:{port}/postgres"


def _run(command: list[str]) -> None:
    program = max(_PROGRAMS.glob(f"*/bin/{command[0]}"), key=lambda path: int(path.parent.parent.name))
    servant = _servant()
    ended = subprocess.run(
        [str(program), *command[1:]],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        cwd="/",
        check=False,
        user=servant and servant.pw_uid,
        group=servant and servant.pw_gid,
        extra_groups=[] if servant else None,
    )
    if ended.returncode:
        raise NoServerError(f"{command[0]} failed: {ended.stderr.decode(errors='replace').strip()}")


def _servant() -> pwd.struct_passwd | None:
    """Who runs the server where we are root, whom it refuses; null elsewhere."""
    if os.geteuid() != 0:
        return None
    known = {entry.pw_name: entry for entry in pwd.getpwall()}
    return next(known[name] for name in _SERVANTS if name in known)


def free_port() -> int:
    """A port that nobody listens on at this moment."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def main() -> int:
    """The exit status: 1 where there is no server, with the reason."""
    parser = argparse.ArgumentParser(description=__doc__, prog="python -m tests.postgres")
    parser.add_argument("verb", choices=["start", "stop"])
    parser.add_argument("folder", type=Path)
    given = parser.parse_args()
    verbs: dict[str, Callable[[Path], str | None]] = {"start": start, "stop": stop}
    try:
        told = verbs[given.verb](given.folder)
    except NoServerError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    if told:
        sys.stdout.write(f"{told}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
