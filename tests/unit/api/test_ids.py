"""Identifiers sort by creation."""

import threading
import time
import uuid

from app.ids import new_id


def test_ids_are_version_7_uuids() -> None:
    parsed = uuid.UUID(new_id())

    assert (parsed.version, parsed.variant) == (7, uuid.RFC_4122)
    assert abs((parsed.int >> 80) / 1000 - time.time()) < 5


def test_ids_grow() -> None:
    ids = [new_id() for _ in range(20_000)]

    assert ids == sorted(set(ids))


def test_ids_are_unique_among_threads() -> None:
    found: list[str] = []
    threads = [threading.Thread(target=lambda: found.extend([new_id() for _ in range(2_000)])) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(set(found)) == 8_000
