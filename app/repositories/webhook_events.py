"""Events that webhooks tell of."""

import datetime as dt
from collections.abc import Sequence

import sqlalchemy as sa
from sqlmodel import Session, col, select

from app.repositories.statements import changed_rows
from app.tables import PostingRow
from app.webhook_tables import WebhookDeliveryRow, WebhookEventRow


class WebhookEventRepository:
    """Reads and writes events."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def add(self, row: WebhookEventRow) -> None:
        """Store a new event; raises `IntegrityError` where it happens once only and did."""
        self._session.add(row)
        self._session.flush()

    def body(self, event_id: str) -> str:
        """What is sent of an event."""
        return self._session.exec(select(WebhookEventRow.body).where(col(WebhookEventRow.id) == event_id)).one()

    def untold_deadlines(
        self, event_type: str, now: dt.datetime, until: dt.datetime, size: int
    ) -> Sequence[tuple[str, int, dt.datetime]]:
        """The postings (id, revision, deadline) with a deadline in a time, of which no such event tells."""
        deadline = col(PostingRow.submission_deadline)
        told = sa.exists().where(
            col(WebhookEventRow.type) == event_type,
            col(WebhookEventRow.about) == col(PostingRow.id),
            col(WebhookEventRow.about_time) == deadline,
        )
        query = select(PostingRow.id, PostingRow.revision, PostingRow.submission_deadline)
        rows = self._session.exec(query.where(deadline > now, deadline <= until, ~told).order_by(deadline).limit(size))
        return [(posting_id, revision, time) for posting_id, revision, time in rows if time is not None]

    def delete_old(self, before: dt.datetime, size: int) -> int:
        """Remove at most `size` events from before a time, with their deliveries, but for those pending; how many."""
        pending = sa.exists().where(
            col(WebhookDeliveryRow.event_id) == col(WebhookEventRow.id), col(WebhookDeliveryRow.state) == "pending"
        )
        old = select(WebhookEventRow.id).where(col(WebhookEventRow.created_at) < before, ~pending).limit(size)
        ids = self._session.exec(old).all()
        if ids:
            changed_rows(self._session, sa.delete(WebhookEventRow).where(col(WebhookEventRow.id).in_(ids)))
        return len(ids)

    def tenants(self) -> Sequence[str]:
        """The tenants that have events; for a session of all tenants."""
        return self._session.exec(select(WebhookEventRow.tenant_id).distinct()).all()
