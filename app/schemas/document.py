"""The API's own document on the wire."""

from typing import Any

from app.criteria.base import Value


class ApiDocument(Value):
    """This document: OpenAPI 3.1."""

    openapi: str
    info: dict[str, Any]
    servers: list[dict[str, Any]]
    paths: dict[str, Any]
    components: dict[str, Any]
    tags: list[dict[str, Any]]
