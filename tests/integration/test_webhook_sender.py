"""Sending in this thread, by a clock that is set by hand, on SQLite and PostgreSQL."""

import datetime as dt
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler
from typing import Any

import pytest
import sqlalchemy as sa
from cryptography.fernet import Fernet
from pydantic import SecretStr
from standardwebhooks import WebhookVerificationError

from app.database import Database
from app.schemas.webhook_events import WebhookEventType
from app.schemas.webhooks import (
    SecretRotationInput,
    WebhookDelivery,
    WebhookEndpointInput,
    WebhookEndpointPatchInput,
    WebhookEndpointWithSecret,
)
from app.services.webhook_events import candidate_erased, posting_closing_soon
from app.settings import Settings
from app.webhook_parts import WebhookParts
from app.webhook_tables import WebhookDeliveryRow, WebhookEndpointRow, WebhookEventRow
from tests.webhooks import Hands, Receiver, receiving, respond

CANDIDATE = "01a21079-04f8-771c-8944-776d43d2e4df"
HOUR, DAY = 3_600, 86_400


class Webhooks:
    """The parts, of the tenant of a database."""

    def __init__(self, database: Database, settings: Settings, clock: Hands, wake: Callable[[str], None]) -> None:
        parts = WebhookParts(database, settings, clock, wake)
        self.outbox, self.sweeps, self.due = parts.outbox, parts.sweeps, parts.all.due
        self.serve = parts.all.serve
        self.endpoints, self.deliveries = parts.endpoints(database), parts.deliveries(database)


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with receiving() as opened:
        yield opened


@pytest.fixture
def hands() -> Hands:
    return Hands()


@pytest.fixture
def settings(database_url: str) -> Settings:
    return Settings(database_url=database_url, log_level="error", webhook_allow_private_addresses=True)


@pytest.fixture
def woken() -> list[str]:
    """The endpoints that the queue was told of."""
    return []


@pytest.fixture
def parts(database: Database, settings: Settings, hands: Hands, woken: list[str]) -> Webhooks:
    return Webhooks(database, settings, hands, woken.append)


@pytest.fixture
def endpoint(parts: Webhooks, receiver: Receiver) -> WebhookEndpointWithSecret:
    return parts.endpoints.create(WebhookEndpointInput(url=receiver.url, event_types=tuple(WebhookEventType)))


def never() -> bool:
    return False


def tell(database: Database, parts: Webhooks, hands: Hands, times: int = 1) -> None:
    for _ in range(times):
        with database.write() as session:
            parts.outbox.tell(session, candidate_erased(CANDIDATE, hands()))


def deliveries(parts: Webhooks, endpoint: WebhookEndpointWithSecret) -> list[WebhookDelivery]:
    """Oldest first."""
    return list(parts.deliveries.page(endpoint.id, None, None, None).items)[::-1]


def rows(database: Database, table: type[Any]) -> list[Any]:
    with database.read() as session:
        return list(session.exec(sa.select(table)).scalars())  # type: ignore[call-overload]


def test_an_event_and_its_deliveries_are_stored_with_what_they_tell_of(
    database: Database, parts: Webhooks, hands: Hands, endpoint: WebhookEndpointWithSecret, woken: list[str]
) -> None:
    with database.write() as session:
        parts.outbox.tell(session, candidate_erased(CANDIDATE, hands()))
        assert woken == []

    assert woken == [endpoint.id]
    (event,) = rows(database, WebhookEventRow)
    (delivery,) = rows(database, WebhookDeliveryRow)
    assert (delivery.event_id, delivery.endpoint_id, delivery.state) == (event.id, endpoint.id, "pending")
    assert parts.due() == [endpoint.id]


def test_what_is_rolled_back_was_never_told(
    database: Database, parts: Webhooks, hands: Hands, endpoint: WebhookEndpointWithSecret, woken: list[str]
) -> None:
    def fail() -> None:
        with database.write() as session:
            parts.outbox.tell(session, candidate_erased(CANDIDATE, hands()))
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()

    assert [rows(database, WebhookEventRow), rows(database, WebhookDeliveryRow), woken] == [[], [], []]
    assert parts.due() == []


