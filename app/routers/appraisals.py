"""Routes for judgements that are not stored."""

from fastapi import APIRouter

from app.dependencies import Appraisals, Comparing
from app.json_route import JsonRoute
from app.principal import Scope, needs
from app.routers.common import WITH_BODY, ResourceId, problems
from app.schemas.appraisals import PostingMatches, PostingMatchesInput, WhatIf, WhatIfInput
from app.schemas.comparisons import Comparison, ComparisonInput

router = APIRouter(route_class=JsonRoute, tags=["matches"])


@router.post("/candidates/{id}/matches", operation_id="matchCandidate", responses=problems(*WITH_BODY, 404))
@needs(Scope.READ)
def match_candidate(id: ResourceId, service: Appraisals, given: PostingMatchesInput | None = None) -> PostingMatches:
    """The open postings that suit this candidate, the most promising first. Nothing of it is stored."""
    return service.postings_for(id, given or PostingMatchesInput())


@router.post("/postings/{id}/what-if", operation_id="whatIf", responses=problems(*WITH_BODY, 404))
@needs(Scope.READ)
def what_if(id: ResourceId, service: Appraisals, given: WhatIfInput) -> WhatIf:
    """A candidate as stored and with another profile or reference date, criterion by criterion. Nothing is stored."""
    return service.what_if(id, given)


@router.post("/postings/{id}/comparisons", operation_id="compareCandidates", responses=problems(*WITH_BODY, 404))
@needs(Scope.READ)
def compare_candidates(id: ResourceId, service: Comparing, given: ComparisonInput) -> Comparison:
    """Two to ten candidates side by side: who is ahead where, and what decides between them. Nothing is stored."""
    return service.compare(id, given)
