"""What webhooks are made of, for the service and for a worker alike."""

from collections.abc import Callable

from app.database import Database
from app.services.all_webhooks import AllWebhooks
from app.services.clock import Clock
from app.services.outbox import Outbox
from app.services.webhook_deliveries import WebhookDeliveryService
from app.services.webhook_endpoints import WebhookEndpointService
from app.services.webhook_sender import WebhookSender
from app.services.webhook_sweeps import WebhookSweeps
from app.settings import Settings
from app.sweeps import Sweep
from app.webhooks.addresses import AddressRules
from app.webhooks.sending import Transport
from app.webhooks.signing import SecretBox

_CLOSING_SOON_SECONDS = 60.0
_REMOVE_OLD_SECONDS = 3_600.0


class WebhookParts:
    """What all tenants share: the outbox that services tell, and how to send. A tenant's own is made when asked for.

    `wake` tells the queue of webhooks of an endpoint by its id.
    """

    def __init__(self, database: Database, settings: Settings, clock: Clock, wake: Callable[[str], None]) -> None:
        self.outbox = Outbox(wake)
        self._settings = settings
        self._clock = clock
        rules = AddressRules(settings.webhook_allow_private_addresses, settings.webhook_allowed_networks)
        self._transport = Transport(rules, settings.webhook_timeout_seconds)
        self._box = SecretBox([key.get_secret_value() for key in settings.webhook_secret_key])
        self.all = AllWebhooks(database, clock, self.sender, self._sweeps)
        self.sweeps = (
            Sweep("closing-soon", _CLOSING_SOON_SECONDS, self.all.closing_soon),
            Sweep("old-webhooks", _REMOVE_OLD_SECONDS, self.all.remove_old),
        )

    def endpoints(self, database: Database) -> WebhookEndpointService:
        """The use cases of a tenant's endpoints."""
        return WebhookEndpointService(database, self._settings, self._clock, self._transport, self._box)

    def deliveries(self, database: Database) -> WebhookDeliveryService:
        """The use cases of a tenant's deliveries."""
        return WebhookDeliveryService(database, self._settings, self._clock, self.outbox)

    def sender(self, database: Database) -> WebhookSender:
        """Who sends a tenant's deliveries."""
        return WebhookSender(database, self._settings, self._clock, self._transport, self._box)

    def _sweeps(self, database: Database) -> WebhookSweeps:
        return WebhookSweeps(database, self._settings, self._clock, self.outbox)
