"""What workers do by the clock, besides webhooks: terms of retention, and keys of requests that have expired."""

from collections.abc import Callable

from app.database import Database
from app.services.all_retention import DailyRetention
from app.services.clock import Clock
from app.services.idempotency import IdempotencyService
from app.services.outbox import Outbox
from app.settings import Settings
from app.sweeps import Sweep

_RETENTION_SECONDS = 15.0
"""Between two portions of a day's erasures."""
_EXPIRED_SECONDS = 3_600.0


def upkeep(
    database: Database, settings: Settings, clock: Clock, outbox: Outbox, forget: Callable[[str, str], None]
) -> tuple[Sweep, ...]:
    """The sweeps of all tenants. `forget`: drops what memory keeps of an erased person of a tenant."""
    retention = DailyRetention(database, settings, clock, outbox, forget)
    answered = IdempotencyService(database.everywhere(), settings, clock)

    def keep_terms(_stopping: Callable[[], bool]) -> None:
        retention.turn()

    def remove_expired(_stopping: Callable[[], bool]) -> None:
        answered.purge(clock())

    return (
        Sweep("retention", _RETENTION_SECONDS, keep_terms),
        Sweep("expired-keys", _EXPIRED_SECONDS, remove_expired),
    )
