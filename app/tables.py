"""The tables, as SQLModel classes. Times are UTC; JSON documents keep the API's own wire names."""

import datetime as dt
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Dialect
from sqlmodel import Field, SQLModel


class UtcDateTime(sa.types.TypeDecorator[dt.datetime]):
    """An instant: aware UTC in Python, `timestamptz` on PostgreSQL, naive UTC on SQLite (which knows no zones)."""

    impl = sa.DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: dt.datetime | None, dialect: Dialect) -> dt.datetime | None:
        """To the database; a naive value is a programming error."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("an instant needs a time zone")
        in_utc = value.astimezone(dt.UTC)
        return in_utc.replace(tzinfo=None) if dialect.name == "sqlite" else in_utc

    def process_result_value(self, value: dt.datetime | None, _dialect: Dialect) -> dt.datetime | None:
        """From the database, always aware."""
        if value is None:
            return None
        return value.replace(tzinfo=dt.UTC) if value.tzinfo is None else value.astimezone(dt.UTC)


class TenantOwned(SQLModel):
    """A row of a tenant. The session that adds a row fills its tenant in; by itself it belongs to nobody."""

    tenant_id: str = Field(
        default="", max_length=40, nullable=False, sa_column_kwargs={"server_default": sa.text("''")}
    )


class TenantRow(SQLModel, table=True):
    """A tenant: whose rows are kept apart from all others'."""

    __tablename__ = "tenant"

    id: str = Field(primary_key=True, max_length=40)
    created_at: dt.datetime = Field(sa_type=UtcDateTime)


class ApiKeyRow(TenantOwned, table=True):
    """A key of a tenant: who presents its secret may do what `scopes` say until it expires or is revoked."""

    __tablename__ = "api_key"

    id: str = Field(primary_key=True, max_length=36)
    name: str = Field(max_length=100)
    scopes: list[str] = Field(sa_type=sa.JSON)
    salt: str = Field(max_length=64)
    secret_hash: str = Field(max_length=128)
    created_at: dt.datetime = Field(sa_type=UtcDateTime)
    expires_at: dt.datetime | None = Field(default=None, sa_type=UtcDateTime)
    revoked_at: dt.datetime | None = Field(default=None, sa_type=UtcDateTime)
    last_used_at: dt.datetime | None = Field(default=None, sa_type=UtcDateTime)
    rotated_to: str | None = Field(default=None, max_length=36)


class PostingRow(TenantOwned, table=True):
    """A posting: its source text as given and what was read from it; the columns after `language` serve the listing."""

    __tablename__ = "posting"
    __table_args__ = (sa.Index("ix_posting_tenant", "tenant_id", "id"),)

    id: str = Field(primary_key=True, max_length=36)
    revision: int
    created_at: dt.datetime = Field(sa_type=UtcDateTime)
    updated_at: dt.datetime = Field(sa_type=UtcDateTime)
    parser_version: str = Field(max_length=64)
    source_text: str = Field(sa_type=sa.Text)
    media_type: str = Field(max_length=100)
    filename: str | None = Field(default=None, max_length=255)
    url: str | None = Field(default=None, max_length=2_000)
    sha256: str = Field(max_length=64)
    characters: int
    language: str = Field(max_length=16)
    title: str | None = Field(default=None, sa_type=sa.Text)
    reference: str | None = Field(default=None, sa_type=sa.Text)
    organisation_name: str | None = Field(default=None, sa_type=sa.Text)
    submission_deadline: dt.datetime | None = Field(default=None, sa_type=UtcDateTime, index=True)
    reading: dict[str, Any] = Field(sa_type=sa.JSON)


class CandidateRow(TenantOwned, table=True):
    """A candidate: the profile as one document, and the retention terms that clocks run on."""

    __tablename__ = "candidate"
    __table_args__ = (
        sa.UniqueConstraint("tenant_id", "external_id", name="uq_candidate_external_id"),
        sa.Index("ix_candidate_tenant", "tenant_id", "id"),
    )

    id: str = Field(primary_key=True, max_length=36)
    external_id: str | None = Field(default=None, max_length=200)
    revision: int
    created_at: dt.datetime = Field(sa_type=UtcDateTime)
    updated_at: dt.datetime = Field(sa_type=UtcDateTime)
    profile: dict[str, Any] = Field(sa_type=sa.JSON)
    retention_basis: str = Field(max_length=16)
    retention_until: dt.date | None = Field(default=None, index=True)


class MatchRow(TenantOwned, table=True):
    """A match as it was answered; it goes with its posting."""

    __tablename__ = "match"

    id: str = Field(primary_key=True, max_length=36)
    posting_id: str = Field(foreign_key="posting.id", ondelete="CASCADE", index=True, max_length=36)
    posting_revision: int
    reference_date: dt.date
    partial_credit: str = Field(max_length=16)
    engine_version: str = Field(max_length=64)
    created_at: dt.datetime = Field(sa_type=UtcDateTime)
    result: dict[str, Any] = Field(sa_type=sa.JSON)


class MatchCandidateRow(TenantOwned, table=True):
    """Which candidates a stored match speaks of, so that erasing a person finds every one of them."""

    __tablename__ = "match_candidate"

    match_id: str = Field(primary_key=True, foreign_key="match.id", ondelete="CASCADE", max_length=36)
    candidate_id: str = Field(primary_key=True, index=True, max_length=36)