def test_nothing_is_kept_where_nobody_listens(database: Database, parts: Webhooks, hands: Hands) -> None:
    tell(database, parts, hands)

    assert rows(database, WebhookEventRow) == []


def test_a_queue_that_fails_costs_no_event(
    database: Database, settings: Settings, hands: Hands, endpoint: WebhookEndpointWithSecret
) -> None:
    def broken(_: str) -> None:
        raise OSError

    parts = Webhooks(database, settings, hands, broken)
    tell(database, parts, hands)

    assert parts.due() == [endpoint.id]


def test_several_events_of_a_transaction_wake_an_endpoint_once(
    database: Database, parts: Webhooks, hands: Hands, endpoint: WebhookEndpointWithSecret, woken: list[str]
) -> None:
    with database.write() as session:
        for _ in range(3):
            parts.outbox.tell(session, candidate_erased(CANDIDATE, hands()))

    assert woken == [endpoint.id]
    assert len(deliveries(parts, endpoint)) == 3


def test_what_is_due_is_sent(
    database: Database, parts: Webhooks, hands: Hands, endpoint: WebhookEndpointWithSecret, receiver: Receiver
) -> None:
    tell(database, parts, hands, times=3)

    assert not parts.serve(endpoint.id, never)

    sent = deliveries(parts, endpoint)
    assert [one.state for one in sent] == ["succeeded"] * 3
    assert receiver.ids == [one.event_id for one in sent]
    assert receiver.received[0].verified_by(endpoint.secret) == {
        "type": "candidate.erased",
        "timestamp": hands().isoformat(timespec="milliseconds").replace("+00:00", "Z"),
        "data": {"candidateId": CANDIDATE},
    }


def test_failures_are_tried_again_by_the_schedule_and_then_given_up(
    database: Database, parts: Webhooks, hands: Hands, endpoint: WebhookEndpointWithSecret, receiver: Receiver
) -> None:
    tell(database, parts, hands)
    receiver.answers = [500] * 20
    waits: list[float] = []

    while (before := deliveries(parts, endpoint)[0]).next_attempt_at is not None:
        waits.append((before.next_attempt_at - hands()).total_seconds())
        hands.now = before.next_attempt_at - dt.timedelta(milliseconds=1)
        parts.serve(endpoint.id, never)
        assert len(receiver.received) == before.attempts
        hands.now = before.next_attempt_at
        parts.serve(endpoint.id, never)
        assert len(receiver.received) == before.attempts + 1

    planned = [0, 5, 300, 1_800, 2 * HOUR, 5 * HOUR, 10 * HOUR, 14 * HOUR, 20 * HOUR, 24 * HOUR]
    assert all(plan <= wait <= plan * 1.1 for plan, wait in zip(planned, waits, strict=True))
    (delivery,) = deliveries(parts, endpoint)
    assert (delivery.state, delivery.attempts, delivery.last_status_code) == ("failed", 10, 500)
    assert len(set(receiver.ids)) == 1
    assert len({one.body for one in receiver.received}) == 1
    assert parts.due() == []


def test_success_after_a_failure_ends_it(
    database: Database, parts: Webhooks, hands: Hands, endpoint: WebhookEndpointWithSecret, receiver: Receiver
) -> None:
    tell(database, parts, hands)
    receiver.answers = [500, 200]
    parts.serve(endpoint.id, never)
    assert rows(database, WebhookEndpointRow)[0].failing_since == hands()
    hands.move(6)
    parts.serve(endpoint.id, never)

    (delivery,) = deliveries(parts, endpoint)
    assert (delivery.state, delivery.attempts, delivery.last_failure) == ("succeeded", 2, None)
    assert rows(database, WebhookEndpointRow)[0].failing_since is None


