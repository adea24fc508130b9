"""The gate before all routes, as pure ASGI: nobody passes it under `/v1` without being known."""

import ipaddress

import anyio.to_thread
import structlog
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from app.access.keyring import Keyring
from app.access.oidc import TokenIssuer
from app.errors import AppError
from app.principal import Principal
from app.principal import Scope as AccessScope
from app.problem_answer import problem_answer
from app.tenancy import FIRST_TENANT

LOCAL = Principal(FIRST_TENANT, "local", frozenset(AccessScope))
"""Whoever asks from the same machine while there are no keys."""
_GUARDED = "/v1/"
_PUBLIC = frozenset({"/v1/openapi.json"})
"""The document of the API is for everybody (NL API Design Rules)."""
_CHALLENGE = 'Bearer realm="gunning"'
_LOCAL_NAMES = frozenset({"localhost", "127.0.0.1", "[::1]", "::1"})
_log = structlog.get_logger("gunning.access")


class Doorkeeper:
    """Tells who makes a request. `local`: whether who asks from this machine needs no key while there is none."""

    def __init__(self, keyring: Keyring, issuer: TokenIssuer | None, local: bool) -> None:
        self._keyring = keyring
        self._issuer = issuer
        self._local = local
        # Threads of its own: who is known must not wait behind the work of others, nor who is not known.
        self._limiter = anyio.CapacityLimiter(4)

    async def admit(self, scope: Scope) -> Principal:
        """Who makes this request; raises the 401, and the 503 where it cannot be found out."""
        headers = Headers(scope=scope)
        given = headers.getlist("authorization")
        if not given:
            if self._local and is_local(scope, headers) and not await self._there_are_keys():
                return LOCAL
            raise AppError("unauthenticated", headers={"WWW-Authenticate": _CHALLENGE})
        scheme, _, presented = given[0].partition(" ")
        presented = presented.strip()
        if len(given) == 1 and scheme.lower() == "bearer" and presented:
            found = await self._find(presented)
            if found is not None:
                return found
        raise AppError("unauthenticated", headers={"WWW-Authenticate": f'{_CHALLENGE}, error="invalid_token"'})

    async def _find(self, presented: str) -> Principal | None:
        found, known = self._keyring.recall(presented)
        if known:
            return found
        look = self._issuer.find if self._issuer and presented.count(".") == 2 else self._keyring.find
        try:
            return await anyio.to_thread.run_sync(look, presented, limiter=self._limiter)
        except (OSError, DBAPIError, PoolTimeoutError) as error:
            raise _unavailable(error) from None

    async def _there_are_keys(self) -> bool:
        try:
            return await anyio.to_thread.run_sync(self._keyring.has_keys, limiter=self._limiter)
        except (DBAPIError, PoolTimeoutError) as error:
            raise _unavailable(error) from None


class Gate:
    """Wraps the application; `scope["state"]["principal"]` tells it who makes a request."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a request pass, or answer the 401."""
        if scope["type"] == "http" and scope["path"].startswith(_GUARDED) and scope["path"] not in _PUBLIC:
            state = scope.setdefault("state", {})
            try:
                state["principal"] = await scope["app"].state.doorkeeper.admit(scope)
            except AppError as error:
                await problem_answer(error, state.get("request_id", ""))(scope, receive, send)
                return
        await self._app(scope, receive, send)


def is_local(scope: Scope, headers: Headers) -> bool:
    """Whether a request comes from this machine, and not through a page of another site or a proxy."""
    client = scope.get("client")
    # A page of another site whose name was made to lead here (DNS rebinding) still names itself.
    named = headers.get("host", "").rsplit(":", 1)[0] if not headers.get("host", "").endswith("]") else headers["host"]
    forwarded = any(name in headers for name in ("forwarded", "x-forwarded-for", "x-real-ip"))
    return client is not None and is_loopback(client[0]) and named in _LOCAL_NAMES and not forwarded


def is_loopback(host: str) -> bool:
    """Whether an address is one of this machine only; a name other than `localhost` never is."""
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return host == "localhost"


def _unavailable(error: Exception) -> AppError:
    _log.error("access_unknown", error=type(error).__name__)
    return AppError("unavailable", headers={"Retry-After": "5"})
