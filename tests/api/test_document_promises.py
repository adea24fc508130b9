"""What stands in the document for generated clients, and is not there by itself."""

import json
from typing import Any

import pytest
from fastapi.testclient import TestClient

from openapi.__main__ import render

Node = dict[str, Any]


@pytest.fixture(scope="module")
def document() -> Node:
    loaded: Node = json.loads(render())
    return loaded


def test_paths_begin_after_the_version(document: Node) -> None:
    assert [server["url"] for server in document["servers"]] == ["/v1"]
    assert not [path for path in document["paths"] if path.startswith(("/v1", "/health"))]


def test_a_schema_is_titled_by_its_name(document: Node) -> None:
    assert not [name for name, schema in document["components"]["schemas"].items() if schema["title"] != name]


def test_kinds_of_a_union_lead_to_schemas(document: Node) -> None:
    schemas = document["components"]["schemas"]
    mapped = [to for s in schemas.values() for to in s.get("discriminator", {}).get("mapping", {}).values()]

    assert len(mapped) >= 28
    assert {to.removeprefix("#/components/schemas/") for to in mapped} <= set(schemas)


def test_links_lead_to_operations(document: Node) -> None:
    operations = [operation for item in document["paths"].values() for operation in item.values()]
    ids = {operation["operationId"] for operation in operations}
    links = [
        link["operationId"] for o in operations for r in o["responses"].values() for link in r.get("links", {}).values()
    ]

    assert len(links) > 10
    assert set(links) <= ids


def test_every_guarded_operation_tells_its_scope(document: Node) -> None:
    for path, item in document["paths"].items():
        for operation in item.values():
            assert ("x-scope" in operation) == (path != "/openapi.json"), path


def test_a_body_that_may_be_left_out_may_not_be_null(client: TestClient) -> None:
    missing = "00000000-0000-7000-8000-000000000000"
    answer = client.post(
        f"/v1/postings/{missing}/matches", content=b"null", headers={"Content-Type": "application/json"}
    )

    assert answer.status_code == 400
    assert answer.json()["errors"][0]["code"] == "model_attributes_type"
