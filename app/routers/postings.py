"""Routes for postings."""

from fastapi import APIRouter, Response, status

from app.dependencies import Postings
from app.json_route import JsonRoute
from app.routers.common import WITH_BODY, Cursor, PageLimit, ResourceId, problems
from app.schemas.postings import ParsedPosting, Posting, PostingInput, PostingPage, SourceText

router = APIRouter(route_class=JsonRoute, tags=["postings"])


@router.post("/parse", operation_id="parsePosting", responses=problems(*WITH_BODY))
def parse_posting(given: PostingInput, service: Postings) -> ParsedPosting:
    """Read a posting's text and answer what it states. Nothing is stored."""
    return service.parse(given)


@router.post(
    "/postings",
    operation_id="createPosting",
    status_code=status.HTTP_201_CREATED,
    responses=problems(*WITH_BODY),
)
def create_posting(given: PostingInput, service: Postings, response: Response) -> Posting:
    """Read a posting's text and keep both."""
    posting = service.create(given)
    response.headers["Location"] = f"/v1/postings/{posting.id}"
    return posting


@router.get("/postings", operation_id="listPostings", responses=problems(400))
def list_postings(service: Postings, cursor: Cursor = None, limit: PageLimit = None) -> PostingPage:
    """Stored postings, oldest first, without their criteria."""
    return service.page(cursor, limit)


@router.get("/postings/{id}", operation_id="getPosting", responses=problems(404))
def get_posting(id: ResourceId, service: Postings) -> Posting:
    """A stored posting with everything that was read from its text."""
    return service.get(id)


@router.get("/postings/{id}/source-text", operation_id="getPostingSourceText", responses=problems(404))
def get_posting_source_text(id: ResourceId, service: Postings) -> SourceText:
    """The text that a posting was read from, exactly as it was sent."""
    return service.source_text(id)


@router.delete(
    "/postings/{id}",
    operation_id="deletePosting",
    status_code=status.HTTP_204_NO_CONTENT,
    response_class=Response,
    responses=problems(404),
)
def delete_posting(id: ResourceId, service: Postings) -> None:
    """Remove a posting, its text and its matches."""
    service.delete(id)
