"""Imports point one way, and modules stay small."""

import ast
from pathlib import Path

import pytest

APP = Path(__file__).parent.parent / "app"
MODULES = sorted(path for path in APP.rglob("*.py"))
MOST_LINES = 300

# Each part of the application, and the parts it may import besides itself.
LAYERS = {
    "criteria": set(),
    "documents": set(),
    "concepts": {"criteria"},
    "nlp": {"criteria", "concepts"},
    "matching": {"criteria", "concepts"},
    "settings": set(),
    "ids": set(),
    "logs": set(),
    "tables": set(),
    "principal": set(),
    "tenancy": {"tables"},
    "access": {
        "principal",
        "errors",
        "problem_answer",
        "database",
        "repositories",
        "tables",
        "settings",
        "ids",
        "tenancy",
        "starting",
    },
    "webhook_worker": {"services", "queue"},
    "webhook_parts": {"services", "webhooks", "database", "settings", "sweeps"},
    "wiring": {"access", "webhook_parts", "services", "nlp", "repositories", "database", "settings", "telemetry"},
    "webhooks": set(),
    "webhook_tables": {"tables"},
    "sweeps": set(),
    "schemas": {"criteria", "principal", "webhooks"},
    "errors": {"schemas"},
    "database_postgres": set(),
    "database_retry": set(),
    "database": {"tenancy", "database_postgres", "database_retry"},
    "queue": {"database"},
    "starting": {"logs", "settings", "database", "database_postgres"},
    "backup": {"database", "logs", "settings", "starting"},
    "configuration": {"settings", "starting"},
    "migrate": {"database", "logs", "queue", "starting"},
    "route_pattern": set(),
    "telemetry": {"route_pattern"},
    "probing": {"database"},
    "audit": {"services", "repositories", "database", "principal", "starting", "tenancy"},
    "retention": {"services", "database", "principal", "settings", "starting", "tenancy"},
    "accepting": {"errors"},
    "upkeep": {"services", "database", "settings", "sweeps"},
    "worker": {
        "upkeep",
        "webhook_parts",
        "webhook_worker",
        "sweeps",
        "services",
        "queue",
        "database",
        "starting",
        "logs",
        "wiring",
        "telemetry",
        "matching",
    },
    "migrations": {"tables", "idempotency_tables", "webhook_tables", "database", "settings"},
    "idempotency_tables": {"tables"},
    "claims": set(),
    "etags": {"errors"},
    "repositories": {"tables", "idempotency_tables", "webhook_tables", "tenancy"},
    "services": {
        "criteria",
        "nlp",
        "documents",
        "matching",
        "repositories",
        "schemas",
        "errors",
        "tables",
        "webhook_tables",
        "webhooks",
        "database",
        "probing",
        "telemetry",
        "logs",
        "settings",
        "ids",
        "json_text",
        "claims",
        "etags",
        "idempotency_tables",
        "access",
        "principal",
        "tenancy",
    },
    "problem_answer": {"errors"},
    "json_text": {"errors", "schemas"},
    "json_body": {"errors", "json_text", "settings"},
    "line_body": {"errors", "json_body", "settings"},
    "json_route": {"errors", "schemas", "json_body", "etags", "principal"},
    "document_route": {"errors", "json_body", "json_route", "schemas"},
    "middleware": {"errors", "logs", "route_pattern"},
    "admission": {"errors", "problem_answer"},
    "rate_limit": {"errors", "problem_answer"},
    "idempotency": {"errors", "problem_answer", "claims", "principal", "settings"},
    "compression": {"etags"},
    "server": set(),
    "protocol": {"errors", "middleware"},
    "problem_handlers": {"errors", "problem_answer"},
    "openapi": {"errors", "schemas", "openapi_headers"},
    "openapi_headers": {"errors"},
    "dependencies": {"services", "wiring", "errors", "etags", "telemetry", "access"},
    "routers": {
        "dependencies",
        "accepting",
        "document_route",
        "json_route",
        "line_body",
        "schemas",
        "errors",
        "etags",
        "principal",
    },
}
# Who alone may import these.
RESERVED = {
    "spacy": {"nlp"},
    "thinc": {"nlp"},
    "lxml": {"documents"},
    "pypdfium2": {"documents"},
    "striprtf": {"documents"},
    "fastapi": {"main", "routers", "dependencies", "json_route", "problem_handlers", "openapi"},
    "starlette": {
        "main",
        "routers",
        "dependencies",
        "json_route",
        "json_body",
        "document_route",
        "line_body",
        "problem_handlers",
        "problem_answer",
        "middleware",
        "route_pattern",
        "telemetry",
        "admission",
        "rate_limit",
        "idempotency",
        "compression",
        "openapi",
        "access",
    },
    "limits": {"rate_limit"},
    "brotli": {"compression"},
    "jwt": {"access"},
    "cryptography": {"webhooks"},
    "standardwebhooks": {"webhooks"},
    "huey": {"queue"},
    "prometheus_client": {"telemetry"},
    "opentelemetry": {"telemetry"},
    "jinja2": {"services"},
    "uvicorn": {"main", "protocol", "server"},
    "sqlalchemy": {
        "audit",
        "retention",
        "telemetry",
        "probing",
        "database",
        "database_postgres",
        "database_retry",
        "tables",
        "idempotency_tables",
        "webhook_tables",
        "tenancy",
        "repositories",
        "migrations",
        "services",
        "access",
        "problem_handlers",
    },
    "sqlmodel": {
        "database",
        "database_postgres",
        "database_retry",
        "tables",
        "idempotency_tables",
        "webhook_tables",
        "tenancy",
        "repositories",
        "migrations",
        "services",
    },
}


def part_of(path: Path) -> str:
    return path.relative_to(APP).parts[0].removesuffix(".py")


def imported(path: Path) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names |= {node.module} | {f"{node.module}.{alias.name}" for alias in node.names}
    return names


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(APP)))
def test_imports_point_one_way(path: Path) -> None:
    part = part_of(path)
    if part in {"main", "__init__"}:
        return
    used = {name.split(".")[1] for name in imported(path) if name.startswith("app.")}

    assert used - {part} <= LAYERS[part]


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(APP)))
def test_libraries_stay_where_they_belong(path: Path) -> None:
    libraries = {name.split(".")[0] for name in imported(path)}

    assert not {library for library, owners in RESERVED.items() if library in libraries and part_of(path) not in owners}


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(APP)))
def test_modules_stay_small(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= MOST_LINES
