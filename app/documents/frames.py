"""What passes between the service and the process that reads documents: frames of bytes, each behind its length."""

import json
import os
import pickle
import select
import struct
import time
from dataclasses import dataclass

from app.documents.extracted import Box, Extracted, Word

_LENGTH = struct.Struct(">Q")
_WORD = struct.Struct(">IIIffff")
CHUNK = 1 << 20
"""Bytes read or written at once."""


@dataclass(frozen=True, slots=True)
class Limits:
    """`seconds` of wall clock and CPU time, and bytes of address space, for one document."""

    seconds: float
    memory_bytes: int


@dataclass(frozen=True, slots=True)
class Job:
    """A document to read, with what was declared of it."""

    data: bytes
    media_type: str
    filename: str | None
    limits: Limits


@dataclass(frozen=True, slots=True)
class Answer:
    """What came of it: one of the two."""

    extracted: Extracted | None = None
    problem: str | None = None


def pack_job(job: Job) -> bytes:
    """A job as bytes."""
    return pickle.dumps(job, protocol=5)


def unpack_job(frame: bytes) -> Job:
    """The job of a frame; only the service itself writes these."""
    job: Job = pickle.loads(frame)  # noqa: S301 - written by our own parent process
    return job


def pack_answer(answer: Answer) -> bytes:
    """An answer as bytes: plain values only, since what reads them must trust nothing that a document could make."""
    found = answer.extracted
    if found is None:
        return b"P" + (answer.problem or "corrupt").encode()
    text = found.text.encode("utf-8", "surrogatepass")
    head = json.dumps([found.media_type, found.remarks, len(text), len(found.words)]).encode()
    words = b"".join(_WORD.pack(word.start, word.end, word.page, *word.box) for word in found.words)
    return b"T" + _LENGTH.pack(len(head)) + head + text + words


def unpack_answer(frame: bytes) -> Answer:
    """The answer of a frame. Raises ValueError for one that is not whole."""
    if frame[:1] == b"P":
        return Answer(problem=frame[1:].decode("ascii", "replace"))
    try:
        start = 1 + _LENGTH.size
        end = start + _LENGTH.unpack(frame[1:start])[0]
        media_type, remarks, size, count = json.loads(frame[start:end])
        text = frame[end : end + size].decode("utf-8", "replace")
        places = frame[end + size : end + size + count * _WORD.size]
        words = tuple(Word(a, b, page, _box(corners)) for a, b, page, *corners in _WORD.iter_unpack(places))
    except (struct.error, TypeError) as error:
        raise ValueError("an answer that is not whole") from error
    return Answer(Extracted(text, media_type, words, tuple((str(code), str(detail)) for code, detail in remarks)))


def _box(corners: list[float]) -> Box:
    left, bottom, right, top = (round(corner, 2) for corner in corners)
    return left, bottom, right, top


def is_readable(descriptor: int, seconds: float) -> bool:
    """Whether something can be read within so many seconds, an end included."""
    poll = select.poll()
    poll.register(descriptor, select.POLLIN | select.POLLHUP)
    return bool(poll.poll(max(seconds, 0) * 1000))


def write_frame(descriptor: int, payload: bytes, until: float | None = None) -> None:
    """Write a whole frame. Raises OSError where nobody reads any more, TimeoutError where not by `until`.

    `until` (of `time.monotonic`) needs a descriptor that does not block: a full pipe to a process that was stopped
    would else hold the writer for good.
    """
    view = memoryview(_LENGTH.pack(len(payload)) + payload)
    poll = select.poll()
    poll.register(descriptor, select.POLLOUT | select.POLLHUP)
    while view:
        if until is not None and not poll.poll(max(until - time.monotonic(), 0) * 1000):
            raise TimeoutError
        view = view[os.write(descriptor, view[:CHUNK]) :]


def read_frame(descriptor: int, until: float | None = None) -> bytes | None:
    """The next frame, or None where the other side has closed. Raises TimeoutError where it is not whole by `until`."""
    head = _read_exactly(descriptor, _LENGTH.size, until)
    return None if head is None else _read_exactly(descriptor, _LENGTH.unpack(head)[0], until)


def _read_exactly(descriptor: int, size: int, until: float | None) -> bytes | None:
    pieces = []
    while size:
        if until is not None and not is_readable(descriptor, until - time.monotonic()):
            raise TimeoutError
        piece = os.read(descriptor, min(size, CHUNK))
        if not piece:
            return None
        pieces.append(piece)
        size -= len(piece)
    return b"".join(pieces)
