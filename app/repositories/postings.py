"""Stored postings."""

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import load_only
from sqlmodel import Session, col, select

from app.repositories.statements import changed_rows
from app.tables import PostingRow

# Class attributes of a table are typed as their values; at run time they are columns.
_LISTED: tuple[Any, ...] = (
    PostingRow.id,
    PostingRow.revision,
    PostingRow.created_at,
    PostingRow.updated_at,
    PostingRow.parser_version,
    PostingRow.title,
    PostingRow.reference,
    PostingRow.organisation_name,
    PostingRow.submission_deadline,
)


class PostingRepository:
    """Reads and writes postings."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def add(self, row: PostingRow) -> None:
        """Store a new posting."""
        self._session.add(row)

    def get(self, posting_id: str, *, for_update: bool = False) -> PostingRow | None:
        """The posting with this id, or null."""
        return self._session.get(PostingRow, posting_id, with_for_update=True if for_update else None)

    def exists(self, posting_id: str) -> bool:
        """Whether there is one; on PostgreSQL it then stays until the transaction ends."""
        found = select(PostingRow.id).where(col(PostingRow.id) == posting_id).with_for_update(read=True)
        return self._session.exec(found).first() is not None

    def page(self, after: str | None, size: int) -> Sequence[PostingRow]:
        """At most `size` postings created after the one with id `after`, oldest first, without texts and readings."""
        query = select(PostingRow).options(load_only(*_LISTED, raiseload=True)).order_by(col(PostingRow.id)).limit(size)
        if after is not None:
            query = query.where(col(PostingRow.id) > after)
        return self._session.exec(query).all()

    def open_at(self, now: dt.datetime, size: int) -> Iterator[PostingRow]:
        """The postings without a submission deadline, or with one after `now`, oldest first, `size` read at a time."""
        deadline = col(PostingRow.submission_deadline)
        found = select(PostingRow).where(sa.or_(deadline.is_(None), deadline > now)).order_by(col(PostingRow.id))
        after = ""
        while rows := self._session.exec(found.where(col(PostingRow.id) > after).limit(size)).all():
            after = rows[-1].id
            yield from rows

    def delete(self, posting_id: str) -> bool:
        """Remove a posting, and with it its matches; whether there was one."""
        return changed_rows(self._session, sa.delete(PostingRow).where(col(PostingRow.id) == posting_id)) > 0
