"""The route that takes in many candidates at once."""

from collections.abc import Iterator
from typing import Any

from fastapi import APIRouter, Request, Response

from app.dependencies import Imports
from app.json_route import JsonRoute
from app.line_body import NDJSON, body_lines
from app.routers.common import WITH_BODY, problems
from app.schemas.imports import ImportedLine

router = APIRouter(prefix="/candidates", route_class=JsonRoute, tags=["candidates"])
_BODY = {"required": True, "content": {NDJSON: {"schema": {"$ref": "#/components/schemas/CandidateInput"}}}}
_ANSWER: dict[int | str, dict[str, Any]] = {
    200: {"model": ImportedLine, "description": "A line of JSON for each line sent, in order.", "content": {NDJSON: {}}}
}


@router.post(
    "/imports",
    operation_id="importCandidates",
    response_class=Response,
    responses=problems(*WITH_BODY) | _ANSWER,
    openapi_extra={"requestBody": _BODY},
)
def import_candidates(request: Request, service: Imports) -> Response:
    """Store a candidate a line, by `externalId`: good lines are stored whatever is wrong with the others."""
    return Response(b"".join(_written(service.take_all(body_lines(request)))), media_type=NDJSON)


def _written(lines: Iterator[ImportedLine]) -> Iterator[bytes]:
    for line in lines:
        yield line.model_dump_json(by_alias=True).encode()
        yield b"\n"