@pytest.mark.parametrize(("asked", "seconds"), [("1000", 1_000), ("1", 5), ("999999", DAY)])
def test_a_receiver_may_ask_for_a_longer_wait(
    database: Database,
    parts: Webhooks,
    hands: Hands,
    endpoint: WebhookEndpointWithSecret,
    receiver: Receiver,
    asked: str,
    seconds: int,
) -> None:
    tell(database, parts, hands)
    receiver.answers = [lambda handler: respond(handler, 429, Retry_After=asked)]

    parts.serve(endpoint.id, never)

    next_attempt_at = deliveries(parts, endpoint)[0].next_attempt_at
    assert next_attempt_at is not None
    assert seconds <= (next_attempt_at - hands()).total_seconds() <= seconds * 1.1


def test_410_disables_the_endpoint_and_cancels_what_waits(
    database: Database, parts: Webhooks, hands: Hands, endpoint: WebhookEndpointWithSecret, receiver: Receiver
) -> None:
    tell(database, parts, hands, times=3)
    receiver.answers = [410]

    parts.serve(endpoint.id, never)

    told = parts.endpoints.get(endpoint.id)
    assert (told.disabled, told.disabled_reason, told.disabled_at, told.revision) == (True, "gone", hands(), 2)
    assert [one.state for one in deliveries(parts, endpoint)] == ["failed", "cancelled", "cancelled"]
    assert len(receiver.received) == 1
    tell(database, parts, hands)
    assert len(deliveries(parts, endpoint)) == 3


def fail_for(parts: Webhooks, hands: Hands, endpoint: WebhookEndpointWithSecret) -> None:
    """Until the newest delivery is given up."""
    while (last := deliveries(parts, endpoint)[-1]).next_attempt_at is not None:
        hands.now = max(last.next_attempt_at, hands.now)
        parts.serve(endpoint.id, never)


def test_an_endpoint_that_fails_for_days_is_disabled(
    database: Database, parts: Webhooks, hands: Hands, endpoint: WebhookEndpointWithSecret, receiver: Receiver
) -> None:
    receiver.answers = [500] * 100
    tell(database, parts, hands)
    fail_for(parts, hands, endpoint)
    assert not parts.endpoints.get(endpoint.id).disabled

    tell(database, parts, hands)
    fail_for(parts, hands, endpoint)

    assert parts.endpoints.get(endpoint.id).disabled_reason == "failing"
    parts.endpoints.change(endpoint.id, WebhookEndpointPatchInput(disabled=False))
    tell(database, parts, hands)
    fail_for(parts, hands, endpoint)
    assert not parts.endpoints.get(endpoint.id).disabled


def test_a_success_in_between_keeps_it_enabled(
    database: Database, parts: Webhooks, hands: Hands, endpoint: WebhookEndpointWithSecret, receiver: Receiver
) -> None:
    for _ in range(3):
        receiver.answers = [500] * 10
        tell(database, parts, hands)
        fail_for(parts, hands, endpoint)
        tell(database, parts, hands)
        fail_for(parts, hands, endpoint)
        receiver.answers = []

        assert [one.state for one in deliveries(parts, endpoint)][-2:] == ["failed", "succeeded"]

    assert not parts.endpoints.get(endpoint.id).disabled


def test_a_rotated_secret_signs_beside_the_new_one_until_its_time(
    database: Database, parts: Webhooks, hands: Hands, endpoint: WebhookEndpointWithSecret, receiver: Receiver
) -> None:
    # The library takes no signature of another hour: so the rotation is an hour before our time.
    hands.move(-HOUR)
    rotated = parts.endpoints.rotate(endpoint.id, SecretRotationInput(overlap_hours=1))
    hands.move(HOUR - 1)
    tell(database, parts, hands)
    parts.serve(endpoint.id, never)
    (during_overlap,) = receiver.received
    assert during_overlap.verified_by(endpoint.secret) == during_overlap.verified_by(rotated.secret)

    hands.move(1)
    tell(database, parts, hands)
    parts.serve(endpoint.id, never)

    last = receiver.received[-1]
    assert last.verified_by(rotated.secret)["type"] == "candidate.erased"
    with pytest.raises(WebhookVerificationError):
        last.verified_by(endpoint.secret)


