"""Requests under a key: claim the key, keep the answer, give it again (ADR 0015)."""

import datetime as dt
import re
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from pydantic import BaseModel
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from sqlmodel import Session

from app.claims import Claim, KeptAnswer, current_claim
from app.database import Database
from app.errors import AppError
from app.etags import revision_tag
from app.idempotency_tables import IdempotencyRow
from app.ids import new_id
from app.repositories.candidates import CandidateRepository
from app.repositories.idempotency import ERASED, RUNNING, SECRET, IdempotencyRepository
from app.schemas.candidates import Candidate
from app.schemas.postings import Posting
from app.services.clock import Clock
from app.settings import Settings

_MOST_KEPT = 1_000_000
"""Bytes of an answer, compressed."""
_FASTEST = 1
_LINES = "application/x-ndjson"
_UUID = re.compile(rb"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_TRIES = 2


@dataclass(frozen=True, slots=True)
class Answered:
    """A request that was answered before, and the digest of the body it had."""

    answer: KeptAnswer
    body_sha256: str


class IdempotencyService:
    """The use cases of keys. An unreachable database raises the 503."""

    def __init__(self, database: Database, settings: Settings, clock: Clock) -> None:
        self._database = database
        self._clock = clock
        self._kept_for = dt.timedelta(hours=settings.idempotency_hours)
        self._lease = dt.timedelta(seconds=settings.idempotency_lease_seconds)

    def claim(self, key: str, target: str) -> Claim | Answered:
        """The right to do what is asked, or what was answered to it. `target`: digest of all but the body.

        Raises the 400 where the key was used for another address, the 409 while its request runs, or where its answer
        is not kept: it was erased, or held a secret.
        """
        for attempt in range(_TRIES):
            try:
                with _reachable(), self._database.write() as session:
                    return self._claim(IdempotencyRepository(session), key, target)
            except IntegrityError:
                # Another request with this key was stored since we looked; then it is that one that is looked at.
                if attempt == _TRIES - 1:
                    raise
        raise AppError("idempotency-in-progress", headers=self._later())

    def renew(self, claim: Claim) -> None:
        """Hold the claim for longer. Where it was lost already, whatever the request does will not be kept."""
        with _reachable(), self._database.write() as session:
            IdempotencyRepository(session).renew(claim.id, claim.owner, self._clock() + self._lease)

    def finish(self, claim: Claim, answer: KeptAnswer) -> None:
        """Keep the answer of a claim, unless it speaks of somebody who was erased meanwhile or is too large."""
        with _reachable(), self._database.write() as session:
            erased = CandidateRepository(session).erased(_ids_in(answer.body or b""))
            kept = not erased and _keep(session, claim, answer)
            if not kept:
                IdempotencyRepository(session).release(claim.id, claim.owner)

    def release(self, claim: Claim) -> None:
        """Free the key of a request that had no effect; what was kept of it in a transaction stays."""
        with _reachable(), self._database.write() as session:
            IdempotencyRepository(session).release(claim.id, claim.owner)

    def purge(self, now: dt.datetime) -> int:
        """Remove what has expired, some hundreds in a transaction; how many."""
        removed = 0
        while True:
            with self._database.write() as session:
                portion = IdempotencyRepository(session).purge(now)
            if not portion:
                return removed
            removed += portion

    @property
    def lease_seconds(self) -> float:
        """How long a claim is held without being renewed."""
        return self._lease.total_seconds()

    def _claim(self, requests: IdempotencyRepository, key: str, target: str) -> Claim | Answered:
        now, owner = self._clock(), new_id()
        row = requests.of_key(key)
        running = row is not None and row.state == RUNNING
        if row is not None and row.expires_at < now and not (running and row.lease_until >= now):
            requests.remove(row)
            row = None
        if row is None:
            row = IdempotencyRow(
                id=new_id(),
                key=key,
                target=target,
                state=RUNNING,
                owner=owner,
                lease_until=now + self._lease,
                created_at=now,
                expires_at=now + self._kept_for,
            )
            requests.add(row)
            return Claim(row.id, owner)
        if row.target != target:
            raise AppError("idempotency-key-reused")
        if row.state == ERASED:
            raise AppError("idempotency-answer-erased")
        if row.state == SECRET:
            raise AppError("idempotency-answer-secret")
        if row.state == RUNNING:
            if row.lease_until >= now:
                raise AppError("idempotency-in-progress", headers=self._later())
            requests.take(row, owner, now + self._lease)
            return Claim(row.id, owner)
        body = None if row.answer is None else zlib.decompress(row.answer)
        return Answered(KeptAnswer(row.status or 200, dict(row.headers or {}), body), row.body_sha256 or "")

    def _later(self) -> dict[str, str]:
        return {"Retry-After": str(max(int(self.lease_seconds / 10), 1))}


def settle(session: Session, answer: BaseModel, location: str | None = None) -> None:
    """Keep the answer to a request that came with a key, in the transaction of its effect.

    It is a 201 where `location` is that of a new resource, else a 200.
    Both are committed or neither. Raises the 409 where the claim was lost: then nothing must be stored.
    """
    claim = current_claim.get()
    if claim is None:
        return
    headers = {"content-type": "application/json"} | ({"location": location} if location else {})
    if isinstance(answer, Candidate | Posting):
        headers["etag"] = revision_tag(type(answer), answer.id, answer.revision)
    kept = KeptAnswer(201 if location else 200, headers, answer.model_dump_json(by_alias=True).encode())
    if not _keep(session, claim, kept):
        raise _lost()
    claim.settled = kept


def settle_secret(session: Session) -> None:
    """As `settle`, for an answer with a secret that is told once: that it was given is kept, the answer is not."""
    claim = current_claim.get()
    if claim is not None and not IdempotencyRepository(session).conceal(claim.id, claim.owner):
        raise _lost()
    if claim is not None:
        claim.concealed = True


def _keep(session: Session, claim: Claim, answer: KeptAnswer) -> bool:
    body = answer.body or b""
    packed: bytes | None = zlib.compress(body, _FASTEST)
    if packed is not None and len(packed) > _MOST_KEPT:
        if "location" not in answer.headers:
            return False
        packed = None
    of_many = answer.headers.get("content-type", "").startswith(_LINES)
    named = [] if packed is None or of_many else _ids_in(body)
    return IdempotencyRepository(session).finish(
        claim.id,
        claim.owner,
        claim.body_sha256(),
        answer.status,
        answer.headers,
        packed,
        sorted(CandidateRepository(session).present(named, lock=True)),
        of_many=of_many,
    )


def _lost() -> AppError:
    return AppError("idempotency-in-progress", headers={"Retry-After": "1"})


def _ids_in(body: bytes) -> list[str]:
    return sorted({found.decode() for found in _UUID.findall(body)})


@contextmanager
def _reachable() -> Iterator[None]:
    try:
        yield
    except IntegrityError:
        raise
    except (DBAPIError, PoolTimeoutError):
        raise AppError("unavailable", headers={"Retry-After": "5"}) from None
