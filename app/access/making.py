"""New keys: the row to store, and the key as its holder gets it."""

import datetime as dt
from collections.abc import Collection

from app.access.tokens import new_secret, store_secret, written_key
from app.ids import new_id
from app.principal import Scope
from app.tables import ApiKeyRow


def make_key(
    name: str, scopes: Collection[Scope], now: dt.datetime, expires_at: dt.datetime | None
) -> tuple[ApiKeyRow, str]:
    """A key that nobody has yet. `expires_at`: null for never."""
    secret = new_secret()
    stored = store_secret(secret)
    row = ApiKeyRow(
        id=new_id(),
        name=name,
        scopes=[str(scope) for scope in Scope if scope in scopes],
        salt=stored.salt,
        secret_hash=stored.hash,
        created_at=now,
        expires_at=expires_at,
    )
    return row, written_key(row.id, secret)
