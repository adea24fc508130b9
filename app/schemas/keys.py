"""Keys on the wire."""

import datetime as dt
from typing import Annotated, TypeAlias

from pydantic import AwareDatetime, BeforeValidator, Field
from pydantic_core import PydanticCustomError

from app.criteria.base import Value
from app.principal import Scope
from app.schemas.base import Instant
from app.schemas.checked_input import CheckedInput


def _written(value: object) -> object:
    # pydantic would also take a number, as seconds since 1970.
    if value is None or isinstance(value, dt.datetime) or (isinstance(value, str) and "T" in value):
        return value
    raise PydanticCustomError("datetime_type", "no instant")


Moment: TypeAlias = Annotated[AwareDatetime, BeforeValidator(_written)]


class ApiKeyInput(CheckedInput):
    """A key to make."""

    name: str = Field(min_length=1, max_length=100, description="What it is for; no person's name is needed.")
    scopes: tuple[Scope, ...] = Field(
        min_length=1,
        max_length=3,
        description="What it may do; `write` includes `read`, `admin` both.",
        json_schema_extra={"uniqueItems": True},
    )
    expires_at: Moment | None = Field(default=None, description="When it ends to be valid; null: never.")


class RotationInput(CheckedInput):
    """How to replace a key."""

    overlap_hours: int = Field(
        default=24, ge=0, le=720, description="How long the key that is replaced still works beside the new one."
    )
    expires_at: Moment | None = Field(default=None, description="When the new key ends to be valid; null: never.")


class ApiKey(Value):
    """A key, without its secret. `rotatedTo`: the key in its place; `lastUsedAt` is true to a minute."""

    id: str
    name: str
    scopes: tuple[Scope, ...]
    created_at: Instant
    expires_at: Instant | None
    revoked_at: Instant | None
    last_used_at: Instant | None
    rotated_to: str | None


class NewApiKey(ApiKey):
    """A key that was just made: `key` is told this once, and stored nowhere."""

    key: str


class ApiKeyPage(Value):
    """A page of keys, oldest first."""

    items: tuple[ApiKey, ...]
    next_cursor: str | None
