"""Stored candidates."""

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session, col, select

from app.repositories.statements import changed_rows, raised
from app.tables import CandidateChangeRow, CandidateRow, CounterRow
from app.tenancy import tenant_of

# SQLite takes 32,766 bound values in a statement; smaller portions keep its plans and ours simple.
_IDS_AT_ONCE = 500
_CHANGES = "candidate_change"


class ListedCandidate(NamedTuple):
    """A candidate without the profile."""

    id: str
    revision: int
    external_id: str | None


def _portions(ids: Sequence[str], size: int = _IDS_AT_ONCE) -> Iterator[Sequence[str]]:
    step = min(size, _IDS_AT_ONCE)
    return (ids[start : start + step] for start in range(0, len(ids), step))


class CandidateRepository:
    """Reads and writes candidates."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def add(self, row: CandidateRow) -> None:
        """Store a new candidate; raises `IntegrityError` at once where its external id is taken."""
        self._session.add(row)
        self._session.flush()
        self.note_change(row.id)

    def note_change(self, candidate_id: str) -> None:
        """Number a change of this candidate, as the last one of all; other writers wait until the transaction ends."""
        self._note_changes([candidate_id])

    def ids_by_external_id(self, external_ids: Sequence[str]) -> dict[str, str]:
        """The ids of the candidates that the ATS knows by these ids, locked for change where there are any."""
        found: dict[str, str] = {}
        for wanted in _portions(external_ids):
            query = select(CandidateRow.external_id, CandidateRow.id)
            rows = self._session.exec(query.where(col(CandidateRow.external_id).in_(wanted)).with_for_update()).all()
            found.update((external_id, row_id) for external_id, row_id in rows if external_id is not None)
        return found

    def store_many(self, new: Sequence[dict[str, Any]], changed: Sequence[dict[str, Any]]) -> None:
        """Store new candidates, and put other profiles in the place of stored ones, as rows of the table."""
        if new:
            self._session.execute(sa.insert(CandidateRow), list(new))
        if changed:
            # Many at once is no statement of the ORM, which would name the tenant by itself.
            replaced = sa.update(CandidateRow).where(
                col(CandidateRow.id) == sa.bindparam("of"), col(CandidateRow.tenant_id) == tenant_of(self._session)
            )
            columns: dict[str, Any] = {name: sa.bindparam(f"new_{name}") for name in changed[0] if name != "id"}
            rows = [{"of": row["id"], **{f"new_{name}": row[name] for name in row if name != "id"}} for row in changed]
            self._session.connection().execute(
                replaced.values(revision=col(CandidateRow.revision) + 1, **columns), rows
            )
        self._note_changes([row["id"] for row in (*new, *changed)])

    def _note_changes(self, candidate_ids: Sequence[str]) -> None:
        """Number the changes of several candidates, in this order."""
        connection = self._session.connection()
        last = self._raised(len(candidate_ids))
        tenant_id = tenant_of(self._session)
        rows = [
            {"tenant_id": tenant_id, "candidate_id": candidate_id, "number": last - len(candidate_ids) + n}
            for n, candidate_id in enumerate(candidate_ids, 1)
        ]
        table = CandidateChangeRow.__table__  # type: ignore[attr-defined]
        insert = (postgresql if connection.dialect.name == "postgresql" else sqlite).insert(table)
        new_number = {"number": insert.excluded.number}
        connection.execute(insert.on_conflict_do_update(index_elements=["candidate_id"], set_=new_number), rows)

    def _raised(self, by: int) -> int:
        """The number of the last change, raised; other writers wait until the transaction ends."""
        return raised(self._session, _CHANGES, by)

    def last_change(self) -> int:
        """The number of the last change of any candidate that is visible here; 0 where nothing changed yet."""
        found = select(CounterRow.value).where(col(CounterRow.name) == _CHANGES)
        return self._session.exec(found).one_or_none() or 0

    def changed_since(self, number: int) -> list[str]:
        """The candidates that changed after the change with this number, erased ones included, in order."""
        changed = select(CandidateChangeRow.candidate_id).where(col(CandidateChangeRow.number) > number)
        return list(self._session.exec(changed.order_by(col(CandidateChangeRow.number))).all())

    def changes_until(self, number: int, most: int) -> list[tuple[str, int]]:
        """The last `most` of the changes up to the one with this number: candidate and number, the last first."""
        known = select(CandidateChangeRow.candidate_id, CandidateChangeRow.number)
        known = known.where(col(CandidateChangeRow.number) <= number)
        last = known.order_by(col(CandidateChangeRow.number).desc()).limit(most)
        return [(candidate_id, at) for candidate_id, at in self._session.exec(last).all()]

    def count(self) -> int:
        """How many candidates are stored."""
        return self._session.exec(select(sa.func.count()).select_from(CandidateRow)).one()

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

    def chunks(self, ids: Sequence[str] | None, size: int) -> Iterator[Sequence[ListedCandidate]]:
        """All candidates, or those with `ids`, at most `size` at a time, without their profiles."""
        listed = select(CandidateRow.id, CandidateRow.revision, CandidateRow.external_id)
        if ids is not None:
            for wanted in _portions(ids, size):
                rows = self._session.exec(listed.where(col(CandidateRow.id).in_(wanted))).all()
                yield [ListedCandidate(*row) for row in rows]
            return
        after = ""
        while rows := self._session.exec(
            listed.where(col(CandidateRow.id) > after).order_by(col(CandidateRow.id)).limit(size)
        ).all():
            after = rows[-1][0]
            yield [ListedCandidate(*row) for row in rows]

    def profiles(self, ids: Sequence[str]) -> dict[str, tuple[int, dict[str, Any]]]:
        """Revision and profile document of these candidates, by id."""
        found: dict[str, tuple[int, dict[str, Any]]] = {}
        for wanted in _portions(ids):
            query = select(CandidateRow.id, CandidateRow.revision, CandidateRow.profile)
            rows = self._session.exec(query.where(col(CandidateRow.id).in_(wanted))).all()
            found.update((row_id, (revision, dict(profile))) for row_id, revision, profile in rows)
        return found

    def present(self, ids: Sequence[str], *, lock: bool = False) -> set[str]:
        """Which of these ids are stored; `lock`: those stay until the transaction, one that writes, ends."""
        found: set[str] = set()
        for wanted in _portions(ids):
            query = select(CandidateRow.id).where(col(CandidateRow.id).in_(wanted))
            found.update(self._session.exec(query.with_for_update(read=True) if lock else query).all())
        return found

    def erased(self, ids: Sequence[str]) -> set[str]:
        """Which of these ids are those of candidates who are stored no more; the others are locked, as by `present`."""
        changed: set[str] = set()
        for wanted in _portions(ids):
            query = select(CandidateChangeRow.candidate_id).where(col(CandidateChangeRow.candidate_id).in_(wanted))
            changed.update(self._session.exec(query).all())
        return changed - self.present(sorted(changed), lock=True)

    def delete(self, candidate_id: str) -> bool:
        """Remove a candidate; whether there was one."""
        found = changed_rows(self._session, sa.delete(CandidateRow).where(col(CandidateRow.id) == candidate_id)) > 0
        if found:
            self.note_change(candidate_id)
        return found
