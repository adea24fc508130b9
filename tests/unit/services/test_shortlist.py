"""The best of a stream, and counts of all of it."""

import random
from collections import Counter

from app.criteria.posting import TieBreak
from app.criteria.verdicts import CandidateAssessment, Outcome, PointsSummary
from app.matching import rank
from app.services.shortlist import Shortlist


def assessment(outcome: Outcome, points: int) -> CandidateAssessment:
    summary = PointsSummary(awarded=points, min=points, max=points, available=100)
    return CandidateAssessment(outcome=outcome, points=summary, hourly_rate=None, criteria=(), gates=())


def test_dropping_the_tail_early_changes_nothing() -> None:
    chance = random.Random(1)
    entries = [
        (f"id-{number:05}", assessment(chance.choice(list(Outcome)), chance.randint(0, 20))) for number in range(3_000)
    ]
    shortlist = Shortlist(25, TieBreak.LOWEST_RATE)

    for entry in entries:
        shortlist.add(*entry)

    assert shortlist.ranked() == rank(entries, TieBreak.LOWEST_RATE)[:25]
    assert shortlist.outcomes == Counter(found.outcome for _, found in entries)
