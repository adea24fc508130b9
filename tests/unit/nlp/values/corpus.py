"""Phrasing corpora: what each grammar must read, and texts in which it must find nothing."""

import datetime as dt
import json
from collections.abc import Callable, Iterator
from dataclasses import fields, is_dataclass
from decimal import Decimal
from enum import Enum
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from app.criteria.scales import Vat
from app.nlp import values

CORPUS = Path(__file__).parents[3] / "golden" / "corpus"

FINDERS: dict[str, Callable[[str], tuple[values.Found[Any], ...]]] = {
    "dates": values.find_dates,
    "months": values.find_months,
    "weeks": values.find_weeks,
    "times": values.find_times,
    "durations": values.find_durations,
    "windows": values.find_windows,
    "since": values.find_since,
    "hours": values.find_hours_per_week,
    "hours_bare": partial(values.find_hours_per_week, bare=True),
    "money": values.find_amounts,
    "money_bare": partial(values.find_amounts, bare=True),
    "education": values.find_levels,
    "percent": values.find_percentages,
    "workdays": lambda text: () if (found := values.find_workdays(text)) is None else (found,),
}
"""Every grammar that finds values, by the name of its corpus; working days as a tuple of none or one."""


def read(kind: str, text: str) -> list[Any]:
    """Return the values of `kind` in `text` as plain JSON values."""
    if kind == "numerals":
        number = values.read_number(text)
        return [] if number is None else [plain(number)]
    if kind == "extension":
        extension = values.read_extension(text)
        return [] if extension is None else [plain(extension)]
    return [plain(item.value) for item in FINDERS[kind](text)]


def plain(value: Any) -> Any:  # noqa: ANN401 - any value of any grammar
    """Return a value as JSON: dataclasses as their fields that differ from the default."""
    if is_dataclass(value):
        return {
            field.name: plain(getattr(value, field.name))
            for field in fields(value)
            if getattr(value, field.name) != field.default and getattr(value, field.name) is not Vat.UNKNOWN
        }
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, dt.time):
        return value.isoformat("minutes")
    if isinstance(value, dt.date):
        return value.isoformat()
    return [plain(item) for item in value] if isinstance(value, tuple) else value


def _files() -> list[Path]:
    """Return the corpora of the value grammars; the folder holds others too."""
    kinds = {*FINDERS, "numerals", "extension"}
    return [path for path in sorted(CORPUS.glob("*.json")) if path.stem in kinds]


def phrasings() -> Iterator[Any]:
    """Yield a pytest parameter (kind, text, expected values) for each phrasing of each corpus."""
    for path in _files():
        for group in json.loads(path.read_text("utf-8"))["phrasings"]:
            for text in group["texts"]:
                yield pytest.param(path.stem, text, group["values"], id=f"{path.stem}-{text}")


def negatives() -> Iterator[Any]:
    """Yield a pytest parameter (kind, text) for each text of each corpus in which nothing may be found."""
    for path in _files():
        for text in json.loads(path.read_text("utf-8"))["none"]:
            yield pytest.param(path.stem, text, id=f"{path.stem}-{text or 'empty'}")
