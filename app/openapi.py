"""The OpenAPI document as client generators digest it: no 422, no inline models, no defaults in what is answered."""

import tomllib
from functools import cache
from pathlib import Path
from typing import Any, TypeAlias

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from app.errors import PROBLEM_MEDIA_TYPE
from app.openapi_headers import describe_headers
from app.schemas.json_types import DECIMAL_PATTERN

Node: TypeAlias = dict[str, Any]

_BASE = "/v1"
_EMAIL = "gunning@example.org"
_SCHEMAS = "#/components/schemas/"
_CREATED = {
    "createPosting": ("getPosting", "getPostingSourceText", "createMatch", "deletePosting"),
    "createCandidate": ("getCandidate", "replaceCandidate", "matchCandidate", "deleteCandidate"),
    "putCandidateByExternalId": ("getCandidate", "matchCandidate", "deleteCandidate"),
    "createMatch": ("getMatch", "overrideMatch", "rerunMatch"),
    "createJob": ("getJob", "getJobResults", "cancelJob", "deleteJob"),
}
"""Operations that create, and those that take the id of what was created."""
_EXAMPLES = Path(__file__).parent / "messages" / "examples.toml"
_LINES = "application/x-ndjson"
_KINDS = {
    "JobInput": ("What is asked of a job, told apart by `kind`.", {"match_all": "MatchAllInput"}),
    "JobRequest": ("What was asked of a job, told apart by `kind`.", {"match_all": "MatchAll"}),
}
"""Unions that have one member yet, which pydantic makes no unions of."""
_SIGNED = {
    "webhook-id": "The event's id: the same at every attempt, so that it can be told whether it came before.",
    "webhook-timestamp": "When this attempt was made, in seconds since 1970.",
    "webhook-signature": "`v1,` and HMAC-SHA256 over `id.timestamp.body` in base64; several with spaces between them.",
}
_BEARER = {
    "type": "http",
    "scheme": "bearer",
    "description": "A key of this API, or a token of the identity provider that the service was told of. "
    "Each operation names the scope that it needs: `read`, `write` or `admin`, each of which includes those before it.",
}
_FRAMEWORK_SCHEMAS = ("HTTPValidationError", "ValidationError")


def build_openapi(app: FastAPI) -> Node:
    """The document of an application; pure, so that the committed export can be compared with it."""
    document = get_openapi(
        title=app.title,
        version=app.version,
        summary=app.summary,
        description=app.description,
        routes=app.routes,
        webhooks=app.webhooks.routes,
        contact=app.contact,
        license_info=app.license_info,
        tags=app.openapi_tags,
        servers=[{"url": _BASE, "description": "This service"}],
    )
    # FastAPI takes an address here only with a package that looks it over, and complains in the log without.
    document["info"]["contact"]["email"] = _EMAIL
    schemas: Node = document["components"]["schemas"]
    schemas["PostingFormInput"] = _form_schema(schemas["PostingInput"]["properties"])
    document["components"]["securitySchemes"] = {"bearer": _BEARER}
    for name in _FRAMEWORK_SCHEMAS:
        schemas.pop(name, None)
    for item in document["paths"].values():
        for operation in item.values():
            operation["responses"].pop("422", None)
            _describe_responses(operation["responses"])
            _link_answers(operation)
            _tell_scope(operation)
            _describe_lines(operation)
            _leave_out_null(operation)
    for item in document["webhooks"].values():
        for operation in item.values():
            _describe_webhook(operation)
    describe_headers(document)
    # Where the paths begin stands in the server's address (NL API Design Rules, /core/uri-version).
    document["paths"] = {path.removeprefix(_BASE): item for path, item in document["paths"].items()}
    _rename_split_models(document)
    _hoist_unions(schemas)
    _name_kinds(document)
    for name, schema in schemas.items():
        # Generators name a class by the title.
        schema["title"] = name
        if not name.endswith("Input"):
            _loosen_answer(schema)
        else:
            _write_decimals_out(schema)
    for name, example in _examples().items():
        schemas[name]["examples"] = [example]
    _drop_made_up_titles(document)
    return document


def _describe_webhook(operation: Node) -> None:
    """What is sent elsewhere: whoever receives it answers as they like, and has no access to ask for."""
    operation["responses"].pop("422", None)
    operation["security"] = []
    operation["parameters"] = [
        {"name": name, "in": "header", "required": True, "description": text, "schema": {"type": "string"}}
        for name, text in _SIGNED.items()
    ]


def _form_schema(posting: Node) -> Node:
    """A posting as a form: a file with what a JSON body may say of it."""
    described = {"type": "string", "format": "binary", "description": "The document. Leave out to send `text` instead."}
    return {
        "title": "PostingFormInput",
        "description": "A posting as a form: a document, or its text, and where it came from.",
        "type": "object",
        "additionalProperties": False,
        "properties": {"file": described, **posting},
    }


@cache
def _examples() -> Node:
    return tomllib.loads(_EXAMPLES.read_text(encoding="utf-8"))


def _describe_responses(responses: Node) -> None:
    for response in responses.values():
        content = response.get("content", {})
        # FastAPI puts the schema under the type that the route answers else; what is declared is what is answered.
        declared = next((kind for kind in (PROBLEM_MEDIA_TYPE, _LINES) if kind in content), None)
        if declared is not None:
            described = next((media for media in content.values() if "schema" in media), content[declared])
            response["content"] = {declared: described}


