"""Routes for a person's corrections of a reading."""

from fastapi import APIRouter, Response

from app.dependencies import Expected, Postings
from app.json_route import JsonRoute
from app.routers.common import CONDITIONAL, WITH_BODY, ResourceId, problems, with_tag
from app.schemas.corrections import CorrectionsInput
from app.schemas.postings import Posting

router = APIRouter(route_class=JsonRoute, tags=["postings"])


@router.patch("/postings/{id}", operation_id="correctPosting", responses=problems(*WITH_BODY, *CONDITIONAL, 404, 409))
def correct_posting(
    id: ResourceId, service: Postings, given: CorrectionsInput, expected: Expected, response: Response
) -> Posting:
    """Read criteria otherwise, with a reason and a name: the next revision. Matches of before stay as they are."""
    return with_tag(service.correct(id, given, expected), response)
