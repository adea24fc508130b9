"""Problems and their messages."""

import string

import pytest

from app.errors import (
    field_error,
    from_validation,
    json_pointer,
    kind_of_status,
    problem,
    problem_kinds,
    validation_messages,
)


@pytest.mark.parametrize(
    ("parts", "pointer"),
    [((), ""), (("a", 0, "b"), "/a/0/b"), (("a/b", "c~d"), "/a~1b/c~0d"), (("x" * 500,), "/" + "x" * 100)],
)
def test_json_pointer(parts: tuple[int | str, ...], pointer: str) -> None:
    assert json_pointer(parts) == pointer


@pytest.mark.parametrize("kind", problem_kinds())
def test_every_kind_of_problem_can_be_rendered(kind: str) -> None:
    shown = problem(kind, "id", limit=5, scope="read", offered="text/html")

    assert "{" not in shown.detail
    assert 400 <= shown.status < 600


@pytest.mark.parametrize("message", validation_messages().values())
def test_messages_speak_of_rules_and_never_of_the_input(message: str) -> None:
    names = {name for _, name, _, _ in string.Formatter().parse(message) if name}

    assert not names & {"input", "input_value", "error", "value"}


def test_an_unknown_code_gets_a_plain_message() -> None:
    assert field_error("never_heard_of", "/a").detail == "is not valid"


def test_validation_errors_lose_input_and_message() -> None:
    found = [
        {"type": "value_error", "loc": ("body", "a"), "msg": "geheim", "input": "geheim", "ctx": {"error": "geheim"}}
    ]

    assert "geheim" not in str(from_validation(found))


def test_the_same_error_is_told_once() -> None:
    found = {"type": "missing", "loc": ("body", "a"), "msg": "", "input": None}

    assert len(from_validation([found, found])) == 1


@pytest.mark.parametrize(
    ("status", "kind"), [(404, "not-found"), (405, "method-not-allowed"), (418, "bad-request"), (500, "internal-error")]
)
def test_errors_of_the_framework_have_a_kind(status: int, kind: str) -> None:
    assert kind_of_status(status) == kind
