"""Routes for matches."""

from fastapi import APIRouter, Response, status

from app.dependencies import Matches, Reruns
from app.json_route import JsonRoute
from app.principal import Scope, needs
from app.routers.common import WITH_BODY, ResourceId, problems
from app.schemas.matches import Match, MatchInput
from app.schemas.overrides import OverridesInput
from app.schemas.reruns import Rerun

router = APIRouter(route_class=JsonRoute, tags=["matches"])


@router.post(
    "/postings/{id}/matches",
    operation_id="createMatch",
    status_code=status.HTTP_201_CREATED,
    responses=problems(*WITH_BODY, 404),
)
def create_match(id: ResourceId, service: Matches, response: Response, given: MatchInput | None = None) -> Match:
    """Judge candidates against a posting and rank them. Every verdict is a proposal with its grounds."""
    match = service.create(id, given or MatchInput())
    response.headers["Location"] = f"/v1/matches/{match.id}"
    return match


@router.post(
    "/matches/{id}/overrides",
    operation_id="overrideMatch",
    status_code=status.HTTP_201_CREATED,
    responses=problems(*WITH_BODY, 404),
)
def override_match(id: ResourceId, service: Matches, response: Response, given: OverridesInput) -> Match:
    """Put a person's verdicts in the place of those proposed: a new match, told anew; the one before stays."""
    match = service.override(id, given)
    response.headers["Location"] = f"/v1/matches/{match.id}"
    return match


@router.post("/matches/{id}/reruns", operation_id="rerunMatch", responses=problems(404, 409))
@needs(Scope.READ)
def rerun_match(id: ResourceId, service: Reruns) -> Rerun:
    """Run a stored match again: the same bytes, or what is not the same any more. Nothing of it is stored."""
    return service.rerun(id)


@router.get("/matches/{id}", operation_id="getMatch", responses=problems(404))
def get_match(id: ResourceId, service: Matches) -> Match:
    """A match as it was answered, but for people erased since."""
    return service.get(id)
