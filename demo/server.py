"""Starts the real service in a process of its own, on a free port, and talks to it over HTTP."""

import json
import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

_START_SECONDS = 60.0


class ServiceError(Exception):
    """The service did not start, or answered with a problem."""


class Service:
    """A running service. `post` and `get` answer the decoded JSON and raise `ServiceError` for a problem."""

    def __init__(self, port: int, process_id: int | None = None) -> None:
        self.base = f"http://127.0.0.1:{port}"
        self.process_id = process_id

    def post(self, path: str, body: object) -> Any:  # noqa: ANN401 - JSON
        """Send JSON."""
        return self._send(
            urllib.request.Request(
                self.base + path, json.dumps(body).encode(), {"Content-Type": "application/json"}, method="POST"
            )
        )

    def get(self, path: str) -> Any:  # noqa: ANN401 - JSON
        """Ask for JSON."""
        return self._send(urllib.request.Request(self.base + path))

    @staticmethod
    def _send(request: urllib.request.Request) -> Any:  # noqa: ANN401 - JSON
        try:
            with urllib.request.urlopen(request, timeout=120) as answer:
                return json.load(answer)
        except urllib.error.HTTPError as error:
            with error:
                problem = json.load(error)
            details = "".join(f"\n  {item['pointer']}: {item['detail']}" for item in problem["errors"])
            raise ServiceError(f"{problem['title']} ({problem['status']}): {problem['detail']}{details}") from None
        except urllib.error.URLError as error:
            raise ServiceError(f"no answer from the service: {error.reason}") from None


@contextmanager
def running_service(folder: Path, log_level: str = "error") -> Iterator[Service]:
    """A service on an empty SQLite file in `folder`; it is stopped at the end."""
    port = free_port()
    settings = {
        "HOST": "127.0.0.1",
        "PORT": str(port),
        "DATABASE_URL": f"sqlite:///{folder}/gunning.db",
        "LOG_LEVEL": log_level,
    }
    process = subprocess.Popen([sys.executable, "-m", "app.main"], env=os.environ | settings)
    try:
        service = Service(port, process.pid)
        wait_until_ready(service, process)
        yield service
    finally:
        process.terminate()
        try:
            process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def wait_until_ready(service: Service, process: subprocess.Popen[bytes]) -> None:
    """Return once the service can work; raises `ServiceError` when it stops or takes too long."""
    deadline = time.monotonic() + _START_SECONDS
    while time.monotonic() < deadline:
        if process.poll() is not None:
            raise ServiceError(f"the service stopped while starting (exit status {process.returncode})")
        try:
            service.get("/health/ready")
        except (ServiceError, OSError):
            time.sleep(0.05)
        else:
            return
    raise ServiceError(f"the service was not ready within {_START_SECONDS:.0f} seconds")


def free_port() -> int:
    """A port of this machine that nothing listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port
