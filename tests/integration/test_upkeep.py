"""What a worker does by the clock reaches the rows of every tenant."""

import datetime as dt

import pytest
from sqlmodel import select

from app.database import Database
from app.idempotency_tables import IdempotencyRow
from app.schemas.candidates import CandidateInput
from app.services.candidates import CandidateService
from app.services.clock import Clock
from app.services.idempotency import IdempotencyService
from app.services.outbox import Outbox
from app.settings import Settings
from app.upkeep import upkeep

BEFORE = dt.datetime(2025, 1, 1, 12, tzinfo=dt.UTC)
NOW = dt.datetime(2026, 5, 4, 12, tzinfo=dt.UTC)


def at(instant: dt.datetime) -> Clock:
    return lambda: instant


def turn(database: Database, name: str, settings: Settings) -> list[tuple[str, str]]:
    """Run one sweep once; whom it made memory forget."""
    forgotten: list[tuple[str, str]] = []
    sweeps = upkeep(database, settings, at(NOW), Outbox(lambda _: None), lambda *who: forgotten.append(who))
    next(sweep for sweep in sweeps if sweep.name == name).run(lambda: False)
    return forgotten


@pytest.mark.parametrize(("enabled", "erased"), [(True, 1), (False, 0)])
def test_terms_of_retention_are_kept_where_they_are_on(database: Database, enabled: bool, erased: int) -> None:
    candidate = CandidateService(database, Settings(), at(BEFORE)).create(CandidateInput())

    forgotten = turn(database, "retention", Settings(retention_enabled=enabled))

    assert forgotten == [(database.tenant_id, candidate.id)] * erased


def test_keys_of_requests_that_have_expired_are_removed(database: Database) -> None:
    for tenant_id in ("first", "other"):
        IdempotencyService(database.of(tenant_id), Settings(), at(BEFORE)).claim("key", "target")

    turn(database, "expired-keys", Settings())

    with database.everywhere().read() as session:
        assert session.exec(select(IdempotencyRow)).all() == []
