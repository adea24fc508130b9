"""Routes that the law asks for: the log of decisions, erasure with a receipt, terms, and access to one's own data."""

from typing import Annotated, TypeAlias

from fastapi import APIRouter, Query, Response, status

from app.dependencies import Decisions, Erasures, Exports, Retentions
from app.json_route import JsonRoute
from app.principal import Scope, needs
from app.routers.common import UUID_PATTERN, WITH_BODY, Cursor, PageLimit, ResourceId, problems
from app.schemas.decisions import Action, DecisionPage
from app.schemas.erasures import ErasureInput, Receipt
from app.schemas.exports import Export
from app.schemas.retention import DuePage

router = APIRouter(route_class=JsonRoute, tags=["law"])

PostingFilter: TypeAlias = Annotated[
    str | None,
    Query(
        alias="postingId",
        pattern=UUID_PATTERN,
        description="Entries about this posting only.",
        examples=["01a21079-04f8-771c-8944-776d43d2e4df"],
    ),
]
CandidateFilter: TypeAlias = Annotated[
    str | None,
    Query(
        alias="candidateId",
        pattern=UUID_PATTERN,
        description="Entries about this candidate, and of matches that speak of them, only.",
        examples=["01a21079-04f8-771c-8944-776d43d2e4df"],
    ),
]
MatchFilter: TypeAlias = Annotated[
    str | None,
    Query(
        alias="matchId",
        pattern=UUID_PATTERN,
        description="Entries about this match only.",
        examples=["01a21079-04f8-771c-8944-776d43d2e4df"],
    ),
]
ActionFilter: TypeAlias = Annotated[
    Action | None, Query(description="Entries of this action only.", examples=["match.created"])
]
NumberFilter: TypeAlias = Annotated[
    int | None, Query(ge=0, le=10**15, description="Entries with a number above this one only.", examples=[1200])
]


@router.get("/decisions", operation_id="listDecisions", responses=problems(400))
@needs(Scope.ADMIN)
def list_decisions(
    service: Decisions,
    cursor: Cursor = None,
    limit: PageLimit = None,
    posting_id: PostingFilter = None,
    candidate_id: CandidateFilter = None,
    match_id: MatchFilter = None,
    action: ActionFilter = None,
    after: NumberFilter = None,
) -> DecisionPage:
    """The log of decisions, oldest first, each entry with its hash, and the head of the whole log."""
    return service.page(
        cursor,
        limit,
        posting_id=posting_id,
        candidate_id=candidate_id,
        match_id=match_id,
        action=action,
        after=after,
    )


@router.post(
    "/candidates/{id}/erasures",
    operation_id="eraseCandidate",
    status_code=status.HTTP_201_CREATED,
    responses=problems(*WITH_BODY, 404) | {200: {"model": Receipt, "description": "Erased before: the same receipt"}},
)
def erase_candidate(
    id: ResourceId, service: Erasures, response: Response, given: ErasureInput | None = None
) -> Receipt:
    """Erase a person everywhere, with a receipt. Asked again it answers the same receipt."""
    made, now = service.erase_or_repeat(id, given or ErasureInput())
    if not now:
        response.status_code = status.HTTP_200_OK
    response.headers["Location"] = f"/v1/erasures/{made.receipt_id}"
    return made


@router.get("/erasures/{id}", operation_id="getErasure", responses=problems(404))
def get_erasure(id: ResourceId, service: Erasures) -> Receipt:
    """The receipt of an erasure. It holds nothing personal."""
    return service.get(id)


@router.get("/due-candidates", operation_id="listRetentionDue", responses=problems(400))
@needs(Scope.ADMIN)
def list_retention_due(service: Retentions, cursor: Cursor = None, limit: PageLimit = None) -> DuePage:
    """Candidates who may not be kept any longer, oldest first, and why. Nothing is erased by asking."""
    return service.page(cursor, limit)


@router.get("/candidates/{id}/export", operation_id="exportCandidate", responses=problems(404))
@needs(Scope.ADMIN)
def export_candidate(id: ResourceId, service: Exports) -> Export:
    """Everything that is stored of a person and of nobody else, with what it means; that it was given is logged."""
    return service.export(id)
