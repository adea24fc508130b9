"""Keys as they are presented: made, taken apart, and compared with what is stored of them.

A key is `gun_`, the 32 hexadecimal digits of its id, `_`, and 43 characters of secret (256 random bits, base64url).
"""

import hashlib
import hmac
import re
import secrets
import uuid
from typing import NamedTuple

_SECRET_BYTES = 32
_KEY = re.compile(r"gun_([0-9a-f]{32})_([A-Za-z0-9_-]{43})")
# scrypt as RFC 7914 defines it: 16 MB and some 40 ms a guess. What was verified is remembered by who asks.
_COST, _BLOCK, _PARALLEL = 2**14, 8, 1


class PresentedKey(NamedTuple):
    """A key that looks like one of ours."""

    id: str
    secret: str


class StoredSecret(NamedTuple):
    """What is stored of a secret, in hexadecimal digits: it cannot be told from it."""

    salt: str
    hash: str


def new_secret() -> str:
    """The secret of a new key."""
    return secrets.token_urlsafe(_SECRET_BYTES)


def written_key(key_id: str, secret: str) -> str:
    """A key as its holder gets it. `key_id`: a UUID."""
    return f"gun_{uuid.UUID(key_id).hex}_{secret}"


def read_key(presented: str) -> PresentedKey | None:
    """The parts of a key; null for what does not look like one."""
    found = _KEY.fullmatch(presented)
    return PresentedKey(str(uuid.UUID(found[1])), found[2]) if found else None


def store_secret(secret: str) -> StoredSecret:
    """What to store of a secret."""
    salt = secrets.token_bytes(16)
    return StoredSecret(salt.hex(), _hash(secret, salt))


def is_secret(presented: str, stored: StoredSecret) -> bool:
    """Whether this is the secret; takes as long for a wrong one."""
    return hmac.compare_digest(_hash(presented, bytes.fromhex(stored.salt)), stored.hash)


def _hash(secret: str, salt: bytes) -> str:
    return hashlib.scrypt(secret.encode(), salt=salt, n=_COST, r=_BLOCK, p=_PARALLEL, maxmem=64 * 2**20).hex()
