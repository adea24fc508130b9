"""Receipts of erasures."""

from collections.abc import Sequence

from sqlmodel import Session, col, select

from app.tables import CandidateRow, ErasureRow


class ErasureRepository:
    """Reads and writes receipts."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def add(self, row: ErasureRow) -> None:
        """Store a receipt."""
        self._session.add(row)
        self._session.flush()

    def get(self, receipt_id: str) -> ErasureRow | None:
        """The receipt with this id, or null."""
        return self._session.exec(select(ErasureRow).where(col(ErasureRow.id) == receipt_id)).one_or_none()

    def last_of(self, candidate_id: str) -> ErasureRow | None:
        """The last receipt of a candidate, or null."""
        found = select(ErasureRow).where(col(ErasureRow.candidate_id) == candidate_id)
        return self._session.exec(found.order_by(col(ErasureRow.id).desc()).limit(1)).first()

    def page(self, after: str, size: int) -> Sequence[ErasureRow]:
        """At most `size` receipts made after the one with id `after`, oldest first."""
        found = select(ErasureRow).where(col(ErasureRow.id) > after)
        return self._session.exec(found.order_by(col(ErasureRow.id)).limit(size)).all()

    def back_again(self) -> Sequence[str]:
        """The candidates that are stored though there is a receipt of their erasure."""
        erased = select(ErasureRow.candidate_id)
        found = select(CandidateRow.id).where(col(CandidateRow.id).in_(erased))
        return self._session.exec(found.order_by(col(CandidateRow.id))).all()
