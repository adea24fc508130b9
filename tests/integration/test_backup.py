"""Copies of a SQLite database: whole under load, restorable, and refused when they are not whole."""

import json
import sqlite3
import stat
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from app import backup
from app.backup import RefusedError, create, restore, verify
from app.database import Database
from app.settings import Settings
from demo.server import running_service

pytestmark = pytest.mark.sqlite
ROOT = Path(__file__).parent.parent.parent


@pytest.fixture
def live(settings: Settings) -> Path:
    """An empty, migrated database."""
    return Path(settings.database_url.removeprefix("sqlite:///"))


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    return tmp_path / "copies" / "copy.db"


@pytest.fixture(autouse=True)
def _folder(copy: Path) -> None:
    copy.parent.mkdir()


def add_counters(path: Path, first: int, number: int) -> None:
    with sqlite3.connect(path) as connection:
        connection.executemany(
            "INSERT INTO counter (tenant_id, name, value) VALUES ('default', ?, ?)",
            [(f"n{n}", n) for n in range(first, first + number)],
        )
    connection.close()


def counters(path: Path) -> list[int]:
    connection = sqlite3.connect(path)
    found = [value for (value,) in connection.execute("SELECT value FROM counter WHERE name LIKE 'n%' ORDER BY value")]
    connection.close()
    return found


@pytest.fixture
def writer(live: Path) -> Iterator[threading.Event]:
    """Somebody who goes on adding three rows at a time."""
    stop, wrote = threading.Event(), threading.Event()

    def write() -> None:
        first = 0
        while not stop.is_set():
            add_counters(live, first, 3)
            first += 3
            wrote.set()

    thread = threading.Thread(target=write)
    thread.start()
    yield wrote
    stop.set()
    thread.join()


def test_a_copy_under_load_is_whole_as_of_one_moment(live: Path, copy: Path, writer: threading.Event) -> None:
    for n in range(5):
        writer.wait(10)
        writer.clear()
        target = copy.with_name(f"{n}.db")
        create(live, target)

        found = counters(target)
        assert found
        assert len(found) % 3 == 0
        assert found == list(range(len(found)))


def test_a_copy_is_its_owners_only_and_alone(live: Path, copy: Path) -> None:
    create(live, copy)

    assert stat.S_IMODE(copy.stat().st_mode) == 0o600
    assert [path.name for path in copy.parent.iterdir()] == ["copy.db"]


def test_a_copy_takes_nothing_s_place(live: Path, copy: Path) -> None:
    copy.write_text("mine")

    with pytest.raises(RefusedError):
        create(live, copy)

    assert copy.read_text() == "mine"


def test_no_database_is_made_in_order_to_be_copied(tmp_path: Path, copy: Path) -> None:
    with pytest.raises(RefusedError):
        create(tmp_path / "missing.db", copy)

    assert not (tmp_path / "missing.db").exists()
    assert not copy.exists()


def test_what_was_backed_up_comes_back(live: Path, copy: Path) -> None:
    add_counters(live, 0, 2)
    create(live, copy)
    add_counters(live, 2, 1)
    for suffix in (".index", ".index-other", "-queue"):
        live.with_name(live.name + suffix).write_text("of the one before")

    kept = restore(copy, live)

    assert counters(live) == [0, 1]
    assert kept is not None
    assert counters(kept) == [0, 1, 2]
    assert not list(live.parent.glob("*.index*"))
    assert not live.with_name(f"{live.name}-queue").exists()
    assert stat.S_IMODE(live.stat().st_mode) == 0o600
    database = Database(f"sqlite:///{live}")
    assert database.is_current()
    database.close()


def test_a_second_restore_keeps_both_before(live: Path, copy: Path) -> None:
    create(live, copy)

    assert restore(copy, live) != restore(copy, live)


def test_a_copy_is_restored_where_nothing_was(live: Path, copy: Path, tmp_path: Path) -> None:
    create(live, copy)

    assert restore(copy, tmp_path / "new" / "own.db") is None
    assert verify(tmp_path / "new" / "own.db") == verify(copy)


def test_a_damaged_database_can_be_replaced(live: Path, copy: Path) -> None:
    create(live, copy)
    live.write_bytes(b"no database " * 1000)

    restore(copy, live)

    assert verify(live)


def test_a_database_in_use_is_not_replaced(live: Path, copy: Path) -> None:
    create(live, copy)
    database = Database(f"sqlite:///{live}")
    with database.engine.connect() as connection:
        connection.exec_driver_sql("SELECT count(*) FROM counter")
        before = live.read_bytes()

        with pytest.raises(RefusedError, match="open"):
            restore(copy, live)

    database.close()
    assert live.read_bytes() == before
    assert not list(live.parent.glob("*.before-restore-*"))


@pytest.mark.parametrize("damage", ["cut", "page", "text", "empty", "other", "newer"])
def test_what_is_not_whole_is_refused(live: Path, copy: Path, damage: str) -> None:
    add_counters(live, 0, 5_000)
    create(live, copy)
    data = bytearray(copy.read_bytes())
    if damage == "cut":
        data = data[: len(data) // 2]
    elif damage == "page":
        data[-4096 * 3 : -4096 * 2] = b"\xff" * 4096
    elif damage == "text":
        data = bytearray(b"no database " * 1000)
    elif damage == "empty":
        data = bytearray()
    copy.write_bytes(data)
    if damage in {"other", "newer"}:
        with sqlite3.connect(copy) as connection:
            change = "DROP TABLE alembic_version" if damage == "other" else "UPDATE alembic_version SET version_num='x'"
            connection.execute(change)
        connection.close()
    before = live.read_bytes()

    with pytest.raises(RefusedError):
        restore(copy, live)

    assert live.read_bytes() == before


@pytest.mark.process
def test_the_commands_work_beside_a_service_and_restore_only_without_it(
    tmp_path: Path, copy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path}/gunning.db")

    def run(action: str) -> tuple[int, list[dict[str, object]]]:
        found = subprocess.run(
            [sys.executable, "-m", "app.backup", action, str(copy)],
            cwd=ROOT,
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
        return found.returncode, [json.loads(line) for line in found.stderr.splitlines()]

    with running_service(tmp_path) as service:
        service.post("/v1/candidates", {"externalId": "A-1"})
        created, told = run("create")
        assert (created, told[-1]["event"]) == (0, "backed_up")
        assert told[0]["event"] == "backing_up"
        service.post("/v1/candidates", {"externalId": "A-2"})
        status, told = run("restore")
        assert (status, told[-1]["event"]) == (backup.REFUSED, "refused")
        assert run("create")[0] == backup.REFUSED
    assert run("verify")[0] == 0
    assert run("restore")[0] == 0
    with running_service(tmp_path) as service:
        assert [one["externalId"] for one in service.get("/v1/candidates")["items"]] == ["A-1"]


def test_for_postgresql_its_own_commands_are_told(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], copy: Path
) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://gunning@localhost/gunning")

    assert backup.main(["create", str(copy)]) == backup.REFUSED
    assert "pg_dump" in capsys.readouterr().err
