"""Routes for postings."""

from fastapi import APIRouter, Response, status

from app.dependencies import Expected, GivenDocument, Postings
from app.document_route import ANY_DOCUMENT, DOCUMENT_TYPES, FORM, DocumentRoute
from app.principal import Scope, needs
from app.routers.common import CONDITIONAL, WITH_BODY, Cursor, PageLimit, ResourceId, problems, with_tag
from app.schemas.postings import ParsedPosting, Posting, PostingInput, PostingPage, SourceText

_BODIES = {
    "parameters": [
        {
            "name": "Content-Disposition",
            "in": "header",
            "required": False,
            "description": "The filename of a document that is the body itself.",
            "schema": {"type": "string", "examples": ['attachment; filename="posting.pdf"']},
        }
    ],
    "requestBody": {
        "required": True,
        "content": {
            FORM: {"schema": {"$ref": "#/components/schemas/PostingFormInput"}},
            **{kind: {"schema": {"type": "string", "format": "binary"}} for kind in (*DOCUMENT_TYPES, ANY_DOCUMENT)},
        },
    },
}
"""What these routes take besides JSON."""

router = APIRouter(route_class=DocumentRoute, tags=["postings"])


@router.post("/parse", operation_id="parsePosting", responses=problems(*WITH_BODY), openapi_extra=_BODIES)
@needs(Scope.READ)
def parse_posting(given: PostingInput, service: Postings, document: GivenDocument) -> ParsedPosting:
    """Read a posting's text, or a document, and answer what it states. Nothing is stored."""
    return service.parse(given, document)


@router.post(
    "/postings",
    operation_id="createPosting",
    status_code=status.HTTP_201_CREATED,
    responses=problems(*WITH_BODY),
    openapi_extra=_BODIES,
)
def create_posting(given: PostingInput, service: Postings, document: GivenDocument, response: Response) -> Posting:
    """Read a posting's text, or a document, and keep the text and what it states."""
    posting = service.create(given, document)
    response.headers["Location"] = f"/v1/postings/{posting.id}"
    return with_tag(posting, response)


@router.get("/postings", operation_id="listPostings", responses=problems(400))
def list_postings(service: Postings, cursor: Cursor = None, limit: PageLimit = None) -> PostingPage:
    """Stored postings, oldest first, without their criteria."""
    return service.page(cursor, limit)


@router.get("/postings/{id}", operation_id="getPosting", responses=problems(404))
def get_posting(id: ResourceId, service: Postings, response: Response) -> Posting:
    """A stored posting with everything that was read from its text."""
    return with_tag(service.get(id), response)


@router.get("/postings/{id}/source-text", operation_id="getPostingSourceText", responses=problems(404))
def get_posting_source_text(id: ResourceId, service: Postings) -> SourceText:
    """The text that a posting was read from: exactly as it was sent, or as it was taken from the document sent."""
    return service.source_text(id)


@router.delete(
    "/postings/{id}",
    operation_id="deletePosting",
    status_code=status.HTTP_204_NO_CONTENT,
    response_class=Response,
    responses=problems(*CONDITIONAL, 404),
)
def delete_posting(id: ResourceId, service: Postings, expected: Expected) -> None:
    """Remove a posting, its text and its matches."""
    service.delete(id, expected)
