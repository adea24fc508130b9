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
    "access": {"principal", "errors", "database", "repositories", "tables", "settings", "ids", "tenancy", "starting"},
    "wiring": {"access", "services", "nlp", "repositories", "database", "settings"},
    "schemas": {"criteria", "principal"},
    "errors": {"schemas"},
    "database": {"tenancy"},
    "queue": {"database"},
    "starting": {"logs", "settings"},
    "audit": {"services", "repositories", "database", "principal", "starting", "tenancy"},
    "retention": {"services", "database", "principal", "settings", "starting", "tenancy"},
    "accepting": {"errors"},
    "worker": {"services", "queue", "database", "starting", "logs", "wiring"},
    "migrations": {"tables", "database", "settings"},
    "repositories": {"tables", "tenancy"},
    "services": {
        "criteria",
        "nlp",
        "documents",
        "matching",
        "repositories",
        "schemas",
        "errors",
        "tables",
        "database",
        "settings",
        "ids",
        "json_text",
        "access",
        "principal",
        "tenancy",
    },
    "json_text": {"errors", "schemas"},
    "json_body": {"errors", "json_text", "settings"},
    "line_body": {"errors", "json_body", "settings"},
    "json_route": {"errors", "schemas", "json_body", "principal"},
    "document_route": {"errors", "json_body", "json_route", "schemas"},
    "middleware": {"errors"},
    "protocol": {"errors", "middleware"},
    "problem_handlers": {"errors"},
    "openapi": {"errors", "schemas"},
    "dependencies": {"services", "wiring"},
    "routers": {
        "dependencies",
        "accepting",
        "document_route",
        "json_route",
        "line_body",
        "schemas",
        "errors",
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
        "middleware",
        "openapi",
        "access",
    },
    "jwt": {"access"},
    "huey": {"queue"},
    "jinja2": {"services"},
    "uvicorn": {"main", "protocol"},
    "sqlalchemy": {
        "audit",
        "retention",
        "database",
        "tables",
        "tenancy",
        "repositories",
        "migrations",
        "services",
        "access",
        "problem_handlers",
    },
    "sqlmodel": {"database", "tables", "tenancy", "repositories", "migrations"},
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
