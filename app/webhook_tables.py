"""The tables of webhooks: who wants to be told, what there is to tell, and what became of telling each."""

import datetime as dt
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field

from app.tables import TenantOwned, UtcDateTime


class WebhookEndpointRow(TenantOwned, table=True):
    """An address that events are sent to. `secrets`: sealed, with the moment each ends at; the newest has none.

    `failing_since`: the first failure after which nothing succeeded.
    """

    __tablename__ = "webhook_endpoint"
    __table_args__ = (sa.Index("ix_webhook_endpoint_tenant", "tenant_id", "id"),)

    id: str = Field(primary_key=True, max_length=36)
    revision: int
    created_at: dt.datetime = Field(sa_type=UtcDateTime)
    updated_at: dt.datetime = Field(sa_type=UtcDateTime)
    url: str = Field(max_length=2_000)
    description: str | None = Field(default=None, max_length=500)
    event_types: list[str] = Field(sa_type=sa.JSON)
    secrets: list[dict[str, Any]] = Field(sa_type=sa.JSON)
    disabled_reason: str | None = Field(default=None, max_length=16)
    disabled_at: dt.datetime | None = Field(default=None, sa_type=UtcDateTime)
    failing_since: dt.datetime | None = Field(default=None, sa_type=UtcDateTime)


class WebhookEventRow(TenantOwned, table=True):
    """Something that happened, as it is sent: ids and counts. Stored with what it tells of, for who wants to know.

    `about` and `about_time`: of what happens once only, a posting and its deadline; otherwise null.
    """

    __tablename__ = "webhook_event"
    __table_args__ = (sa.UniqueConstraint("type", "about", "about_time", name="uq_webhook_event_once"),)

    id: str = Field(primary_key=True, max_length=36)
    type: str = Field(max_length=32)
    created_at: dt.datetime = Field(sa_type=UtcDateTime, index=True)
    body: str = Field(sa_type=sa.Text)
    about: str | None = Field(default=None, max_length=36)
    about_time: dt.datetime | None = Field(default=None, sa_type=UtcDateTime)


class WebhookDeliveryRow(TenantOwned, table=True):
    """Telling one endpoint of one event. `owner` is sending it, and nobody else may until `lease_until`.

    `attempts` counts all, `tries` those of the schedule that it is in.
    """

    __tablename__ = "webhook_delivery"
    __table_args__ = (
        sa.UniqueConstraint("event_id", "endpoint_id", name="uq_webhook_delivery_event_endpoint"),
        sa.Index("ix_webhook_delivery_endpoint_id_id", "endpoint_id", "id"),
        sa.Index("ix_webhook_delivery_state_next_at", "state", "next_at"),
    )

    id: str = Field(primary_key=True, max_length=36)
    endpoint_id: str = Field(foreign_key="webhook_endpoint.id", ondelete="CASCADE", max_length=36)
    event_id: str = Field(foreign_key="webhook_event.id", ondelete="CASCADE", max_length=36)
    state: str = Field(max_length=16)
    created_at: dt.datetime = Field(sa_type=UtcDateTime)
    attempts: int
    tries: int
    next_at: dt.datetime | None = Field(default=None, sa_type=UtcDateTime)
    last_at: dt.datetime | None = Field(default=None, sa_type=UtcDateTime)
    last_status: int | None = None
    last_failure: str | None = Field(default=None, max_length=32)
    owner: str | None = Field(default=None, max_length=36)
    lease_until: dt.datetime | None = Field(default=None, sa_type=UtcDateTime)
