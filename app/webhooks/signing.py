"""Secrets that webhooks are signed with: made, kept sealed, used. After the Standard Webhooks specification."""

import base64
import datetime as dt
import secrets
from collections.abc import Iterable, Sequence

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from standardwebhooks import Webhook

PREFIX = "whsec_"
_SECRET_BYTES = 32
_SEALED = "fernet:"
_PLAIN = "plain:"


class UnreadableSecretError(Exception):
    """A secret was sealed with a key that is not given."""


class SecretBox:
    """Seals secrets before they are stored. `keys`: Fernet keys; the first seals, any of them opens.

    Without keys they are stored as they are, and whoever reads the database can sign.
    """

    def __init__(self, keys: Sequence[str]) -> None:
        self._fernet = MultiFernet([Fernet(key) for key in keys]) if keys else None

    @property
    def seals(self) -> bool:
        """Whether there is a key."""
        return self._fernet is not None

    def seal(self, secret: str) -> str:
        """A secret as it is stored."""
        return _SEALED + self._fernet.encrypt(secret.encode()).decode() if self._fernet else _PLAIN + secret

    def open(self, stored: str) -> str:
        """The secret; raises `UnreadableSecretError`."""
        if stored.startswith(_PLAIN):
            return stored.removeprefix(_PLAIN)
        if self._fernet is None:
            raise UnreadableSecretError
        try:
            return self._fernet.decrypt(stored.removeprefix(_SEALED)).decode()
        except InvalidToken:
            raise UnreadableSecretError from None


def new_secret() -> str:
    """A secret of 32 random bytes (the specification: 24 to 64), in base64 after `whsec_`."""
    return PREFIX + base64.b64encode(secrets.token_bytes(_SECRET_BYTES)).decode()


def signed_headers(secrets_in_use: Iterable[str], webhook_id: str, sent_at: dt.datetime, body: str) -> dict[str, str]:
    """The three headers of a webhook, with a signature by each secret. `sent_at` is aware."""
    at = sent_at.astimezone(dt.UTC)
    signatures = [Webhook(secret).sign(webhook_id, at, body) for secret in secrets_in_use]
    return {
        "webhook-id": webhook_id,
        "webhook-timestamp": str(int(at.timestamp())),
        "webhook-signature": " ".join(signatures),
    }
