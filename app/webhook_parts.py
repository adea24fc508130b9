"""What webhooks are made of, for the service and for a worker alike."""

from collections.abc import Callable
from dataclasses import dataclass

from app.database import Database
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


@dataclass(frozen=True, slots=True)
class WebhookParts:
    """The outbox that services tell, the use cases, who sends, and what time brings."""

    outbox: Outbox
    endpoints: WebhookEndpointService
    deliveries: WebhookDeliveryService
    sender: WebhookSender
    sweeps: tuple[Sweep, ...]


def webhook_parts(database: Database, settings: Settings, clock: Clock, enqueue: Callable[[str], None]) -> WebhookParts:
    """The parts. `enqueue` tells the queue of webhooks of an endpoint by its id."""
    outbox = Outbox(enqueue)
    rules = AddressRules(settings.webhook_allow_private_addresses, settings.webhook_allowed_networks)
    transport = Transport(rules, settings.webhook_timeout_seconds)
    box = SecretBox([key.get_secret_value() for key in settings.webhook_secret_key])
    sweeps = WebhookSweeps(database, settings, clock, outbox)
    return WebhookParts(
        outbox=outbox,
        endpoints=WebhookEndpointService(database, settings, clock, transport, box),
        deliveries=WebhookDeliveryService(database, settings, clock, outbox),
        sender=WebhookSender(database, settings, clock, transport, box),
        sweeps=(
            Sweep("closing-soon", _CLOSING_SOON_SECONDS, sweeps.closing_soon),
            Sweep("old-webhooks", _REMOVE_OLD_SECONDS, sweeps.remove_old),
        ),
    )