def test_an_overlap_of_nothing_ends_the_old_secret_at_once(
    database: Database, parts: Webhooks, hands: Hands, endpoint: WebhookEndpointWithSecret, receiver: Receiver
) -> None:
    rotated = parts.endpoints.rotate(endpoint.id, SecretRotationInput(overlap_hours=0))
    tell(database, parts, hands)
    parts.serve(endpoint.id, never)

    assert len(receiver.received[0].headers["webhook-signature"].split(" ")) == 1
    assert receiver.received[0].verified_by(rotated.secret)


def test_only_so_many_secrets_sign(
    database: Database, parts: Webhooks, hands: Hands, endpoint: WebhookEndpointWithSecret, receiver: Receiver
) -> None:
    for _ in range(9):
        rotated = parts.endpoints.rotate(endpoint.id, SecretRotationInput())
    tell(database, parts, hands)
    parts.serve(endpoint.id, never)

    assert len(receiver.received[0].headers["webhook-signature"].split(" ")) == 4
    assert receiver.received[0].verified_by(rotated.secret)


def sealed_by(settings: Settings, key: bytes | None) -> Settings:
    keys = () if key is None else (SecretStr(key.decode()),)
    return settings.model_copy(update={"webhook_secret_key": keys})


def test_secrets_are_sealed_where_there_is_a_key(
    database: Database, settings: Settings, hands: Hands, receiver: Receiver
) -> None:
    key = Fernet.generate_key()
    parts = Webhooks(database, sealed_by(settings, key), hands, lambda _: None)
    endpoint = parts.endpoints.create(WebhookEndpointInput(url=receiver.url, event_types=tuple(WebhookEventType)))
    tell(database, parts, hands)
    parts.serve(endpoint.id, never)

    (row,) = rows(database, WebhookEndpointRow)
    assert endpoint.secret.removeprefix("whsec_") not in str(row.secrets)
    assert receiver.received[0].verified_by(endpoint.secret)


def test_a_secret_whose_key_is_lost_sends_nothing_unsigned(
    database: Database, settings: Settings, hands: Hands, receiver: Receiver
) -> None:
    parts = Webhooks(database, sealed_by(settings, Fernet.generate_key()), hands, lambda _: None)
    endpoint = parts.endpoints.create(WebhookEndpointInput(url=receiver.url, event_types=tuple(WebhookEventType)))
    tell(database, parts, hands)

    Webhooks(database, sealed_by(settings, None), hands, lambda _: None).serve(endpoint.id, never)

    (delivery,) = deliveries(parts, endpoint)
    assert (delivery.state, delivery.last_failure, delivery.attempts) == ("pending", "secret_unreadable", 1)
    assert receiver.received == []


def during(act: Callable[[], object]) -> Callable[[BaseHTTPRequestHandler], None]:
    """An answer that lets something happen while the delivery is being sent."""

    def answer(handler: BaseHTTPRequestHandler) -> None:
        act()
        respond(handler, 200)

    return answer


def test_nobody_else_sends_what_is_being_sent(
    database: Database,
    settings: Settings,
    parts: Webhooks,
    hands: Hands,
    endpoint: WebhookEndpointWithSecret,
    receiver: Receiver,
) -> None:
    tell(database, parts, hands)
    other = Webhooks(database, settings, hands, lambda _: None)
    receiver.answers = [during(lambda: other.serve(endpoint.id, never))]

    parts.serve(endpoint.id, never)

    assert len(receiver.received) == 1
    assert deliveries(parts, endpoint)[0].attempts == 1


def test_who_was_taken_for_dead_keeps_nothing(
    database: Database,
    settings: Settings,
    parts: Webhooks,
    hands: Hands,
    endpoint: WebhookEndpointWithSecret,
    receiver: Receiver,
) -> None:
    tell(database, parts, hands)
    other = Webhooks(database, settings, hands, lambda _: None)

    def overtaken(handler: BaseHTTPRequestHandler) -> None:
        hands.move(60)
        other.serve(endpoint.id, never)
        respond(handler, 500)

    receiver.answers = [overtaken, 200]
    parts.serve(endpoint.id, never)

    (delivery,) = deliveries(parts, endpoint)
    assert len(receiver.received) == 2
    assert len(set(receiver.ids)) == 1
    assert (delivery.state, delivery.attempts, delivery.last_status_code) == ("succeeded", 2, 200)


