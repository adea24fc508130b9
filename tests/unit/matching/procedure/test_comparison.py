"""Side by side: who is ahead, and differences that add up; what may still become of a candidate."""

from decimal import Decimal
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from app.criteria.criterion import CriterionKind
from app.criteria.verdicts import CandidateAssessment, Outcome
from app.matching import Judgement, PreparedPosting, assess, judge, prepare_posting, prepare_profile, rank
from app.matching.judgement import WORTH
from app.matching.procedure import best_of, compare, contender_of, shown_alone, worst_of
from app.matching.rank import OUTCOME_ORDER
from tests.unit.matching.builders import posting
from tests.unit.matching.index.made_up import REFERENCE, make_criterion, make_profile

SEEDS = st.integers(0, 2**32)


def made_up(seed: int) -> tuple[PreparedPosting, list[tuple[str, CandidateAssessment]]]:
    chance = Random(seed)
    reading = posting(*(make_criterion(chance, n) for n in range(4)))
    prepared = prepare_posting(reading)
    people = {f"c{n}": prepare_profile(make_profile(chance)) for n in range(4)}
    found = [(one, assess(prepared, profile, REFERENCE)) for one, profile in people.items()]
    return prepared, [(one, told) for _, one, told in rank(found, reading.selection.tie_break)]


@given(SEEDS)
def test_differences_per_criterion_add_up_to_what_decides(seed: int) -> None:
    prepared, ranked = made_up(seed)

    sides = compare([asked.criterion for asked in prepared.criteria], ranked)

    for place, decider in enumerate(sides.deciders):
        first, second = (dict(ranked)[one] for one in (decider.ahead, decider.behind))
        differences = [
            Decimal(line.lines[place].points or 0) - Decimal(line.lines[place + 1].points or 0)
            for line in sides.criteria
        ]
        assert sum(differences) == decider.points
        assert decider.points == Decimal(first.points.awarded) - Decimal(second.points.awarded)
        assert not set(decider.criteria) & set(decider.countered_by)


@given(SEEDS)
def test_whoever_is_ahead_is_not_behind_anyone(seed: int) -> None:
    prepared, ranked = made_up(seed)

    for line in compare([asked.criterion for asked in prepared.criteria], ranked).criteria:
        merits = {one.candidate_id: (WORTH[one.verdict], one.points or 0) for one in line.lines}
        best = {one for one, merit in merits.items() if merit == max(merits.values())}
        assert set(line.ahead) == (best if len(set(merits.values())) > 1 else set())


def judged(seed: int) -> tuple[PreparedPosting, Judgement]:
    chance = Random(seed)
    prepared = prepare_posting(posting(*(make_criterion(chance, n) for n in range(5))))
    return prepared, judge(prepared, prepare_profile(make_profile(chance)), REFERENCE)


@given(SEEDS)
def test_what_is_so_lies_between_the_worst_and_the_best(seed: int) -> None:
    _, found = judged(seed)

    worst, now, best = worst_of("c", found), contender_of("c", found), best_of("c", found)

    assert worst.points <= now.points <= best.points
    assert OUTCOME_ORDER[worst.outcome] >= OUTCOME_ORDER[now.outcome] >= OUTCOME_ORDER[best.outcome]


@given(SEEDS)
def test_showing_everything_one_by_one_comes_to_the_best(seed: int) -> None:
    prepared, found = judged(seed)

    shown = shown_alone("c", prepared, found)

    best = best_of("c", found)
    assert found.points.awarded + sum(one.points or 0 for one in shown) == best.points
    assert all(one.contender.points == found.points.awarded + (one.points or 0) for one in shown)
    kinds = {asked.criterion.id: asked.criterion.kind for asked in prepared.criteria}
    assert all(one.blocks == (kinds[one.criterion_id] is CriterionKind.KNOCKOUT) for one in shown)
    turning = [one for one in shown if one.contender.outcome is not found.outcome]
    if turning:
        assert found.outcome is Outcome.NEEDS_REVIEW
        assert len([one for one in shown if one.blocks]) == 1
