"""Checks that a JSON value has the type its schema names: pydantic would read `true` as 1, "no" as false, 0 as 1970.

They follow the fields of a model, so that a field that is added is checked too.
"""

import datetime as dt
import re
import types
from collections.abc import Iterator, Mapping
from decimal import Decimal
from functools import cache
from typing import Annotated, Any, NamedTuple, TypeAlias, Union, get_args, get_origin

from pydantic import BaseModel

Path: TypeAlias = tuple[int | str, ...]
Finding: TypeAlias = tuple[Path, str]

DECIMAL_PATTERN = r"^-?[0-9]{1,30}(\.[0-9]{1,30})?$"
_DECIMAL = re.compile(DECIMAL_PATTERN)
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_UNIONS = (Union, types.UnionType)


class _Member(NamedTuple):
    """A member to look at: its names on the wire and in Python, its type, and whether it is a list of that type."""

    alias: str
    name: str
    kind: type
    listed: bool


def wrong_types(model: type[BaseModel], sent: object, path: Path = ()) -> Iterator[Finding]:
    """Every (path, code) where a number, boolean or date of the model was sent as JSON of another type."""
    if not isinstance(sent, Mapping):
        return
    for member in _members(model):
        key = member.alias if member.alias in sent else member.name
        value = sent.get(key)
        at = (*path, member.alias)
        if not member.listed:
            yield from _look(member.kind, value, at)
        elif isinstance(value, list):
            for index, item in enumerate(value):
                yield from _look(member.kind, item, (*at, index))


def _look(kind: type, value: object, path: Path) -> Iterator[Finding]:
    if issubclass(kind, BaseModel):
        yield from wrong_types(kind, value, path)
    elif value is not None and (code := _wrong(kind, value)):
        yield path, code


def _wrong(kind: type, value: object) -> str | None:
    if kind is bool:
        return None if isinstance(value, bool) else "bool_type"
    if kind is int:
        whole = isinstance(value, int) or (isinstance(value, float) and value.is_integer())
        return None if whole and not isinstance(value, bool) else "int_type"
    if kind is dt.date:
        # pydantic also reads a string of digits as seconds since 1970, and a time of day that is midnight.
        written = isinstance(value, str) and _DATE.fullmatch(value)
        return None if written or isinstance(value, dt.date) else "date_type"
    if isinstance(value, bool) or not isinstance(value, int | float | str | Decimal):
        return "decimal_type"
    return None if not isinstance(value, str) or _DECIMAL.fullmatch(value) else "decimal_parsing"


@cache
def _members(model: type[BaseModel]) -> tuple[_Member, ...]:
    found = []
    for name, field in model.model_fields.items():
        kind, listed = _bare(field.annotation)
        if isinstance(kind, type) and (issubclass(kind, BaseModel) or kind in {bool, int, dt.date, Decimal}):
            found.append(_Member(field.alias or name, name, kind, listed))
    return tuple(found)


def _bare(annotation: Any) -> tuple[Any, bool]:  # noqa: ANN401 - annotations have no common type
    """What an annotation is about, without null and constraints, and whether it is a list of that."""
    origin = get_origin(annotation)
    if origin is Annotated:
        return _bare(get_args(annotation)[0])
    if origin in _UNIONS:
        others = [item for item in get_args(annotation) if item is not type(None)]
        if len(others) == 1:
            return _bare(others[0])
        # Points are whole, or decimals: what a decimal may be sent as.
        return (Decimal if {_bare(item)[0] for item in others} == {int, Decimal} else None), False
    if origin is tuple:
        return _bare(get_args(annotation)[0])[0], True
    return annotation, False