def test_who_ends_every_worker_is_given_up(
    database: Database, parts: Webhooks, hands: Hands, endpoint: WebhookEndpointWithSecret, receiver: Receiver
) -> None:
    tell(database, parts, hands)
    with database.write() as session:
        row = session.get_one(WebhookDeliveryRow, rows(database, WebhookDeliveryRow)[0].id)
        row.tries, row.owner, row.lease_until = 10, "dead", hands() - dt.timedelta(seconds=1)

    parts.serve(endpoint.id, never)

    (delivery,) = deliveries(parts, endpoint)
    assert (delivery.state, delivery.last_failure) == ("failed", "worker_lost")
    assert receiver.received == []


def test_so_many_are_sent_at_once_to_an_endpoint(
    database: Database,
    settings: Settings,
    parts: Webhooks,
    hands: Hands,
    endpoint: WebhookEndpointWithSecret,
    receiver: Receiver,
) -> None:
    tell(database, parts, hands, times=8)
    both = threading.Barrier(2, timeout=60)
    # Each waits for another one: alone none would get its answer.
    receiver.answers = [during(both.wait) for _ in range(8)]
    senders = [Webhooks(database, settings, hands, lambda _: None) for _ in range(4)]
    stop = threading.Event()

    def work(sender: Any) -> None:  # noqa: ANN401
        while not stop.is_set() and sender.due():
            sender.serve(endpoint.id, stop.is_set)

    threads = [threading.Thread(target=work, args=(sender,)) for sender in senders]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert receiver.most_busy == 2
    assert [one.state for one in deliveries(parts, endpoint)] == ["succeeded"] * 8
    assert sorted(receiver.ids) == sorted(one.event_id for one in deliveries(parts, endpoint))


def test_who_fails_is_sent_one_at_a_time(
    database: Database,
    settings: Settings,
    parts: Webhooks,
    hands: Hands,
    endpoint: WebhookEndpointWithSecret,
    receiver: Receiver,
) -> None:
    tell(database, parts, hands, times=3)
    other = Webhooks(database, settings, hands, lambda _: None)
    receiver.answers = [500, during(lambda: other.serve(endpoint.id, never))]

    assert parts.serve(endpoint.id, never)
    assert len(receiver.received) == 1
    parts.serve(endpoint.id, lambda: len(receiver.received) == 2)

    assert len(receiver.received) == 2
    assert [one.attempts for one in deliveries(parts, endpoint)] == [1, 1, 0]


def test_two_workers_send_each_delivery_once(
    database: Database,
    settings: Settings,
    parts: Webhooks,
    hands: Hands,
    endpoint: WebhookEndpointWithSecret,
    receiver: Receiver,
) -> None:
    tell(database, parts, hands, times=30)
    senders = [Webhooks(database, settings, hands, lambda _: None) for _ in range(2)]

    def work(sender: Any) -> None:  # noqa: ANN401
        while sender.due():
            sender.serve(endpoint.id, never)

    threads = [threading.Thread(target=work, args=(sender,)) for sender in senders]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(receiver.ids) == len(set(receiver.ids)) == 30
    assert {one.attempts for one in deliveries(parts, endpoint)} == {1}


def test_an_endpoint_disabled_meanwhile_cancels_what_is_being_sent(
    database: Database, parts: Webhooks, hands: Hands, endpoint: WebhookEndpointWithSecret, receiver: Receiver
) -> None:
    tell(database, parts, hands, times=2)
    change = WebhookEndpointPatchInput(disabled=True)
    receiver.answers = [during(lambda: parts.endpoints.change(endpoint.id, change))]

    parts.serve(endpoint.id, never)

    assert [one.state for one in deliveries(parts, endpoint)] == ["cancelled"] * 2
    assert parts.endpoints.get(endpoint.id).disabled_reason == "by_request"


