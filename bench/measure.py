"""Small tools for measuring."""

import os
import statistics
import subprocess
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

ItemT = TypeVar("ItemT")


@dataclass(frozen=True)
class Times:
    """Milliseconds."""

    median: float
    p95: float
    total: float
    count: int


def time_each(work: Callable[[ItemT], object], items: Sequence[ItemT], rounds: int = 1) -> Times:
    """How long the work takes on each item, over so many rounds."""
    taken = []
    for _ in range(rounds):
        for item in items:
            began = time.perf_counter_ns()
            work(item)
            taken.append((time.perf_counter_ns() - began) / 1e6)
    return Times(statistics.median(taken), _percentile(taken, 95), sum(taken), len(taken))


def _percentile(values: Sequence[float], percent: int) -> float:
    return statistics.quantiles(values, n=100, method="inclusive")[percent - 1] if len(values) > 1 else values[0]


def resident_megabytes(process_id: int | None = None) -> float:
    """Resident memory of a process (this one by default)."""
    status = Path(f"/proc/{process_id or os.getpid()}/status")
    if status.exists():
        lines = status.read_text(encoding="ascii").splitlines()
        return next(int(line.split()[1]) for line in lines if line.startswith("VmRSS:")) / 1024
    shown = subprocess.run(
        ["ps", "-o", "rss=", "-p", str(process_id or os.getpid())], capture_output=True, text=True, check=True
    )
    return int(shown.stdout) / 1024
