"""Rank all stored candidates for a posting: places and points, without the grounds."""

import datetime as dt
import threading
from collections import Counter
from typing import NamedTuple

from app.criteria.verdicts import Outcome, PartialCredit
from app.matching import prepare_posting
from app.services.candidate_index import CandidateIndex
from app.services.judging import CandidateJudge
from app.services.postings import reading_of
from app.services.shortlist import Standing
from app.tables import PostingRow


class Ranking(NamedTuple):
    """How many candidates there are of each outcome, and the best as (rank, candidate id, standing), best first."""

    outcomes: Counter[Outcome]
    places: list[tuple[int, str, Standing]]


class PostingRanker:
    """Ranks by the index, and judges anew those it answers, as a match of all does."""

    def __init__(self, index: CandidateIndex, judge: CandidateJudge, slots: threading.Semaphore) -> None:
        self._index = index
        self._judge = judge
        self._slots = slots

    def rank(self, posting: PostingRow, reference: dt.date, limit: int) -> Ranking:
        """The best `limit` of all candidates on the reference date."""
        reading = reading_of(posting)
        prepared = prepare_posting(reading)
        ranked = self._index.rank(prepared, reference, limit)
        with self._slots:
            of = (posting.id, posting.revision)
            shortlist = self._judge.judge(prepared, reading, ranked.ids, reference, PartialCredit.NONE, limit, of)
        return Ranking(ranked.outcomes, shortlist.ranked())

    def forget(self, candidate_id: str) -> None:
        """Drop whatever is kept of an erased person."""
        self._judge.forget(candidate_id)
        self._index.forget(candidate_id)
