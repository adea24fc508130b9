"""A real server process: what it answered 201 survives the worst end."""

import json
import os
import signal
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from demo.server import Service, free_port, running_service, wait_until_ready

pytestmark = pytest.mark.process
ROOT = Path(__file__).parent.parent.parent


SLOW = b"POST /v1/parse HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n"


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    """One service for the tests that only talk to it; it waits half a second for a body."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("BODY_TIMEOUT_SECONDS", "0.5")
        with running_service(tmp_path_factory.mktemp("service")) as service:
            yield service


def port_of(service: Service) -> int:
    return urlsplit(service.base).port or 0


def exchange(service: Service, sent: bytes) -> bytes:
    """Whatever is answered until the service closes the connection."""
    answered = b""
    with socket.create_connection(("127.0.0.1", port_of(service)), timeout=10) as connection:
        connection.sendall(sent)
        while received := connection.recv(65_536):
            answered += received
    return answered


class Server:
    """A service process that can be killed and started again on the same file."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> Service:
        port = free_port()
        variables = {"PORT": str(port), "DATABASE_URL": f"sqlite:///{self._folder}/own.db", "LOG_LEVEL": "error"}
        self.process = subprocess.Popen([sys.executable, "-m", "app.main"], cwd=ROOT, env=os.environ | variables)
        service = Service(port)
        wait_until_ready(service, self.process)
        return service

    def end(self, how: signal.Signals) -> int:
        assert self.process is not None
        self.process.send_signal(how)
        return self.process.wait(timeout=15)


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    made = Server(tmp_path)
    yield made
    if made.process is not None and made.process.poll() is None:
        made.end(signal.SIGKILL)


def test_what_was_answered_survives_kill_9(server: Server, posting_text: str) -> None:
    service = server.start()
    posting = service.post("/v1/postings", {"text": posting_text})
    candidate = service.post("/v1/candidates", {"externalId": "A-1"})
    match = service.post(f"/v1/postings/{posting['id']}/matches", {})

    server.end(signal.SIGKILL)
    service = server.start()

    assert service.get(f"/v1/postings/{posting['id']}") == posting
    assert service.get(f"/v1/candidates/{candidate['id']}") == candidate
    assert service.get(f"/v1/matches/{match['id']}") == match


def test_another_process_with_other_hashes_gives_the_same_bytes(
    server: Server, posting_text: str, profiles: list[dict[str, Any]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PYTHONHASHSEED", "1")
    service = server.start()
    posting = service.post("/v1/postings", {"text": posting_text})
    for profile in profiles:
        service.post("/v1/candidates", profile)
    match = service.post(f"/v1/postings/{posting['id']}/matches", {})
    server.end(signal.SIGTERM)

    monkeypatch.setenv("PYTHONHASHSEED", "4711")
    again = server.start().post(f"/v1/matches/{match['id']}/reruns", {})

    assert (again["identical"], again["intact"], again["changed"]) == (True, True, [])
    assert again["rerunSha256"] == match["resultsSha256"]


def test_a_request_to_end_is_obeyed(server: Server) -> None:
    service = server.start()
    with urllib.request.urlopen(f"{service.base}/health/live", timeout=5) as answer:
        assert answer.status == 200

    assert server.end(signal.SIGTERM) in {0, -signal.SIGTERM}


def ended(module: str = "app.main", /, **variables: str) -> tuple[int, list[dict[str, object]]]:
    """The exit status of a service that cannot start, and what it logged: JSON lines only."""
    found = subprocess.run(
        [sys.executable, "-m", module],
        cwd=ROOT,
        env=os.environ | variables,
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )
    assert not found.stdout
    return found.returncode, [json.loads(line) for line in found.stderr.splitlines()]


@pytest.mark.parametrize("module", ["app.main", "app.worker"])
def test_bad_settings_are_named_without_their_values(module: str) -> None:
    status, lines = ended(module, PORT="http", DATABASE_URL="mysql://gunning:geheim@db")

    assert (status, [line["setting"] for line in lines]) == (2, ["PORT", "DATABASE_URL"])
    assert "geheim" not in json.dumps(lines)


def test_a_port_in_use_is_told() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        status, lines = ended(PORT=str(taken.getsockname()[1]), DATABASE_URL="sqlite://")

    assert status != 0
    assert "in use" in str(lines[-1]["message"])


@pytest.mark.parametrize("module", ["app.main", "app.worker"])
def test_a_database_that_cannot_be_opened_is_told(module: str, tmp_path: Path) -> None:
    path = tmp_path / "own.db"
    path.write_bytes(b"no database " * 1000)

    status, lines = ended(module, PORT=str(free_port()), DATABASE_URL=f"sqlite:///{path}")

    assert (status, lines[0]["event"], lines[0]["reason"]) == (3, "cannot_start", "file is not a database")


@pytest.mark.parametrize(
    "sent",
    [
        b"\x16\x03\x01\x00\xc6\x01\x00\x00\xc2",
        b"FOO /v1/postings HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n",
        b"GET /v1/postings HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: -1\r\n\r\n",
        b"POST /v1/parse HTTP/1.1\r\nHost: 127.0.0.1\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
    ],
    ids=["tls", "method", "length", "chunk"],
)
def test_what_is_no_http_is_answered_with_a_problem(running: Service, sent: bytes) -> None:
    head, _, body = exchange(running, sent).partition(b"\r\n\r\n")

    assert head.startswith(b"HTTP/1.1 400 ")
    assert b"API-Version: 1.0.0" in head
    assert json.loads(body)["type"] == "urn:problem-type:gunning:bad-request"


def test_a_body_that_does_not_come_is_a_408(running: Service) -> None:
    head, _, body = exchange(running, SLOW + b'{"te').partition(b"\r\n\r\n")

    assert head.startswith(b"HTTP/1.1 408 ")
    assert json.loads(body)["type"] == "urn:problem-type:gunning:request-timeout"
