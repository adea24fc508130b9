"""A route that takes no query key it does not know, reads its body as `JsonRequest`, and tells all errors at once."""

import functools
from collections import Counter
from collections.abc import Callable, Coroutine
from contextvars import ContextVar
from typing import Any, ParamSpec, TypeVar

from fastapi.exceptions import RequestValidationError
from fastapi.routing import APIRoute
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from app.errors import MAX_NAME, AppError, field_error, from_validation, invalid_input
from app.etags import NO_PRECONDITIONS, Preconditions, content_tag, preconditions
from app.json_body import JsonRequest
from app.principal import Principal, acting_as, needed_scope
from app.schemas.problems import ProblemError

ParametersT = ParamSpec("ParametersT")
AnswerT = TypeVar("AnswerT")

_MORE = 'Bearer realm="gunning", error="insufficient_scope"'
_refused: ContextVar[tuple[ProblemError, ...]] = ContextVar("refused", default=())


class JsonRoute(APIRoute):
    """The class of every route that takes or answers JSON. Its function must not be a coroutine.

    The function runs in its turn, once the body is there. What GET answers has an entity tag.
    """

    def __init__(self, path: str, endpoint: Callable[..., Any], **options: Any) -> None:  # noqa: ANN401 - FastAPI's own
        self.needed_scope = needed_scope(endpoint, options.get("methods") or ("GET",))
        security = {"security": [{"bearer": [str(self.needed_scope)]}]}
        options["openapi_extra"] = security | (options.get("openapi_extra") or {})
        super().__init__(path, _unless_refused(endpoint), **options)

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """FastAPI's own handler, given a request that was checked."""
        handle = super().get_route_handler()
        takes_body = self.body_field is not None
        known = {parameter.alias for parameter in self.dependant.query_params}

        read_body = self.read_body
        conditional = "GET" in (self.methods or ())

        async def check_then_handle(request: Request) -> Response:
            # A route whose router is not behind the gate has no principal, and answers nobody.
            principal: Principal = request.state.principal
            if not principal.may(self.needed_scope):
                raise AppError("forbidden", headers={"WWW-Authenticate": _MORE}, scope=str(self.needed_scope))
            errors = _query_errors(request, known)
            token = _refused.set(tuple(errors))
            try:
                if takes_body:
                    request = await read_body(request)
                asked = _preconditions(request) if conditional else NO_PRECONDITIONS
                async with request.app.state.turns.taken():
                    with acting_as(principal.actor):
                        response = await handle(request)
                return _unless_known(response, asked) if conditional else response
            except RequestValidationError as error:
                if not errors:
                    raise
                raise invalid_input(*errors, *from_validation(error.errors())) from None
            except AppError as error:
                if not errors or error.kind != "invalid-input" or error.errors == tuple(errors):
                    raise
                raise invalid_input(*errors, *error.errors) from None
            finally:
                _refused.reset(token)

        return check_then_handle

    async def read_body(self, request: Request) -> Request:
        """The request with its body read and checked; raises `AppError`."""
        checked = JsonRequest(request.scope, request.receive)
        await checked.load(request.app.state.settings)
        return checked


def _preconditions(request: Request) -> Preconditions:
    return preconditions(request.headers.getlist("if-match"), request.headers.getlist("if-none-match"))


def _unless_known(response: Response, asked: Preconditions) -> Response:
    """The answer with its tag, or the 304 where the client has it already; raises the 412."""
    if response.status_code != 200 or isinstance(response, StreamingResponse):
        return response
    tag = response.headers.get("etag") or content_tag(bytes(response.body))
    Preconditions(if_match=asked.if_match).check(tag)
    if (known := asked.known(tag)) is not None:
        return Response(status_code=304, headers={"ETag": known})
    response.headers["ETag"] = tag
    return response


def _query_errors(request: Request, known: set[str]) -> list[ProblemError]:
    counts = Counter(name for name, _ in request.query_params.multi_items())
    return [
        field_error("unknown_parameter" if name not in known else "repeated_parameter", name[:MAX_NAME], "query")
        for name in sorted(counts)
        if name not in known or counts[name] > 1
    ]


def _unless_refused(endpoint: Callable[ParametersT, AnswerT]) -> Callable[ParametersT, AnswerT]:
    """The function of a route, kept from running when the query was wrong though all the rest is in order."""

    @functools.wraps(endpoint)
    def run(*positional: ParametersT.args, **named: ParametersT.kwargs) -> AnswerT:
        if errors := _refused.get():
            raise invalid_input(*errors)
        return endpoint(*positional, **named)

    return run
