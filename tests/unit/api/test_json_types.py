"""JSON types as the schema names them."""

import datetime as dt
from decimal import Decimal

import pytest

from app.criteria.base import Quantity, Value
from app.schemas.json_types import wrong_types


class Inner(Value):
    done: bool | None = None


class Sample(Value):
    whole: int | None = None
    exact_number: Quantity | None = None
    day: dt.date | None = None
    amount: Decimal = Decimal(0)
    inner: Inner = Inner()
    listed: tuple[Inner, ...] = ()
    text: str = ""


@pytest.mark.parametrize(
    "sent",
    [
        {"whole": 1, "exactNumber": "1.5", "day": "2026-02-01", "amount": 2.5, "inner": {"done": True}},
        {"whole": 1.0, "exactNumber": -3, "day": None, "listed": [{"done": None}]},
        {"text": True, "unknown": True},
        [],
        None,
    ],
)
def test_what_the_schema_names_is_taken(sent: object) -> None:
    assert list(wrong_types(Sample, sent)) == []


@pytest.mark.parametrize(
    ("sent", "path", "code"),
    [
        ({"whole": True}, ("whole",), "int_type"),
        ({"whole": "4"}, ("whole",), "int_type"),
        ({"whole": 1.5}, ("whole",), "int_type"),
        ({"exactNumber": True}, ("exactNumber",), "decimal_type"),
        ({"exact_number": []}, ("exactNumber",), "decimal_type"),
        ({"amount": "8_5"}, ("amount",), "decimal_parsing"),
        ({"amount": "٨٥"}, ("amount",), "decimal_parsing"),
        ({"amount": "1e5"}, ("amount",), "decimal_parsing"),
        ({"amount": ""}, ("amount",), "decimal_parsing"),
        ({"day": 0}, ("day",), "date_type"),
        ({"day": "1577836800"}, ("day",), "date_type"),
        ({"day": "2026-02-01T00:00:00"}, ("day",), "date_type"),
        ({"inner": {"done": "no"}}, ("inner", "done"), "bool_type"),
        ({"listed": [{}, {"done": 0}]}, ("listed", 1, "done"), "bool_type"),
    ],
)
def test_another_type_is_found(sent: object, path: tuple[object, ...], code: str) -> None:
    assert list(wrong_types(Sample, sent)) == [(path, code)]
