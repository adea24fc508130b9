"""The index says of every candidate what the pure functions say of each: the slow, obvious reference."""

import datetime as dt
import json
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from random import Random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.criteria.posting import PostingReading
from app.criteria.profile import Profile
from app.criteria.requirements import Experience
from app.matching import PreparedProfile, judge, prepare_posting, prepare_profile, rank
from app.matching.index import Population, Remembered, rank_all, watch
from app.matching.index.ranking import judge_criterion
from app.matching.index.remembered import OnDay
from app.matching.judgement import WORTH
from app.nlp.extractor import Extractor
from tests.unit.matching.builders import criterion, posting
from tests.unit.matching.index.made_up import REFERENCE, make_criterion, make_profile

GOLDEN = Path(__file__).parents[3] / "golden"
SCALE = 100


class People:
    """Candidates, in the index and as they are."""

    def __init__(self, profiles: Sequence[Profile]) -> None:
        self.prepared: dict[str, PreparedProfile] = {}
        self.index = Population()
        self.remembered = Remembered(self.index)
        for profile in profiles:
            self.add(profile)

    def add(self, profile: Profile) -> None:
        candidate_id = f"c-{len(self.prepared):04}"
        self.prepared[candidate_id] = prepare_profile(profile)
        self.index.put(candidate_id, self.prepared[candidate_id])

    def load(self, ids: Sequence[str]) -> Iterator[tuple[str, PreparedProfile]]:
        return ((candidate_id, self.prepared[candidate_id]) for candidate_id in ids)


def check(people: People, reading: PostingReading, reference: dt.date) -> None:
    """Every verdict, point, outcome and rank is the same both ways."""
    prepared = prepare_posting(reading)
    watch(people.index, prepared, people.load)
    judgements = {one: judge(prepared, profile, reference) for one, profile in people.prepared.items()}
    judged = OnDay(people.remembered, reference)
    for n, asked in enumerate(prepared.criteria):
        verdicts, points = judge_criterion(judged, asked, None, SCALE)
        expected = [judgement.criteria[n] for judgement in judgements.values()]
        assert verdicts.tolist() == [WORTH[one.verdict] for one in expected], asked.tiers
        assert points.tolist() == [int((one.points or 0) * SCALE) for one in expected], asked.tiers
    order = [one for _, one, _ in rank(list(judgements.items()), prepared.gates.reading.selection.tie_break)]
    ranked = rank_all(people.remembered, prepared, reference, len(order))
    assert list(ranked.ids) == order
    assert ranked.outcomes == Counter(judgement.outcome for judgement in judgements.values())
    assert list(rank_all(people.remembered, prepared, reference, 3).ids) == order[:3]


@settings(deadline=None, max_examples=150)
@given(st.integers(0, 2**32))
def test_made_up_candidates_are_judged_alike(seed: int) -> None:
    chance = Random(seed)
    people = People([make_profile(chance) for _ in range(8)])

    check(people, posting(*(make_criterion(chance, n) for n in range(5))), REFERENCE)


@settings(deadline=None, max_examples=50)
@given(st.integers(0, 2**32))
def test_those_who_come_after_a_match_are_judged_alike(seed: int) -> None:
    chance = Random(seed)
    people = People([make_profile(chance) for _ in range(5)])
    asked = posting(*(make_criterion(chance, n) for n in range(5)))
    check(people, asked, REFERENCE)
    for _ in range(3):
        people.add(make_profile(chance))

    check(people, asked, REFERENCE)


def golden_profiles() -> list[Profile]:
    found = []
    for path in sorted(GOLDEN.rglob("*.match.json")):
        for candidate in json.loads(path.read_text(encoding="utf-8"))["candidates"]:
            found.append(Profile.model_validate({k: v for k, v in candidate["profile"].items() if k != "externalId"}))
    return found


@pytest.fixture(scope="module")
def golden_people() -> People:
    return People(golden_profiles())


@pytest.mark.parametrize("path", sorted(GOLDEN.rglob("postings/*.txt")), ids=lambda path: path.stem)
def test_golden_candidates_are_judged_alike(path: Path, golden_people: People, reader: Extractor) -> None:
    check(golden_people, reader.read(path.read_text(encoding="utf-8")), dt.date(2026, 6, 1))


@settings(deadline=None, max_examples=40)
@given(st.integers(0, 2**32))
def test_replaced_and_removed_candidates_are_those_that_are_left(seed: int) -> None:
    chance = Random(seed)
    people = People([make_profile(chance) for _ in range(6)])
    for candidate_id in ("c-0001", "c-0004"):
        people.prepared[candidate_id] = prepare_profile(make_profile(chance))
        people.index.put(candidate_id, people.prepared[candidate_id])
    for candidate_id in ("c-0000", "c-0004"):
        del people.prepared[candidate_id]
        assert people.index.remove(candidate_id)
    prepared = prepare_posting(posting(*(make_criterion(chance, n) for n in range(3))))
    watch(people.index, prepared, people.load)
    judged = [(one, judge(prepared, profile, REFERENCE)) for one, profile in people.prepared.items()]
    order = [one for _, one, _ in rank(judged, prepared.gates.reading.selection.tie_break)]

    assert list(rank_all(people.remembered, prepared, REFERENCE, 10).ids) == order


def test_a_tool_that_no_lexicon_lists_is_looked_for_only_where_it_can_stand() -> None:
    chance = Random(3)
    people = People([make_profile(chance) for _ in range(60)])
    asked: list[str] = []

    def load(ids: Sequence[str]) -> Iterator[tuple[str, PreparedProfile]]:
        asked.extend(ids)
        return people.load(ids)

    prepared = prepare_posting(posting(criterion((Experience(tools=("Zork 9",)),))))
    watch(people.index, prepared, load)
    once = list(asked)
    watch(people.index, prepared, load)

    assert once == asked
    assert 0 < len(once) < 60


def test_nobody_is_ranked_where_there_is_nobody() -> None:
    prepared = prepare_posting(posting(make_criterion(Random(5), 0)))

    assert rank_all(Remembered(Population()), prepared, REFERENCE, 10).ids == ()
    assert np.array_equal(Population().present.values, [])
