"""Stored matches."""

from collections.abc import Iterable, Iterator

import sqlalchemy as sa
from sqlmodel import Session, col, select

from app.tables import MatchCandidateRow, MatchRow


class MatchRepository:
    """Reads and writes matches."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def add(self, row: MatchRow, candidate_ids: Iterable[str]) -> None:
        """Store a match and whom it speaks of."""
        self._session.add(row)
        self._session.flush()
        links = [{"match_id": row.id, "candidate_id": candidate_id} for candidate_id in candidate_ids]
        if links:
            self._session.execute(sa.insert(MatchCandidateRow), links)

    def get(self, match_id: str) -> MatchRow | None:
        """The match with this id, or null."""
        return self._session.get(MatchRow, match_id)

    def speaking_of(self, candidate_id: str, *, for_update: bool = True) -> Iterator[MatchRow]:
        """Every match with a result about this candidate, oldest first, locked for change unless only read."""
        ids = self._session.exec(
            select(MatchCandidateRow.match_id)
            .where(col(MatchCandidateRow.candidate_id) == candidate_id)
            .order_by(col(MatchCandidateRow.match_id))
        ).all()
        for match_id in ids:
            found = select(MatchRow).where(col(MatchRow.id) == match_id)
            row = self._session.exec(found.with_for_update() if for_update else found).one_or_none()
            if row is not None:
                yield row
