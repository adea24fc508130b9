"""What headers do, in the OpenAPI document: conditions, keys, limits, and what each answer tells in its headers."""

from typing import Any, TypeAlias

from app.errors import PROBLEM_MEDIA_TYPE

Node: TypeAlias = dict[str, Any]

_TEXT: Node = {"type": "string"}
_PROBLEM: Node = {PROBLEM_MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}}
_V1 = "/v1/"
_TAGS = r'^(\*|(W/)?"[!#-~]*"(, *(W/)?"[!#-~]*")*)$'
"""`*`, or entity tags with commas between them (RFC 9110, 8.8.3 and 13.1)."""
_PARAMETERS: Node = {
    "IdempotencyKey": {
        "name": "Idempotency-Key",
        "in": "header",
        "required": False,
        "description": "A key of this request's own, such as a UUID: sent again with it, the request is answered the "
        "same and has no second effect.",
        "schema": {
            "type": "string",
            "minLength": 1,
            "maxLength": 255,
            "pattern": "^[ -~]+$",
            "examples": ["01a21079-04f8-771c-8944-776d43d2e4df"],
        },
    },
    "IfMatch": {
        "name": "If-Match",
        "in": "header",
        "required": False,
        "description": "The `ETag` that the resource must still have, or `*` for any; else the 412.",
        "schema": {"type": "string", "pattern": _TAGS, "examples": ['"5d41402abc4b2a76b9719d911017c592"']},
    },
    "IfNoneMatch": {
        "name": "If-None-Match",
        "in": "header",
        "required": False,
        "description": "The `ETag` that is known already: where it still stands the answer is a 304 without a body.",
        "schema": {"type": "string", "pattern": _TAGS, "examples": ['"5d41402abc4b2a76b9719d911017c592"']},
    },
    "CreateOnly": {
        "name": "If-None-Match",
        "in": "header",
        "required": False,
        "description": "`*` to store only what is not there yet; else the 412.",
        "schema": {"type": "string", "pattern": _TAGS, "examples": ["*"]},
    },
}
_HEADERS: Node = {
    "API-Version": {"description": "The version of this API.", "schema": _TEXT},
    "X-Request-Id": {"description": "Finds this request in the log.", "schema": _TEXT},
    "Location": {"description": "The new resource.", "schema": _TEXT},
    "ETag": {"description": "The entity tag of what is answered, for `If-Match` and `If-None-Match`.", "schema": _TEXT},
    "Retry-After": {"description": "After how many seconds to send it again.", "schema": {"type": "integer"}},
    "Idempotency-Replayed": {
        "description": "`true` where this is the stored answer to an earlier request with the same key.",
        "schema": _TEXT,
    },
    "RateLimit-Policy": {"description": "How many requests (`q`) in how many seconds (`w`).", "schema": _TEXT},
    "RateLimit": {
        "description": "How many requests are left (`r`), and in how many seconds there are more (`t`).",
        "schema": _TEXT,
    },
}
_RETRIED = ("409", "429", "503")


def describe_headers(document: Node) -> None:
    """Add the headers that middleware and routes read and write to every operation they are about."""
    for path, item in document["paths"].items():
        for method, operation in item.items():
            _describe(path, method, operation)


def _describe(path: str, method: str, operation: Node) -> None:
    responses: Node = operation["responses"]
    parameters = operation.setdefault("parameters", [])
    tagged: set[str] = set()
    if path.startswith(_V1):
        responses.setdefault("429", {"description": "Too many requests", "content": _PROBLEM})
    if method == "post" and path.startswith(_V1):
        parameters.append(_parameter("IdempotencyKey"))
        responses.setdefault("400", {"description": "Invalid input", "content": _PROBLEM})
        responses.setdefault("409", {"description": "Conflict", "content": _PROBLEM})
    if method == "get" and _is_tagged(path, responses):
        parameters.append(_parameter("IfNoneMatch"))
        responses.setdefault("400", {"description": "Invalid input", "content": _PROBLEM})
        responses["304"] = {"description": "Not modified"}
        tagged = {"200", "304"}
    if "412" in responses:
        parameters.append(_parameter("IfMatch"))
        if "201" in responses:
            parameters.append(_parameter("CreateOnly"))
    if method in {"put", "patch"} or (method == "post" and path in {"/v1/candidates", "/v1/postings"}):
        tagged = {"200", "201"}
    if not parameters:
        del operation["parameters"]
    for status, response in responses.items():
        response["headers"] = response.get("headers", {}) | {
            name: dict(header)
            for name, header in _HEADERS.items()
            if (
                name in {"API-Version", "X-Request-Id"}
                or (name == "Location" and status == "201")
                or (name == "ETag" and status in tagged)
                or (name == "Retry-After" and status in _RETRIED)
                or (name == "Idempotency-Replayed" and method == "post" and status in {"200", "201"})
                or (name.startswith("RateLimit") and path.startswith(_V1))
            )
        }
    operation["responses"] = dict(sorted(responses.items()))


def _is_tagged(path: str, responses: Node) -> bool:
    """Whether the answer is one JSON document of the API: probes and streamed lines have no tag."""
    return path.startswith(_V1) and "application/json" in responses.get("200", {}).get("content", {})


def _parameter(name: str) -> Node:
    return dict(_PARAMETERS[name])
