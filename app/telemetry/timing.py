"""What services say of the time their steps take, without knowing who listens."""

from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from typing import Literal, TypeAlias

Step: TypeAlias = Literal["parse", "match", "document", "wait", "job_posting"]
"""`wait`: for a turn at the CPU; `job_posting`: one posting of a job, ranked and kept."""
Timer: TypeAlias = Callable[[Step], AbstractContextManager[object]]
"""Times the block that it is given a step for."""

_NOTHING = nullcontext()


def untimed(_step: Step) -> AbstractContextManager[object]:
    """The timer of nobody who listens."""
    return _NOTHING
