"""What is by half in a database is found."""

import datetime as dt

import pytest
from sqlmodel import Session

from app.database import Database
from app.tables import CandidateRow, MatchRow, PostingRow
from app.tenancy import FIRST_TENANT
from bench.crash import halves
from bench.crash_clients import LINES
from tests.conftest import NOW


@pytest.fixture
def url(database_url: str) -> str:
    opened = Database(database_url)
    opened.migrate()
    opened.close()
    return database_url


def store(url: str, *rows: CandidateRow | PostingRow | MatchRow) -> None:
    opened = Database(url)
    with opened.of(FIRST_TENANT).write() as session:
        add(session, rows)
    opened.close()


def add(session: Session, rows: tuple[CandidateRow | PostingRow | MatchRow, ...]) -> None:
    for row in rows:
        session.add(row)
        session.flush()


def candidate(number: int, external_id: str | None = None) -> CandidateRow:
    return CandidateRow(
        id=f"{number:036d}",
        external_id=external_id,
        revision=1,
        created_at=NOW,
        updated_at=NOW,
        profile={},
        retention_basis="procedure",
    )


def test_nothing_is_by_half_in_an_empty_database(url: str) -> None:
    assert halves(url) == []


def test_a_candidate_without_the_number_of_its_change_is_found(url: str) -> None:
    store(url, candidate(1))
    assert halves(url) == ["1 candidates without the number of their change"]


def test_a_match_without_its_candidates_is_found(url: str) -> None:
    posting = PostingRow(
        id="p",
        revision=1,
        created_at=NOW,
        updated_at=NOW,
        parser_version="1",
        source_text="",
        media_type="text/plain",
        sha256="0" * 64,
        characters=0,
        language="nl",
        reading={},
    )
    match = MatchRow(
        id="m",
        posting_id="p",
        posting_revision=1,
        reference_date=dt.date(2026, 5, 4),
        partial_credit="none",
        engine_version="1",
        created_at=NOW,
        result={},
    )
    store(url, posting, match)
    assert halves(url) == ["1 matches without their candidates"]


def test_an_import_stored_in_part_is_found(url: str) -> None:
    store(url, *[candidate(n, f"import-000-000001-{n:02d}") for n in range(LINES - 1)])
    assert "1 imports stored in part" in halves(url)


def test_a_whole_import_is_not_by_half(url: str) -> None:
    store(url, *[candidate(n, f"import-000-000001-{n:02d}") for n in range(LINES)])
    assert "1 imports stored in part" not in halves(url)