def test_an_endpoint_removed_meanwhile_is_no_failure(
    database: Database, parts: Webhooks, hands: Hands, endpoint: WebhookEndpointWithSecret, receiver: Receiver
) -> None:
    tell(database, parts, hands, times=2)
    receiver.answers = [during(lambda: parts.endpoints.delete(endpoint.id))]

    assert not parts.serve(endpoint.id, never)

    assert len(receiver.received) == 1
    assert rows(database, WebhookDeliveryRow) == []


def test_who_stops_leaves_the_rest(
    database: Database, parts: Webhooks, hands: Hands, endpoint: WebhookEndpointWithSecret, receiver: Receiver
) -> None:
    tell(database, parts, hands, times=3)

    assert parts.serve(endpoint.id, lambda: len(receiver.received) == 1)

    assert [one.state for one in deliveries(parts, endpoint)] == ["succeeded", "pending", "pending"]
    assert parts.due() == [endpoint.id]


def test_others_have_their_turn(
    database: Database, parts: Webhooks, hands: Hands, endpoint: WebhookEndpointWithSecret, receiver: Receiver
) -> None:
    tell(database, parts, hands, times=25)

    assert parts.serve(endpoint.id, never)

    assert 0 < len(receiver.received) < 25


def test_old_deliveries_are_removed_but_not_pending_ones(
    database: Database, parts: Webhooks, hands: Hands, endpoint: WebhookEndpointWithSecret, receiver: Receiver
) -> None:
    tell(database, parts, hands)
    parts.serve(endpoint.id, never)
    tell(database, parts, hands)
    remove_old = next(sweep for sweep in parts.sweeps if sweep.name == "old-webhooks")
    hands.move(30 * DAY)
    remove_old.run(never)
    assert len(rows(database, WebhookEventRow)) == 2

    hands.move(1)
    remove_old.run(never)

    (event,) = rows(database, WebhookEventRow)
    assert [(one.event_id, one.state) for one in deliveries(parts, endpoint)] == [(event.id, "pending")]


def test_a_tenant_is_told_of_its_own_only(
    database: Database, settings: Settings, hands: Hands, receiver: Receiver
) -> None:
    first, other = (Webhooks(database.of(name), settings, hands, lambda _: None) for name in ("first", "other"))
    given = WebhookEndpointInput(url=receiver.url, event_types=tuple(WebhookEventType))
    own, others = first.endpoints.create(given), other.endpoints.create(given)

    tell(database.of("first"), first, hands)
    assert other.due() == [own.id]
    other.serve(own.id, never)

    assert [one.state for one in deliveries(first, own)] == ["succeeded"]
    assert deliveries(other, others) == []
    assert receiver.received[0].verified_by(own.secret)


def test_sweeps_are_for_all_tenants(database: Database, settings: Settings, hands: Hands, receiver: Receiver) -> None:
    given = WebhookEndpointInput(url=receiver.url, event_types=tuple(WebhookEventType))
    for name in ("first", "other"):
        tenant = Webhooks(database.of(name), settings, hands, lambda _: None)
        endpoint = tenant.endpoints.create(given)
        tell(database.of(name), tenant, hands)
        tenant.serve(endpoint.id, never)
    hands.move(31 * DAY)

    for sweep in tenant.sweeps:
        sweep.run(never)

    assert rows(database.everywhere(), WebhookEventRow) == []


def test_a_thing_that_happens_once_is_told_once(
    database: Database, parts: Webhooks, hands: Hands, endpoint: WebhookEndpointWithSecret
) -> None:
    deadline = hands() + dt.timedelta(hours=1)
    for at in (deadline, deadline + dt.timedelta(days=1)):
        with database.write() as session:
            parts.outbox.tell(session, posting_closing_soon(CANDIDATE, 1, at, hands()), once=(CANDIDATE, at))

    with pytest.raises(sa.exc.IntegrityError), database.write() as session:
        parts.outbox.tell(session, posting_closing_soon(CANDIDATE, 1, deadline, hands()), once=(CANDIDATE, deadline))

    assert len(deliveries(parts, endpoint)) == 2
