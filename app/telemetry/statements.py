"""How many statements a request sent to the database and how long they took; never what they say."""

from contextvars import ContextVar
from dataclasses import dataclass
from time import perf_counter
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection, Engine


@dataclass(slots=True)
class Statements:
    """What was counted until now."""

    count: int = 0
    seconds: float = 0.0


counted: ContextVar[Statements | None] = ContextVar("statements", default=None)
"""Whose statements are counted here: threads that work for a request have its context."""


def count_statements(engine: Engine) -> None:
    """Let every statement of an engine be counted where somebody counts."""

    def before(connection: Connection, *_: object) -> None:
        connection.info["gunning_began"] = perf_counter()

    def after(connection: Connection, *_: Any) -> None:  # noqa: ANN401 - SQLAlchemy's own arguments
        now = counted.get()
        if now is not None:
            now.count += 1
            now.seconds += perf_counter() - connection.info["gunning_began"]

    sa.event.listen(engine, "before_cursor_execute", before)
    sa.event.listen(engine, "after_cursor_execute", after)
