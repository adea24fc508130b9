"""The postings of jobs: which are still to do, and what was found of the others."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, select

from app.repositories.statements import changed_rows
from app.tables import JobPostingRow, JobRankRow, PostingRow

_IDS_AT_ONCE = 500


class JobResultRepository:
    """Reads and writes what jobs are about and what they found. A posting's findings are written once."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def take_open(self, job_id: str, now: dt.datetime) -> None:
        """Make a job be about the postings without a submission deadline, or with one after `now`."""
        deadline = col(PostingRow.submission_deadline)
        self._take(job_id, sa.or_(deadline.is_(None), deadline > now))

    def take_given(self, job_id: str, posting_ids: Sequence[str]) -> None:
        """Make a job be about those of these postings that are stored."""
        for start in range(0, len(posting_ids), _IDS_AT_ONCE):
            self._take(job_id, col(PostingRow.id).in_(posting_ids[start : start + _IDS_AT_ONCE]))

    def _take(self, job_id: str, which: sa.ColumnElement[bool]) -> None:
        # Locked, so that a posting removed at this moment is either not taken or removed from the job too.
        found = select(PostingRow.id).where(which).with_for_update(read=True, key_share=True)
        rows = [{"job_id": job_id, "posting_id": posting_id} for posting_id in self._session.exec(found).all()]
        if rows:
            self._session.execute(sa.insert(JobPostingRow), rows)

    def postings(self, job_id: str) -> set[str]:
        """The postings that a job is about."""
        return set(
            self._session.exec(select(JobPostingRow.posting_id).where(col(JobPostingRow.job_id) == job_id)).all()
        )

    def progress(self, job_ids: Sequence[str]) -> dict[str, tuple[int, int]]:
        """How many postings are done, and how many there are, by job; a job about none is not in it."""
        counted = (
            select(JobPostingRow.job_id, sa.func.count(col(JobPostingRow.done_at)), sa.func.count())
            .where(col(JobPostingRow.job_id).in_(job_ids))
            .group_by(col(JobPostingRow.job_id))
        )
        return {job_id: (done, total) for job_id, done, total in self._session.exec(counted).all()}

    def next_posting(self, job_id: str) -> str | None:
        """The oldest posting that is still to do, or null."""
        found = select(JobPostingRow.posting_id).where(
            col(JobPostingRow.job_id) == job_id, col(JobPostingRow.done_at).is_(None)
        )
        return self._session.exec(found.order_by(col(JobPostingRow.posting_id)).limit(1)).first()

    def store(
        self, job_id: str, posting_id: str, found: Mapping[str, object], ranks: Iterable[Mapping[str, Any]]
    ) -> bool:
        """Keep what was found of a posting; false, with nothing changed, where it is done already or gone."""
        kept = sa.update(JobPostingRow).where(
            col(JobPostingRow.job_id) == job_id,
            col(JobPostingRow.posting_id) == posting_id,
            col(JobPostingRow.done_at).is_(None),
        )
        if changed_rows(self._session, kept.values(**found)) != 1:
            return False
        rows = [{"job_id": job_id, "posting_id": posting_id, **rank} for rank in ranks]
        if rows:
            self._session.execute(sa.insert(JobRankRow), rows)
        return True

    def done(self, job_id: str, after: str, size: int) -> Sequence[JobPostingRow]:
        """At most `size` postings that are done, after the one with id `after`, oldest first."""
        found = select(JobPostingRow).where(
            col(JobPostingRow.job_id) == job_id,
            col(JobPostingRow.posting_id) > after,
            col(JobPostingRow.done_at).is_not(None),
        )
        return self._session.exec(found.order_by(col(JobPostingRow.posting_id)).limit(size)).all()

    def ranks_of(self, candidate_id: str) -> Sequence[JobRankRow]:
        """The places that jobs gave a candidate, the oldest job first."""
        found = select(JobRankRow).where(col(JobRankRow.candidate_id) == candidate_id)
        return self._session.exec(found.order_by(col(JobRankRow.job_id), col(JobRankRow.posting_id))).all()

    def count_ranks_of(self, candidate_id: str) -> int:
        """How many places jobs gave a candidate."""
        counted = select(sa.func.count()).select_from(JobRankRow).where(col(JobRankRow.candidate_id) == candidate_id)
        return self._session.exec(counted).one()

    def ranks(self, job_id: str, first: str, last: str) -> Sequence[JobRankRow]:
        """The rankings of the postings from id `first` to id `last`, best first within each."""
        found = select(JobRankRow).where(
            col(JobRankRow.job_id) == job_id, col(JobRankRow.posting_id).between(first, last)
        )
        return self._session.exec(found.order_by(col(JobRankRow.posting_id), col(JobRankRow.rank))).all()
