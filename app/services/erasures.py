"""Erase a person everywhere, in one transaction, and keep a receipt of it that names nobody."""

from collections.abc import Callable
from typing import TypeAlias

from app.database import Database
from app.errors import AppError
from app.etags import NO_PRECONDITIONS, Preconditions, revision_tag
from app.ids import new_id
from app.repositories.candidates import CandidateRepository
from app.repositories.decisions import DecisionRepository
from app.repositories.erasures import ErasureRepository
from app.repositories.idempotency import IdempotencyRepository
from app.repositories.job_results import JobResultRepository
from app.repositories.matches import MatchRepository
from app.schemas.candidates import Candidate
from app.schemas.decisions import Action
from app.schemas.erasures import ErasureInput, ErasureReason, Receipt, Removed
from app.services.clock import Clock
from app.services.decisions import note
from app.services.dutch_days import AMSTERDAM
from app.services.erasure import without_person
from app.services.idempotency import settle
from app.services.law_texts import law_texts
from app.services.outbox import Outbox
from app.services.webhook_events import candidate_erased
from app.tables import ErasureRow
from app.tenancy import TenantSession

Check: TypeAlias = Callable[[TenantSession], bool]


class ErasureService:
    """The use cases of erasing. Unknown ids raise the 404.

    `on_erased` lets go of what is kept in memory; `outbox` tells who asked to be told.
    """

    def __init__(
        self,
        database: Database,
        clock: Clock,
        on_erased: Callable[[str], None],
        outbox: Outbox,
    ) -> None:
        self._database = database
        self._clock = clock
        self._on_erased = on_erased
        self._outbox = outbox

    def erase(
        self,
        candidate_id: str,
        given: ErasureInput,
        still: Check | None = None,
        expected: Preconditions = NO_PRECONDITIONS,
    ) -> Receipt | None:
        """Erase a person: the profile, and whatever stored matches and jobs say about them.

        `still` is asked when the candidate can be changed by nobody else; null, with nothing changed, where it says no.
        Raises the 412 where the candidate is not the one expected.
        """
        with self._database.write() as session:
            candidates = CandidateRepository(session)
            found = candidates.get(candidate_id, for_update=True)
            if found is None:
                raise AppError("not-found")
            expected.check(revision_tag(Candidate, found.id, found.revision))
            if still is not None and not still(session):
                return None
            job_ranks = JobResultRepository(session).count_ranks_of(candidate_id)
            if not candidates.delete(candidate_id):
                raise AppError("not-found")
            matches = overrides = 0
            for match in MatchRepository(session).speaking_of(candidate_id):
                matches += 1
                overrides += sum(one["candidateId"] == candidate_id for one in match.result.get("overrides", ()))
                match.result = without_person(match.result, candidate_id)
            removed = Removed(
                matches_redacted=matches,
                overrides=overrides,
                job_ranks=job_ranks,
                idempotency_records=IdempotencyRepository(session).erase(candidate_id),
            )
            row = self._receipt(session, candidate_id, given, removed)
            self._outbox.tell(session, candidate_erased(candidate_id, row.erased_at))
            receipt = receipt_of(row)
            settle(session, receipt, f"/v1/erasures/{row.id}")
        self._on_erased(candidate_id)
        return receipt

    def erase_or_repeat(self, candidate_id: str, given: ErasureInput) -> tuple[Receipt, bool]:
        """Erase a person, or give the receipt again of who is erased already; also whether it was done now."""
        try:
            made = self.erase(candidate_id, given)
        except AppError as error:
            with self._database.read() as session:
                row = ErasureRepository(session).last_of(candidate_id)
            if row is None or error.kind != "not-found":
                raise
            return receipt_of(row), False
        assert made is not None  # noqa: S101 - nothing was asked meanwhile
        return made, True

    def get(self, receipt_id: str) -> Receipt:
        """A receipt."""
        with self._database.read() as session:
            row = ErasureRepository(session).get(receipt_id)
        if row is None:
            raise AppError("not-found")
        return receipt_of(row)

    def _receipt(self, session: TenantSession, candidate_id: str, given: ErasureInput, removed: Removed) -> ErasureRow:
        now, receipt_id = self._clock(), new_id()
        logged = note(
            DecisionRepository(session),
            Action.CANDIDATE_ERASED,
            now,
            candidate_id=candidate_id,
            receiptId=receipt_id,
            reason=given.reason,
            **removed.model_dump(by_alias=True),
        )
        row = ErasureRow(
            id=receipt_id,
            candidate_id=candidate_id,
            erased_at=now,
            reason=given.reason,
            reference=given.reference,
            matches=removed.matches_redacted,
            overrides=removed.overrides,
            job_ranks=removed.job_ranks,
            idempotency_records=removed.idempotency_records,
            log_number=logged.number,
            log_hash=logged.hash,
        )
        ErasureRepository(session).add(row)
        return row


def receipt_of(row: ErasureRow) -> Receipt:
    """A row as the API shows it."""
    texts = law_texts()["receipt"]
    at = row.erased_at.astimezone(AMSTERDAM)
    statement = texts["statement"].format(
        date=f"{at:%d-%m-%Y}",
        time=f"{at:%H:%M}",
        candidate=row.candidate_id,
        matches=row.matches,
        overrides=row.overrides,
        ranks=row.job_ranks,
        reason=texts["reasons"][row.reason],
        number=row.log_number,
    )
    return Receipt(
        receipt_id=row.id,
        candidate_id=row.candidate_id,
        erased_at=row.erased_at,
        reason=ErasureReason(row.reason),
        reference=row.reference,
        removed=Removed(
            matches_redacted=row.matches,
            overrides=row.overrides,
            job_ranks=row.job_ranks,
            idempotency_records=row.idempotency_records,
        ),
        log_number=row.log_number,
        log_hash=row.log_hash,
        statement=statement,
    )
