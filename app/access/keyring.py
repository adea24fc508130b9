"""Tells whose a key is, without asking the database each time, and never trusting it for long."""

import datetime as dt
import hashlib
import secrets
import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from typing import NamedTuple

import structlog
from sqlalchemy.exc import SQLAlchemyError

from app.access.tokens import StoredSecret, is_secret, read_key
from app.database import Database
from app.principal import Principal, Scope
from app.repositories.keys import KeyRepository
from app.tables import ApiKeyRow

_MOST_KEPT = 10_000
_USE_NOTED_EVERY = dt.timedelta(minutes=1)
_log = structlog.get_logger("gunning.access")


class _Kept(NamedTuple):
    principal: Principal | None
    expires_at: dt.datetime | None
    until: float


class Keyring:
    """`find` answers who presents a key. What it found is kept for `seconds`: so long a revoked key may still pass."""

    def __init__(self, database: Database, clock: Callable[[], dt.datetime], seconds: float) -> None:
        self._database = database.everywhere()
        self._clock = clock
        self._seconds = seconds
        self._lock = threading.Lock()
        self._kept: OrderedDict[bytes, _Kept] = OrderedDict()
        # Which secrets were found right, so that each is hashed once only. Keys and secrets are kept as digests.
        self._proven: OrderedDict[bytes, str] = OrderedDict()
        self._pepper = secrets.token_bytes(32)
        self._any: tuple[bool, float] = (False, 0.0)

    def recall(self, presented: str) -> tuple[Principal | None, bool]:
        """Who presents this, as far as is known by now, and whether it is known at all; asks no database."""
        kept = self._kept.get(self._digest(presented))
        if kept is None or kept.until < time.monotonic():
            return None, False
        expired = kept.expires_at is not None and kept.expires_at <= self._clock()
        return (None if expired else kept.principal), True

    def find(self, presented: str) -> Principal | None:
        """Whose key this is; null where it is nobody's, or not valid any more. Raises the database's errors."""
        key = read_key(presented)
        if key is None:
            return None
        digest = self._digest(presented)
        with self._database.read() as session:
            row = KeyRepository(session).get(key.id)
        now = self._clock()
        principal = None
        if row is not None and _is_valid(row, now) and self._is_proven(digest, key.secret, row):
            principal = Principal(row.tenant_id, f"key:{row.id}", frozenset(map(Scope, row.scopes)))
            self._note_use(row, now)
        if row is not None:
            # What names no key costs one look each time, so that it takes nobody's place here.
            self._keep(self._kept, digest, _Kept(principal, row.expires_at, time.monotonic() + self._seconds))
        return principal

    def has_keys(self) -> bool:
        """Whether any tenant has a key that is valid, as of some seconds ago."""
        found, until = self._any
        if until < time.monotonic():
            with self._database.read() as session:
                found = KeyRepository(session).any_valid(self._clock())
            self._any = found, time.monotonic() + self._seconds
        return found

    def forget(self) -> None:
        """Look everything up anew: a key was made or changed here."""
        with self._lock:
            self._kept.clear()
        self._any = False, 0.0

    def _digest(self, presented: str) -> bytes:
        return hashlib.blake2b(presented.encode(), key=self._pepper, digest_size=32).digest()

    def _is_proven(self, digest: bytes, secret: str, row: ApiKeyRow) -> bool:
        if self._proven.get(digest) == row.secret_hash:
            return True
        if not is_secret(secret, StoredSecret(row.salt, row.secret_hash)):
            return False
        self._keep(self._proven, digest, row.secret_hash)
        return True

    def _keep(self, where: OrderedDict, digest: bytes, value: object) -> None:  # type: ignore[type-arg]
        with self._lock:
            where[digest] = value
            while len(where) > _MOST_KEPT:
                where.popitem(last=False)

    def _note_use(self, row: ApiKeyRow, now: dt.datetime) -> None:
        if row.last_used_at is not None and now - row.last_used_at < _USE_NOTED_EVERY:
            return
        try:
            with self._database.of(row.tenant_id).write() as session:
                KeyRepository(session).note_use(row.id, now)
        except SQLAlchemyError as error:
            # Reading must go on where nothing can be written.
            _log.warning("key_use_not_noted", error=type(error).__name__)


def _is_valid(row: ApiKeyRow, now: dt.datetime) -> bool:
    return row.revoked_at is None and (row.expires_at is None or row.expires_at > now)
