"""Tenants and the keys to them."""

import datetime as dt
from collections.abc import Sequence

import sqlalchemy as sa
from sqlmodel import Session, col, select

from app.repositories.statements import changed_rows
from app.tables import ApiKeyRow, TenantRow


class KeyRepository:
    """Reads and writes keys and tenants."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def tenants(self) -> Sequence[str]:
        """All tenants there are, in the order of their names."""
        return self._session.exec(select(TenantRow.id).order_by(col(TenantRow.id))).all()

    def add_tenant(self, tenant_id: str, now: dt.datetime) -> None:
        """Make a tenant where there is none of this name."""
        if self._session.get(TenantRow, tenant_id) is None:
            self._session.add(TenantRow(id=tenant_id, created_at=now))
            self._session.flush()

    def add(self, row: ApiKeyRow) -> None:
        """Store a new key."""
        self._session.add(row)
        self._session.flush()

    def get(self, key_id: str, *, for_update: bool = False) -> ApiKeyRow | None:
        """The key with this id, or null."""
        found = select(ApiKeyRow).where(col(ApiKeyRow.id) == key_id)
        return self._session.exec(found.with_for_update() if for_update else found).one_or_none()

    def page(self, after: str | None, size: int) -> Sequence[ApiKeyRow]:
        """At most `size` keys made after the one with id `after`, oldest first."""
        query = select(ApiKeyRow).order_by(col(ApiKeyRow.id)).limit(size)
        if after is not None:
            query = query.where(col(ApiKeyRow.id) > after)
        return self._session.exec(query).all()

    def any_valid(self, now: dt.datetime) -> bool:
        """Whether there is a key that is neither revoked nor expired."""
        expires = col(ApiKeyRow.expires_at)
        valid = select(ApiKeyRow.id).where(
            col(ApiKeyRow.revoked_at).is_(None), sa.or_(expires.is_(None), expires > now)
        )
        return self._session.exec(valid.limit(1)).first() is not None

    def note_use(self, key_id: str, now: dt.datetime) -> None:
        """Keep when a key was used last."""
        used = sa.update(ApiKeyRow).where(col(ApiKeyRow.id) == key_id).values(last_used_at=now)
        changed_rows(self._session, used)
