"""The index is kept between starts, and only ever of this database and of those who are still in it."""

import datetime as dt
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from app.criteria.verdicts import Outcome
from app.database import Database
from app.matching import PreparedPosting, prepare_posting
from app.matching.index import Ranked
from app.nlp.extractor import Extractor
from app.schemas.candidates import CandidateInput
from app.schemas.erasures import ErasureInput
from app.services.candidate_index import CandidateIndex, index_file
from app.services.candidates import CandidateService
from app.services.clock import utc_now
from app.services.erasures import ErasureService
from app.services.outbox import Outbox
from app.settings import Settings
from app.tenancy import FIRST_TENANT
from tests.postgres import Server

TODAY = dt.date(2026, 5, 4)


class Started:
    """A database with its index, as one run of a service has them."""

    def __init__(self, settings: Settings) -> None:
        self.database = Database(settings.database_url).of(FIRST_TENANT)
        self.file = index_file(settings, self.database)
        self.index = CandidateIndex(self.database, 2, self.file)
        self.index.restore()
        self.candidates = CandidateService(self.database, settings, utc_now)
        self.profiles_read = 0
        sa.event.listen(self.database.engine, "before_cursor_execute", self._count)

    def erase(self, candidate_id: str) -> None:
        """Erase somebody, as a request does."""
        erasures = ErasureService(self.database, utc_now, self.index.forget, Outbox(lambda _: None))
        erasures.erase(candidate_id, ErasureInput())

    def _count(self, _c: object, _u: object, statement: str, *_: object) -> None:
        self.profiles_read += statement.startswith("SELECT") and "candidate.profile" in statement

    def stop(self) -> None:
        self.index.close()
        self.database.close()


class Backup:
    """A copy of a database that nobody has open, and back."""

    def __init__(self, url: str, request: pytest.FixtureRequest) -> None:
        self._url = url
        self._server: Server | None = None if url.startswith("sqlite") else request.getfixturevalue("postgres")

    def make(self) -> None:
        if self._server:
            self._copy = self._server.create(self._url)
        else:
            self._copy = f"{self._url}.backup"
            shutil.copyfile(file_of(self._url), file_of(self._copy))

    def put_back(self) -> None:
        if self._server:
            self._server.put_back(self._url, self._copy)
            self._server.drop(self._copy)
            return
        path = file_of(self._url)
        for leftover in (path, path.with_name(f"{path.name}-wal"), path.with_name(f"{path.name}-shm")):
            leftover.unlink(missing_ok=True)
        shutil.copyfile(file_of(self._copy), path)


def file_of(url: str) -> Path:
    return Path(url.removeprefix("sqlite:///"))


@pytest.fixture
def settings(migrated_url: str, tmp_path: Path) -> Settings:
    return Settings(database_url=migrated_url, index_path=str(tmp_path / "gunning.db.index"), log_level="error")


@pytest.fixture
def backup(migrated_url: str, request: pytest.FixtureRequest) -> Backup:
    return Backup(migrated_url, request)


@pytest.fixture
def runs(settings: Settings) -> Iterator[list[Started]]:
    """The runs of a service, one after another; whichever is running at the end is stopped."""
    started: list[Started] = []
    yield started
    for one in started:
        one.database.close()


@pytest.fixture
def posting(reader: Extractor, posting_text: str) -> PreparedPosting:
    return prepare_posting(reader.read(posting_text))


def store(run: Started, profiles: list[dict[str, Any]]) -> list[str]:
    return [run.candidates.create(CandidateInput.model_validate(profile)).id for profile in profiles]


def started(runs: list[Started], settings: Settings) -> Started:
    runs.append(Started(settings))
    return runs[-1]


def total(ranked: Ranked) -> int:
    return sum(ranked.outcomes[one] for one in Outcome)


def test_the_next_start_reads_no_profile(
    runs: list[Started], settings: Settings, profiles: list[dict[str, Any]], posting: PreparedPosting
) -> None:
    first = started(runs, settings)
    store(first, profiles)
    before = first.index.rank(posting, TODAY, 10)
    first.stop()

    second = started(runs, settings)
    after = second.index.rank(posting, TODAY, 10)

    assert after == before
    assert (first.profiles_read > 0, second.profiles_read) == (True, 0)


def test_what_changed_since_is_read(
    runs: list[Started], settings: Settings, profiles: list[dict[str, Any]], posting: PreparedPosting
) -> None:
    first = started(runs, settings)
    ids = store(first, profiles[1:])
    first.index.catch_up()
    first.stop()
    without = started(runs, settings)
    without.index = CandidateIndex(without.database, 2)
    store(without, profiles[:1])
    without.erase(ids[0])
    without.stop()

    third = started(runs, settings)
    ranked = third.index.rank(posting, TODAY, 10)

    assert total(ranked) == len(profiles) - 1
    assert ids[0] not in ranked.ids


def test_an_erased_person_leaves_the_file_at_once(
    runs: list[Started], settings: Settings, profiles: list[dict[str, Any]]
) -> None:
    first = started(runs, settings)
    ids = store(first, profiles)
    first.index.catch_up()
    first.stop()
    second = started(runs, settings)
    assert second.file is not None
    assert ids[0].encode() in second.file.read_bytes()

    second.erase(ids[0])

    assert not second.file.exists()
    second.stop()
    assert ids[0].encode() not in second.file.read_bytes()
    assert ids[1].encode() in second.file.read_bytes()