def _link_answers(operation: Node) -> None:
    """Say which operations take the id of what was created."""
    targets = _CREATED.get(operation.get("operationId", ""), ())
    if targets:
        operation["responses"]["201"]["links"] = {
            target: {"operationId": target, "parameters": {"id": "$response.body#/id"}} for target in targets
        }


def _tell_scope(operation: Node) -> None:
    """OpenAPI knows scopes of OAuth flows only; ours stand beside, for people and for programs."""
    for requirement in operation.get("security", ()):
        (scope,) = requirement["bearer"]
        requirement["bearer"] = []
        operation["x-scope"] = scope
        operation["description"] = f"{operation['description']}\n\nNeeds the scope `{scope}`."


def _leave_out_null(operation: Node) -> None:
    """A body that may be left out is no body that may be null."""
    for media in operation.get("requestBody", {}).get("content", {}).values():
        options = [option for option in media["schema"].get("anyOf", ()) if option.get("type") != "null"]
        if len(options) == 1:
            media["schema"] = options[0]


def _describe_lines(operation: Node) -> None:
    """A body of lines of JSON is a text: OpenAPI 3.1 has no word for a schema that each line has."""
    for body in (operation.get("requestBody", {}), *operation["responses"].values()):
        if lines := body.get("content", {}).get(_LINES):
            item = {"$ref": lines["schema"]["$ref"]}
            described = f"Lines of JSON, each a `{item['$ref'].removeprefix(_SCHEMAS)}`."
            lines["schema"] = {
                "type": "string",
                "format": "binary",
                "description": described,
                "x-item-schema": item,
            }


def _rename_split_models(document: Node) -> None:
    """FastAPI tells what is sent from what is answered as `X-Input` and `X-Output`: here `XInput` and `X`."""
    schemas: Node = document["components"]["schemas"]
    renamed = {name: name.removesuffix("-Output").replace("-Input", "Input") for name in schemas}
    named = {renamed[name]: schema for name, schema in schemas.items()}
    schemas.clear()
    schemas.update(named)
    for node in _nodes(document):
        reference = node.get("$ref")
        if isinstance(reference, str) and reference.startswith(_SCHEMAS):
            node["$ref"] = _SCHEMAS + renamed[reference.removeprefix(_SCHEMAS)]
        if isinstance(mapping := node.get("mapping"), dict) and "propertyName" in node:
            node["mapping"] = {key: _SCHEMAS + renamed[to.removeprefix(_SCHEMAS)] for key, to in mapping.items()}


def _hoist_unions(schemas: Node) -> None:
    """Give the union of requirements, told apart by `type`, a name of its own; what is sent has another."""
    found: Node = {}
    for node in _nodes(schemas):
        if "discriminator" in node and "oneOf" in node:
            sent = any(option["$ref"].endswith("Input") for option in node["oneOf"])
            name = "RequirementInput" if sent else "Requirement"
            found[name] = {"oneOf": node["oneOf"], "discriminator": node["discriminator"]}
            node.clear()
            node["$ref"] = _SCHEMAS + name
    for name, union in found.items():
        for option in union["oneOf"]:
            described = schemas[option["$ref"].removeprefix(_SCHEMAS)]
            described["required"] = list(dict.fromkeys([*described.get("required", ()), "type"]))
        schemas[name] = {"title": name, "description": "What a criterion asks, told apart by `type`.", **union}


def _name_kinds(document: Node) -> None:
    """Name what may be of more kinds later, so that the first of those breaks no client."""
    for name, (description, kinds) in _KINDS.items():
        members = {kind: _SCHEMAS + member for kind, member in kinds.items()}
        for node in _nodes(document):
            if node.get("$ref") in members.values():
                node["$ref"] = _SCHEMAS + name
        document["components"]["schemas"][name] = {
            "title": name,
            "description": description,
            "oneOf": [{"$ref": reference} for reference in members.values()],
            "discriminator": {"propertyName": "kind", "mapping": members},
        }


def _loosen_answer(schema: Node) -> None:
    """In an answer no member has a default (it is always there), and members may be added later."""
    for node in _nodes(schema):
        node.pop("default", None)
        if node.get("additionalProperties") is False:
            del node["additionalProperties"]


def _write_decimals_out(schema: Node) -> None:
    """A decimal may be sent as a number or as a string, and then it looks like this."""
    for node in _nodes(schema):
        kinds = {member.get("type"): member for member in node.get("anyOf", ()) if isinstance(member, dict)}
        if {"number", "string"} <= set(kinds):
            kinds["string"]["pattern"] = DECIMAL_PATTERN


def _drop_made_up_titles(document: Node) -> None:
    """A property's title is its name again, badly spelled; only schemas keep theirs."""
    named = document["components"]["schemas"].values()
    for node in _nodes(document["paths"]) + _nodes(list(named)):
        if isinstance(node.get("title"), str) and not any(node is schema for schema in named):
            del node["title"]


def _nodes(root: object) -> list[Node]:
    found: list[Node] = []
    stack = [root]
    while stack:
        node = stack.pop()
        if isinstance(node, dict):
            found.append(node)
            stack.extend(node.values())
        elif isinstance(node, list):
            stack.extend(node)
    return found
