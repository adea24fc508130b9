"""Terms of retention: the days they end on in the Netherlands, and what is erased then."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest

from app.database import Database
from app.ids import new_id
from app.repositories.candidates import CandidateRepository
from app.repositories.decisions import DecisionRepository
from app.repositories.jobs import JobRepository
from app.repositories.matches import MatchRepository
from app.repositories.postings import PostingRepository
from app.retention import main
from app.services.all_erasures import erase_again, erased
from app.services.all_retention import DailyRetention, service_of
from app.services.dutch_days import months_later, start_of
from app.services.outbox import Outbox
from app.services.verifying import verify_log
from app.settings import Settings
from app.tables import CandidateRow, JobRow, MatchRow, PostingRow
from app.tenancy import FIRST_TENANT


def at(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(text).replace(tzinfo=dt.UTC)


def candidate(
    database: Database, updated: str, basis: str = "procedure", until: dt.date | None = None, created: str | None = None
) -> str:
    row = CandidateRow(
        id=new_id(),
        revision=1,
        created_at=at(created or updated),
        updated_at=at(updated),
        profile={},
        retention_basis=basis,
        retention_until=until,
    )
    with database.write() as session:
        CandidateRepository(session).add(row)
    return row.id


def match(database: Database, candidate_id: str, made: str, deadline: str | None) -> None:
    posting = PostingRow(
        id=new_id(),
        revision=1,
        created_at=at(made),
        updated_at=at(made),
        parser_version="p",
        source_text="t",
        media_type="text/plain",
        sha256="0",
        characters=1,
        language="nl",
        submission_deadline=at(deadline) if deadline else None,
        reading={},
    )
    row = MatchRow(
        id=new_id(),
        posting_id=posting.id,
        posting_revision=1,
        reference_date=dt.date(2026, 1, 1),
        partial_credit="none",
        engine_version="e",
        created_at=at(made),
        result={"results": []},
    )
    with database.write() as session:
        PostingRepository(session).add(posting)
        session.flush()
        MatchRepository(session).add(row, [candidate_id])


def due(database: Database, now: str, **settings: Any) -> list[str]:  # noqa: ANN401 - of any type
    service = service_of(database, FIRST_TENANT, Settings(**settings), lambda: at(now), Outbox(lambda _: None))
    return [one.candidate_id for one in service.due()]


@pytest.mark.parametrize(
    ("updated", "basis", "until", "last", "first"),
    [
        # Four weeks from 1 March in winter time end in summer time.
        ("2026-03-01T12:00", "procedure", None, "2026-03-29T21:59", "2026-03-29T22:00"),
        # 23:30 UTC is the next day already.
        ("2026-01-01T23:30", "procedure", None, "2026-01-30T22:59", "2026-01-30T23:00"),
        ("2024-02-29T12:00", "consent", None, "2025-02-28T22:59", "2025-02-28T23:00"),
        ("2023-02-28T12:00", "consent", None, "2024-02-28T22:59", "2024-02-28T23:00"),
        ("2025-10-26T12:00", "consent", None, "2026-10-26T22:59", "2026-10-26T23:00"),
        ("2020-01-01T12:00", "consent", dt.date(2026, 7, 1), "2026-07-01T21:59", "2026-07-01T22:00"),
        ("2020-01-01T12:00", "procedure", dt.date(2026, 12, 31), "2026-12-31T22:59", "2026-12-31T23:00"),
    ],
)
def test_a_term_ends_with_its_last_day(
    database: Database, updated: str, basis: str, until: dt.date | None, last: str, first: str
) -> None:
    one = candidate(database, updated, basis, until)

    assert due(database, last) == []
    assert due(database, first) == [one]


@pytest.mark.parametrize(
    ("made", "deadline", "last", "first"),
    [
        ("2026-05-04T10:00", "2026-06-01T10:00", "2026-06-29T21:59", "2026-06-29T22:00"),
        # Judged after the deadline: the procedure goes on.
        ("2026-06-10T10:00", "2026-06-01T10:00", "2026-07-08T21:59", "2026-07-08T22:00"),
        ("2026-05-04T10:00", None, "2026-06-01T21:59", "2026-06-01T22:00"),
    ],
)
def test_a_procedure_keeps_its_candidates_for_four_weeks_after_it(
    database: Database, made: str, deadline: str | None, last: str, first: str
) -> None:
    one = candidate(database, "2026-07-01T10:00", created="2026-05-01T10:00")
    match(database, one, "2026-05-02T10:00", "2026-05-03T10:00")
    match(database, one, made, deadline)

    assert due(database, last) == []
    assert due(database, first) == [one]


def test_erasing_what_is_due_leaves_the_others_and_is_logged(database: Database) -> None:
    gone = [candidate(database, "2026-01-01T10:00") for _ in range(3)]
    stays = candidate(database, "2026-05-01T10:00")
    service = service_of(database, FIRST_TENANT, Settings(), lambda: at("2026-05-04T10:00"), Outbox(lambda _: None))

    counts = [service.erase_due(2), service.erase_due(2), service.erase_due(2)]

    with database.read() as session:
        assert CandidateRepository(session).present([*gone, stays]) == {stays}
        entries = DecisionRepository(session).portion(0, 10)
    assert counts == [2, 1, 0]
    assert [(one.candidate_id, one.details["reason"]) for one in entries] == [(one, "retention") for one in gone]
    assert verify_log(database).fault is None


def test_old_jobs_go_and_running_ones_stay(database: Database) -> None:
    ids = {}
    for name, finished in (("old", "2026-01-01T10:00"), ("new", "2026-05-01T10:00"), ("running", None)):
        row = JobRow(
            id=new_id(),
            kind="match_all",
            state="running" if finished is None else "succeeded",
            request={},
            created_at=at("2026-01-01T09:00"),
            finished_at=at(finished) if finished else None,
            attempts=0,
        )
        ids[name] = row.id
        with database.write() as session:
            JobRepository(session).add(row)
    service = service_of(database, FIRST_TENANT, Settings(), lambda: at("2026-05-04T10:00"), Outbox(lambda _: None))

    assert service.purge_jobs(10) == 1

    with database.read() as session:
        left = {row.id for row in JobRepository(session).page(None, 10)}
    assert left == {ids["new"], ids["running"]}


def test_the_worker_erases_nobody_unless_told_to(database: Database) -> None:
    one = candidate(database, "2026-01-01T10:00")
    now = [at("2026-05-04T10:00")]
    forgotten: list[tuple[str, str]] = []

    def daily(enabled: bool) -> DailyRetention:
        settings = Settings(retention_enabled=enabled)
        return DailyRetention(
            database, settings, lambda: now[0], Outbox(lambda _: None), lambda *who: forgotten.append(who)
        )

    daily(False).turn()
    assert due(database, "2026-05-04T10:00") == [one]
    working = daily(True)
    for _ in range(3):
        working.turn()
    assert forgotten == [(FIRST_TENANT, one)]
    later = candidate(database, "2026-01-01T10:00")
    working.turn()
    assert due(database, "2026-05-04T10:00") == [later]
    now[0] = at("2026-05-05T10:00")
    working.turn()
    assert due(database, "2026-05-05T10:00") == []


@pytest.fixture
def command(database: Database, database_url: str, monkeypatch: pytest.MonkeyPatch) -> Callable[..., int]:
    """The command, on the test's database."""
    monkeypatch.setenv("DATABASE_URL", database_url)
    _ = database
    return lambda *arguments: main(list(arguments))


