"""Webhook endpoints and deliveries on the wire."""

from collections.abc import Iterator
from enum import StrEnum
from typing import Annotated, TypeAlias

from pydantic import Field

from app.criteria.base import Value
from app.schemas.base import Identity, Instant
from app.schemas.checked_input import CheckedInput
from app.schemas.json_types import Finding
from app.schemas.webhook_events import WebhookEventType
from app.webhooks.failures import DeliveryFailure

_HOURS = 168

EndpointUrl: TypeAlias = Annotated[
    str,
    Field(
        min_length=1,
        max_length=2_000,
        description=(
            "Where to send: `https`, printable ASCII, without credentials and fragment, on port 443, 80 or one above "
            "1023, of a host with public addresses. A service may allow others, and `http` to them."
        ),
    ),
]
EventTypes: TypeAlias = Annotated[
    tuple[WebhookEventType, ...],
    Field(min_length=1, max_length=20, description="What to send.", json_schema_extra={"uniqueItems": True}),
]
Description: TypeAlias = Annotated[
    str, Field(max_length=500, description="For whoever looks after it. Without personal data.")
]


class DisabledReason(StrEnum):
    """Why an endpoint is sent nothing: it answered 410, it failed for days, or somebody asked for it."""

    GONE = "gone"
    FAILING = "failing"
    BY_REQUEST = "by_request"


class DeliveryState(StrEnum):
    """`pending` may still change. `cancelled`: the endpoint was disabled."""

    PENDING = "pending"
    SUCCEEDED = "succeeded"
    FAILED = "failed"
    CANCELLED = "cancelled"


class WebhookEndpointInput(CheckedInput):
    """An endpoint to send events to."""

    url: EndpointUrl
    event_types: EventTypes
    description: Description | None = None


class WebhookEndpointPatchInput(CheckedInput):
    """What to change of an endpoint; what is left out stays (JSON Merge Patch)."""

    url: EndpointUrl | None = None
    event_types: EventTypes | None = None
    description: Description | None = None
    disabled: bool | None = Field(
        default=None,
        description="True: send nothing more, and cancel what is pending. False: send what happens now on.",
    )

    @classmethod
    def check_sent(cls, sent: object) -> Iterator[Finding]:
        """Types, and null where a member cannot be taken away."""
        yield from super().check_sent(sent)
        if isinstance(sent, dict):
            for name in ("url", "eventTypes", "event_types", "disabled"):
                if name in sent and sent[name] is None:
                    yield (name,), "not_null"


class SecretRotationInput(CheckedInput):
    """How long the secrets before sign as well."""

    overlap_hours: int = Field(default=24, ge=0, le=_HOURS, description="0: they end at once.")


class WebhookEndpoint(Identity):
    """An endpoint. `disabledReason` and `disabledAt` are null while it is sent to."""

    url: str
    event_types: tuple[WebhookEventType, ...]
    description: str | None
    disabled: bool
    disabled_reason: DisabledReason | None
    disabled_at: Instant | None


class WebhookEndpointWithSecret(WebhookEndpoint):
    """An endpoint with the secret that its webhooks are signed with: shown this once."""

    secret: str = Field(description="`whsec_` and 32 bytes in base64.")


class WebhookEndpointPage(Value):
    """A page of endpoints, oldest first."""

    items: tuple[WebhookEndpoint, ...]
    next_cursor: str | None


class WebhookDelivery(Value):
    """Telling an endpoint of an event. `eventId` is the `webhook-id` of each attempt.

    `nextAttemptAt` is null when there is none to come, the `last...` members before the first attempt;
    `lastStatusCode` also where no HTTP answer came, `lastFailure` also where the attempt succeeded.
    """

    id: str
    event_id: str
    event_type: str
    state: DeliveryState
    created_at: Instant
    attempts: int
    last_attempt_at: Instant | None
    last_status_code: int | None
    last_failure: DeliveryFailure | None
    next_attempt_at: Instant | None


class WebhookDeliveryPage(Value):
    """A page of deliveries, newest first."""

    items: tuple[WebhookDelivery, ...]
    next_cursor: str | None
