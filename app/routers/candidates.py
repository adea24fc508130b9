"""Routes for candidates."""

from typing import Annotated, TypeAlias

from fastapi import APIRouter, Path, Response, status

from app.dependencies import Candidates, Erasures, Expected, Wished
from app.json_route import JsonRoute
from app.routers.common import CONDITIONAL, WITH_BODY, Cursor, PageLimit, ResourceId, problems, with_tag
from app.schemas.candidates import EXTERNAL_ID_LENGTH, EXTERNAL_ID_PATTERN, Candidate, CandidateInput, CandidatePage
from app.schemas.erasures import ErasureInput

router = APIRouter(prefix="/candidates", route_class=JsonRoute, tags=["candidates"])

ExternalIdInPath: TypeAlias = Annotated[
    str,
    Path(
        alias="externalId",
        max_length=EXTERNAL_ID_LENGTH,
        pattern=EXTERNAL_ID_PATTERN,
        description="The id that the ATS gave.",
        examples=["K-1042"],
    ),
]


@router.post(
    "",
    operation_id="createCandidate",
    status_code=status.HTTP_201_CREATED,
    responses=problems(*WITH_BODY, 409),
)
def create_candidate(given: CandidateInput, service: Candidates, response: Response) -> Candidate:
    """Store a new candidate."""
    candidate = service.create(given)
    response.headers["Location"] = f"/v1/candidates/{candidate.id}"
    return with_tag(candidate, response)


@router.get("", operation_id="listCandidates", responses=problems(400))
def list_candidates(service: Candidates, cursor: Cursor = None, limit: PageLimit = None) -> CandidatePage:
    """Stored candidates, oldest first."""
    return service.page(cursor, limit)


@router.get("/by-external-id/{externalId:path}", operation_id="getCandidateByExternalId", responses=problems(404))
def get_candidate_by_external_id(external_id: ExternalIdInPath, service: Candidates, response: Response) -> Candidate:
    """The candidate that the ATS knows by this id."""
    return with_tag(service.get_by_external_id(external_id), response)


@router.put(
    "/by-external-id/{externalId:path}",
    operation_id="putCandidateByExternalId",
    responses=problems(*WITH_BODY, 404, 409, 412)
    | {201: {"model": Candidate, "description": "Stored as a new candidate"}},
)
def put_candidate_by_external_id(
    external_id: ExternalIdInPath, given: CandidateInput, service: Candidates, wished: Wished, response: Response
) -> Candidate:
    """Store a candidate by the ATS's own id: 201 when it is new, 200 when it took the place of the profile before."""
    candidate, created = service.upsert(external_id, given, wished)
    if created:
        response.status_code = status.HTTP_201_CREATED
        response.headers["Location"] = f"/v1/candidates/{candidate.id}"
    return with_tag(candidate, response)


@router.get("/{id}", operation_id="getCandidate", responses=problems(404))
def get_candidate(id: ResourceId, service: Candidates, response: Response) -> Candidate:
    """A stored candidate."""
    return with_tag(service.get(id), response)


@router.put("/{id}", operation_id="replaceCandidate", responses=problems(*WITH_BODY, *CONDITIONAL, 404, 409))
def replace_candidate(
    id: ResourceId, given: CandidateInput, service: Candidates, expected: Expected, response: Response
) -> Candidate:
    """Put another profile in this candidate's place; what is left out is gone."""
    return with_tag(service.replace(id, given, expected), response)


@router.delete(
    "/{id}",
    operation_id="deleteCandidate",
    status_code=status.HTTP_204_NO_CONTENT,
    response_class=Response,
    responses=problems(*CONDITIONAL, 404),
)
def delete_candidate(id: ResourceId, service: Erasures, response: Response, expected: Expected) -> None:
    """Erase a person: the profile, and whatever stored matches say about them. `Link` leads to the receipt."""
    made = service.erase(id, ErasureInput(), expected=expected)
    if made is not None:
        response.headers["Link"] = f'</v1/erasures/{made.receipt_id}>; rel="describedby"'
