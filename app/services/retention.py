"""Who may not be kept any longer, and their erasure.

GDPR art. 5(1)(e) asks for terms; these are the Dutch practice that the Autoriteit Persoonsgegevens names for
applications: four weeks after the procedure has ended, or a year with the person's consent.
"""

import datetime as dt
from collections.abc import Iterator

import structlog

from app.criteria.profile import RetentionBasis
from app.database import Database
from app.errors import AppError
from app.repositories.decisions import DecisionRepository
from app.repositories.jobs import JobRepository
from app.repositories.retention import Cutoffs, RetentionRepository, TermRow
from app.schemas.decisions import Action
from app.schemas.erasures import ErasureInput, ErasureReason
from app.schemas.retention import DueCandidate, DuePage, TermFrom
from app.services.clock import Clock
from app.services.decisions import note
from app.services.dutch_days import day_of, months_later, start_of
from app.services.erasures import ErasureService
from app.services.paging import cut_page, page_request
from app.settings import Settings

_PORTION = 200
_log = structlog.get_logger("gunning.retention")


class RetentionService:
    """The use cases of retention, for one tenant."""

    def __init__(self, database: Database, erasures: ErasureService, settings: Settings, clock: Clock) -> None:
        self._database = database
        self._erasures = erasures
        self._settings = settings
        self._clock = clock

    def page(self, cursor: str | None, limit: int | None) -> DuePage:
        """A page of those whose term has ended, oldest first."""
        size, after = page_request(cursor, limit, self._settings)
        with self._database.read() as session:
            found = RetentionRepository(session).due(self._cutoffs(), after or "", size + 1)
        rows, following = cut_page(found, size)
        items = tuple(due_of(row, self._settings) for row in rows)
        return DuePage(enabled=self._settings.retention_enabled, items=items, next_cursor=following)

    def due(self) -> Iterator[DueCandidate]:
        """All whose term has ended, read in portions."""
        after, cutoffs = "", self._cutoffs()
        while True:
            with self._database.read() as session:
                rows = RetentionRepository(session).due(cutoffs, after, _PORTION)
            yield from (due_of(row, self._settings) for row in rows)
            if len(rows) < _PORTION:
                return
            after = rows[-1].id

    def erase_due(self, most: int) -> int:
        """Erase at most so many whose term has ended, each in a transaction of its own; how many there were.

        Whoever's term was made longer meanwhile stays.
        """
        cutoffs = self._cutoffs()
        with self._database.read() as session:
            rows = RetentionRepository(session).due(cutoffs, "", most)
        for row in rows:
            try:
                self._erasures.erase(
                    row.id,
                    ErasureInput(reason=ErasureReason.RETENTION),
                    lambda session, of=row.id: RetentionRepository(session).is_due(cutoffs, of),  # type: ignore[misc]
                )
            except AppError:
                # Another process has erased them.
                continue
        if rows:
            _log.info("retention_erased", candidates=len(rows))
        return len(rows)

    def purge_jobs(self, most: int) -> int:
        """Remove at most so many jobs that ended longer ago than they are kept, with the ranks they found."""
        now = self._clock()
        before = start_of(day_of(now) - dt.timedelta(days=self._settings.job_keep_days))
        with self._database.write() as session:
            jobs = JobRepository(session)
            removed = [job_id for job_id in jobs.ended_before(before, most) if jobs.delete(job_id)]
            if removed:
                note(DecisionRepository(session), Action.RETENTION_PURGED, now, jobs=removed)
        return len(removed)

    def old_jobs(self, most: int) -> int:
        """How many jobs would be removed now, counted up to `most`."""
        before = start_of(day_of(self._clock()) - dt.timedelta(days=self._settings.job_keep_days))
        with self._database.read() as session:
            return len(JobRepository(session).ended_before(before, most))

    def _cutoffs(self) -> Cutoffs:
        today = day_of(self._clock())
        days = self._settings.retention_procedure_days
        return Cutoffs(
            today=today,
            procedure=start_of(today - dt.timedelta(days=days)),
            consent=start_of(_first_within(today, self._settings.retention_consent_months)),
        )


def due_of(row: TermRow, settings: Settings) -> DueCandidate:
    """A candidate's term: the last day that they may be kept, and what it is counted from."""
    basis = RetentionBasis(row.basis)
    if row.until is not None:
        return DueCandidate(candidate_id=row.id, basis=basis, term_from=TermFrom.UNTIL, keep_until_date=row.until)
    if basis is RetentionBasis.CONSENT:
        last = months_later(day_of(row.updated_at), settings.retention_consent_months)
        return DueCandidate(candidate_id=row.id, basis=basis, term_from=TermFrom.LAST_CHANGE, keep_until_date=last)
    last = day_of(row.procedure_at or row.updated_at) + dt.timedelta(days=settings.retention_procedure_days)
    term_from = TermFrom.PROCEDURE if row.procedure_at else TermFrom.LAST_CHANGE
    return DueCandidate(candidate_id=row.id, basis=basis, term_from=term_from, keep_until_date=last)


def _first_within(today: dt.date, months: int) -> dt.date:
    """The first day from which so many months have not passed by today: those before it are due."""
    day = months_later(today, -months) - dt.timedelta(days=4)
    while months_later(day, months) < today:
        day += dt.timedelta(days=1)
    return day
