"""The order of candidates: outcome, points awarded, lowest rate, id."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Protocol, TypeAlias, TypeVar

from app.criteria.base import Points
from app.criteria.posting import TieBreak
from app.criteria.profile import HourlyRate
from app.criteria.verdicts import Outcome, PointsSummary
from app.matching.engagement import comparable_rate

OUTCOME_ORDER = {Outcome.ELIGIBLE: 0, Outcome.NEEDS_REVIEW: 1, Outcome.NOT_ELIGIBLE: 2}
"""Best first."""


class Rankable(Protocol):
    """A judgement or an assessment: what ranking reads of it."""

    @property
    def outcome(self) -> Outcome:
        """What the knock-outs and deciding gates say."""

    @property
    def points(self) -> PointsSummary:
        """The points awarded."""

    @property
    def hourly_rate(self) -> HourlyRate | None:
        """The rate that decides between equal scores."""


RankableT = TypeVar("RankableT", bound=Rankable)


OrderKey: TypeAlias = tuple[int, Decimal, Decimal, str]
"""Compares like the ranking: the smaller one comes first."""


def order_key(identity: str, outcome: Outcome, points: Points, hourly_rate: HourlyRate | None) -> OrderKey:
    """Where a candidate stands: outcome, points awarded, rate excluding VAT (none comes last), id."""
    rate = comparable_rate(hourly_rate)
    return OUTCOME_ORDER[outcome], -Decimal(points), Decimal("Infinity") if rate is None else rate, identity


def rank(entries: Sequence[tuple[str, RankableT]], tie_break: TieBreak) -> list[tuple[int, str, RankableT]]:
    """Entries (id, judgement or assessment) in order, numbered from 1.

    The lowest rate excluding VAT decides between equal points, no rate comes last; then the id. A posting that names no
    tie-break (`unknown`) is ranked by rate too: no other rule is known.
    """
    _ = tie_break

    def key(entry: tuple[str, RankableT]) -> OrderKey:
        identity, judged = entry
        return order_key(identity, judged.outcome, judged.points.awarded, judged.hourly_rate)

    return [(n, identity, judged) for n, (identity, judged) in enumerate(sorted(entries, key=key), start=1)]
