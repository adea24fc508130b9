"""When a delivery is tried again."""

import tomllib
from collections.abc import Callable
from functools import cache
from pathlib import Path
from random import SystemRandom
from typing import NamedTuple

_SCHEDULE = Path(__file__).parent / "data" / "schedule.toml"
_random = SystemRandom()


class Schedule(NamedTuple):
    """`waits`: seconds before each try, the first one too. `jitter`: the share that a wait may be longer."""

    waits: tuple[float, ...]
    jitter: float
    longest_asked: float

    @property
    def tries(self) -> int:
        """How often a delivery is tried."""
        return len(self.waits)

    def wait(
        self, tried: int, asked: float | None = None, chance: Callable[[], float] = _random.random
    ) -> float | None:
        """Seconds until the next try after `tried` of them; null where that was the last.

        `asked`: what the receiver asked for; it can make the wait longer, never shorter.
        """
        if tried >= self.tries:
            return None
        planned = self.waits[tried] * (1 + self.jitter * chance())
        return max(planned, min(asked or 0.0, self.longest_asked))


@cache
def printed_schedule() -> Schedule:
    """The schedule in the data file."""
    table = tomllib.loads(_SCHEDULE.read_text(encoding="utf-8"))
    return Schedule(tuple(table["waits"]), table["jitter"], table["longest_asked"])
