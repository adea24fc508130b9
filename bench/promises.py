"""What a service answered, and what of it is wrong afterwards: the record that is kept while the service is killed."""

from collections import Counter
from dataclasses import dataclass, field
from threading import Lock
from typing import Any

_CHANGED_WITH_CONTENT = {"revision", "updatedAt"}


@dataclass
class Promises:
    """By address, what was answered last, and what has been sent since without a successful answer.

    For many threads, where those that replace a resource are one thread for each.
    """

    answered: dict[str, dict[str, Any]] = field(default_factory=dict)
    sent: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    counts: Counter[str] = field(default_factory=Counter)
    _fresh: set[str] = field(default_factory=set, repr=False)
    _lock: Lock = field(default_factory=Lock, repr=False)

    def sending(self, address: str, content: dict[str, Any]) -> None:
        """Note what is about to be sent to take a resource's place: it may be stored though no answer comes."""
        with self._lock:
            self.sent.setdefault(address, []).append(content)

    def note(self, kind: str, found: dict[str, dict[str, Any]]) -> None:
        """Keep the content of a successful answer, by address; it settles what was sent there before."""
        with self._lock:
            self.counts[kind] += 1
            self.answered |= found
            self._fresh |= found.keys()
            for address in found:
                self.sent.pop(address, None)

    def refused(self, status: int) -> None:
        """Count an answer that was no success."""
        with self._lock:
            self.counts[f"answered {status}"] += 1

    def fresh(self) -> set[str]:
        """The addresses that were answered since this was asked last."""
        with self._lock:
            found, self._fresh = self._fresh, set()
        return found

    def wrong(self, address: str, found: dict[str, Any] | None) -> str | None:
        """What is wrong with a resource as it is found now (null: it is not there); null where nothing is.

        It must be as it was answered, or a later revision whose content is what was being sent.
        """
        answered = self.answered[address]
        if found is None:
            return "lost"
        if _holds(found, answered):
            return None
        before = {name: value for name, value in answered.items() if name not in _CHANGED_WITH_CONTENT}
        for content in self.sent.get(address, []):
            if _holds(found, before | content) and found.get("revision", 0) > answered.get("revision", 0):
                return None
        return "not as it was answered, nor as anything that was sent since"


def _holds(found: dict[str, Any], content: dict[str, Any]) -> bool:
    return all(name in found and found[name] == value for name, value in content.items())
