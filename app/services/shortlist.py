"""Keeps the best of a stream of assessments and counts them all, in memory bounded by what is asked for."""

from collections import Counter

from app.criteria.posting import TieBreak
from app.criteria.verdicts import CandidateAssessment, Outcome
from app.matching import rank

_SLACK = 1_000


class Shortlist:
    """The `limit` best entries by `app.matching.rank`. Its order is total, so dropping the tail early loses nobody."""

    def __init__(self, limit: int, tie_break: TieBreak) -> None:
        self._limit = limit
        self._tie_break = tie_break
        self._entries: list[tuple[str, CandidateAssessment]] = []
        self.outcomes: Counter[Outcome] = Counter()

    def add(self, candidate_id: str, assessment: CandidateAssessment) -> None:
        """Take in one candidate."""
        self.outcomes[assessment.outcome] += 1
        self._entries.append((candidate_id, assessment))
        if len(self._entries) >= self._limit + _SLACK:
            self._entries = [(found, kept) for _, found, kept in self.ranked()]

    def ranked(self) -> list[tuple[int, str, CandidateAssessment]]:
        """(rank, candidate id, assessment), best first."""
        return rank(self._entries, self._tie_break)[: self._limit]
