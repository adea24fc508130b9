"""What judging one requirement, criterion or gate answers: a verdict with its grounds, without any prose."""

from collections.abc import Mapping
from typing import NamedTuple

from app.criteria.base import Points
from app.criteria.profile import HourlyRate
from app.criteria.verdicts import Outcome, PointsSummary, Verdict

Params = Mapping[str, str | int | float | bool | tuple[str, ...] | None]

MET, NOT_MET, OPEN = Verdict.MET, Verdict.NOT_MET, Verdict.NOT_DEMONSTRATED
WORTH = {NOT_MET: 0, OPEN: 1, MET: 2}
"""Worst to best: a group is as good as its worst requirement, a criterion as its best group."""


class Judged(NamedTuple):
    """The verdict on one requirement. `share`: of the months asked, how much is there (0 to 1), for partial credit."""

    verdict: Verdict
    code: str
    params: Params
    share: float = 0.0


class JudgedCriterion(NamedTuple):
    """A criterion's verdict with its points; `judged`: the requirements of the deciding group of the tier.

    `most`: what it can still earn, by the best tier that is met or not yet demonstrated.
    """

    verdict: Verdict
    points: Points | None
    most: Points
    group: int
    tier: int
    judged: tuple[Judged, ...]


class JudgedGate(NamedTuple):
    """The verdict on something that the posting states outside its criteria."""

    gate: str
    decides: bool
    judged: Judged
    evidence: tuple[tuple[str, str], ...]


class Judgement(NamedTuple):
    """All that ranking needs of one candidate; `explain` turns it into a CandidateAssessment."""

    outcome: Outcome
    points: PointsSummary
    hourly_rate: HourlyRate | None
    criteria: tuple[JudgedCriterion, ...]
    gates: tuple[JudgedGate, ...]
