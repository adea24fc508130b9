"""Whose term has ended."""

import datetime as dt
from collections.abc import Sequence
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlmodel import Session, col, select

from app.tables import CandidateRow, MatchCandidateRow, MatchRow, PostingRow, UtcDateTime


class Cutoffs(NamedTuple):
    """Terms as moments: what began before one of them has ended. `today`: `until` on an earlier day has passed."""

    today: dt.date
    procedure: dt.datetime
    consent: dt.datetime


class TermRow(NamedTuple):
    """A candidate's term: `procedure_at` is when the last procedure that they were in gave its last sign, or null."""

    id: str
    basis: str
    until: dt.date | None
    updated_at: dt.datetime
    procedure_at: dt.datetime | None


class RetentionRepository:
    """Reads terms."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def due(self, cutoffs: Cutoffs, after: str, size: int) -> Sequence[TermRow]:
        """At most `size` candidates whose term has ended, with an id after `after`, oldest first."""
        found = _terms().where(_has_ended(cutoffs), col(CandidateRow.id) > after)
        rows = self._session.exec(found.order_by(col(CandidateRow.id)).limit(size)).all()
        return [TermRow(*row) for row in rows]

    def is_due(self, cutoffs: Cutoffs, candidate_id: str) -> bool:
        """Whether this candidate's term has ended."""
        found = select(CandidateRow.id).where(col(CandidateRow.id) == candidate_id, _has_ended(cutoffs))
        return self._session.exec(found).first() is not None

    def term(self, candidate_id: str) -> TermRow | None:
        """This candidate's term, or null where there is no such candidate."""
        row = self._session.exec(_terms().where(col(CandidateRow.id) == candidate_id)).one_or_none()
        return TermRow(*row) if row else None


def _terms() -> Any:  # noqa: ANN401 - a select of four columns has no name
    row: Any = CandidateRow
    procedure_at: Any = sa.type_coerce(_procedure_at(), UtcDateTime)
    return sa.select(row.id, row.retention_basis, row.retention_until, row.updated_at, procedure_at)


def _procedure_at() -> sa.ScalarSelect[dt.datetime]:
    """Of the matches that speak of the candidate, the last moment: their posting's deadline, or of the match itself."""
    deadline, made = col(PostingRow.submission_deadline), col(MatchRow.created_at)
    last = sa.func.max(sa.case((deadline > made, deadline), else_=made))
    return (
        select(last)
        .select_from(MatchCandidateRow)
        .join(MatchRow, col(MatchRow.id) == col(MatchCandidateRow.match_id))
        .join(PostingRow, col(PostingRow.id) == col(MatchRow.posting_id))
        .where(col(MatchCandidateRow.candidate_id) == col(CandidateRow.id))
        .correlate(CandidateRow)
        .scalar_subquery()
    )


def _has_ended(cutoffs: Cutoffs) -> sa.ColumnElement[bool]:
    until, basis = col(CandidateRow.retention_until), col(CandidateRow.retention_basis)
    began = sa.func.coalesce(_procedure_at(), col(CandidateRow.updated_at))
    return sa.or_(
        until < cutoffs.today,
        sa.and_(until.is_(None), basis == "consent", col(CandidateRow.updated_at) < cutoffs.consent),
        sa.and_(
            until.is_(None),
            basis == "procedure",
            # Nobody was in a procedure before they were stored: most candidates need no look at their matches.
            col(CandidateRow.created_at) < cutoffs.procedure,
            sa.type_coerce(began, UtcDateTime) < cutoffs.procedure,
        ),
    )
