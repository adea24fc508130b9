"""The claim that a request with an `Idempotency-Key` has, for the code below it that stores what the request asks."""

import hashlib
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any


@dataclass(slots=True)
class KeptAnswer:
    """An answer as it is kept. A `body` of null was too large to keep: the resource itself stands for it."""

    status: int
    headers: dict[str, str]
    body: bytes | None


@dataclass(slots=True)
class Claim:
    """The right to do what a request asks, held by one process at a time."""

    id: str
    owner: str
    hashed: Any = field(default_factory=hashlib.sha256)
    complete: bool = False
    """Whether all of the request's body was read."""
    settled: KeptAnswer | None = None
    """The answer that was kept in the transaction of the effect."""

    concealed: bool = False
    """Whether the answer holds what must not be kept."""

    def feed(self, part: bytes, *, last: bool) -> None:
        """Take in the next part of the request's body."""
        self.hashed.update(part)
        self.complete = self.complete or last

    def body_sha256(self) -> str:
        """The digest of what was read of the body."""
        digest: str = self.hashed.hexdigest()
        return digest


current_claim: ContextVar[Claim | None] = ContextVar("current_claim", default=None)
