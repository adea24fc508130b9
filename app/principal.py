"""Who makes a request, and what a route asks of them."""

import hashlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, TypeVar

EndpointT = TypeVar("EndpointT", bound=Callable[..., Any])
_NEEDED = "needed_scope"


class Scope(StrEnum):
    """What a key may do; each includes those before it."""

    READ = "read"
    WRITE = "write"
    ADMIN = "admin"


_RANKS = {scope: rank for rank, scope in enumerate(Scope)}


@dataclass(frozen=True, slots=True)
class Principal:
    """Who acts. `actor`: `key:` and the key's id, `oidc:` and the token's subject, or `local`."""

    tenant_id: str
    actor: str
    scopes: frozenset[Scope]

    def may(self, needed: Scope) -> bool:
        """Whether a scope that they have is this one or includes it."""
        return any(_RANKS[scope] >= _RANKS[needed] for scope in self.scopes)


def needs(scope: Scope) -> Callable[[EndpointT], EndpointT]:
    """Mark the function of a route that asks for another scope than its method tells."""

    def mark(endpoint: EndpointT) -> EndpointT:
        setattr(endpoint, _NEEDED, scope)
        return endpoint

    return mark


def needed_scope(endpoint: Callable[..., Any], methods: Iterable[str]) -> Scope:
    """What a route asks for: as marked, else reading for GET and writing for all other methods."""
    marked: Scope | None = getattr(endpoint, _NEEDED, None)
    return marked or (Scope.READ if set(methods) <= {"GET", "HEAD"} else Scope.WRITE)


_acting: ContextVar[str] = ContextVar("acting", default="system")
_SUBJECT = "oidc:"


@contextmanager
def acting_as(actor: str) -> Iterator[None]:
    """Within the block this is who acts: what is logged names them."""
    token = _acting.set(actor)
    try:
        yield
    finally:
        _acting.reset(token)


def logged_actor(tenant_id: str) -> str:
    """Who acts, as the log of decisions names them; `system` where nobody asked.

    The subject of a token may be a person's name or address, so a digest stands for it; `pseudonym` makes the same one
    for who wants to look somebody up.
    """
    return pseudonym(tenant_id, _acting.get())


def pseudonym(tenant_id: str, actor: str) -> str:
    """The actor, with 128 bits of the SHA-256 of tenant and subject in the place of a token's subject."""
    if not actor.startswith(_SUBJECT):
        return actor
    named = f"{tenant_id}\n{actor.removeprefix(_SUBJECT)}"
    return _SUBJECT + hashlib.sha256(named.encode()).hexdigest()[:32]
