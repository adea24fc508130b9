"""What every router shares: ids in addresses, paging parameters and the problems a route may answer with."""

from typing import Annotated, Any, TypeAlias, TypeVar

from fastapi import Path, Query, Response
from pydantic import BeforeValidator
from pydantic_core import PydanticCustomError

from app.errors import PROBLEM_MEDIA_TYPE, problem_kinds
from app.etags import revision_tag
from app.schemas.candidates import Candidate
from app.schemas.postings import Posting
from app.schemas.problems import Problem

RevisedT = TypeVar("RevisedT", Candidate, Posting)

UUID_PATTERN = r"^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$"

ResourceId: TypeAlias = Annotated[
    str,
    Path(
        pattern=UUID_PATTERN,
        description="The resource's id, a UUID in lower case.",
        examples=["01a21079-04f8-771c-8944-776d43d2e4df"],
    ),
]
Cursor: TypeAlias = Annotated[
    str | None,
    Query(
        max_length=100,
        description="The `nextCursor` of the page before; leave out for the first page.",
        examples=["MDFhMjEwNzktMDRmOC03NzFjLTg5NDQtNzc2ZDQzZDJlNGRm"],
    ),
]


def _written_plainly(value: object) -> object:
    # pydantic would also take "1.0", " 1" and "1_0".
    if isinstance(value, str) and not (value.isascii() and value.removeprefix("-").isdigit()):
        raise PydanticCustomError("int_parsing", "no whole number")
    return value


PageLimit: TypeAlias = Annotated[
    int | None,
    Query(
        ge=1,
        le=1_000,
        description="How many items at most (default 50; a service may allow fewer).",
        examples=[50],
    ),
    BeforeValidator(_written_plainly),
]

_TITLES = {row.status: row.title for row in problem_kinds().values()}
_TITLES |= {400: "Invalid input", 409: "Conflict", 503: "Service unavailable"}


def problems(*statuses: int, public: bool = False) -> dict[int | str, dict[str, Any]]:
    """OpenAPI responses for these error statuses and those that any route may give: only 500 and 503 where public.

    Any route refuses a query key that it does not know, so any may answer 400.
    """
    return {
        status: {
            "description": _TITLES[status],
            "model": Problem,
            "content": {PROBLEM_MEDIA_TYPE: {}},
        }
        for status in (*statuses, *(() if public else (400, 401, 403)), 500, 503)
    }


def with_tag(resource: RevisedT, response: Response) -> RevisedT:
    """A resource whose answer tells its entity tag."""
    response.headers["ETag"] = revision_tag(type(resource), resource.id, resource.revision)
    return resource


WITH_BODY = (400, 408, 413, 415)
CONDITIONAL = (400, 412, 428)
