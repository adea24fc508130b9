"""Jobs: their rows, and who may run one when."""

import datetime as dt
from collections.abc import Sequence

import sqlalchemy as sa
from sqlmodel import Session, col, select

from app.repositories.statements import changed_rows
from app.tables import JobRow

_ACTIVE = ("queued", "running")


class JobRepository:
    """Reads and writes jobs. A job is active until it has ended, in whichever way."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def add(self, row: JobRow) -> None:
        """Store a new job."""
        self._session.add(row)
        self._session.flush()

    def get(self, job_id: str) -> JobRow | None:
        """The job with this id, or null."""
        return self._session.get(JobRow, job_id)

    def page(self, after: str | None, size: int) -> Sequence[JobRow]:
        """At most `size` jobs made after the one with id `after`, oldest first."""
        query = select(JobRow).order_by(col(JobRow.id)).limit(size)
        if after is not None:
            query = query.where(col(JobRow.id) > after)
        return self._session.exec(query).all()

    def counts(self) -> dict[str, int]:
        """How many jobs there are in each state."""
        query = select(JobRow.state, sa.func.count()).group_by(col(JobRow.state))
        return dict(self._session.exec(query).all())

    def delete(self, job_id: str) -> bool:
        """Remove a job and what it found; whether there was one."""
        return changed_rows(self._session, sa.delete(JobRow).where(col(JobRow.id) == job_id)) > 0

    def tenant_of(self, job_id: str) -> str | None:
        """Whose job this is, or null where there is none; for a session of all tenants."""
        return self._session.exec(select(JobRow.tenant_id).where(col(JobRow.id) == job_id)).one_or_none()

    def ended_before(self, moment: dt.datetime, size: int) -> Sequence[str]:
        """At most `size` jobs that ended before a moment, oldest first."""
        ended = select(JobRow.id).where(col(JobRow.finished_at) < moment)
        return self._session.exec(ended.order_by(col(JobRow.id)).limit(size)).all()

    def unattended(self, now: dt.datetime) -> Sequence[str]:
        """The active jobs that nobody runs, oldest first."""
        free = select(JobRow.id).where(col(JobRow.state).in_(_ACTIVE), _is_free(now))
        return self._session.exec(free.order_by(col(JobRow.id))).all()

    def claim(self, job_id: str, owner: str, now: dt.datetime, until: dt.datetime) -> bool:
        """Make `owner` the only one to run a job until `until`; false where it has ended or somebody runs it."""
        return self._change(
            [col(JobRow.id) == job_id, col(JobRow.state).in_(_ACTIVE), _is_free(now)],
            state="running",
            owner=owner,
            lease_until=until,
            started_at=sa.func.coalesce(col(JobRow.started_at), now),
            attempts=col(JobRow.attempts) + 1,
        )

    def renew(self, job_id: str, owner: str, until: dt.datetime) -> bool:
        """Let the owner go on until `until`; false where the job is not theirs any more."""
        return self._change(_owned(job_id, owner), lease_until=until)

    def advance(self, job_id: str, owner: str) -> bool:
        """Note that the owner got on; false as above. Nobody can take the job until the transaction ends."""
        return self._change(_owned(job_id, owner), attempts=0)

    def hand_back(self, job_id: str, owner: str) -> bool:
        """Let anybody take an owner's job, as if it had not been taken; false as above."""
        attempts = sa.case((col(JobRow.attempts) > 0, col(JobRow.attempts) - 1), else_=0)
        return self._change(_owned(job_id, owner), state="queued", owner=None, lease_until=None, attempts=attempts)

    def end(self, job_id: str, owner: str, state: str, now: dt.datetime, problem: str | None = None) -> bool:
        """End an owner's job; false as above."""
        return self._end(_owned(job_id, owner), state, now, problem)

    def cancel(self, job_id: str, now: dt.datetime) -> bool:
        """End a job that is active, whoever runs it; false where it is not."""
        return self._end([col(JobRow.id) == job_id, col(JobRow.state).in_(_ACTIVE)], "cancelled", now, None)

    def _end(self, which: list[sa.ColumnElement[bool]], state: str, now: dt.datetime, problem: str | None) -> bool:
        return self._change(which, state=state, finished_at=now, problem=problem, owner=None, lease_until=None)

    def _change(self, which: list[sa.ColumnElement[bool]], **values: object) -> bool:
        return changed_rows(self._session, sa.update(JobRow).where(*which).values(**values)) == 1


def _is_free(now: dt.datetime) -> sa.ColumnElement[bool]:
    until = col(JobRow.lease_until)
    return sa.or_(until.is_(None), until < now)


def _owned(job_id: str, owner: str) -> list[sa.ColumnElement[bool]]:
    return [col(JobRow.id) == job_id, col(JobRow.owner) == owner]
