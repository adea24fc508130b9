"""A real server process: what it answered 201 survives the worst end."""

import os
import signal
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from demo.server import Service, free_port, wait_until_ready

pytestmark = pytest.mark.process
ROOT = Path(__file__).parent.parent.parent


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


def test_a_request_to_end_is_obeyed(server: Server) -> None:
    service = server.start()
    with urllib.request.urlopen(f"{service.base}/health/live", timeout=5) as answer:
        assert answer.status == 200

    assert server.end(signal.SIGTERM) in {0, -signal.SIGTERM}
