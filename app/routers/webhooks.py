"""Routes for webhook endpoints and their deliveries."""

from typing import Annotated, TypeAlias

from fastapi import APIRouter, Path, Query, Response, status

from app.dependencies import WebhookDeliveries, WebhookEndpoints
from app.json_route import JsonRoute
from app.principal import Scope, needs
from app.routers.common import UUID_PATTERN, WITH_BODY, Cursor, PageLimit, ResourceId, problems
from app.schemas.webhooks import (
    DeliveryState,
    SecretRotationInput,
    WebhookDelivery,
    WebhookDeliveryPage,
    WebhookEndpoint,
    WebhookEndpointInput,
    WebhookEndpointPage,
    WebhookEndpointPatchInput,
    WebhookEndpointWithSecret,
)

router = APIRouter(prefix="/webhook-endpoints", route_class=JsonRoute, tags=["webhooks"])

DeliveryId: TypeAlias = Annotated[
    str,
    Path(
        alias="deliveryId",
        pattern=UUID_PATTERN,
        description="The delivery's id, a UUID_PATTERN in lower case.",
        examples=["01a21079-0511-7b0e-9d5f-0c8a4f1c2b7e"],
    ),
]
StateWanted: TypeAlias = Annotated[
    DeliveryState | None, Query(description="Only those in this state; leave out for all.", examples=["failed"])
]


@router.post(
    "",
    operation_id="createWebhookEndpoint",
    status_code=status.HTTP_201_CREATED,
    responses=problems(*WITH_BODY, 409),
)
@needs(Scope.ADMIN)
def create_webhook_endpoint(
    given: WebhookEndpointInput, service: WebhookEndpoints, response: Response
) -> WebhookEndpointWithSecret:
    """Let events be sent to an address. The answer holds the secret to verify them with, which is not shown again."""
    endpoint = service.create(given)
    response.headers["Location"] = f"/v1/webhook-endpoints/{endpoint.id}"
    return endpoint


@router.get("", operation_id="listWebhookEndpoints", responses=problems(400))
@needs(Scope.ADMIN)
def list_webhook_endpoints(
    service: WebhookEndpoints, cursor: Cursor = None, limit: PageLimit = None
) -> WebhookEndpointPage:
    """Endpoints, oldest first."""
    return service.page(cursor, limit)


@router.get("/{id}", operation_id="getWebhookEndpoint", responses=problems(404))
@needs(Scope.ADMIN)
def get_webhook_endpoint(id: ResourceId, service: WebhookEndpoints) -> WebhookEndpoint:
    """An endpoint: where, what of, and whether it is sent to."""
    return service.get(id)


@router.patch("/{id}", operation_id="changeWebhookEndpoint", responses=problems(*WITH_BODY, 404))
@needs(Scope.ADMIN)
def change_webhook_endpoint(
    id: ResourceId, given: WebhookEndpointPatchInput, service: WebhookEndpoints
) -> WebhookEndpoint:
    """Change an endpoint, disable it, or enable one that was disabled."""
    return service.change(id, given)


@router.delete(
    "/{id}",
    operation_id="deleteWebhookEndpoint",
    status_code=status.HTTP_204_NO_CONTENT,
    response_class=Response,
    responses=problems(404),
)
@needs(Scope.ADMIN)
def delete_webhook_endpoint(id: ResourceId, service: WebhookEndpoints) -> None:
    """Remove an endpoint, its secrets and its deliveries."""
    service.delete(id)


@router.post(
    "/{id}/secret-rotations",
    operation_id="rotateWebhookSecret",
    responses=problems(*WITH_BODY, 404),
)
@needs(Scope.ADMIN)
def rotate_webhook_secret(
    id: ResourceId, service: WebhookEndpoints, given: SecretRotationInput | None = None
) -> WebhookEndpointWithSecret:
    """Give an endpoint a new secret. Until the overlap has passed, webhooks are signed with the ones before as well."""
    return service.rotate(id, given or SecretRotationInput())


@router.post(
    "/{id}/tests",
    operation_id="testWebhookEndpoint",
    status_code=status.HTTP_201_CREATED,
    responses=problems(404, 409),
)
@needs(Scope.ADMIN)
def test_webhook_endpoint(id: ResourceId, service: WebhookDeliveries, response: Response) -> WebhookDelivery:
    """Send a `webhook.test` event to an endpoint. The delivery tells what came of it, about a second later."""
    delivery = service.test(id)
    response.headers["Location"] = f"/v1/webhook-endpoints/{id}/deliveries/{delivery.id}"
    return delivery


@router.get("/{id}/deliveries", operation_id="listWebhookDeliveries", responses=problems(400, 404))
@needs(Scope.ADMIN)
def list_webhook_deliveries(
    id: ResourceId,
    service: WebhookDeliveries,
    state: StateWanted = None,
    cursor: Cursor = None,
    limit: PageLimit = None,
) -> WebhookDeliveryPage:
    """What was sent to an endpoint and what is to be, newest first."""
    return service.page(id, state, cursor, limit)


@router.get("/{id}/deliveries/{deliveryId}", operation_id="getWebhookDelivery", responses=problems(404))
@needs(Scope.ADMIN)
def get_webhook_delivery(id: ResourceId, delivery_id: DeliveryId, service: WebhookDeliveries) -> WebhookDelivery:
    """A delivery: how often it was tried, and what came of it."""
    return service.get(id, delivery_id)


@router.post("/{id}/deliveries/{deliveryId}/retries", operation_id="retryWebhookDelivery", responses=problems(404, 409))
@needs(Scope.ADMIN)
def retry_webhook_delivery(id: ResourceId, delivery_id: DeliveryId, service: WebhookDeliveries) -> WebhookDelivery:
    """Send a delivery again, whatever came of it before. It keeps its `webhook-id`."""
    return service.retry(id, delivery_id)
