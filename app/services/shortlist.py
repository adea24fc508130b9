"""Keeps the best of a stream of judgements and counts them all, in memory bounded by what is asked for."""

from collections import Counter
from typing import NamedTuple

from app.criteria.posting import TieBreak
from app.criteria.profile import HourlyRate
from app.criteria.verdicts import Outcome, PointsSummary
from app.matching import Judgement, PreparedProfile, rank

_SLACK = 250


class Standing(NamedTuple):
    """A candidate's judgement, with what it takes to explain it: exactly the profile that was judged."""

    judgement: Judgement
    profile: PreparedProfile
    external_id: str | None
    revision: int = 1

    @property
    def outcome(self) -> Outcome:
        """What the knock-outs and deciding gates say."""
        return self.judgement.outcome

    @property
    def points(self) -> PointsSummary:
        """The points awarded."""
        return self.judgement.points

    @property
    def hourly_rate(self) -> HourlyRate | None:
        """The rate that decides between equal scores."""
        return self.judgement.hourly_rate


class Shortlist:
    """The `limit` best entries by `app.matching.rank`. Its order is total, so dropping the tail early loses nobody."""

    def __init__(self, limit: int, tie_break: TieBreak) -> None:
        self._limit = limit
        self._tie_break = tie_break
        self._entries: list[tuple[str, Standing]] = []
        self.outcomes: Counter[Outcome] = Counter()

    def add(self, candidate_id: str, standing: Standing) -> None:
        """Take in one candidate."""
        self.outcomes[standing.outcome] += 1
        self._entries.append((candidate_id, standing))
        if len(self._entries) >= self._limit + _SLACK:
            self._entries = [(found, kept) for _, found, kept in self.ranked()]

    def ranked(self) -> list[tuple[int, str, Standing]]:
        """(rank, candidate id, standing), best first."""
        return rank(self._entries, self._tie_break)[: self._limit]
