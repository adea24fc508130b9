"""The document: equal to its export, and what client generators digest."""

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
from pydantic import BaseModel

from app.schemas.candidates import CandidateInput
from app.schemas.comparisons import ComparisonInput
from app.schemas.corrections import CorrectionsInput
from app.schemas.jobs import MatchAllInput
from app.schemas.matches import MatchInput
from app.schemas.postings import PostingInput
from app.schemas.webhooks import SecretRotationInput, WebhookEndpointInput, WebhookEndpointPatchInput
from openapi.__main__ import EXPORT, render

Node = dict[str, Any]


@pytest.fixture(scope="module")
def document() -> Node:
    loaded: Node = json.loads(render())
    return loaded


def operations(document: Node) -> Iterator[tuple[str, str, Node]]:
    for path, item in document["paths"].items():
        for method, operation in item.items():
            yield path, method, operation


def nodes(value: object) -> Iterator[Node]:
    if isinstance(value, dict):
        yield value
        for item in value.values():
            yield from nodes(item)
    elif isinstance(value, list):
        for item in value:
            yield from nodes(item)


def answered(document: Node) -> Iterator[tuple[str, Node]]:
    """Schemas that are answered: all but those that are only sent."""
    for name, schema in document["components"]["schemas"].items():
        if not name.endswith("Input"):
            yield name, schema


def test_export_is_what_the_code_says() -> None:
    assert EXPORT.read_text(encoding="utf-8") == render(), "run `make openapi` and look at the difference"


def test_every_operation_has_its_own_id(document: Node) -> None:
    ids = [operation["operationId"] for _, _, operation in operations(document)]

    assert len(set(ids)) == len(ids) > 10


def test_no_operation_answers_422(document: Node) -> None:
    assert "422" not in json.dumps([operation["responses"] for *_, operation in operations(document)])
    assert "HTTPValidationError" not in document["components"]["schemas"]


def test_every_error_is_a_problem(document: Node) -> None:
    for path, method, operation in operations(document):
        for status, response in operation["responses"].items():
            if status >= "400":
                assert list(response["content"]) == ["application/problem+json"], (path, method, status)


def test_every_answer_tells_the_version(document: Node) -> None:
    assert all("API-Version" in r["headers"] for *_, o in operations(document) for r in o["responses"].values())


def test_no_model_stands_inline(document: Node) -> None:
    schemas = document["components"]["schemas"]
    inline = [node for schema in schemas.values() for node in nodes(schema.get("properties", {}))]

    assert not [node for node in inline if isinstance(node.get("properties"), dict) and node.get("type") == "object"]
    assert not [node for node in nodes(document["paths"]) if node.get("type") == "object"]


def test_every_member_of_an_answer_is_required(document: Node) -> None:
    for name, schema in answered(document):
        assert set(schema.get("required", [])) == set(schema.get("properties", {})), name


def test_no_answer_has_defaults(document: Node) -> None:
    assert not [name for name, schema in answered(document) for node in nodes(schema) if "default" in node]


def test_answers_may_grow(document: Node) -> None:
    assert not [
        n for n, schema in answered(document) for node in nodes(schema) if node.get("additionalProperties") is False
    ]


def test_requirements_are_told_apart_by_type(document: Node) -> None:
    requirement = document["components"]["schemas"]["Requirement"]

    assert requirement["discriminator"]["propertyName"] == "type"
    assert len(requirement["oneOf"]) == len(requirement["discriminator"]["mapping"]) == 14


def test_requirements_that_are_sent_name_their_type_too(document: Node) -> None:
    schemas = document["components"]["schemas"]
    options = [option["$ref"].removeprefix("#/components/schemas/") for option in schemas["RequirementInput"]["oneOf"]]

    assert len(options) == 14
    assert all("type" in schemas[name]["required"] for name in options)


def test_jobs_are_told_apart_by_kind(document: Node) -> None:
    body = document["paths"]["/jobs"]["post"]["requestBody"]["content"]["application/json"]["schema"]
    union = document["components"]["schemas"]["JobInput"]

    assert body == {"$ref": "#/components/schemas/JobInput"}
    assert union["discriminator"] == {
        "propertyName": "kind",
        "mapping": {"match_all": "#/components/schemas/MatchAllInput"},
    }


def test_results_of_jobs_are_lines(document: Node) -> None:
    answer = document["paths"]["/jobs/{id}/results"]["get"]["responses"]["200"]

    schema = answer["content"]["application/x-ndjson"]["schema"]
    assert schema["x-item-schema"] == {"$ref": "#/components/schemas/JobResult"}
    assert (schema["type"], schema["format"]) == ("string", "binary")


def test_every_reference_leads_somewhere(document: Node) -> None:
    names = {node["$ref"].removeprefix("#/components/schemas/") for node in nodes(document) if "$ref" in node}

    assert names <= set(document["components"]["schemas"])


def test_names_are_camel_case(document: Node) -> None:
    members = {name for _, schema in answered(document) for name in schema.get("properties", {})}

    assert not {name for name in members if "_" in name or not name[0].islower()}


@pytest.mark.parametrize(
    "model",
    [
        PostingInput,
        CandidateInput,
        MatchInput,
        ComparisonInput,
        CorrectionsInput,
        MatchAllInput,
        WebhookEndpointInput,
        WebhookEndpointPatchInput,
        SecretRotationInput,
    ],
)
def test_the_example_of_what_is_sent_can_be_sent(document: Node, model: type[BaseModel]) -> None:
    (example,) = document["components"]["schemas"][model.__name__]["examples"]

    assert model.model_validate(example).model_dump(exclude_defaults=True)


def test_every_parameter_is_described_and_shown(document: Node) -> None:
    parameters = [
        (path, parameter)
        for path, _, operation in operations(document)
        for parameter in operation.get("parameters", ())
    ]

    assert len(parameters) > 10
    assert not [
        p for p in parameters if not p[1]["description"] or not (p[1].get("examples") or p[1]["schema"].get("examples"))
    ]


def test_every_schema_is_described(document: Node) -> None:
    assert not [name for name, schema in document["components"]["schemas"].items() if not schema.get("description")]


def test_decimals_that_are_sent_are_described(document: Node) -> None:
    number, string = document["components"]["schemas"]["HourlyRateInput"]["properties"]["amount"]["anyOf"]

    assert (number["type"], string["type"]) == ("number", "string")
    assert re.search(string["pattern"], "72.50")
    assert not re.search(string["pattern"], "7_2")


def test_info_says_whom_to_ask_and_on_what_terms(document: Node) -> None:
    assert document["info"]["license"]["name"] == "MIT"
    assert document["info"]["contact"].keys() == {"name", "url", "email"}
    assert document["info"]["version"] == "1.0.0"
