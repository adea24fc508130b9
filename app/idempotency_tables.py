"""The tables of `Idempotency-Key`: what was asked under a key, and what was answered."""

import datetime as dt

import sqlalchemy as sa
from sqlmodel import Field

from app.tables import TenantOwned, UtcDateTime


class IdempotencyRow(TenantOwned, table=True):
    """A request under a key. While it runs `owner` holds it until `lease_until`; when it is done the answer is here."""

    __tablename__ = "idempotency"
    __table_args__ = (sa.UniqueConstraint("tenant_id", "key", name="uq_idempotency_key"),)

    id: str = Field(primary_key=True, max_length=36)
    key: str = Field(max_length=255)
    target: str = Field(max_length=64)
    state: str = Field(max_length=16)
    owner: str = Field(max_length=36)
    lease_until: dt.datetime = Field(sa_type=UtcDateTime)
    created_at: dt.datetime = Field(sa_type=UtcDateTime)
    expires_at: dt.datetime = Field(sa_type=UtcDateTime, index=True)
    body_sha256: str | None = Field(default=None, max_length=64)
    status: int | None = None
    headers: dict[str, str] | None = Field(default=None, sa_type=sa.JSON)
    answer: bytes | None = Field(default=None, sa_type=sa.LargeBinary)
    of_many: bool = False


class IdempotencyCandidateRow(TenantOwned, table=True):
    """Whom a kept answer speaks of, so that erasing a person finds every one of them."""

    __tablename__ = "idempotency_candidate"

    request_id: str = Field(primary_key=True, foreign_key="idempotency.id", ondelete="CASCADE", max_length=36)
    candidate_id: str = Field(primary_key=True, index=True, max_length=36)
