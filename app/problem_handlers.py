"""Turns every exception that reaches the framework into an RFC 9457 answer."""

from collections.abc import Callable
from typing import Any

import structlog
from fastapi import Request, status
from fastapi.exceptions import RequestValidationError
from sqlalchemy.exc import DataError, DBAPIError, IntegrityError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from starlette.exceptions import HTTPException
from starlette.responses import Response
from starlette.routing import Match, Mount

from app.errors import AppError, from_validation, kind_of_status
from app.problem_answer import problem_answer

_log = structlog.get_logger("gunning.problem")


def problem_handlers() -> dict[Any, Callable[[Request, Any], Any]]:
    """The handlers by exception, for FastAPI."""
    return {
        AppError: _app_error,
        RequestValidationError: _invalid_request,
        HTTPException: _framework_error,
        DBAPIError: _database_error,
        PoolTimeoutError: _database_error,
    }


async def _app_error(request: Request, error: AppError) -> Response:
    return _respond(request, error)


async def _invalid_request(request: Request, error: RequestValidationError) -> Response:
    errors = from_validation(error.errors())
    # An address that cannot be anybody's is an address where nothing is; one to store at is told what it may be.
    if errors and all(item.in_ == "path" and (item.parameter == "id" or request.method == "GET") for item in errors):
        return _respond(request, AppError("not-found"))
    return _respond(request, AppError("invalid-input", errors))


async def _framework_error(request: Request, error: HTTPException) -> Response:
    headers = dict(error.headers or {})
    if error.status_code == status.HTTP_405_METHOD_NOT_ALLOWED:
        headers["Allow"] = ", ".join(_allowed(request))
    return _respond(request, AppError(kind_of_status(error.status_code), headers=headers))


def _allowed(request: Request) -> list[str]:
    """Every method that some route takes at this address; the framework names those of one route only."""
    address = {"type": "http", "path": request.scope["path"], "root_path": "", "headers": []}
    # A mount matches any method; what is mounted here is files.
    routes = [route for route in request.app.router.routes if not isinstance(route, Mount)]
    taken = [
        method
        for method in ("GET", "POST", "PUT", "PATCH", "DELETE")
        if any(route.matches(address | {"method": method})[0] is Match.FULL for route in routes)
    ]
    return ["GET", "HEAD", *taken[1:]] if "GET" in taken or not taken else taken


async def _database_error(request: Request, error: DBAPIError | PoolTimeoutError) -> Response:
    # These speak of what we sent, not of the database: a failure of ours.
    if isinstance(error, IntegrityError | DataError):
        raise error
    reason = error.orig if isinstance(error, DBAPIError) else error
    _log.error("database", request_id=request.state.request_id, error=type(reason).__name__)
    return _respond(request, AppError("unavailable", headers={"Retry-After": "5"}))


def _respond(request: Request, error: AppError) -> Response:
    return problem_answer(error, request.state.request_id)
