"""Facts in the many ways that postings put them, and what looks like them but states nothing."""

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from app.nlp.extractor import Extractor

CORPUS: dict[str, Any] = json.loads(
    (Path(__file__).parents[3] / "golden" / "corpus" / "facts.json").read_text(encoding="utf-8")
)
UNSTATED: tuple[object, ...] = (None, "unknown", (), [], {})


def case(field: str, value: Any, text: str) -> Any:  # noqa: ANN401 - any field of a posting
    return pytest.param(field, value, text, id=f"{field}: {text[:60]}")


SAID = [case(one["field"], one["value"], text) for one in CORPUS["phrasings"] for text in one["texts"]]
UNSAID = [case(one["field"], None, text) for one in CORPUS["none"] for text in one["texts"]]


def value(reader: Extractor, text: str, field: str) -> Any:  # noqa: ANN401 - any field of a posting
    found: Any = reader.read(f"Planoloog\n\n{text}\n")
    for step in field.split("."):
        found = getattr(found, step) if found is not None else None
    return found


def same(found: Any, expected: Any) -> bool:  # noqa: ANN401 - any field of a posting
    if isinstance(found, int | Decimal) and not isinstance(found, bool):
        return found == Decimal(str(expected))
    if isinstance(expected, list):
        return [one.isoformat() for one in found] == expected
    return str(getattr(found, "value", found)).replace(" ", "T").replace("+00:00", "Z") == str(expected)


@pytest.mark.parametrize(("field", "expected", "text"), SAID)
def test_phrasing_states_the_fact(reader: Extractor, field: str, expected: Any, text: str) -> None:  # noqa: ANN401
    found = value(reader, text, field)
    assert same(found, expected), f"{found!r} instead of {expected!r}"


@pytest.mark.parametrize(("field", "expected", "text"), UNSAID)
def test_what_only_looks_like_it_states_nothing(reader: Extractor, field: str, expected: None, text: str) -> None:
    found = value(reader, text, field)
    empty = all(part in UNSTATED for part in found.model_dump().values()) if hasattr(found, "model_dump") else False
    assert expected is None
    assert empty or found in UNSTATED, f"{found!r} instead of nothing"
