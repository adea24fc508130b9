"""What surrounds every request."""

import asyncio
import json
from typing import Any

import pytest
from starlette.requests import ClientDisconnect
from starlette.types import Message, Receive, Scope, Send

from app.logs import configure_logs
from app.middleware import RequestEnvelope


def run(app: Any) -> list[Message]:  # noqa: ANN401 - an ASGI application
    """What an application in the envelope sends."""
    sent: list[Message] = []

    async def receive() -> Message:
        return {"type": "http.disconnect"}

    async def send(message: Message) -> None:
        sent.append(message)

    scope = {"type": "http", "method": "POST", "path": "/", "headers": []}
    asyncio.run(RequestEnvelope(app)(scope, receive, send))
    return sent


@pytest.mark.parametrize(
    ("error", "status", "events"),
    [(ClientDisconnect(), 499, ["answered"]), (RuntimeError("geheim"), 500, ["failed", "answered"])],
)
def test_a_client_that_leaves_is_no_failure(
    capsys: pytest.CaptureFixture[str], error: Exception, status: int, events: list[str]
) -> None:
    async def app(_scope: Scope, _receive: Receive, _send: Send) -> None:
        raise error

    configure_logs("info")
    sent = run(app)

    lines = [json.loads(line) for line in capsys.readouterr().err.splitlines()]
    assert [line["event"] for line in lines] == events
    assert lines[-1]["status"] == status
    assert bool(sent) is (status == 500)
