"""Erasures of all tenants, for the operator: who was erased, and again whoever a restored backup has brought back."""

from collections.abc import Iterable, Iterator

from app.database import Database
from app.errors import AppError
from app.repositories.candidates import CandidateRepository
from app.repositories.decisions import DecisionRepository
from app.repositories.erasures import ErasureRepository
from app.schemas.erasures import ErasureInput, ErasureReason
from app.services.clock import Clock
from app.services.erasures import ErasureService
from app.services.outbox import Outbox
from app.tables import ErasureRow

_PORTION = 500


def erased(database: Database) -> Iterator[tuple[str, ErasureRow]]:
    """Tenant and receipt of everyone who was erased, read in portions."""
    with database.everywhere().read() as session:
        tenants = list(DecisionRepository(session).tenants())
    for tenant_id in tenants:
        after = ""
        while True:
            with database.of(tenant_id).read() as session:
                rows = ErasureRepository(session).page(after, _PORTION)
            yield from ((tenant_id, row) for row in rows)
            if len(rows) < _PORTION:
                break
            after = rows[-1].id


def erase_again(database: Database, listed: Iterable[tuple[str, str]], clock: Clock) -> Iterator[tuple[str, str]]:
    """Erase those of the listed (tenant, candidate) who are stored, telling each when it is done.

    An id is never given twice, so whoever has one that was erased is the person who was.
    """
    for tenant_id, candidate_id in listed:
        seen = database.of(tenant_id)
        with seen.read() as session:
            there = CandidateRepository(session).get(candidate_id) is not None
        if not there:
            continue
        try:
            ErasureService(seen, clock, lambda _: None, Outbox(lambda _: None)).erase(
                candidate_id, ErasureInput(reason=ErasureReason.OTHER, reference="restored-backup")
            )
        except AppError:
            continue
        yield tenant_id, candidate_id
