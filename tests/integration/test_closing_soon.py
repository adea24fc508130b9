"""Postings that close soon are told of once, on SQLite and PostgreSQL."""

import datetime as dt
import threading
from collections.abc import Iterator

import pytest
from sqlmodel import col, select

from app.database import Database
from app.main import create_app
from app.nlp.extractor import Extractor
from app.schemas.webhook_events import WebhookEventType
from app.schemas.webhooks import WebhookEndpointInput
from app.settings import Settings
from app.sweeps import Sweep
from app.tables import PostingRow
from app.tenancy import FIRST_TENANT
from app.webhook_parts import WebhookParts
from tests.api.helpers import created
from tests.jobs import multiply
from tests.local import LocalClient
from tests.webhooks import Hands

URL = "http://127.0.0.1:9000/"


@pytest.fixture
def hands() -> Hands:
    return Hands()


@pytest.fixture
def settings(database_url: str) -> Settings:
    return Settings(database_url=database_url, log_level="error", job_workers=0, webhook_allow_private_addresses=True)


@pytest.fixture
def opened(settings: Settings, reader: Extractor, hands: Hands, posting_text: str) -> Iterator[Database]:
    """A database with three postings that close in 25 hours, in 2 hours, and 1 hour ago."""
    with LocalClient(create_app(settings, hands, lambda: reader)) as client:
        posting = created(client, "/v1/postings", {"text": posting_text})
    database = Database(settings.database_url).of(FIRST_TENANT)
    ids = multiply(database, posting["id"], 2)
    for posting_id, hours in zip(ids, (25, 2, -1), strict=True):
        set_deadline(database, posting_id, hands() + dt.timedelta(hours=hours))
    yield database
    database.close()


@pytest.fixture
def ids(opened: Database) -> list[str]:
    with opened.read() as session:
        return list(session.exec(select(PostingRow.id).order_by(col(PostingRow.id))).all())


def set_deadline(database: Database, posting_id: str, deadline: dt.datetime | None) -> None:
    with database.write() as session:
        session.get_one(PostingRow, posting_id).submission_deadline = deadline


def listening(opened: Database, settings: Settings, hands: Hands, *event_types: WebhookEventType) -> WebhookParts:
    parts = WebhookParts(opened, settings, hands, lambda _: None)
    parts.endpoints(opened).create(
        WebhookEndpointInput(url=URL, event_types=event_types or (WebhookEventType.POSTING_CLOSING_SOON,))
    )
    return parts


def closing_soon(parts: WebhookParts) -> Sweep:
    return next(sweep for sweep in parts.sweeps if sweep.name == "closing-soon")


def sweep(opened: Database, parts: WebhookParts) -> list[str]:
    """Sweep; the types of whatever is told until now."""
    closing_soon(parts).run(lambda: False)
    (endpoint,) = parts.endpoints(opened).page(None, None).items
    return [one.event_type for one in parts.deliveries(opened).page(endpoint.id, None, None, None).items]


def test_each_is_told_of_once(opened: Database, settings: Settings, hands: Hands, ids: list[str]) -> None:
    parts = listening(opened, settings, hands)

    counts = [len(sweep(opened, parts)) for _ in range(2)]
    hands.move(2 * 3_600)
    counts += [len(sweep(opened, parts)) for _ in range(2)]
    hands.move(30 * 3_600)
    counts.append(len(sweep(opened, parts)))

    assert counts == [1, 1, 2, 2, 2]


def test_another_deadline_is_told_of_again(opened: Database, settings: Settings, hands: Hands, ids: list[str]) -> None:
    parts = listening(opened, settings, hands)
    sweep(opened, parts)
    set_deadline(opened, ids[1], hands() + dt.timedelta(hours=3))

    assert sweep(opened, parts) == ["posting.closing-soon"] * 2


def test_how_soon_is_a_setting(opened: Database, settings: Settings, hands: Hands) -> None:
    parts = listening(opened, settings.model_copy(update={"closing_soon_hours": 48}), hands)

    assert len(sweep(opened, parts)) == 2


def test_nothing_is_told_where_nobody_listens(opened: Database, settings: Settings, hands: Hands) -> None:
    parts = listening(opened, settings, hands, WebhookEventType.MATCH_COMPLETED)

    assert sweep(opened, parts) == []


def test_several_workers_tell_of_it_once(opened: Database, settings: Settings, hands: Hands) -> None:
    parts = listening(opened, settings, hands)
    other = WebhookParts(opened, settings, hands, lambda _: None)
    threads = [
        threading.Thread(target=closing_soon(one).run, args=(lambda: False,))
        for one in (parts, other)
        for _ in range(3)
    ]

    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(sweep(opened, parts)) == 1
