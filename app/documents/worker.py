"""The process that reads documents: a server that forks for every document, so that no file can harm the next one.

Run as `python -m app.documents.worker`; it speaks frames (see `frames`) on its standard input and output. Each fork has
limits of its own on memory, CPU time, files and output, and its answer is passed on only when it ended well.
"""

import gc
import os
import resource
import signal
import sys
import time
from contextlib import suppress

from app.documents.extracted import DocumentError
from app.documents.frames import Answer, Job, Limits, is_readable, pack_answer, read_frame, unpack_job, write_frame
from app.documents.read import read_document

MAX_ANSWER = 200_000_000
"""Bytes that a fork may answer: the text of the largest document with the places of its words."""


def serve() -> None:
    """Answer jobs until the input ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _warm_up()
    gc.freeze()
    source, sink = os.dup(0), os.dup(1)
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    os.dup2(2, 1)
    write_frame(sink, b"ready")
    while (frame := read_frame(source)) is not None:
        write_frame(sink, answer_in_fork(unpack_job(frame)))


def _warm_up() -> None:
    """Read a page of each library once, so that no fork has to look for fonts and tables again."""
    for data in (_BLANK_PAGE, b"<p>a</p>", b"{\\rtf1 a}"):
        with suppress(DocumentError):
            read_document(data)


_BLANK_PAGE = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
    b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Contents 4 0 R/Resources<</Font<</F<</Type/Font"
    b"/Subtype/Type1/BaseFont/Helvetica>>>>>>>>endobj\n4 0 obj<</Length 29>>stream\nBT /F 9 Tf (warming up) Tj ET\n\n"
    b"endstream endobj\ntrailer<</Root 1 0 R>>"
)


def answer_in_fork(job: Job) -> bytes:
    """Read one document in a child; a packed answer, also when the child was killed or went wrong."""
    receiving, sending = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(receiving)
        _answer_and_exit(job, sending)
    os.close(sending)
    try:
        given = _collect(receiving, time.monotonic() + job.limits.seconds)
    finally:
        os.close(receiving)
        if given_up := not _ended(child):
            os.kill(child, signal.SIGKILL)
        _, status = os.waitpid(child, 0) if given_up else (child, _statuses.pop(child))
    if given is not None and os.waitstatus_to_exitcode(status) == 0:
        return given
    return pack_answer(Answer(problem="too-complex"))


_statuses: dict[int, int] = {}


def _ended(child: int) -> bool:
    """Whether the child is gone; waits a moment for one that has closed its answer."""
    for _ in range(100):
        pid, status = os.waitpid(child, os.WNOHANG)
        if pid:
            _statuses[child] = status
            return True
        time.sleep(0.002)
    return False


def _collect(descriptor: int, until: float) -> bytes | None:
    """What the child writes until it ends; None where that takes too long or becomes too much."""
    pieces: list[bytes] = []
    size = 0
    while True:
        if not is_readable(descriptor, until - time.monotonic()):
            return None
        piece = os.read(descriptor, 1 << 20)
        if not piece:
            return b"".join(pieces)
        pieces.append(piece)
        size += len(piece)
        if size > MAX_ANSWER:
            return None


def _answer_and_exit(job: Job, descriptor: int) -> None:
    status = 1
    try:
        gc.disable()
        _limit(job.limits)
        with os.fdopen(descriptor, "wb") as sink:
            sink.write(pack_answer(_read(job)))
        status = 0
    finally:
        # Nothing of the server's, such as its buffers, may be flushed or closed by a child.
        os._exit(status)


def _read(job: Job) -> Answer:
    try:
        return Answer(extracted=read_document(job.data, job.media_type, job.filename))
    except DocumentError as error:
        return Answer(problem=error.kind)
    except (MemoryError, RecursionError):
        return Answer(problem="too-complex")
    except Exception:
        return Answer(problem="corrupt")


def _limit(limits: Limits) -> None:
    seconds = max(int(limits.seconds) + 1, 1)
    for name, value in (
        (resource.RLIMIT_CPU, seconds),
        (resource.RLIMIT_AS, limits.memory_bytes),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_NOFILE, 64),
    ):
        resource.setrlimit(name, (value, value))
    signal.signal(signal.SIGINT, signal.SIG_DFL)


if __name__ == "__main__":
    serve()
    sys.exit(0)
