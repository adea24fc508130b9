"""The boundary to the pipeline: text in, reading out, at most so many at a time."""

import threading
import unicodedata
from collections.abc import Generator
from contextlib import contextmanager
from typing import Protocol

from app.criteria.posting import PostingReading
from app.errors import AppError, field_error
from app.settings import Settings
from app.telemetry import Timer, untimed

_WHITE_SPACE = frozenset("\t\n\v\f\r")
_MAX_JUNK_SHARE = 0.05


class Reader(Protocol):
    """What reads a posting's text; `app.nlp.extractor.Extractor` is one."""

    def read(self, text: str) -> PostingReading:
        """Everything stated in the text."""
        ...


class TextReader:
    """Checks a text, then has it read. The pipeline works on the CPU, so only `cpu_slots` texts are in hand at once."""

    def __init__(self, reader: Reader, settings: Settings, slots: threading.Semaphore, timed: Timer = untimed) -> None:
        self._reader = reader
        self._max_bytes = settings.max_text_bytes
        self._slots = slots
        self._timed = timed

    def read(self, text: str) -> PostingReading:
        """What the text states; raises `AppError` for a text that is too large (413), empty or not text (400)."""
        check_text(text, self._max_bytes)
        with in_turn(self._slots, self._timed), self._timed("parse"):
            return self._reader.read(text)


@contextmanager
def in_turn(slots: threading.Semaphore, timed: Timer) -> Generator[None, None, None]:
    """Hold one of the slots within the block; the wait for it is timed."""
    with timed("wait"):
        slots.acquire()
    try:
        yield
    finally:
        slots.release()


def check_text(text: str, max_bytes: int) -> None:
    """Raise `AppError` unless the text can be read."""
    if len(text) > max_bytes or len(text.encode()) > max_bytes:
        raise AppError("text-too-large", limit=max_bytes)
    if not text.strip():
        raise AppError("unreadable-text", [field_error("text_empty", "/text")])
    if sum(map(_is_junk, text)) > _MAX_JUNK_SHARE * len(text):
        raise AppError("unreadable-text", [field_error("text_binary", "/text")])


def _is_junk(character: str) -> bool:
    if character.isprintable():
        return character == "\N{REPLACEMENT CHARACTER}"
    return character not in _WHITE_SPACE and unicodedata.category(character) in {"Cc", "Cn", "Co"}
