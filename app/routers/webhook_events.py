"""What is sent to webhook endpoints, for the document's `webhooks`."""

from typing import Any

from fastapi import APIRouter, Response, status

from app.schemas.webhook_events import EVENTS, WebhookEvent

_ANSWERS: dict[int | str, dict[str, Any]] = {
    204: {"description": "Taken, like any 2xx. Any other answer, or none, and it is sent again."},
    410: {"description": "Sends nothing more to this endpoint: it is disabled."},
}


def declare_events(router: APIRouter) -> None:
    """Describe each event on an application's router of webhooks."""
    for event in EVENTS:
        event_type: str = event.model_fields["type"].annotation.__args__[0]  # type: ignore[union-attr] # a Literal
        router.add_api_route(
            event_type,
            _receiver(event),
            methods=["POST"],
            operation_id=f"on{event.__name__}",
            tags=["webhooks"],
            summary=event.__doc__,
            description=(event.__doc__ or "") + " Signed after the Standard Webhooks specification.",
            status_code=status.HTTP_204_NO_CONTENT,
            response_class=Response,
            responses=_ANSWERS,
        )


def _receiver(event: type[WebhookEvent]):  # type: ignore[no-untyped-def] # noqa: ANN202 - read by the framework only
    def receive(body: event) -> None:  # type: ignore[valid-type]
        """Described, never called."""

    return receive
