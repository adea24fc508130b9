"""What every router shares: ids in addresses, paging parameters and the problems a route may answer with."""

from typing import Annotated, Any, TypeAlias

from fastapi import Path, Query
from pydantic import BeforeValidator
from pydantic_core import PydanticCustomError

from app.errors import PROBLEM_MEDIA_TYPE, problem_kinds
from app.schemas.problems import Problem

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
_TITLES[400] = "Invalid input"


def problems(*statuses: int, public: bool = False) -> dict[int | str, dict[str, Any]]:
    """OpenAPI responses for these error statuses and for those that any route may give: 401 and 403 unless public."""
    return {
        status: {
            "description": _TITLES[status],
            "model": Problem,
            "content": {PROBLEM_MEDIA_TYPE: {}},
        }
        for status in (*statuses, *(() if public else (401, 403)), 500, 503)
    }


WITH_BODY = (400, 408, 413, 415)
