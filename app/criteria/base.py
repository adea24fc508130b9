"""The base of every value that crosses a boundary: frozen, camelCase on the wire, nothing undeclared."""

from decimal import Decimal
from typing import Annotated, TypeAlias

from pydantic import BaseModel, ConfigDict, PlainSerializer
from pydantic.alias_generators import to_camel

Points: TypeAlias = int | Decimal
"""Points as a posting prints them: a whole number, or a decimal (a string on the wire)."""


def _number(value: Decimal) -> int | float:
    return int(value) if value == value.to_integral_value() else float(value)


Quantity: TypeAlias = Annotated[Decimal, PlainSerializer(_number, return_type=int | float, when_used="json")]
"""Hours, days, months and percentages: exact inside, a plain number on the wire. Money stays a decimal string."""


class Value(BaseModel):
    """An immutable value; Python names are snake_case, wire names camelCase, unknown members are refused."""

    model_config = ConfigDict(
        frozen=True,
        alias_generator=to_camel,
        populate_by_name=True,
        serialize_by_alias=True,
        extra="forbid",
        json_schema_serialization_defaults_required=True,
    )
