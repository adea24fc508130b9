"""Tokens of an identity provider (OpenID Connect): JWTs (RFC 7519) signed with a key that the provider publishes."""

import threading
import time
from collections.abc import Iterable

import jwt
from jwt import PyJWK, PyJWKClient, PyJWKSet

from app.principal import Principal, Scope
from app.settings import Settings
from app.tenancy import TENANT

_ALGORITHMS = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "EdDSA"]
"""Signatures by keys of which the provider alone has the private half: never HMAC, never `none`."""
_KEYS_KEPT_SECONDS = 300
_FETCH_SECONDS = 5.0
_LEEWAY_SECONDS = 30
_MOST_CHARACTERS = 8_192
_MOST_SUBJECT = 200
# Who sends tokens with made-up key ids must not make us ask the provider each time.
_PAUSE_SECONDS = 30.0


class TokenIssuer:
    """Tells who presents a token of the provider named in the settings."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._client = PyJWKClient(str(settings.oidc_jwks_url), lifespan=_KEYS_KEPT_SECONDS, timeout=_FETCH_SECONDS)
        self._lock = threading.Lock()
        self._asked = float("-inf")

    def find(self, presented: str) -> Principal | None:
        """Whose token this is; null where it is not valid, or names no tenant. Raises OSError where no keys come."""
        if len(presented) > _MOST_CHARACTERS:
            return None
        try:
            key = self._key(jwt.get_unverified_header(presented).get("kid"))
            if key is None:
                return None
            claims = jwt.decode(
                presented,
                key,
                algorithms=_ALGORITHMS,
                audience=self._settings.oidc_audience,
                issuer=self._settings.oidc_issuer,
                leeway=_LEEWAY_SECONDS,
                options={"require": ["exp", "iss", "aud", "sub"]},
            )
        except jwt.PyJWKClientConnectionError as error:
            raise OSError("the identity provider gives no keys") from error
        except jwt.PyJWTError:
            return None
        tenant = claims.get(self._settings.oidc_tenant_claim)
        if not isinstance(tenant, str) or not TENANT.fullmatch(tenant) or len(claims["sub"]) > _MOST_SUBJECT:
            return None
        return Principal(
            tenant, f"oidc:{claims['sub']}", frozenset(_scopes(claims.get(self._settings.oidc_scope_claim)))
        )

    def _key(self, key_id: object) -> PyJWK | None:
        with self._lock:
            found = _named(self._client.get_jwk_set(), key_id)
            if found is None and time.monotonic() > self._asked + _PAUSE_SECONDS:
                self._asked = time.monotonic()
                found = _named(self._client.get_jwk_set(refresh=True), key_id)
            return found


def _named(keys: PyJWKSet, key_id: object) -> PyJWK | None:
    usable = [key for key in keys.keys if key.public_key_use in {"sig", None}]
    if key_id is None:
        return usable[0] if len(usable) == 1 else None
    return next((key for key in usable if key.key_id == key_id), None)


def _scopes(claimed: object) -> Iterable[Scope]:
    """The scopes in a claim: words in a string, or a list of them; ours may bear the prefix `gunning:`."""
    words = claimed.split() if isinstance(claimed, str) else claimed if isinstance(claimed, list) else ()
    known = {str(scope): scope for scope in Scope}
    return [known[name] for word in words if (name := str(word).removeprefix("gunning:")) in known]
