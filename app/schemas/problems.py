"""Errors on the wire (RFC 9457)."""

from typing import Literal

from pydantic import Field

from app.criteria.base import Value


class ProblemError(Value):
    """One bad place in the input: `pointer` (RFC 6901) into the body, or the `parameter`'s name; never its value."""

    in_: Literal["body", "query", "path", "header"] = Field(alias="in")
    pointer: str | None
    parameter: str | None
    code: str
    detail: str


class Problem(Value):
    """What went wrong. `type` is a stable name to act on; `requestId` finds the request in the service's log."""

    type: str
    title: str
    status: int
    detail: str
    request_id: str
    errors: tuple[ProblemError, ...]
