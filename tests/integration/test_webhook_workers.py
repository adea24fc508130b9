"""Webhooks and those who send them, as processes on SQLite and PostgreSQL: killed, stopped, two at once."""

import signal
from collections.abc import Iterator
from typing import Any

import pytest
from fastapi.testclient import TestClient

from app.database import Database
from app.main import create_app
from app.nlp.extractor import Extractor
from app.queue import JobQueue
from app.settings import Settings
from app.tenancy import FIRST_TENANT
from app.webhook_worker import QUEUE
from tests.api.helpers import created
from tests.jobs import WorkerProcess, until
from tests.local import LocalClient
from tests.webhooks import Receiver, receiving

ENDPOINTS = "/v1/webhook-endpoints"
_LOCAL = {"WEBHOOK_ALLOW_PRIVATE_ADDRESSES": "true", "WEBHOOK_TIMEOUT_SECONDS": "2"}


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with receiving() as opened:
        yield opened


@pytest.fixture
def client(database_url: str, reader: Extractor) -> Iterator[TestClient]:
    """A service that sends nothing itself."""
    settings = Settings(
        database_url=database_url, log_level="error", job_workers=0, webhook_allow_private_addresses=True
    )
    with LocalClient(create_app(settings, make_reader=lambda: reader)) as opened:
        yield opened


@pytest.fixture
def endpoint(client: TestClient, receiver: Receiver) -> dict[str, Any]:
    return created(client, ENDPOINTS, {"url": receiver.url, "eventTypes": ["posting.parsed"]})


def try_it(client: TestClient, endpoint: dict[str, Any], times: int = 1) -> list[str]:
    """Send tests; the ids of their events."""
    return [created(client, f"{ENDPOINTS}/{endpoint['id']}/tests", None)["eventId"] for _ in range(times)]


def deliveries(client: TestClient, endpoint: dict[str, Any]) -> list[dict[str, Any]]:
    listed: list[dict[str, Any]] = client.get(f"{ENDPOINTS}/{endpoint['id']}/deliveries").json()["items"]
    return listed


@pytest.mark.process
def test_what_a_killed_worker_was_sending_is_sent_by_another(
    client: TestClient, database_url: str, receiver: Receiver, endpoint: dict[str, Any]
) -> None:
    receiver.answers = [lambda _: receiver.let_go.wait(120)]
    (event_id,) = try_it(client, endpoint)
    killed = WorkerProcess(database_url, **_LOCAL)
    until(lambda: receiver.busy == 1)

    killed.end(signal.SIGKILL)
    (left,) = deliveries(client, endpoint)
    worker = WorkerProcess(database_url, **_LOCAL)
    until(lambda: deliveries(client, endpoint)[0]["state"] == "succeeded")
    worker.end(signal.SIGTERM)

    assert (left["state"], left["attempts"]) == ("pending", 1)
    assert receiver.ids == [event_id] * 2
    assert deliveries(client, endpoint)[0]["attempts"] == 2


@pytest.mark.process
def test_two_workers_send_each_event_once(
    client: TestClient, database_url: str, receiver: Receiver, endpoint: dict[str, Any]
) -> None:
    workers = [WorkerProcess(database_url, **_LOCAL) for _ in range(2)]
    event_ids = try_it(client, endpoint, times=40)

    until(lambda: {one["state"] for one in deliveries(client, endpoint)} == {"succeeded"})
    statuses = [worker.end(signal.SIGTERM) for worker in workers]

    assert sorted(receiver.ids) == sorted(event_ids)
    assert {one["attempts"] for one in deliveries(client, endpoint)} == {1}
    assert statuses == [0, 0]


@pytest.mark.process
def test_what_the_queue_lost_is_sent_all_the_same(
    client: TestClient, database_url: str, receiver: Receiver, endpoint: dict[str, Any]
) -> None:
    (event_id,) = try_it(client, endpoint)
    database = Database(database_url).of(FIRST_TENANT)
    queue = JobQueue(database, QUEUE)
    queue._huey.storage.flush_queue()
    queue.close()
    database.close()

    worker = WorkerProcess(database_url, **_LOCAL)
    until(lambda: receiver.ids == [event_id])
    worker.end(signal.SIGTERM)
