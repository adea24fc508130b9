"""Doing a unit of work again that the database undid through no fault of its own."""

import random
import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import TypeVar

import structlog
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlmodel import Session

ResultT = TypeVar("ResultT")

_ATTEMPTS = 6
_FIRST_PAUSE_SECONDS = 0.02
_MOST_PAUSE_SECONDS = 1.0
_UNDONE = frozenset({"40001", "40P01"})
"""PostgreSQL's serialization_failure and deadlock_detected: the transaction was rolled back, whenever it is told."""
_UNIQUE_VIOLATION = "23505"
_log = structlog.get_logger("gunning")


def repeated(
    write: Callable[[], AbstractContextManager[Session]],
    work: Callable[[Session], ResultT],
    *,
    look_again: bool = False,
) -> ResultT:
    """What `work` gives, done in one write transaction, and in a new one (of 6 at most) where that is sure to be safe.

    It is where the server undid the transaction because of others (SQLSTATE 40001, 40P01), and where the connection was
    lost before the end was asked for: then nothing was kept. One that is lost while it commits is raised, for nobody
    knows what became of it. `look_again`: also where a unique value was stored by somebody else since `work` looked.
    So `work` must do nothing that a rollback does not undo.
    """
    attempt = 1
    while True:
        ending = False
        try:
            with write() as session:
                result = work(session)
                session.flush()
                ending = True
        except DBAPIError as error:
            if attempt == _ATTEMPTS or not _may_repeat(error, ending=ending, look_again=look_again):
                raise
            _log.info("written_again", attempt=attempt, error=type(error.orig).__name__)
        else:
            return result
        # At random, or those who were in each other's way would be so again.
        time.sleep(random.uniform(0.5, 1) * min(_FIRST_PAUSE_SECONDS * 2 ** (attempt - 1), _MOST_PAUSE_SECONDS))  # noqa: S311
        attempt += 1


def _may_repeat(error: DBAPIError, *, ending: bool, look_again: bool) -> bool:
    if isinstance(error, IntegrityError):
        # On SQLite nobody else can have: whoever writes there looks with the write lock in hand.
        return look_again and state_of(error) == _UNIQUE_VIOLATION
    return state_of(error) in _UNDONE or (error.connection_invalidated and not ending)


def state_of(error: DBAPIError) -> str | None:
    """The SQLSTATE of an error; null on SQLite, which has none, and where the connection was lost."""
    found = getattr(error.orig, "sqlstate", None)
    return found if isinstance(found, str) else None
