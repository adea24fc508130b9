"""What was found about candidates, kept for the next match: it stays true while the candidate does not change."""

import threading
from collections import OrderedDict
from collections.abc import Hashable
from typing import Generic, TypeVar

PreparedT = TypeVar("PreparedT")


class PreparedCache(Generic[PreparedT]):
    """At most `size` values by (id, revision), the least recently used going first. Safe among threads.

    A revision may be told together with whatever else the value depends on.
    """

    def __init__(self, size: int) -> None:
        self._size = size
        self._kept: OrderedDict[tuple[str, Hashable], PreparedT] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, candidate_id: str, revision: Hashable) -> PreparedT | None:
        """The value for this revision of a candidate, or null."""
        key = (candidate_id, revision)
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
            return self._kept.get(key)

    def put(self, candidate_id: str, revision: Hashable, value: PreparedT) -> None:
        """Keep a value, in place of the least recently used one where there is no room."""
        if not self._size:
            return
        with self._lock:
            self._kept[candidate_id, revision] = value
            self._kept.move_to_end((candidate_id, revision))
            while len(self._kept) > self._size:
                self._kept.popitem(last=False)

    def forget(self, candidate_id: str) -> None:
        """Drop every revision of a candidate."""
        with self._lock:
            for key in [key for key in self._kept if key[0] == candidate_id]:
                del self._kept[key]
