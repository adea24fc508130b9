"""Prepared profiles, kept for the next match: the costly part of judging does not depend on the posting."""

import threading
from collections import OrderedDict
from collections.abc import Callable
from typing import Generic, TypeVar

PreparedT = TypeVar("PreparedT")


class PreparedCache(Generic[PreparedT]):
    """The most recently used values, at most `size` of them, by (id, revision). Safe among threads."""

    def __init__(self, size: int) -> None:
        self._size = size
        self._kept: OrderedDict[tuple[str, int], PreparedT] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, candidate_id: str, revision: int, make: Callable[[], PreparedT]) -> PreparedT:
        """The value for this revision of a candidate, made now if it is not at hand."""
        key = (candidate_id, revision)
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
                return self._kept[key]
        value = make()
        if self._size:
            with self._lock:
                self._kept[key] = value
                self._kept.move_to_end(key)
                while len(self._kept) > self._size:
                    self._kept.popitem(last=False)
        return value

    def forget(self, candidate_id: str) -> None:
        """Drop everything of an erased person."""
        with self._lock:
            for key in [key for key in self._kept if key[0] == candidate_id]:
                del self._kept[key]
