"""Whether a tenant's log of decisions is as it was written: no gap, every hash right, each on the one before."""

from collections.abc import Callable
from typing import NamedTuple

from app.database import Database
from app.repositories.decisions import NO_HASH, DecisionRepository, Logged, hash_of

_PORTION = 1_000


class Verdict(NamedTuple):
    """`entries`: how many hold, from the first on. `fault`: why the next one does not; null where all hold."""

    entries: int
    head: str
    fault: str | None


def verify_log(
    database: Database, against: Logged | None = None, on_portion: Callable[[int], None] = lambda _: None
) -> Verdict:
    """Read the whole log of a tenant in portions. `against`: a head noted before, which must still be in it.

    `on_portion` is told how many entries held so far. What is added meanwhile may or may not be read.
    """
    number, head = 0, NO_HASH
    with database.read() as session:
        counted = DecisionRepository(session).counted()
    while True:
        with database.read() as session:
            rows = DecisionRepository(session).portion(number, _PORTION)
        for row in rows:
            if row.number != number + 1:
                return Verdict(number, head, f"{number + 1} is missing")
            if row.previous_hash != head:
                return Verdict(number, head, f"{row.number} does not follow on the one before (previous hash)")
            if hash_of({name: getattr(row, name) for name in type(row).model_fields}) != row.hash:
                return Verdict(number, head, f"{row.number} was changed (hash)")
            number, head = row.number, row.hash
            if against and against.number == number and against.hash != head:
                return Verdict(number - 1, row.previous_hash, f"{number} is another one than was noted before")
        if not rows:
            break
        on_portion(number)
    if number < counted:
        return Verdict(number, head, f"{number + 1} is missing: {counted} were written")
    if against and against.number > number:
        return Verdict(number, head, f"{number + 1} is missing: {against.number} was noted before")
    return Verdict(number, head, None)
