"""Real processes to measure and to kill: services on one database, and a proxy that takes them in turns."""

import asyncio
import contextlib
import multiprocessing
import os
import signal
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cache
from itertools import cycle
from pathlib import Path

from app.main import run
from app.matching import warm
from app.nlp.extractor import Extractor
from tests.postgres import find, free_port

ROOT = Path(__file__).parent.parent
_PATIENCE_SECONDS = 60.0


class Service:
    """`python -m app.main` on a port of its own; what it logs is kept in a file."""

    def __init__(self, database_url: str, log: Path, variables: Mapping[str, str] | None = None) -> None:
        self.port = free_port()
        self.address = f"http://127.0.0.1:{self.port}"
        self.log = log
        chosen = {"DATABASE_URL": database_url, "HOST": "127.0.0.1", "PORT": str(self.port), "LOG_LEVEL": "error"}
        with log.open("ab") as output:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "app.main"],
                cwd=ROOT,
                env=os.environ | chosen | dict(variables or {}),
                stderr=output,
            )

    def wait(self) -> None:
        """Return when it is ready; raises where it ended, or is not ready within a minute."""
        until = time.monotonic() + _PATIENCE_SECONDS
        while True:
            if self.status() is not None or time.monotonic() > until:
                raise RuntimeError(f"the service does not start: {self.log.read_text(errors='replace')[-2_000:]}")
            with contextlib.suppress(urllib.error.URLError, OSError):
                urllib.request.urlopen(f"{self.address}/health/ready", timeout=5).close()
                return
            time.sleep(0.05)

    def status(self) -> int | None:
        """How it ended; null where it has not."""
        return self.process.poll()

    def end(self, how: signal.Signals = signal.SIGTERM) -> int:
        """Send a signal; the exit status."""
        self.process.send_signal(how)
        return self.process.wait(timeout=_PATIENCE_SECONDS)


class ForkedService(Service):
    """The same, as a fork of this process, in which everything is loaded: it starts in a moment."""

    def __init__(self, database_url: str, log: Path, variables: Mapping[str, str] | None = None) -> None:
        self.port = free_port()
        self.address = f"http://127.0.0.1:{self.port}"
        self.log = log
        chosen = {"DATABASE_URL": database_url, "HOST": "127.0.0.1", "PORT": str(self.port), "LOG_LEVEL": "error"}
        self._forked = multiprocessing.get_context("fork").Process(
            target=_serve, args=(chosen | dict(variables or {}), log, _loaded())
        )
        self._forked.start()

    def status(self) -> int | None:
        """How it ended; null where it has not."""
        return self._forked.exitcode

    def end(self, how: signal.Signals = signal.SIGTERM) -> int:
        """Send a signal; the exit status."""
        assert self._forked.pid is not None
        os.kill(self._forked.pid, how)
        self._forked.join(_PATIENCE_SECONDS)
        return self._forked.exitcode or 0


@cache
def _loaded() -> Extractor:
    warm()
    return Extractor()


def _serve(variables: Mapping[str, str], log: Path, reader: Extractor) -> None:
    os.environ.update(variables)
    with log.open("ab") as output:
        os.dup2(output.fileno(), sys.stderr.fileno())
    sys.exit(run(lambda: reader))


class RoundRobin:
    """A proxy for TCP that gives each new connection to the next of these ports."""

    def __init__(self, ports: Sequence[int]) -> None:
        self.port = free_port()
        self._ports = cycle(ports)
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._thread.start()
        asyncio.run_coroutine_threadsafe(self._listen(), self._loop).result()

    async def _listen(self) -> None:
        await asyncio.start_server(self._take, "127.0.0.1", self.port)

    async def _take(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            there_reader, there_writer = await asyncio.open_connection("127.0.0.1", next(self._ports))
        except OSError:
            writer.close()
            return
        await asyncio.gather(_carry(reader, there_writer), _carry(there_reader, writer))

    def close(self) -> None:
        """Take no more connections."""
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()


async def _carry(source: asyncio.StreamReader, target: asyncio.StreamWriter) -> None:
    with contextlib.suppress(OSError):
        while part := await source.read(65_536):
            target.write(part)
            await target.drain()
    target.close()


@contextmanager
def database(kind: str, folder: Path) -> Iterator[str]:
    """The address of a new database, `sqlite` in a folder or `postgresql` on a real server, removed at the end."""
    if kind == "sqlite":
        yield f"sqlite:///{folder}/gunning.db"
        return
    server = find()
    url = server.create()
    try:
        yield url
    finally:
        server.drop(url)
        server.close()


@contextmanager
def replicas(database_url: str, folder: Path, count: int = 2, **variables: str) -> Iterator[list[Service]]:
    """Services that are ready, on one database; ended at the end."""
    started = [Service(database_url, folder / f"service-{n}.log", variables) for n in range(count)]
    try:
        for service in started:
            service.wait()
        yield started
    finally:
        for service in started:
            if service.status() is None:
                service.end()
