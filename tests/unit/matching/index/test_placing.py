"""The index places a candidate where ranking it among the others would."""

from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from app.criteria.procedure import Contender
from app.criteria.verdicts import Outcome
from app.matching import Judgement, judge, prepare_posting, prepare_profile, rank
from app.matching.index import Population, Remembered, place_among, watch
from app.matching.procedure import contender_of
from tests.unit.matching.builders import posting
from tests.unit.matching.index.made_up import REFERENCE, make_criterion, make_profile


@settings(deadline=None, max_examples=60)
@given(st.integers(0, 2**32), st.integers(1, 9))
def test_a_place_is_that_of_the_ranking(seed: int, limit: int) -> None:
    chance = Random(seed)
    people = {f"c-{n:04}": prepare_profile(make_profile(chance)) for n in range(8)}
    index = Population()
    for candidate_id, profile in people.items():
        index.put(candidate_id, profile)
    reading = posting(*(make_criterion(chance, n) for n in range(3)))
    prepared = prepare_posting(reading)
    watch(index, prepared, lambda ids: ((one, people[one]) for one in ids))
    stored: dict[str, Judgement] = {one: judge(prepared, profile, REFERENCE) for one, profile in people.items()}
    changed = judge(prepared, prepare_profile(make_profile(chance)), REFERENCE)
    own: list[Contender] = [contender_of("c-0003", stored["c-0003"]), contender_of("c-0003", changed)]

    placed = place_among(Remembered(index), prepared, REFERENCE, own, limit, "c-0003")

    tie_break = reading.selection.tie_break
    for place, judged in zip(placed.ranks, (stored["c-0003"], changed), strict=True):
        ranked = rank(list((stored | {"c-0003": judged}).items()), tie_break)
        assert place == next(n for n, one, _ in ranked if one == "c-0003")
    others = rank([pair for pair in stored.items() if pair[0] != "c-0003"], tie_break)
    open_still = [one for _, one, judged in others if judged.outcome is not Outcome.NOT_ELIGIBLE]
    assert list(placed.best) == open_still[:limit]
    assert placed.others == 7


def test_who_is_alone_comes_first() -> None:
    chance = Random(2)
    prepared = prepare_posting(posting(make_criterion(chance, 0)))
    profile = prepare_profile(make_profile(chance))
    index = Population()
    index.put("c", profile)

    placed = place_among(
        Remembered(index), prepared, REFERENCE, [contender_of("c", judge(prepared, profile, REFERENCE))], 3, "c"
    )

    assert placed == ((1,), (), 0)