def test_an_unfinished_file_is_removed_when_somebody_is_erased(
    runs: list[Started], settings: Settings, profiles: list[dict[str, Any]]
) -> None:
    first = started(runs, settings)
    ids = store(first, profiles)
    assert first.file is not None
    unfinished = first.file.with_name(f"{first.file.name}.123.new")
    unfinished.write_bytes(ids[0].encode())

    first.erase(ids[0])

    assert not unfinished.exists()


def test_erasing_needs_no_file_that_can_be_removed(
    runs: list[Started], settings: Settings, profiles: list[dict[str, Any]], posting: PreparedPosting
) -> None:
    first = started(runs, settings)
    ids = store(first, profiles)
    first.index.catch_up()
    assert first.file is not None
    first.file.mkdir()

    first.erase(ids[0])

    assert ids[0] not in first.index.rank(posting, TODAY, 10).ids
    first.stop()
    assert not list(first.file.parent.glob("*.new"))


def test_whoever_another_process_erased_is_not_kept(
    runs: list[Started], settings: Settings, profiles: list[dict[str, Any]]
) -> None:
    first = started(runs, settings)
    ids = store(first, profiles)
    first.index.catch_up()
    other = started(runs, settings)
    other.erase(ids[0])

    first.stop()

    assert first.file is not None
    assert ids[0].encode() not in first.file.read_bytes()


def test_the_file_of_a_database_put_back_is_not_used(
    runs: list[Started], settings: Settings, profiles: list[dict[str, Any]], posting: PreparedPosting, backup: Backup
) -> None:
    first = started(runs, settings)
    store(first, profiles[:1])
    first.index.catch_up()
    first.database.close()
    backup.make()
    second = started(runs, settings)
    store(second, profiles[1:3])
    second.index.catch_up()
    second.stop()
    backup.put_back()
    third = started(runs, settings)
    third.index = CandidateIndex(third.database, 2)
    store(third, profiles[3:6])
    third.database.close()

    fourth = started(runs, settings)
    ranked = fourth.index.rank(posting, TODAY, 10)

    assert total(ranked) == 4
    assert fourth.profiles_read > 0


def test_the_file_of_a_database_put_back_is_not_used_later_either(
    runs: list[Started], settings: Settings, profiles: list[dict[str, Any]], posting: PreparedPosting, backup: Backup
) -> None:
    first = started(runs, settings)
    ids = store(first, profiles[:3])
    first.database.close()
    backup.make()
    second = started(runs, settings)
    store(second, profiles[3:4])
    second.index.catch_up()
    second.stop()
    backup.put_back()
    third = started(runs, settings)
    for _ in range(2):
        third.candidates.replace(ids[0], CandidateInput.model_validate(profiles[0]))
    third.database.close()  # killed: the index is not written

    fourth = started(runs, settings)

    assert total(fourth.index.rank(posting, TODAY, 10)) == 3


def _cut(content: bytes) -> bytes:
    return content[:-7]


def _flipped_at_the_end(content: bytes) -> bytes:
    return content[:-1] + bytes([content[-1] ^ 1])


def _flipped_in_the_middle(content: bytes) -> bytes:
    middle = len(content) // 2
    return content[:middle] + bytes([content[middle] ^ 1]) + content[middle + 1 :]


def _of_a_huge_length(content: bytes) -> bytes:
    return content[:16] + b"\xff" * 8 + content[24:]


def _renamed_part(content: bytes) -> bytes:
    return content.replace(b'"present"', b'"absents"', 1)


@pytest.mark.parametrize(
    "damage", [_cut, _flipped_at_the_end, _flipped_in_the_middle, _of_a_huge_length, _renamed_part]
)
def test_a_damaged_file_is_passed_over(
    runs: list[Started],
    settings: Settings,
    profiles: list[dict[str, Any]],
    posting: PreparedPosting,
    damage: Callable[[bytes], bytes],
) -> None:
    first = started(runs, settings)
    store(first, profiles)
    ranked = first.index.rank(posting, TODAY, 10)
    first.stop()
    assert first.file is not None
    first.file.write_bytes(damage(first.file.read_bytes()))

    second = started(runs, settings)

    assert second.index.rank(posting, TODAY, 10) == ranked
    assert second.profiles_read > 0


def test_erasing_somebody_removes_the_files_of_all_tenants(tmp_path: Path) -> None:
    first, other = (tmp_path / name for name in ("gunning.db.index", "gunning.db.index-of-other"))
    first.write_bytes(b"x")
    other.write_bytes(b"x")
    (tmp_path / "gunning.db").write_bytes(b"x")

    CandidateIndex(Database("sqlite://").of("other"), 2, other).forget("c")

    assert sorted(path.name for path in tmp_path.iterdir()) == ["gunning.db"]


def test_an_index_ends_though_its_database_is_gone_and_keeps_nothing(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path}/own.db").of("other")
    database.migrate()
    file = tmp_path / "own.db.index"
    index = CandidateIndex(database, 2, file)
    index.catch_up()
    with database.changing_schema() as connection:
        connection.exec_driver_sql("DROP TABLE candidate_change")

    index.close()

    assert not file.exists()
    database.close()
