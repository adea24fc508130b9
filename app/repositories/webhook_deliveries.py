"""Deliveries: their rows, and who may send one when."""

import datetime as dt
from collections.abc import Iterable, Sequence

import sqlalchemy as sa
from sqlmodel import Session, col, select
from sqlmodel.sql.expression import Select

from app.repositories.statements import changed_rows
from app.webhook_tables import WebhookDeliveryRow, WebhookEventRow

_PENDING = "pending"


class WebhookDeliveryRepository:
    """Reads and writes deliveries."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def add_all(self, rows: Iterable[WebhookDeliveryRow]) -> None:
        """Store new deliveries."""
        self._session.add_all(rows)
        self._session.flush()

    def get(
        self, endpoint_id: str, delivery_id: str, *, for_update: bool = False
    ) -> tuple[WebhookDeliveryRow, str] | None:
        """A delivery to this endpoint and its event's type, or null."""
        query = _with_types(endpoint_id).where(col(WebhookDeliveryRow.id) == delivery_id)
        if for_update:
            query = query.with_for_update(of=WebhookDeliveryRow)
        return self._session.exec(query).one_or_none()

    def page(
        self, endpoint_id: str, state: str | None, before: str | None, size: int
    ) -> Sequence[tuple[WebhookDeliveryRow, str]]:
        """At most `size` deliveries to this endpoint with their events' types, made before `before`, newest first."""
        query = _with_types(endpoint_id).order_by(col(WebhookDeliveryRow.id).desc()).limit(size)
        if state is not None:
            query = query.where(col(WebhookDeliveryRow.state) == state)
        if before is not None:
            query = query.where(col(WebhookDeliveryRow.id) < before)
        return self._session.exec(query).all()

    def endpoints_due(self, now: dt.datetime) -> Sequence[str]:
        """The endpoints with deliveries that are due and that nobody sends, whoever was longest due first."""
        waiting = select(WebhookDeliveryRow.endpoint_id).where(*_due(now)).group_by(col(WebhookDeliveryRow.endpoint_id))
        return self._session.exec(waiting.order_by(sa.func.min(col(WebhookDeliveryRow.next_at)))).all()

    def being_sent(self, endpoint_id: str, now: dt.datetime) -> int:
        """How many deliveries are being sent to an endpoint."""
        held = [
            col(WebhookDeliveryRow.endpoint_id) == endpoint_id,
            col(WebhookDeliveryRow.state) == _PENDING,
            col(WebhookDeliveryRow.lease_until) >= now,
        ]
        return self._session.exec(select(sa.func.count(col(WebhookDeliveryRow.id))).where(*held)).one()

    def next_due(self, endpoint_id: str, now: dt.datetime) -> WebhookDeliveryRow | None:
        """The delivery to an endpoint that was due first and that nobody sends, locked for change; or null."""
        query = select(WebhookDeliveryRow).where(col(WebhookDeliveryRow.endpoint_id) == endpoint_id, *_due(now))
        first = query.order_by(col(WebhookDeliveryRow.next_at), col(WebhookDeliveryRow.id)).limit(1)
        return self._session.exec(first.with_for_update(skip_locked=True)).one_or_none()

    def owned(self, delivery_id: str, owner: str) -> WebhookDeliveryRow | None:
        """The delivery that `owner` sends, locked for change; null where it is not theirs any more."""
        mine = [col(WebhookDeliveryRow.id) == delivery_id, col(WebhookDeliveryRow.owner) == owner]
        return self._session.exec(select(WebhookDeliveryRow).where(*mine).with_for_update()).one_or_none()

    def cancel_pending(self, endpoint_id: str) -> None:
        """Let nothing more be sent to an endpoint."""
        pending = [
            col(WebhookDeliveryRow.endpoint_id) == endpoint_id,
            col(WebhookDeliveryRow.state) == _PENDING,
        ]
        ended = {"state": "cancelled", "next_at": None, "owner": None, "lease_until": None}
        changed_rows(self._session, sa.update(WebhookDeliveryRow).where(*pending).values(ended))


def _with_types(endpoint_id: str) -> Select[WebhookDeliveryRow, str]:
    joined = col(WebhookEventRow.id) == col(WebhookDeliveryRow.event_id)
    query = select(WebhookDeliveryRow, WebhookEventRow.type).join(WebhookEventRow, joined)
    return query.where(col(WebhookDeliveryRow.endpoint_id) == endpoint_id)


def _due(now: dt.datetime) -> list[sa.ColumnElement[bool]]:
    until = col(WebhookDeliveryRow.lease_until)
    return [
        col(WebhookDeliveryRow.state) == _PENDING,
        col(WebhookDeliveryRow.next_at) <= now,
        sa.or_(until.is_(None), until < now),
    ]
