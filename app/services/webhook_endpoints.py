"""Keep webhook endpoints: make, list, change, disable, remove; and their secrets."""

import datetime as dt
from collections.abc import Iterator, Mapping
from typing import Any

import structlog

from app.database import Database
from app.errors import AppError, field_error, invalid_input
from app.ids import new_id
from app.repositories.webhook_deliveries import WebhookDeliveryRepository
from app.repositories.webhook_endpoints import WebhookEndpointRepository
from app.schemas.problems import ProblemError
from app.schemas.webhook_events import WebhookEventType
from app.schemas.webhooks import (
    DisabledReason,
    SecretRotationInput,
    WebhookEndpoint,
    WebhookEndpointInput,
    WebhookEndpointPage,
    WebhookEndpointPatchInput,
    WebhookEndpointWithSecret,
)
from app.services.clock import Clock
from app.services.idempotency import settle_secret
from app.services.paging import cut_page, page_request
from app.settings import Settings
from app.webhook_tables import WebhookEndpointRow
from app.webhooks.sending import Transport
from app.webhooks.signing import SecretBox, new_secret
from app.webhooks.target import TargetError

_LOOK_UP_SECONDS = 3.0
"""A request waits for this long at most to learn where a host is."""
_MOST_SECRETS = 4
"""Secrets that sign at a time; the oldest of more ends."""
_log = structlog.get_logger("gunning.webhook")


class WebhookEndpointService:
    """The use cases of endpoints. Unknown ids raise the 404."""

    def __init__(
        self, database: Database, settings: Settings, clock: Clock, transport: Transport, box: SecretBox
    ) -> None:
        self._database = database
        self._settings = settings
        self._clock = clock
        self._transport = transport
        self._box = box

    def create(self, given: WebhookEndpointInput) -> WebhookEndpointWithSecret:
        """Keep a new endpoint. The 409 where there are as many as the settings allow."""
        self._check(given.url, given.event_types)
        now, secret = self._clock(), new_secret()
        row = WebhookEndpointRow(
            id=new_id(),
            revision=1,
            created_at=now,
            updated_at=now,
            url=given.url,
            description=given.description,
            event_types=list(given.event_types),
            secrets=[self._sealed(secret)],
        )
        with self._database.write() as session:
            endpoints = WebhookEndpointRepository(session)
            if endpoints.count() >= self._settings.max_webhook_endpoints:
                raise AppError("too-many-endpoints", limit=self._settings.max_webhook_endpoints)
            endpoints.add(row)
            settle_secret(session)
        return WebhookEndpointWithSecret(**_members(row), secret=secret)

    def get(self, endpoint_id: str) -> WebhookEndpoint:
        """An endpoint."""
        with self._database.read() as session:
            return endpoint_of(found(WebhookEndpointRepository(session).get(endpoint_id)))

    def page(self, cursor: str | None, limit: int | None) -> WebhookEndpointPage:
        """A page of endpoints, oldest first."""
        size, after = page_request(cursor, limit, self._settings)
        with self._database.read() as session:
            rows, following = cut_page(WebhookEndpointRepository(session).page(after, size + 1), size)
            return WebhookEndpointPage(items=tuple(map(endpoint_of, rows)), next_cursor=following)

    def change(self, endpoint_id: str, given: WebhookEndpointPatchInput) -> WebhookEndpoint:
        """Change what is given. Disabling cancels what is pending; enabling forgets that it failed."""
        self._check(given.url, given.event_types or ())
        with self._database.write() as session:
            row = found(WebhookEndpointRepository(session).get(endpoint_id, for_update=True))
            before = row.model_dump()
            if given.url is not None:
                row.url = given.url
            if given.event_types is not None:
                row.event_types = list(given.event_types)
            if "description" in given.model_fields_set:
                row.description = given.description
            if given.disabled is False:
                row.disabled_reason = row.disabled_at = row.failing_since = None
            if given.disabled and row.disabled_reason is None:
                row.disabled_reason, row.disabled_at = DisabledReason.BY_REQUEST, self._clock()
                WebhookDeliveryRepository(session).cancel_pending(row.id)
            if row.model_dump() != before:
                self._note_change(row)
        return endpoint_of(row)

    def delete(self, endpoint_id: str) -> None:
        """Remove an endpoint and its deliveries."""
        with self._database.write() as session:
            if not WebhookEndpointRepository(session).delete(endpoint_id):
                raise AppError("not-found")

    def rotate(self, endpoint_id: str, given: SecretRotationInput) -> WebhookEndpointWithSecret:
        """Give an endpoint a new secret; those before sign as well until the overlap has passed."""
        now, secret = self._clock(), new_secret()
        ends = now + dt.timedelta(hours=given.overlap_hours)
        with self._database.write() as session:
            row = found(WebhookEndpointRepository(session).get(endpoint_id, for_update=True))
            before = [
                {**one, "until": min(_until(one) or ends, ends).isoformat()} for one in live_secrets(row.secrets, now)
            ]
            row.secrets = list(live_secrets([self._sealed(secret), *before], now))[:_MOST_SECRETS]
            self._note_change(row)
            settle_secret(session)
        return WebhookEndpointWithSecret(**_members(row), secret=secret)

    def _note_change(self, row: WebhookEndpointRow) -> None:
        row.revision += 1
        row.updated_at = self._clock()

    def _sealed(self, secret: str) -> dict[str, Any]:
        if not self._box.seals:
            _log.warning("webhook_secret_not_sealed", setting="WEBHOOK_SECRET_KEY")
        return {"sealed": self._box.seal(secret), "until": None}

    def _check(self, url: str | None, event_types: tuple[WebhookEventType, ...]) -> None:
        errors: list[ProblemError] = []
        if url is not None:
            try:
                self._transport.check(url, _LOOK_UP_SECONDS)
            except TargetError as error:
                errors.append(field_error(error.code, "/url"))
        errors += [
            field_error("duplicate", f"/eventTypes/{place}")
            for place, event_type in enumerate(event_types)
            if event_type in event_types[:place]
        ]
        if errors:
            raise invalid_input(*errors)


def found(row: WebhookEndpointRow | None) -> WebhookEndpointRow:
    """The row; raises the 404 for null."""
    if row is None:
        raise AppError("not-found")
    return row


def endpoint_of(row: WebhookEndpointRow) -> WebhookEndpoint:
    """A row as the API shows it."""
    return WebhookEndpoint(**_members(row))


def live_secrets(secrets: list[dict[str, Any]], now: dt.datetime) -> Iterator[dict[str, Any]]:
    """The stored secrets that sign at a time, newest first."""
    for one in secrets:
        until = _until(one)
        if until is None or until > now:
            yield one


def _until(secret: Mapping[str, Any]) -> dt.datetime | None:
    return dt.datetime.fromisoformat(secret["until"]) if secret["until"] else None


def _members(row: WebhookEndpointRow) -> dict[str, Any]:
    return {
        "id": row.id,
        "revision": row.revision,
        "created_at": row.created_at,
        "updated_at": row.updated_at,
        "url": row.url,
        "event_types": tuple(map(WebhookEventType, row.event_types)),
        "description": row.description,
        "disabled": row.disabled_reason is not None,
        "disabled_reason": row.disabled_reason and DisabledReason(row.disabled_reason),
        "disabled_at": row.disabled_at,
    }
