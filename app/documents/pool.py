"""The workers that read documents, seen from the service: started when needed, killed when late, replaced when gone."""

import os
import subprocess
import sys
import threading
import time
from contextlib import suppress
from typing import Self

from app.documents.extracted import DocumentError, Extracted
from app.documents.frames import Answer, Job, Limits, pack_job, read_frame, unpack_answer, write_frame

GRACE = 2.0
"""Seconds after a document's time in which its worker must have answered, before it is killed."""
_ENVIRONMENT = ("PATH", "LANG", "LD_LIBRARY_PATH")
START = 30.0
"""Seconds in which a worker must have started."""


class DocumentPool:
    """At most `workers` documents are read at a time; others wait. Close it to end the processes."""

    def __init__(self, workers: int, limits: Limits) -> None:
        self._limits = limits
        self._slots = threading.Semaphore(workers)
        self._lock = threading.Lock()
        self._idle: list[_Worker] = []
        self._closed = False

    def read(self, data: bytes, media_type: str, filename: str | None) -> Extracted:
        """The text of a document; raises DocumentError, and OSError or TimeoutError where no worker can be started."""
        job = Job(data, media_type, filename, self._limits)
        with self._slots:
            try:
                answer = self._ask(job, self._take())
            except BrokenPipeError:
                # Whatever a document does, only a fork of the worker ends by it: someone else ended this one, and may
                # be ending the others at this moment. A new worker is asked.
                answer = self._ask(job, _Worker())
        if answer.extracted is None:
            raise DocumentError(answer.problem or "corrupt")
        return answer.extracted

    def _ask(self, job: Job, worker: "_Worker") -> Answer:
        """The answer of a worker. Raises BrokenPipeError where it ended, DocumentError where it is late."""
        try:
            answer = worker.ask(job)
        except (TimeoutError, ValueError):
            worker.kill()
            raise DocumentError("too-complex") from None
        except BaseException:
            worker.kill()
            raise
        self._give_back(worker)
        return answer

    def warm(self) -> None:
        """Start one worker, so that the first document need not wait for it."""
        self._give_back(self._take())

    def close(self) -> None:
        """End all workers; documents still being read end too."""
        with self._lock:
            self._closed = True
            workers, self._idle = self._idle, []
        for worker in workers:
            worker.kill()

    def __enter__(self) -> Self:
        """The pool."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close it."""
        self.close()

    def _take(self) -> "_Worker":
        with self._lock:
            while self._idle:
                worker = self._idle.pop()
                if worker.alive:
                    return worker
                worker.kill()
        return _Worker()

    def _give_back(self, worker: "_Worker") -> None:
        with self._lock:
            if not self._closed:
                self._idle.append(worker)
                return
        worker.kill()


class _Worker:
    """One process of `app.documents.worker`."""

    def __init__(self) -> None:
        # Its own group, so that it can be killed with its forks; no environment, since documents need none of it.
        kept = {name: value for name in _ENVIRONMENT if (value := os.environ.get(name))}
        self._process = subprocess.Popen(
            [sys.executable, "-m", "app.documents.worker"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
            env=kept | {"PYTHONPATH": os.pathsep.join(path for path in sys.path if path)},
        )
        if self._process.stdin is not None:
            os.set_blocking(self._process.stdin.fileno(), False)
        try:
            self._wait(time.monotonic() + START)
        except BaseException:
            self.kill()
            raise

    @property
    def alive(self) -> bool:
        """Whether the process is there."""
        return self._process.poll() is None

    def ask(self, job: Job) -> Answer:
        """The answer to a job. Raises BrokenPipeError, ValueError or TimeoutError where there is none."""
        sink = self._process.stdin
        assert sink is not None  # noqa: S101 - opened with a pipe
        until = time.monotonic() + job.limits.seconds + GRACE
        write_frame(sink.fileno(), pack_job(job), until)
        return unpack_answer(self._wait(until))

    def _wait(self, until: float) -> bytes:
        source = self._process.stdout
        assert source is not None  # noqa: S101 - opened with a pipe
        frame = read_frame(source.fileno(), until)
        if frame is None:
            raise BrokenPipeError("the worker has ended")
        return frame

    def kill(self) -> None:
        """End the process and its forks."""
        with suppress(ProcessLookupError):
            os.killpg(self._process.pid, 9)
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                pipe.close()
        self._process.wait()
