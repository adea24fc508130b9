"""The log of decisions: entries are added, never changed, and each holds the hash of the one before."""

import datetime as dt
import hashlib
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

import orjson
import sqlalchemy as sa
from sqlmodel import Session, col, select

from app.repositories.statements import raised
from app.tables import CounterRow, DecisionRow, MatchCandidateRow
from app.tenancy import tenant_of

COUNTER = "decision"
NO_HASH = "0" * 64
"""What the first entry has for the hash of the one before."""


class Entry(NamedTuple):
    """What is to be logged: ids, versions, digests and counts only. `details` hold no floats, so that JSON is exact."""

    at: dt.datetime
    actor: str
    action: str
    posting_id: str | None = None
    candidate_id: str | None = None
    match_id: str | None = None
    job_id: str | None = None
    details: Mapping[str, Any] = {}


class Logged(NamedTuple):
    """Where an entry stands in the log of its tenant, and its hash."""

    number: int
    hash: str


class Sought(NamedTuple):
    """Which entries to list; null stands for any. `after`: a number."""

    posting_id: str | None = None
    candidate_id: str | None = None
    match_id: str | None = None
    action: str | None = None
    after: int = 0


def hash_of(row: Mapping[str, Any]) -> str:
    """SHA-256 of an entry's canonical JSON (members sorted, no white space, UTF-8), all of it but its own hash.

    `row`: the columns of the table by name.
    """
    at: dt.datetime = row["at"]
    # A time is written to the millisecond; whoever put more digits there has changed the entry.
    precision = "microseconds" if at.microsecond % 1_000 else "milliseconds"
    written = {
        "tenant": row["tenant_id"],
        "number": row["number"],
        "at": at.astimezone(dt.UTC).isoformat(timespec=precision).replace("+00:00", "Z"),
        "actor": row["actor"],
        "action": row["action"],
        "postingId": row["posting_id"],
        "candidateId": row["candidate_id"],
        "matchId": row["match_id"],
        "jobId": row["job_id"],
        "details": row["details"],
        "previousHash": row["previous_hash"],
    }
    return hashlib.sha256(orjson.dumps(written, option=orjson.OPT_SORT_KEYS)).hexdigest()


class DecisionRepository:
    """Adds to and reads the log of a tenant."""

    def __init__(self, session: Session) -> None:
        self._session = session

    @property
    def tenant_id(self) -> str:
        """Whose log it is."""
        return tenant_of(self._session)

    def append(self, entries: Sequence[Entry]) -> list[Logged]:
        """Add entries, in this order. Other writers of the tenant wait from here on, so let it be the last you do."""
        if not entries:
            return []
        # What is pending is written first, so that nobody waits for it.
        self._session.flush()
        tenant_id = tenant_of(self._session)
        number = raised(self._session, COUNTER, len(entries)) - len(entries)
        previous = self._session.exec(
            select(DecisionRow.hash).order_by(col(DecisionRow.number).desc()).limit(1)
        ).first()
        last, rows = previous or NO_HASH, []
        for entry in entries:
            number += 1
            at = entry.at.replace(microsecond=entry.at.microsecond // 1_000 * 1_000)
            row = entry._asdict() | {"tenant_id": tenant_id, "number": number, "at": at, "previous_hash": last}
            last = row["hash"] = hash_of(row)
            rows.append(row)
        self._session.execute(sa.insert(DecisionRow), rows)
        return [Logged(row["number"], row["hash"]) for row in rows]

    def portion(self, after: int, size: int) -> Sequence[DecisionRow]:
        """At most `size` entries with a number above `after`, in order."""
        found = select(DecisionRow).where(col(DecisionRow.number) > after)
        return self._session.exec(found.order_by(col(DecisionRow.number)).limit(size)).all()

    def find(self, sought: Sought, size: int) -> Sequence[DecisionRow]:
        """At most `size` entries of those sought, in order."""
        conditions: list[sa.ColumnElement[bool]] = [col(DecisionRow.number) > sought.after]
        if sought.posting_id is not None:
            conditions.append(col(DecisionRow.posting_id) == sought.posting_id)
        if sought.match_id is not None:
            conditions.append(col(DecisionRow.match_id) == sought.match_id)
        if sought.action is not None:
            conditions.append(col(DecisionRow.action) == sought.action)
        if sought.candidate_id is not None:
            speaking = select(MatchCandidateRow.match_id).where(
                col(MatchCandidateRow.candidate_id) == sought.candidate_id
            )
            conditions.append(
                sa.or_(
                    col(DecisionRow.candidate_id) == sought.candidate_id,
                    col(DecisionRow.match_id).in_(speaking),
                )
            )
        found = select(DecisionRow).where(*conditions)
        return self._session.exec(found.order_by(col(DecisionRow.number)).limit(size)).all()

    def get(self, number: int) -> DecisionRow | None:
        """The entry with this number, or null."""
        return self._session.exec(select(DecisionRow).where(col(DecisionRow.number) == number)).one_or_none()

    def head(self) -> Logged:
        """The last entry; number 0 where there is none."""
        found = select(DecisionRow.number, DecisionRow.hash).order_by(col(DecisionRow.number).desc()).limit(1)
        row = self._session.exec(found).first()
        return Logged(*row) if row else Logged(0, NO_HASH)

    def counted(self) -> int:
        """How many entries were ever added, by the counter; more than there are where some were removed."""
        found = select(CounterRow.value).where(col(CounterRow.name) == COUNTER)
        return self._session.exec(found).one_or_none() or 0

    def tenants(self) -> Iterable[str]:
        """Whose logs there are; for sessions that see all tenants."""
        counted = self._session.exec(select(CounterRow.tenant_id).where(col(CounterRow.name) == COUNTER)).all()
        there = self._session.exec(select(DecisionRow.tenant_id).distinct()).all()
        return sorted({*counted, *there})
