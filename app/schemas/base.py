"""What every output model shares."""

import datetime as dt
from typing import Annotated, TypeAlias

from pydantic import AfterValidator, PlainSerializer, WithJsonSchema

from app.criteria.base import Value


def _to_utc(value: dt.datetime) -> dt.datetime:
    return value.astimezone(dt.UTC)


def _write_instant(value: dt.datetime) -> str:
    return value.astimezone(dt.UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


Instant: TypeAlias = Annotated[
    dt.datetime,
    AfterValidator(_to_utc),
    PlainSerializer(_write_instant, return_type=str, when_used="json"),
    WithJsonSchema({"type": "string", "format": "date-time"}),
]
"""A moment in UTC, on the wire with milliseconds and `Z`."""


class Identity(Value):
    """What a stored resource is known by; `revision` starts at 1 and grows with every change."""

    id: str
    revision: int
    created_at: Instant
    updated_at: Instant
