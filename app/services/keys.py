"""The keys of a tenant: make, list, replace, revoke."""

import datetime as dt
from collections.abc import Callable

from app.access.making import make_key
from app.database import Database
from app.errors import AppError, field_error, invalid_input
from app.principal import Scope
from app.repositories.decisions import DecisionRepository
from app.repositories.keys import KeyRepository
from app.schemas.decisions import Action
from app.schemas.keys import ApiKey, ApiKeyInput, ApiKeyPage, NewApiKey, RotationInput
from app.services.clock import Clock
from app.services.decisions import note
from app.services.idempotency import settle_secret
from app.services.paging import cut_page, page_request
from app.settings import Settings
from app.tables import ApiKeyRow


class KeyService:
    """The use cases of keys. Unknown ids raise the 404. `on_change` is told that a key was made or changed."""

    def __init__(self, database: Database, settings: Settings, clock: Clock, on_change: Callable[[], None]) -> None:
        self._database = database
        self._settings = settings
        self._clock = clock
        self._on_change = on_change

    def create(self, given: ApiKeyInput) -> NewApiKey:
        """Make a key."""
        self._check_expiry(given.expires_at)
        row, key = make_key(given.name, given.scopes, self._clock(), given.expires_at)
        with self._database.write() as session:
            KeyRepository(session).add(row)
            settle_secret(session)
            note(DecisionRepository(session), Action.KEY_CREATED, row.created_at, keyId=row.id, scopes=row.scopes)
        self._on_change()
        return _new_key(row, key)

    def get(self, key_id: str) -> ApiKey:
        """A key, without its secret."""
        with self._database.read() as session:
            return _key(_found(KeyRepository(session).get(key_id)))

    def page(self, cursor: str | None, limit: int | None) -> ApiKeyPage:
        """A page of keys, oldest first."""
        size, after = page_request(cursor, limit, self._settings)
        with self._database.read() as session:
            rows, following = cut_page(KeyRepository(session).page(after, size + 1), size)
            return ApiKeyPage(items=tuple(map(_key, rows)), next_cursor=following)

    def rotate(self, key_id: str, given: RotationInput) -> NewApiKey:
        """Make a key of the same name and scopes; the one before works for the overlap, then no more."""
        self._check_expiry(given.expires_at)
        now = self._clock()
        with self._database.write() as session:
            keys = KeyRepository(session)
            before = _found(keys.get(key_id, for_update=True))
            expired = before.expires_at is not None and before.expires_at <= now
            if before.revoked_at is not None or before.rotated_to is not None or expired:
                raise AppError("key-not-active")
            row, key = make_key(before.name, [Scope(scope) for scope in before.scopes], now, given.expires_at)
            keys.add(row)
            ends = now + dt.timedelta(hours=given.overlap_hours)
            before.expires_at = ends if before.expires_at is None else min(before.expires_at, ends)
            before.rotated_to = row.id
            settle_secret(session)
            note(DecisionRepository(session), Action.KEY_ROTATED, now, keyId=key_id, rotatedTo=row.id)
        self._on_change()
        return _new_key(row, key)

    def revoke(self, key_id: str) -> None:
        """End a key now; it stays in the list. Revoking twice changes nothing."""
        with self._database.write() as session:
            row = _found(KeyRepository(session).get(key_id, for_update=True))
            if row.revoked_at is None:
                row.revoked_at = self._clock()
                note(DecisionRepository(session), Action.KEY_REVOKED, row.revoked_at, keyId=key_id)
        self._on_change()

    def _check_expiry(self, expires_at: dt.datetime | None) -> None:
        if expires_at is not None and expires_at <= self._clock():
            raise invalid_input(field_error("not_in_the_future", "/expiresAt"))


def _found(row: ApiKeyRow | None) -> ApiKeyRow:
    if row is None:
        raise AppError("not-found")
    return row


def _key(row: ApiKeyRow) -> ApiKey:
    return ApiKey.model_validate(row, from_attributes=True, by_name=True)


def _new_key(row: ApiKeyRow, key: str) -> NewApiKey:
    return NewApiKey(key=key, **_key(row).model_dump(by_alias=False))
