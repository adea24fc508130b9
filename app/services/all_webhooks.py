"""The webhooks of all tenants, for the workers: each is sent as its own tenant's."""

from collections.abc import Callable

import structlog
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from app.database import Database
from app.repositories.webhook_deliveries import WebhookDeliveryRepository
from app.repositories.webhook_endpoints import WebhookEndpointRepository
from app.repositories.webhook_events import WebhookEventRepository
from app.schemas.webhook_events import WebhookEventType
from app.services.clock import Clock
from app.services.webhook_sender import WebhookSender
from app.services.webhook_sweeps import WebhookSweeps

_log = structlog.get_logger("gunning.webhook")


class AllWebhooks:
    """Finds whose an endpoint is. `sender_of`, `sweeps_of`: who does the work in a tenant's database."""

    def __init__(
        self,
        database: Database,
        clock: Clock,
        sender_of: Callable[[Database], WebhookSender],
        sweeps_of: Callable[[Database], WebhookSweeps],
    ) -> None:
        self._database = database.everywhere()
        self._clock = clock
        self._sender_of = sender_of
        self._sweeps_of = sweeps_of

    def due(self) -> list[str]:
        """The endpoints that something is to be sent to now."""
        with self._database.read() as session:
            return list(WebhookDeliveryRepository(session).endpoints_due(self._clock()))

    def serve(self, endpoint_id: str, stopping: Callable[[], bool]) -> bool:
        """Send what is due to an endpoint; true where there may be more. Never raises."""
        try:
            with self._database.read() as session:
                tenant_id = WebhookEndpointRepository(session).tenant_of(endpoint_id)
        except (DBAPIError, PoolTimeoutError) as error:
            # Whoever sweeps finds it again.
            _log.error("webhook_interrupted", endpoint=endpoint_id, error=type(error).__name__)
            return False
        if tenant_id is None:
            return False
        return self._sender_of(self._database.of(tenant_id)).serve(endpoint_id, stopping)

    def closing_soon(self, stopping: Callable[[], bool]) -> None:
        """Tell every tenant that listens of its postings whose submission deadline is near."""
        with self._database.read() as session:
            listening = WebhookEndpointRepository(session).tenants_told_of(WebhookEventType.POSTING_CLOSING_SOON)
        for tenant_id in listening:
            self._sweeps_of(self._database.of(tenant_id)).closing_soon(stopping)

    def remove_old(self, stopping: Callable[[], bool]) -> None:
        """Remove events and deliveries that need not be kept any longer."""
        with self._database.read() as session:
            tenants = WebhookEventRepository(session).tenants()
        for tenant_id in tenants:
            self._sweeps_of(self._database.of(tenant_id)).remove_old(stopping)
