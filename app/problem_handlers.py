"""Turns every exception that reaches the framework into an RFC 9457 answer."""

from collections.abc import Callable, Mapping
from typing import Any

import structlog
from fastapi import Request
from fastapi.exceptions import RequestValidationError
from sqlalchemy.exc import OperationalError
from starlette.exceptions import HTTPException
from starlette.responses import Response

from app.errors import PROBLEM_MEDIA_TYPE, AppError, from_validation, kind_of_status, problem

_log = structlog.get_logger("gunning.problem")


def problem_handlers() -> dict[Any, Callable[[Request, Any], Any]]:
    """The handlers by exception, for FastAPI."""
    return {
        AppError: _app_error,
        RequestValidationError: _invalid_request,
        HTTPException: _framework_error,
        OperationalError: _database_error,
    }


async def _app_error(request: Request, error: AppError) -> Response:
    return _respond(request, error)


async def _invalid_request(request: Request, error: RequestValidationError) -> Response:
    errors = from_validation(error.errors())
    # An address that cannot be anybody's is an address where nothing is.
    if errors and all(item.in_ == "path" for item in errors):
        return _respond(request, AppError("not-found"))
    return _respond(request, AppError("invalid-input", errors))


async def _framework_error(request: Request, error: HTTPException) -> Response:
    return _respond(request, AppError(kind_of_status(error.status_code), headers=error.headers))


async def _database_error(request: Request, error: OperationalError) -> Response:
    _log.error("database", request_id=request.state.request_id, error=type(error.orig).__name__)
    return _respond(request, AppError("unavailable", headers={"Retry-After": "5"}))


def _respond(request: Request, error: AppError) -> Response:
    params: Mapping[str, Any] = error.params
    body = problem(error.kind, request.state.request_id, error.errors, **params)
    return Response(
        body.model_dump_json(by_alias=True), body.status, headers=error.headers, media_type=PROBLEM_MEDIA_TYPE
    )
