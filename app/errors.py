"""Errors as values: an `AppError` names a kind of problem in `messages/problems.toml`; one place renders RFC 9457."""

import datetime as dt
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any, Literal

from app.schemas.problems import Problem, ProblemError

PROBLEM_MEDIA_TYPE = "application/problem+json"
_TYPE_PREFIX = "urn:problem-type:gunning:"
_MESSAGES = Path(__file__).parent / "messages"
MAX_ERRORS = 200
"""Errors that a problem tells of a body that is wrong all over."""
MAX_NAME = 100
"""Characters of a name that a caller chose, where an error repeats it."""

Place = Literal["body", "query", "path", "header"]
_PLACES: dict[str, Place] = {"body": "body", "query": "query", "path": "path", "header": "header", "cookie": "header"}


@dataclass(frozen=True, slots=True)
class ProblemKind:
    """One row of the table of problems."""

    status: int
    title: str
    detail: str


class AppError(Exception):
    """A problem to answer with. `kind`: a name in the table; `params` fill the detail's placeholders."""

    def __init__(
        self,
        kind: str,
        errors: Sequence[ProblemError] = (),
        headers: Mapping[str, str] | None = None,
        **params: object,
    ) -> None:
        super().__init__(kind)
        self.kind = kind
        self.errors = tuple(errors)
        self.headers = dict(headers or {})
        self.params = params


@cache
def problem_kinds() -> dict[str, ProblemKind]:
    """The table of problems, by name."""
    table = tomllib.loads((_MESSAGES / "problems.toml").read_text(encoding="utf-8"))
    return {name: ProblemKind(**row) for name, row in table.items()}


@cache
def validation_messages() -> dict[str, str]:
    """What to say about a bad field, by code."""
    messages: dict[str, str] = tomllib.loads((_MESSAGES / "validation.toml").read_text(encoding="utf-8"))
    return messages


def field_error(code: str, pointer: str = "", place: Place = "body", **params: object) -> ProblemError:
    """An error about one field: `pointer` is RFC 6901 into the body, or the parameter's name elsewhere."""
    message = validation_messages().get(code, "is not valid")
    try:
        detail = message.format(**params)
    except (KeyError, IndexError):
        detail = "is not valid"
    in_body = place == "body"
    return ProblemError(
        in_=place,
        pointer=pointer if in_body else None,
        parameter=None if in_body else pointer,
        code=code,
        detail=detail,
    )


def invalid_input(*errors: ProblemError) -> AppError:
    """The 400 that lists every bad field."""
    return AppError("invalid-input", errors)


def json_pointer(parts: Iterable[int | str]) -> str:
    """RFC 6901 pointer of a path; over-long member names (they come from the caller) are cut off."""
    escaped = (str(part)[:MAX_NAME].replace("~", "~0").replace("/", "~1") for part in parts)
    return "".join(f"/{part}" for part in escaped)


def from_validation(found: Iterable[Mapping[str, Any]]) -> list[ProblemError]:
    """Pydantic's errors, located by FastAPI, as ours: never with the input, an exception's text or its own words."""
    errors: list[ProblemError] = []
    told: set[tuple[str, ...]] = set()
    for item in found:
        place, *rest = item["loc"]
        code = item["type"]
        params = {
            key: value
            for key, value in (item.get("ctx") or {}).items()
            if isinstance(value, int | float | str | Decimal | dt.date)
        }
        if code == "json_invalid":
            params, rest = {"position": rest[0] if rest else 0}, []
        where = _PLACES.get(place, "query")
        error = field_error(code, json_pointer(rest) if where == "body" else str(rest[0])[:MAX_NAME], where, **params)
        if (key := (where, error.pointer or error.parameter or "", code, error.detail)) in told:
            continue
        told.add(key)
        errors.append(error)
        if len(errors) == MAX_ERRORS:
            break
    return errors


def problem(kind: str, request_id: str, errors: Sequence[ProblemError] = (), **params: object) -> Problem:
    """The problem of a kind, ready to send."""
    row = problem_kinds()[kind]
    return Problem(
        type=_TYPE_PREFIX + kind,
        title=row.title,
        status=row.status,
        detail=row.detail.format(**params),
        request_id=request_id,
        errors=tuple(errors),
    )


def kind_of_status(status: int) -> str:
    """The kind that an error raised by the framework itself stands for."""
    for name in ("not-found", "method-not-allowed", "request-timeout", "content-too-large", "unsupported-media-type"):
        if problem_kinds()[name].status == status:
            return name
    return "bad-request" if status < 500 else "internal-error"
