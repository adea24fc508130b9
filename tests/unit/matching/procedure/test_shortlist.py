"""Who is on the shortlist, and by how much."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.criteria.procedure import Contender, DecidedBy
from app.criteria.profile import HourlyRate
from app.criteria.scales import Vat
from app.criteria.verdicts import Outcome
from app.matching.procedure import margin_between, placement_of, shortlist_of
from app.matching.rank import order_key

ELIGIBLE, REVIEW, STOPPED = Outcome.ELIGIBLE, Outcome.NEEDS_REVIEW, Outcome.NOT_ELIGIBLE


def contender(name: str, points: int = 0, rate: str | None = None, outcome: Outcome = ELIGIBLE) -> Contender:
    paid = HourlyRate(amount=Decimal(rate), vat=Vat.EXCLUDED) if rate else None
    return Contender(candidate_id=name, outcome=outcome, points=points, hourly_rate=paid)


def in_order(*contenders: Contender) -> list[Contender]:
    return sorted(contenders, key=lambda one: order_key(one.candidate_id, one.outcome, one.points, one.hourly_rate))


def test_the_first_ones_are_on_it_and_the_last_of_them_is_the_weakest() -> None:
    ranked = in_order(contender("a", 90), contender("b", 80, "70"), contender("c", 80, "75"))

    found = shortlist_of(ranked, 2)

    assert (found.candidate_ids, found.weakest) == (("a", "b"), contender("b", 80, "70"))


def test_whoever_is_still_to_be_reviewed_comes_behind_and_whoever_is_stopped_not_at_all() -> None:
    ranked = in_order(contender("a", 90, outcome=STOPPED), contender("b", 80, outcome=REVIEW), contender("c", 10))

    assert shortlist_of(ranked, 3).candidate_ids == ("c", "b")


def test_without_a_printed_size_nobody_is_on_it() -> None:
    found = shortlist_of([contender("a", 90)], None)

    assert (found.size, found.candidate_ids, found.weakest) == (None, (), None)


@pytest.mark.parametrize(
    ("other", "points", "ahead", "decided"),
    [
        (contender("b", 60), 20, True, DecidedBy.POINTS),
        (contender("b", 99, outcome=REVIEW), -19, True, DecidedBy.OUTCOME),
        (contender("b", 80, "64"), 0, False, DecidedBy.RATE),
        (contender("b", 80), 0, True, DecidedBy.RATE),
        (contender("b", 80, "65"), 0, True, DecidedBy.ID),
        (contender("a", 80, "65"), 0, False, None),
    ],
)
def test_a_margin_says_what_decides(other: Contender, points: int, ahead: bool, decided: DecidedBy | None) -> None:
    found = margin_between(contender("a", 80, "65"), other)

    assert (found.points, found.ahead, found.decided_by) == (points, ahead, decided)


CONTENDERS = st.lists(
    st.tuples(st.integers(0, 3), st.sampled_from([None, "60", "70"]), st.sampled_from(list(Outcome))),
    min_size=1,
    max_size=7,
)


@given(CONTENDERS, st.integers(1, 8))
def test_a_placement_is_what_the_ranking_of_all_says(made: list[tuple[int, str | None, Outcome]], size: int) -> None:
    everyone = [contender(f"c{n}", *one) for n, one in enumerate(made)]
    own, others = everyone[0], in_order(*everyone[1:])
    ranked = in_order(*everyone)
    best = [one for one in others if one.outcome is not STOPPED][:size]
    known = {one.candidate_id: one for one in best[-2:]}

    found = placement_of(own, ranked.index(own) + 1, len(others), [one.candidate_id for one in best], known, size)

    listed = shortlist_of(ranked, size)
    assert found.shortlisted == (own.candidate_id in listed.candidate_ids)
    assert found.weakest == listed.weakest
    assert found.considered == len(everyone)
    if found.rival is not None and found.lead is not None:
        assert found.lead.ahead == found.shortlisted
        left_off = ranked[size] if found.shortlisted else listed.weakest
        assert found.rival == left_off
