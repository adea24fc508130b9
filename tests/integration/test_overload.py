"""A real process with more work than it can do, and one that is told to end while it works."""

import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from demo.server import Service, free_port, wait_until_ready

pytestmark = pytest.mark.process
ROOT = Path(__file__).parent.parent.parent
IMPORT = (
    b"POST /v1/candidates/imports HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/x-ndjson\r\n"
    b'Content-Length: 42\r\n\r\n{"externalId":"K-1"}\n'
)
REST = b'{"externalId":"K-2"}\n'


class Process:
    """A service with settings of its own."""

    def __init__(self, folder: Path, **settings: str) -> None:
        self.port = free_port()
        variables = {"PORT": str(self.port), "DATABASE_URL": f"sqlite:///{folder}/own.db", "LOG_LEVEL": "error"}
        self.process = subprocess.Popen(
            [sys.executable, "-m", "app.main"], cwd=ROOT, env=os.environ | variables | settings
        )
        wait_until_ready(Service(self.port), self.process)

    def ask(self, method: str, path: str, body: object = None) -> tuple[int, dict[str, str], bytes]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            sent = None if body is None else json.dumps(body)
            connection.request(method, path, sent, {"Content-Type": "application/json"} if sent else {})
            answer = connection.getresponse()
            return answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read()
        finally:
            connection.close()

    def open(self) -> socket.socket:
        return socket.create_connection(("127.0.0.1", self.port), timeout=30)


@pytest.fixture
def processes() -> Iterator[list[Process]]:
    made: list[Process] = []
    yield made
    for one in made:
        if one.process.poll() is None:
            one.process.kill()
            one.process.wait()


def started(processes: list[Process], folder: Path, **settings: str) -> Process:
    made = Process(folder, **settings)
    processes.append(made)
    return made


def answer_of(connection: socket.socket) -> bytes:
    received = b""
    while part := connection.recv(65_536):
        received += part
        head, _, body = received.partition(b"\r\n\r\n")
        length = next((line for line in head.split(b"\r\n") if line.lower().startswith(b"content-length:")), None)
        if length is not None and len(body) >= int(length.split(b":")[1]):
            break
    return received


def wait_until(happened: Callable[[], bool], seconds: float = 20) -> None:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if happened():
            return
        time.sleep(0.02)
    raise AssertionError("it did not happen")


def test_too_many_at_once_are_told_so_at_once_and_the_rest_is_answered(
    processes: list[Process], tmp_path: Path, posting_text: str
) -> None:
    service = started(processes, tmp_path, MAX_REQUESTS_IN_WORK="2", MAX_REQUESTS_WAITING="4", CPU_SLOTS="1")

    with ThreadPoolExecutor(60) as pool:
        found = list(pool.map(lambda n: service.ask("POST", "/v1/parse", {"text": f"{posting_text}{n}"}), range(180)))

    statuses = Counter(status for status, _, _ in found)
    assert set(statuses) == {200, 503}
    assert statuses[200] >= 6
    for status, headers, body in found:
        if status == 503:
            assert json.loads(body)["type"] == "urn:problem-type:gunning:overloaded"
            assert int(headers["retry-after"]) > 0
    assert service.ask("POST", "/v1/parse", {"text": posting_text})[0] == 200


def test_probes_get_through_when_nothing_else_does(processes: list[Process], tmp_path: Path) -> None:
    service = started(processes, tmp_path, MAX_REQUESTS_IN_WORK="1", MAX_REQUESTS_WAITING="0")
    with service.open() as busy:
        busy.sendall(IMPORT)
        wait_until(lambda: service.ask("GET", "/v1/postings")[0] == 503)

        assert service.ask("GET", "/health/live")[0] == 200
        assert service.ask("GET", "/health/ready")[0] == 200
        busy.sendall(REST)
        assert answer_of(busy).startswith(b"HTTP/1.1 200 ")

    wait_until(lambda: service.ask("GET", "/v1/postings")[0] == 200)


def test_a_request_that_waits_too_long_is_not_begun(processes: list[Process], tmp_path: Path) -> None:
    service = started(processes, tmp_path, MAX_REQUESTS_IN_WORK="1", REQUEST_TIMEOUT_SECONDS="0.2")
    with service.open() as busy:
        busy.sendall(IMPORT)
        wait_until(lambda: service.ask("GET", "/v1/postings")[0] == 503)
        status, headers, body = service.ask("POST", "/v1/candidates", {"externalId": "K-9"})
        busy.sendall(REST)
        answer_of(busy)

    assert (status, json.loads(body)["type"]) == (503, "urn:problem-type:gunning:overloaded")
    assert headers["retry-after"]
    assert service.ask("GET", "/v1/candidates/by-external-id/K-9")[0] == 404


def test_what_was_begun_is_answered_before_the_process_ends(processes: list[Process], tmp_path: Path) -> None:
    service = started(processes, tmp_path)
    with service.open() as slow:
        slow.sendall(IMPORT)
        time.sleep(0.3)
        service.process.send_signal(signal.SIGTERM)

        def refused() -> bool:
            try:
                service.open().close()
            except ConnectionRefusedError:
                return True
            return False

        wait_until(refused)
        slow.sendall(REST)
        answer = answer_of(slow)

    assert answer.startswith(b"HTTP/1.1 200 ")
    assert answer.count(b'"outcome":"created"') == 2
    assert service.process.wait(timeout=20) == 0


def test_a_process_that_drains_is_not_ready_and_still_answers(processes: list[Process], tmp_path: Path) -> None:
    service = started(processes, tmp_path, DRAIN_SECONDS="2")
    service.process.send_signal(signal.SIGTERM)

    wait_until(lambda: service.ask("GET", "/health/ready")[0] == 503, 1.5)

    assert service.ask("GET", "/v1/postings")[0] == 200
    assert service.process.wait(timeout=20) == 0


def test_a_retry_after_kill_9_has_no_second_effect(processes: list[Process], tmp_path: Path) -> None:
    """The answer of the first is lost on the way; the process dies; the retry is answered by another process."""
    service = started(processes, tmp_path)
    request = (
        b"POST /v1/candidates HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n"
        b"Idempotency-Key: K-1\r\nConnection: close\r\nContent-Length: 2\r\n\r\n{}"
    )
    with service.open() as connection:
        connection.sendall(request)
        first = answer_of(connection)
    service.process.kill()
    service.process.wait()

    service = started(processes, tmp_path)
    with service.open() as connection:
        connection.sendall(request)
        again = answer_of(connection)

    assert first.startswith(b"HTTP/1.1 201 ")
    assert again.startswith(b"HTTP/1.1 201 ")
    assert b"Idempotency-Replayed: true" in again or b"idempotency-replayed: true" in again
    assert first.partition(b"\r\n\r\n")[2] == again.partition(b"\r\n\r\n")[2]
    assert len(json.loads(service.ask("GET", "/v1/candidates")[2])["items"]) == 1
