"""Stored candidates."""

from collections.abc import Collection, Iterator, Sequence

import sqlalchemy as sa
from sqlmodel import Session, col, select

from app.tables import CandidateRow

# SQLite takes 32,766 bound values in a statement; smaller portions keep its plans and ours simple.
_IDS_AT_ONCE = 500


class CandidateRepository:
    """Reads and writes candidates."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def add(self, row: CandidateRow) -> None:
        """Store a new candidate; raises `IntegrityError` at once where its external id is taken."""
        self._session.add(row)
        self._session.flush()

    def get(self, candidate_id: str, *, for_update: bool = False) -> CandidateRow | None:
        """The candidate with this id, or null."""
        return self._one(col(CandidateRow.id) == candidate_id, for_update)

    def get_by_external_id(self, external_id: str, *, for_update: bool = False) -> CandidateRow | None:
        """The candidate that the ATS knows by this id, or null."""
        return self._one(col(CandidateRow.external_id) == external_id, for_update)

    def _one(self, condition: sa.ColumnElement[bool], for_update: bool) -> CandidateRow | None:
        query = select(CandidateRow).where(condition)
        return self._session.exec(query.with_for_update() if for_update else query).one_or_none()

    def page(self, after: str | None, size: int) -> Sequence[CandidateRow]:
        """At most `size` candidates created after the one with id `after`, oldest first."""
        query = select(CandidateRow).order_by(col(CandidateRow.id)).limit(size)
        if after is not None:
            query = query.where(col(CandidateRow.id) > after)
        return self._session.exec(query).all()

    def chunks(self, ids: Sequence[str] | None, size: int) -> Iterator[Sequence[CandidateRow]]:
        """All candidates, or those with `ids`, at most `size` at a time, each portion let go of before the next."""
        if ids is not None:
            for start in range(0, len(ids), min(size, _IDS_AT_ONCE)):
                wanted = ids[start : start + min(size, _IDS_AT_ONCE)]
                yield self._session.exec(select(CandidateRow).where(col(CandidateRow.id).in_(wanted))).all()
                self._session.expunge_all()
            return
        after: str | None = None
        while rows := self.page(after, size):
            after = rows[-1].id
            yield rows
            self._session.expunge_all()

    def present(self, ids: Collection[str]) -> set[str]:
        """Which of these ids are stored; on PostgreSQL those stay until the transaction ends."""
        found: set[str] = set()
        listed = list(ids)
        for start in range(0, len(listed), _IDS_AT_ONCE):
            wanted = listed[start : start + _IDS_AT_ONCE]
            query = select(CandidateRow.id).where(col(CandidateRow.id).in_(wanted)).with_for_update(read=True)
            found.update(self._session.exec(query).all())
        return found

    def external_ids(self, ids: Sequence[str]) -> dict[str, str | None]:
        """The external ids of these candidates, by id."""
        found: dict[str, str | None] = {}
        for start in range(0, len(ids), _IDS_AT_ONCE):
            wanted = ids[start : start + _IDS_AT_ONCE]
            query = select(CandidateRow.id, CandidateRow.external_id).where(col(CandidateRow.id).in_(wanted))
            found.update((candidate_id, external_id) for candidate_id, external_id in self._session.exec(query).all())
        return found

    def delete(self, candidate_id: str) -> bool:
        """Remove a candidate; whether there was one."""
        result = self._session.connection().execute(sa.delete(CandidateRow).where(col(CandidateRow.id) == candidate_id))
        return result.rowcount > 0
