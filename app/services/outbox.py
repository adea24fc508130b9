"""Events are stored in the transaction of what they tell of: both are there, or neither is."""

from collections.abc import Callable, Sequence
from datetime import datetime

import structlog
from sqlalchemy import event as on_session
from sqlmodel import Session

from app.ids import new_id
from app.repositories.webhook_deliveries import WebhookDeliveryRepository
from app.repositories.webhook_endpoints import WebhookEndpointRepository
from app.repositories.webhook_events import WebhookEventRepository
from app.schemas.webhook_events import WebhookEvent
from app.schemas.webhooks import DeliveryState
from app.webhook_tables import WebhookDeliveryRow, WebhookEventRow

_TOLD = "gunning_webhook_endpoints"
_log = structlog.get_logger("gunning.webhook")


class Outbox:
    """Tells of events, by way of deliveries for who wants to know. `enqueue` tells the queue of an endpoint."""

    def __init__(self, enqueue: Callable[[str], None]) -> None:
        self._enqueue = enqueue

    def tell(self, session: Session, event: WebhookEvent, once: tuple[str, datetime] | None = None) -> None:
        """Store an event and its deliveries with whatever this write transaction stores; nothing where nobody listens.

        `once`: what it is about, of which it may be told once; raises `IntegrityError` the second time.
        """
        endpoint_ids = WebhookEndpointRepository(session).told_of(event.type, hold=True)
        if endpoint_ids:
            self.tell_these(session, event, endpoint_ids, once)

    def tell_these(
        self,
        session: Session,
        event: WebhookEvent,
        endpoint_ids: Sequence[str],
        once: tuple[str, datetime] | None = None,
    ) -> list[WebhookDeliveryRow]:
        """As `tell`, to these endpoints; the deliveries."""
        about, about_time = once or (None, None)
        row = WebhookEventRow(
            id=new_id(),
            type=event.type,
            created_at=event.timestamp,
            body=event.model_dump_json(by_alias=True),
            about=about,
            about_time=about_time,
        )
        WebhookEventRepository(session).add(row)
        deliveries = [
            WebhookDeliveryRow(
                id=new_id(),
                endpoint_id=endpoint_id,
                event_id=row.id,
                state=DeliveryState.PENDING,
                created_at=event.timestamp,
                attempts=0,
                tries=0,
                next_at=event.timestamp,
            )
            for endpoint_id in endpoint_ids
        ]
        WebhookDeliveryRepository(session).add_all(deliveries)
        self.wake_after(session, endpoint_ids)
        return deliveries

    def wake_after(self, session: Session, endpoint_ids: Sequence[str]) -> None:
        """Let somebody send what is due to these endpoints, once this transaction is committed."""
        if _TOLD not in session.info:
            session.info[_TOLD] = set()
            on_session.listen(session, "after_commit", self._wake, once=True)
        session.info[_TOLD] |= set(endpoint_ids)

    def _wake(self, session: Session) -> None:
        for endpoint_id in session.info.pop(_TOLD):
            try:
                self._enqueue(endpoint_id)
            except Exception as error:  # whoever sweeps finds what is due, whatever the queue raises
                _log.warning("webhook_not_enqueued", endpoint=endpoint_id, error=type(error).__name__)