def test_a_dry_run_tells_who_and_changes_nothing(
    database: Database, command: Callable[..., int], capsys: pytest.CaptureFixture[str]
) -> None:
    one = candidate(database, "2020-01-01T10:00")

    assert command("--dry-run") == 0
    told = capsys.readouterr().out
    assert f"{FIRST_TENANT} {one} procedure last_change until 2020-01-29" in told
    with database.read() as session:
        assert CandidateRepository(session).get(one) is not None
        assert DecisionRepository(session).head().number == 0
    assert command() == 0
    assert "1 candidates erased" in capsys.readouterr().out


def test_who_comes_back_with_a_backup_is_erased_again(database: Database) -> None:
    one = candidate(database, "2020-01-01T10:00")
    service_of(database, FIRST_TENANT, Settings(), lambda: at("2026-05-04T10:00"), Outbox(lambda _: None)).erase_due(10)
    noted = [(tenant_id, row.candidate_id) for tenant_id, row in erased(database)]
    row = CandidateRow(
        id=one,
        revision=1,
        created_at=at("2020-01-01"),
        updated_at=at("2020-01-01"),
        profile={},
        retention_basis="procedure",
    )
    with database.write() as session:
        CandidateRepository(session).add(row)

    again = list(erase_again(database, noted, lambda: at("2026-05-04T11:00")))

    assert noted == again == [(FIRST_TENANT, one)]
    with database.read() as session:
        assert CandidateRepository(session).get(one) is None


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        (dt.date(2024, 2, 29), 12, dt.date(2025, 2, 28)),
        (dt.date(2023, 12, 31), 2, dt.date(2024, 2, 29)),
        (dt.date(2026, 1, 15), -12, dt.date(2025, 1, 15)),
        (dt.date(2026, 12, 1), 1, dt.date(2027, 1, 1)),
    ],
)
def test_months_are_counted_by_the_calendar(day: dt.date, months: int, later: dt.date) -> None:
    assert months_later(day, months) == later


def test_days_begin_at_midnight_in_the_netherlands() -> None:
    assert start_of(dt.date(2026, 7, 1)) == at("2026-06-30T22:00")
    assert start_of(dt.date(2026, 1, 1)) == at("2025-12-31T23:00")
