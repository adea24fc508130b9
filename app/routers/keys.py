"""Routes for keys."""

from fastapi import APIRouter, Response, status

from app.dependencies import Keys
from app.json_route import JsonRoute
from app.principal import Scope, needs
from app.routers.common import WITH_BODY, Cursor, PageLimit, ResourceId, problems
from app.schemas.keys import ApiKey, ApiKeyInput, ApiKeyPage, NewApiKey, RotationInput

router = APIRouter(prefix="/api-keys", route_class=JsonRoute, tags=["api-keys"])


@router.post("", operation_id="createApiKey", status_code=status.HTTP_201_CREATED, responses=problems(*WITH_BODY))
@needs(Scope.ADMIN)
def create_key(given: ApiKeyInput, service: Keys, response: Response) -> NewApiKey:
    """Make a key. The answer is the only place where it is ever told."""
    key = service.create(given)
    response.headers["Location"] = f"/v1/api-keys/{key.id}"
    return key


@router.get("", operation_id="listApiKeys", responses=problems(400))
@needs(Scope.ADMIN)
def list_keys(service: Keys, cursor: Cursor = None, limit: PageLimit = None) -> ApiKeyPage:
    """Keys of this tenant, oldest first, revoked and expired ones too."""
    return service.page(cursor, limit)


@router.get("/{id}", operation_id="getApiKey", responses=problems(404))
@needs(Scope.ADMIN)
def get_key(id: ResourceId, service: Keys) -> ApiKey:
    """A key, without its secret."""
    return service.get(id)


@router.post(
    "/{id}/rotations",
    operation_id="rotateApiKey",
    status_code=status.HTTP_201_CREATED,
    responses=problems(*WITH_BODY, 404, 409),
)
@needs(Scope.ADMIN)
def rotate_key(id: ResourceId, service: Keys, response: Response, given: RotationInput | None = None) -> NewApiKey:
    """Put a new key in the place of this one, which goes on working for the overlap."""
    key = service.rotate(id, given or RotationInput())
    response.headers["Location"] = f"/v1/api-keys/{key.id}"
    return key


@router.delete(
    "/{id}",
    operation_id="revokeApiKey",
    status_code=status.HTTP_204_NO_CONTENT,
    response_class=Response,
    responses=problems(404),
)
@needs(Scope.ADMIN)
def revoke_key(id: ResourceId, service: Keys) -> None:
    """End a key: within seconds nobody gets in with it any more."""
    service.revoke(id)
