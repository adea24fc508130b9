"""A problem as an HTTP answer, for whoever has to give one."""

from starlette.responses import Response

from app.errors import PROBLEM_MEDIA_TYPE, AppError, problem


def problem_answer(error: AppError, request_id: str) -> Response:
    """The RFC 9457 answer that an error stands for."""
    body = problem(error.kind, request_id, error.errors, **error.params)
    return Response(
        body.model_dump_json(by_alias=True), body.status, headers=error.headers, media_type=PROBLEM_MEDIA_TYPE
    )