class CounterRow(SQLModel, table=True):
    """A number of a tenant that only grows. Who raises it holds it to the transaction's end: numbers are in order."""

    __tablename__ = "counter"

    tenant_id: str = Field(primary_key=True, max_length=40)
    name: str = Field(primary_key=True, max_length=32)
    value: int = Field(sa_type=sa.BigInteger)


class CandidateChangeRow(TenantOwned, table=True):
    """The number of the last change of a candidate; the row stays when the candidate is erased, which is a change."""

    __tablename__ = "candidate_change"
    __table_args__ = (sa.Index("ix_candidate_change_number", "tenant_id", "number"),)

    candidate_id: str = Field(primary_key=True, max_length=36)
    number: int = Field(sa_type=sa.BigInteger)


class JobRow(TenantOwned, table=True):
    """Work that goes on after its request was answered. `owner` runs it, and nobody else may until `lease_until`."""

    __tablename__ = "job"
    __table_args__ = (sa.Index("ix_job_tenant", "tenant_id", "id"),)

    id: str = Field(primary_key=True, max_length=36)
    kind: str = Field(max_length=32)
    state: str = Field(max_length=16, index=True)
    request: dict[str, Any] = Field(sa_type=sa.JSON)
    created_at: dt.datetime = Field(sa_type=UtcDateTime)
    started_at: dt.datetime | None = Field(default=None, sa_type=UtcDateTime)
    finished_at: dt.datetime | None = Field(default=None, sa_type=UtcDateTime)
    problem: str | None = Field(default=None, max_length=64)
    owner: str | None = Field(default=None, max_length=36)
    lease_until: dt.datetime | None = Field(default=None, sa_type=UtcDateTime)
    attempts: int


class JobPostingRow(TenantOwned, table=True):
    """A posting that a job is about; what was found of it when `done_at` is there, then never written again."""

    __tablename__ = "job_posting"

    job_id: str = Field(primary_key=True, foreign_key="job.id", ondelete="CASCADE", max_length=36)
    posting_id: str = Field(primary_key=True, foreign_key="posting.id", ondelete="CASCADE", index=True, max_length=36)
    done_at: dt.datetime | None = Field(default=None, sa_type=UtcDateTime)
    posting_revision: int | None = None
    reference_date: dt.date | None = None
    engine_version: str | None = Field(default=None, max_length=64)
    eligible: int | None = None
    needs_review: int | None = None
    not_eligible: int | None = None


class JobRankRow(TenantOwned, table=True):
    """The place of a candidate among those of a posting; it goes with the candidate, so that the database erases it."""

    __tablename__ = "job_rank"
    __table_args__ = (
        sa.ForeignKeyConstraint(
            ["job_id", "posting_id"], ["job_posting.job_id", "job_posting.posting_id"], ondelete="CASCADE"
        ),
    )

    job_id: str = Field(primary_key=True, max_length=36)
    posting_id: str = Field(primary_key=True, max_length=36)
    candidate_id: str = Field(
        primary_key=True, foreign_key="candidate.id", ondelete="CASCADE", index=True, max_length=36
    )
    rank: int
    outcome: str = Field(max_length=16)
    points: dict[str, Any] = Field(sa_type=sa.JSON)
    hourly_rate: dict[str, Any] | None = Field(default=None, sa_type=sa.JSON)


class DecisionRow(TenantOwned, table=True):
    """An entry of a tenant's log of decisions; the database refuses to change or remove one. Nothing refers to it."""

    __tablename__ = "decision"
    __table_args__ = (
        sa.Index("ix_decision_posting", "tenant_id", "posting_id", "number"),
        sa.Index("ix_decision_candidate", "tenant_id", "candidate_id", "number"),
        sa.Index("ix_decision_match", "tenant_id", "match_id", "number"),
    )

    tenant_id: str = Field(default="", primary_key=True, max_length=40)
    number: int = Field(primary_key=True, sa_type=sa.BigInteger, sa_column_kwargs={"autoincrement": False})
    at: dt.datetime = Field(sa_type=UtcDateTime)
    actor: str = Field(max_length=80)
    action: str = Field(max_length=40)
    posting_id: str | None = Field(default=None, max_length=36)
    candidate_id: str | None = Field(default=None, max_length=36)
    match_id: str | None = Field(default=None, max_length=36)
    job_id: str | None = Field(default=None, max_length=36)
    details: dict[str, Any] = Field(sa_type=sa.JSON)
    previous_hash: str = Field(max_length=64)
    hash: str = Field(max_length=64)


class ErasureRow(TenantOwned, table=True):
    """The receipt of an erasure: what was removed, in counts, and where the log says so."""

    __tablename__ = "erasure"
    __table_args__ = (sa.Index("ix_erasure_candidate", "tenant_id", "candidate_id"),)

    id: str = Field(primary_key=True, max_length=36)
    candidate_id: str = Field(max_length=36)
    erased_at: dt.datetime = Field(sa_type=UtcDateTime)
    reason: str = Field(max_length=32)
    reference: str | None = Field(default=None, max_length=64)
    matches: int
    overrides: int
    job_ranks: int
    idempotency_records: int
    log_number: int = Field(sa_type=sa.BigInteger)
    log_hash: str = Field(max_length=64)
