"""Retention of all tenants, for the worker: once a day, in portions, between its other work."""

import datetime as dt
from collections.abc import Callable, Sequence

import structlog

from app.database import Database
from app.repositories.keys import KeyRepository
from app.services.clock import Clock
from app.services.dutch_days import day_of
from app.services.erasures import ErasureService
from app.services.outbox import Outbox
from app.services.retention import RetentionService
from app.settings import Settings

_AT_ONCE = 50
"""Erasures and jobs of a tenant in one turn: others wait for the sweep meanwhile."""
_log = structlog.get_logger("gunning.retention")


def _nothing(_candidate_id: str) -> None:
    """Nothing is kept in memory here; processes that rank let go when their index follows."""


def retention_tenants(database: Database) -> Sequence[str]:
    """All tenants."""
    with database.everywhere().read() as session:
        return list(KeyRepository(session).tenants())


def service_of(
    database: Database,
    tenant_id: str,
    settings: Settings,
    clock: Clock,
    outbox: Outbox,
    on_erased: Callable[[str], None] = _nothing,
) -> RetentionService:
    """The retention of a tenant."""
    seen = database.of(tenant_id)
    return RetentionService(seen, ErasureService(seen, clock, on_erased, outbox), settings, clock)


class DailyRetention:
    """Call it often: each day it works through all tenants, a portion a call. `forget`: drops what memory keeps.

    Two workers that do it at once do no harm: whoever is erased already is passed over.
    """

    def __init__(
        self,
        database: Database,
        settings: Settings,
        clock: Clock,
        outbox: Outbox,
        forget: Callable[[str, str], None],
    ) -> None:
        self._database = database
        self._settings = settings
        self._clock = clock
        self._outbox = outbox
        self._forget = forget
        self._day: dt.date | None = None
        self._left: list[str] = []

    def turn(self) -> None:
        """Do a portion, where there is any; raises the database's errors, and then goes on where it was."""
        if not self._settings.retention_enabled:
            return
        today = day_of(self._clock())
        if today != self._day:
            self._left = list(retention_tenants(self._database))
            self._day = today
            _log.info("retention_begun", tenants=len(self._left))
        if not self._left:
            return
        tenant_id = self._left[0]
        service = service_of(
            self._database,
            tenant_id,
            self._settings,
            self._clock,
            self._outbox,
            lambda one: self._forget(tenant_id, one),
        )
        if not service.erase_due(_AT_ONCE) and not service.purge_jobs(_AT_ONCE):
            self._left.pop(0)
