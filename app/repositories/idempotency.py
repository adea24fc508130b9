"""Requests under a key, and the answers that are kept of them."""

import datetime as dt
from collections.abc import Iterable

import sqlalchemy as sa
from sqlmodel import Session, col, delete, select, update

from app.idempotency_tables import IdempotencyCandidateRow, IdempotencyRow
from app.repositories.statements import changed_rows

RUNNING, DONE, ERASED, SECRET = "running", "done", "erased", "secret"
_NOTHING_KEPT = {"answer": None, "headers": None, "status": None, "body_sha256": None, "of_many": False}
_AT_ONCE = 500


class IdempotencyRepository:
    """Reads and writes what is known of keys."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def add(self, row: IdempotencyRow) -> None:
        """Store a new request; raises `IntegrityError` at once where its key is in use."""
        self._session.add(row)
        self._session.flush()

    def of_key(self, key: str) -> IdempotencyRow | None:
        """The request under this key, locked for change, or null."""
        return self._session.exec(
            select(IdempotencyRow).where(col(IdempotencyRow.key) == key).with_for_update()
        ).one_or_none()

    def take(self, row: IdempotencyRow, owner: str, until: dt.datetime) -> None:
        """Give a request whose owner is gone to another."""
        row.owner, row.lease_until = owner, until
        self._session.flush()

    def remove(self, row: IdempotencyRow) -> None:
        """Forget a request."""
        self._session.delete(row)
        self._session.flush()

    def renew(self, request_id: str, owner: str, until: dt.datetime) -> bool:
        """Let the owner go on until `until`; false where the request is not theirs any more."""
        return self._change(request_id, owner, lease_until=until)

    def finish(
        self,
        request_id: str,
        owner: str,
        body_sha256: str,
        status: int,
        headers: dict[str, str],
        answer: bytes | None,
        candidate_ids: Iterable[str],
        *,
        of_many: bool,
    ) -> bool:
        """Keep the owner's answer and whom it speaks of; false as above, then nothing is kept."""
        kept = self._change(
            request_id,
            owner,
            state=DONE,
            body_sha256=body_sha256,
            status=status,
            headers=headers,
            answer=answer,
            of_many=of_many,
        )
        if kept:
            of_request = col(IdempotencyCandidateRow.request_id) == request_id
            changed_rows(self._session, delete(IdempotencyCandidateRow).where(of_request))
            self._session.add_all(
                IdempotencyCandidateRow(request_id=request_id, candidate_id=candidate_id)
                for candidate_id in candidate_ids
            )
            self._session.flush()
        return kept

    def conceal(self, request_id: str, owner: str) -> bool:
        """Note that the owner's request was answered with what is told once only; false as above."""
        return self._change(request_id, owner, state=SECRET)

    def release(self, request_id: str, owner: str) -> None:
        """Forget what the owner did not finish, so that the key is free again."""
        unfinished = [*_held(request_id, owner), col(IdempotencyRow.state) == RUNNING]
        changed_rows(self._session, delete(IdempotencyRow).where(*unfinished))

    def erase(self, candidate_id: str) -> int:
        """Keep no answer that speaks of this person; that a request was answered stays known. How many there were."""
        about = select(IdempotencyCandidateRow.request_id).where(
            col(IdempotencyCandidateRow.candidate_id) == candidate_id
        )
        spoke = sa.or_(col(IdempotencyRow.id).in_(about), col(IdempotencyRow.of_many).is_(True))
        erased = changed_rows(self._session, update(IdempotencyRow).where(spoke).values(state=ERASED, **_NOTHING_KEPT))
        gone = delete(IdempotencyCandidateRow).where(col(IdempotencyCandidateRow.candidate_id) == candidate_id)
        changed_rows(self._session, gone)
        return erased

    def purge(self, now: dt.datetime) -> int:
        """Remove some of what has expired; how many. What still runs stays."""
        expired = select(IdempotencyRow.id).where(
            col(IdempotencyRow.expires_at) < now, col(IdempotencyRow.lease_until) < now
        )
        ids = self._session.exec(expired.limit(_AT_ONCE)).all()
        if ids:
            changed_rows(self._session, delete(IdempotencyRow).where(col(IdempotencyRow.id).in_(ids)))
        return len(ids)

    def _change(self, request_id: str, owner: str, **values: object) -> bool:
        changing = update(IdempotencyRow).where(*_held(request_id, owner)).values(**values)
        return changed_rows(self._session, changing) == 1


def _held(request_id: str, owner: str) -> list[sa.ColumnElement[bool]]:
    return [col(IdempotencyRow.id) == request_id, col(IdempotencyRow.owner) == owner]
