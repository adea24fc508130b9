"""Sends deliveries: takes one that is due, tries it, and keeps what came of it."""

import datetime as dt
from collections.abc import Callable, Sequence
from typing import NamedTuple

import structlog
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from sqlmodel import Session

from app.database import Database
from app.ids import new_id
from app.repositories.webhook_deliveries import WebhookDeliveryRepository
from app.repositories.webhook_endpoints import WebhookEndpointRepository
from app.repositories.webhook_events import WebhookEventRepository
from app.schemas.webhooks import DeliveryState, DisabledReason
from app.services.clock import Clock
from app.services.webhook_endpoints import live_secrets
from app.settings import Settings
from app.webhook_tables import WebhookDeliveryRow, WebhookEndpointRow
from app.webhooks.failures import DeliveryFailure
from app.webhooks.schedule import Schedule, printed_schedule
from app.webhooks.sending import Answer, Transport
from app.webhooks.signing import SecretBox, UnreadableSecretError, signed_headers

_TURN = 20
"""Deliveries to one endpoint in a row, before others have their turn."""
_GONE = 410
_HEADERS = {"Content-Type": "application/json", "User-Agent": "Gunning-Webhooks/1 (+https://example.org/gunning)"}
_log = structlog.get_logger("gunning.webhook")


class _Taken(NamedTuple):
    delivery_id: str
    endpoint_id: str
    owner: str
    url: str
    sealed: Sequence[str]
    event_id: str
    body: str
    tries: int


class WebhookSender:
    """Sends in the calling thread. A delivery is sent by who holds its lease, and by nobody else meanwhile."""

    def __init__(
        self,
        database: Database,
        settings: Settings,
        clock: Clock,
        transport: Transport,
        box: SecretBox,
        schedule: Schedule | None = None,
    ) -> None:
        self._database = database
        self._settings = settings
        self._clock = clock
        self._transport = transport
        self._box = box
        self._schedule = schedule or printed_schedule()
        # Sending ends within its time; the rest is for keeping what came of it, and for clocks that differ.
        self._lease = dt.timedelta(seconds=settings.webhook_timeout_seconds + settings.job_lease_seconds)

    def serve(self, endpoint_id: str, stopping: Callable[[], bool]) -> bool:
        """Send what is due to an endpoint, one after another; true where there may be more. Never raises."""
        try:
            for _ in range(_TURN):
                if stopping():
                    return True
                taken = self._take(endpoint_id)
                if taken is None:
                    return False
                answer = self._send(taken)
                self._keep(taken, answer)
                if answer.failure is not None:
                    # It may have cost much time; others come first.
                    return True
        except (DBAPIError, PoolTimeoutError) as error:
            # The lease runs out, and it is sent again: by then the database may be well.
            _log.error("webhook_interrupted", endpoint=endpoint_id, error=type(error).__name__)
            return False
        except Exception as error:  # a queue has nobody to raise to
            _log.error("webhook_sender_failed", endpoint=endpoint_id, error=type(error).__name__)
            return False
        return True

    def _take(self, endpoint_id: str) -> _Taken | None:
        """Hold the next delivery that is due; null where there is none, or as many are being sent as may be."""
        now = self._clock()
        with self._database.write() as session:
            endpoint = WebhookEndpointRepository(session).get(endpoint_id, for_update=True)
            if endpoint is None:
                return None
            deliveries = WebhookDeliveryRepository(session)
            if endpoint.disabled_reason is not None:
                # Stored while it was being disabled.
                deliveries.cancel_pending(endpoint_id)
                return None
            # Whoever fails is tried by one thread only: receivers that are down must not keep all of them.
            most = self._settings.webhook_sends_at_once if endpoint.failing_since is None else 1
            if deliveries.being_sent(endpoint_id, now) >= most:
                return None
            while (row := deliveries.next_due(endpoint_id, now)) is not None:
                if row.owner is not None:
                    row.last_status, row.last_failure = None, DeliveryFailure.WORKER_LOST
                if row.tries < self._schedule.tries:
                    break
                self._give_up(session, endpoint, row, now)
            if row is None:
                return None
            row.owner, row.lease_until = new_id(), now + self._lease
            row.attempts, row.tries, row.last_at = row.attempts + 1, row.tries + 1, now
            sealed = [one["sealed"] for one in live_secrets(endpoint.secrets, now)]
            body = WebhookEventRepository(session).body(row.event_id)
            return _Taken(row.id, endpoint_id, row.owner, endpoint.url, sealed, row.event_id, body, row.tries)

    def _send(self, taken: _Taken) -> Answer:
        try:
            secrets = [self._box.open(one) for one in taken.sealed]
        except UnreadableSecretError:
            return Answer(DeliveryFailure.SECRET_UNREADABLE)
        headers = _HEADERS | signed_headers(secrets, taken.event_id, self._clock(), taken.body)
        return self._transport.send(taken.url, taken.body.encode(), headers)

    def _keep(self, taken: _Taken, answer: Answer) -> None:
        now = self._clock()
        with self._database.write() as session:
            # In the order in which whoever takes or disables locks them.
            endpoint = WebhookEndpointRepository(session).get(taken.endpoint_id, for_update=True)
            row = WebhookDeliveryRepository(session).owned(taken.delivery_id, taken.owner)
            if endpoint is None or row is None:
                _log.info("webhook_lost", delivery=taken.delivery_id)
                return
            row.owner = row.lease_until = None
            row.last_status, row.last_failure = answer.status, answer.failure
            if answer.failure is None:
                row.state, row.next_at, endpoint.failing_since = DeliveryState.SUCCEEDED, None, None
            else:
                self._put_off(session, endpoint, row, answer, now)
            state = row.state
        _log.info(
            "webhook_sent",
            delivery=taken.delivery_id,
            endpoint=taken.endpoint_id,
            state=state,
            tries=taken.tries,
            status=answer.status,
            failure=answer.failure,
        )

    def _put_off(
        self, session: Session, endpoint: WebhookEndpointRow, row: WebhookDeliveryRow, answer: Answer, now: dt.datetime
    ) -> None:
        endpoint.failing_since = endpoint.failing_since or now
        wait = self._schedule.wait(row.tries, answer.retry_after)
        if answer.status == _GONE:
            row.state, row.next_at = DeliveryState.FAILED, None
            self._disable(session, endpoint, DisabledReason.GONE, now)
        elif wait is None:
            self._give_up(session, endpoint, row, now)
        else:
            row.next_at = now + dt.timedelta(seconds=wait)

    def _give_up(
        self, session: Session, endpoint: WebhookEndpointRow, row: WebhookDeliveryRow, now: dt.datetime
    ) -> None:
        row.state, row.next_at, row.owner, row.lease_until = DeliveryState.FAILED, None, None, None
        session.flush()
        since = endpoint.failing_since
        if since is not None and since <= now - dt.timedelta(days=self._settings.webhook_disable_days):
            self._disable(session, endpoint, DisabledReason.FAILING, now)

    def _disable(
        self, session: Session, endpoint: WebhookEndpointRow, reason: DisabledReason, now: dt.datetime
    ) -> None:
        endpoint.disabled_reason, endpoint.disabled_at = reason, now
        endpoint.revision, endpoint.updated_at = endpoint.revision + 1, now
        session.flush()
        WebhookDeliveryRepository(session).cancel_pending(endpoint.id)
        _log.warning("webhook_endpoint_disabled", endpoint=endpoint.id, reason=reason)
