"""The HTTP server's and the queue's own records become lines like ours."""

import json
import logging

import pytest

from app.logs import ServerLine, server_log_config


def record(message: str, error: BaseException | None = None, name: str = "uvicorn.error") -> logging.LogRecord:
    info = (type(error), error, None) if error else None
    return logging.LogRecord(name, logging.ERROR, __file__, 1, message, (), info)


def test_a_record_is_one_json_object() -> None:
    line = json.loads(ServerLine().format(record("address\nin use")))

    assert (line["event"], line["level"], line["message"]) == ("server", "error", "address\nin use")
    assert line["time"].endswith("Z")


def test_an_exception_is_named_and_not_quoted() -> None:
    line = ServerLine().format(record("failed", ValueError("geheim")))

    assert json.loads(line)["error"] == "ValueError"
    assert "geheim" not in line


@pytest.mark.parametrize(("message", "kept"), [("Application startup failed.", True), ("Traceback (most ...", False)])
def test_tracebacks_are_left_out(message: str, kept: bool) -> None:
    keep = server_log_config()["filters"]["no_traceback"]["()"]()

    assert keep(record(message)) is kept


def test_a_record_of_the_queue_says_so() -> None:
    line = json.loads(ServerLine().format(record("Error reading from queue", name="huey.consumer.Worker")))

    assert line["event"] == "queue"


def test_of_another_library_only_who_spoke_is_told() -> None:
    line = json.loads(ServerLine().format(record("cannot parse geheim", ValueError("geheim"), name="asyncio")))

    assert (line["event"], line["logger"], line["error"]) == ("library", "asyncio", "ValueError")
    assert "geheim" not in json.dumps(line)
