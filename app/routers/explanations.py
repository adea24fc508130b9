"""The route of the document that explains a result to the person it is about."""

from typing import Annotated, Any, TypeAlias

from fastapi import APIRouter, Header, Path, Response

from app.accepting import chosen
from app.dependencies import Explanations
from app.json_route import JsonRoute
from app.routers.common import UUID_PATTERN, ResourceId, problems
from app.schemas.explanations import Explanation

_HTML, _MARKDOWN, _JSON = "text/html", "text/markdown", "application/json"
# The page brings its own style; nothing else is fetched or run.
_PAGE_HEADERS = {
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'",
    "Content-Language": "nl",
    "Vary": "Accept",
}
_ANSWERS: dict[int | str, dict[str, Any]] = {
    200: {
        "model": Explanation,
        "description": "The explanation, in Dutch.",
        "content": {_HTML: {"schema": {"type": "string"}}, _MARKDOWN: {"schema": {"type": "string"}}},
    }
}
CandidateIdInPath: TypeAlias = Annotated[
    str,
    Path(
        alias="candidateId",
        pattern=UUID_PATTERN,
        description="The candidate's id, a UUID in lower case.",
        examples=["01a21079-04f8-771c-8944-776d43d2e4df"],
    ),
]
Accept: TypeAlias = Annotated[str | None, Header(include_in_schema=False)]

router = APIRouter(route_class=JsonRoute, tags=["law"])


@router.get(
    "/matches/{id}/candidates/{candidateId}/explanation",
    operation_id="explainResult",
    response_class=Response,
    responses=problems(404, 406) | _ANSWERS,
)
def explain_result(
    id: ResourceId, candidate_id: CandidateIdInPath, service: Explanations, accept: Accept = None
) -> Response:
    """A result explained to the person it is about, in plain Dutch: as a page to print, as Markdown or as JSON."""
    kind = chosen(accept, (_HTML, _MARKDOWN, _JSON))
    found = service.explain(id, candidate_id)
    if kind == _JSON:
        return Response(found.model_dump_json(by_alias=True), media_type=_JSON, headers={"Vary": "Accept"})
    text = service.as_html(found) if kind == _HTML else service.as_markdown(found)
    return Response(text, media_type=f"{kind}; charset=utf-8", headers=_PAGE_HEADERS)
