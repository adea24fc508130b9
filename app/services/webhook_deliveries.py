"""Deliveries: list them, send one again, try an endpoint."""

from app.database import Database
from app.errors import AppError
from app.repositories.webhook_deliveries import WebhookDeliveryRepository
from app.repositories.webhook_endpoints import WebhookEndpointRepository
from app.schemas.webhook_events import TEST_EVENT
from app.schemas.webhooks import DeliveryState, WebhookDelivery, WebhookDeliveryPage
from app.services.clock import Clock
from app.services.idempotency import settle
from app.services.outbox import Outbox
from app.services.paging import cut_page, page_request
from app.services.webhook_endpoints import found
from app.services.webhook_events import webhook_test
from app.settings import Settings
from app.webhook_tables import WebhookDeliveryRow, WebhookEndpointRow
from app.webhooks.failures import DeliveryFailure


class WebhookDeliveryService:
    """The use cases of deliveries. Unknown ids raise the 404."""

    def __init__(self, database: Database, settings: Settings, clock: Clock, outbox: Outbox) -> None:
        self._database = database
        self._settings = settings
        self._clock = clock
        self._outbox = outbox

    def get(self, endpoint_id: str, delivery_id: str) -> WebhookDelivery:
        """A delivery as it is now."""
        with self._database.read() as session:
            row = WebhookDeliveryRepository(session).get(endpoint_id, delivery_id)
        if row is None:
            raise AppError("not-found")
        return _delivery(*row)

    def page(
        self, endpoint_id: str, state: DeliveryState | None, cursor: str | None, limit: int | None
    ) -> WebhookDeliveryPage:
        """A page of deliveries to an endpoint, newest first."""
        size, before = page_request(cursor, limit, self._settings)
        with self._database.read() as session:
            found(WebhookEndpointRepository(session).get(endpoint_id))
            rows = WebhookDeliveryRepository(session).page(endpoint_id, state, before, size + 1)
        types = {row.id: event_type for row, event_type in rows}
        shown, following = cut_page([row for row, _ in rows], size)
        return WebhookDeliveryPage(items=tuple(_delivery(row, types[row.id]) for row in shown), next_cursor=following)

    def retry(self, endpoint_id: str, delivery_id: str) -> WebhookDelivery:
        """Send a delivery now, with the whole schedule before it; one that is being sent is left as it is.

        The 409 where the endpoint is disabled.
        """
        now = self._clock()
        with self._database.write() as session:
            _enabled(WebhookEndpointRepository(session).get(endpoint_id, for_update=True))
            of = WebhookDeliveryRepository(session).get(endpoint_id, delivery_id, for_update=True)
            if of is None:
                raise AppError("not-found")
            row, event_type = of
            if row.lease_until is None or row.lease_until < now:
                row.state, row.tries, row.next_at = DeliveryState.PENDING, 0, now
                self._outbox.wake_after(session, [endpoint_id])
            delivery = _delivery(row, event_type)
            settle(session, delivery)
        return delivery

    def test(self, endpoint_id: str) -> WebhookDelivery:
        """Send a `webhook.test` event to an endpoint. The 409 where it is disabled."""
        with self._database.write() as session:
            _enabled(WebhookEndpointRepository(session).get(endpoint_id, for_update=True))
            event = webhook_test(endpoint_id, self._clock())
            (row,) = self._outbox.tell_these(session, event, [endpoint_id])
            delivery = _delivery(row, TEST_EVENT)
            settle(session, delivery, f"/v1/webhook-endpoints/{endpoint_id}/deliveries/{delivery.id}")
        return delivery


def _enabled(row: WebhookEndpointRow | None) -> None:
    if found(row).disabled_reason is not None:
        raise AppError("endpoint-disabled")


def _delivery(row: WebhookDeliveryRow, event_type: str) -> WebhookDelivery:
    return WebhookDelivery(
        id=row.id,
        event_id=row.event_id,
        event_type=event_type,
        state=DeliveryState(row.state),
        created_at=row.created_at,
        attempts=row.attempts,
        last_attempt_at=row.last_at,
        last_status_code=row.last_status,
        last_failure=None if row.last_failure is None else DeliveryFailure(row.last_failure),
        next_attempt_at=row.next_at,
    )
