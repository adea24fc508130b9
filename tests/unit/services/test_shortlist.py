"""The best of a stream, and counts of all of it."""

import random
from collections import Counter

from app.criteria.posting import TieBreak
from app.criteria.profile import Profile
from app.criteria.verdicts import Outcome, PointsSummary
from app.matching import Judgement, prepare_profile, rank
from app.services.shortlist import Shortlist, Standing

NOBODY = prepare_profile(Profile())


def standing(outcome: Outcome, points: int) -> Standing:
    summary = PointsSummary(awarded=points, min=points, max=points, available=100)
    return Standing(Judgement(outcome, summary, None, (), ()), NOBODY, None)


def test_dropping_the_tail_early_changes_nothing() -> None:
    chance = random.Random(1)
    entries = [(f"id-{n:05}", standing(chance.choice(list(Outcome)), chance.randint(0, 20))) for n in range(3_000)]
    shortlist = Shortlist(25, TieBreak.LOWEST_RATE)

    for entry in entries:
        shortlist.add(*entry)

    assert shortlist.ranked() == rank(entries, TieBreak.LOWEST_RATE)[:25]
    assert shortlist.outcomes == Counter(found.outcome for _, found in entries)
