"""Identifiers: UUID version 7 (RFC 9562), so that the order of ids is the order of creation."""

import secrets
import threading
import time
import uuid

_COUNTER_BITS = 42
_lock = threading.Lock()
_last = [0, 0]


def new_id() -> str:
    """A new UUIDv7 in canonical lower-case form; within a process each is greater than the one before it.

    Layout: 48 bits of Unix milliseconds, 42 bits that count up from a random start within one millisecond, 32 random.
    """
    with _lock:
        millis = max(time.time_ns() // 1_000_000, _last[0])
        counter = _last[1] + 1 if millis == _last[0] else secrets.randbits(_COUNTER_BITS - 1)
        if counter >> _COUNTER_BITS:
            millis, counter = millis + 1, secrets.randbits(_COUNTER_BITS - 1)
        _last[:] = (millis, counter)
    high, low = counter >> 30, counter & 0x3FFF_FFFF
    value = (millis << 80) | (0x7 << 76) | (high << 64) | (0b10 << 62) | (low << 32) | secrets.randbits(32)
    return str(uuid.UUID(int=value))
