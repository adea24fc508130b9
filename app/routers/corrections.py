"""Routes for a person's corrections of a reading."""

from fastapi import APIRouter

from app.dependencies import Postings
from app.json_route import JsonRoute
from app.routers.common import WITH_BODY, ResourceId, problems
from app.schemas.corrections import CorrectionsInput
from app.schemas.postings import Posting

router = APIRouter(route_class=JsonRoute, tags=["postings"])


@router.patch("/postings/{id}", operation_id="correctPosting", responses=problems(*WITH_BODY, 404, 409))
def correct_posting(id: ResourceId, service: Postings, given: CorrectionsInput) -> Posting:
    """Read criteria otherwise, with a reason and a name: the next revision. Matches of before stay as they are."""
    return service.correct(id, given)
