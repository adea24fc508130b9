"""Webhook endpoints."""

from collections.abc import Sequence

import sqlalchemy as sa
from sqlmodel import Session, col, select

from app.repositories.statements import changed_rows
from app.webhook_tables import WebhookEndpointRow


class WebhookEndpointRepository:
    """Reads and writes webhook endpoints."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def add(self, row: WebhookEndpointRow) -> None:
        """Store a new endpoint."""
        self._session.add(row)
        self._session.flush()

    def count(self) -> int:
        """How many there are."""
        return self._session.exec(select(sa.func.count(col(WebhookEndpointRow.id)))).one()

    def get(self, endpoint_id: str, *, for_update: bool = False) -> WebhookEndpointRow | None:
        """The endpoint with this id, or null. Locked for update, events may still be stored for it."""
        query = select(WebhookEndpointRow).where(col(WebhookEndpointRow.id) == endpoint_id)
        if for_update:
            query = query.with_for_update(key_share=True)
        return self._session.exec(query).one_or_none()

    def page(self, after: str | None, size: int) -> Sequence[WebhookEndpointRow]:
        """At most `size` endpoints made after the one with id `after`, oldest first."""
        query = select(WebhookEndpointRow).order_by(col(WebhookEndpointRow.id)).limit(size)
        if after is not None:
            query = query.where(col(WebhookEndpointRow.id) > after)
        return self._session.exec(query).all()

    def told_of(self, event_type: str, *, hold: bool = False) -> Sequence[str]:
        """The endpoints that are told of such events. `hold`: none of them is removed before the transaction ends."""
        query = select(WebhookEndpointRow.id, WebhookEndpointRow.event_types)
        query = query.where(col(WebhookEndpointRow.disabled_reason).is_(None))
        if hold:
            query = query.with_for_update(read=True, key_share=True)
        rows = self._session.exec(query).all()
        return [endpoint_id for endpoint_id, event_types in rows if event_type in event_types]

    def delete(self, endpoint_id: str) -> bool:
        """Remove an endpoint, and with it its deliveries; whether there was one."""
        removed = sa.delete(WebhookEndpointRow).where(col(WebhookEndpointRow.id) == endpoint_id)
        return changed_rows(self._session, removed) > 0

    def tenant_of(self, endpoint_id: str) -> str | None:
        """Whose endpoint this is, or null where there is none; for a session of all tenants."""
        query = select(WebhookEndpointRow.tenant_id).where(col(WebhookEndpointRow.id) == endpoint_id)
        return self._session.exec(query).one_or_none()

    def tenants_told_of(self, event_type: str) -> Sequence[str]:
        """The tenants with an endpoint that is told of such events; for a session of all tenants."""
        query = select(WebhookEndpointRow.tenant_id, WebhookEndpointRow.event_types)
        rows = self._session.exec(query.where(col(WebhookEndpointRow.disabled_reason).is_(None))).all()
        return sorted({tenant_id for tenant_id, event_types in rows if event_type in event_types})
