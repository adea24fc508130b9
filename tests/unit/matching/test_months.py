"""Month arithmetic against a slow reference and the contract's own examples."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.matching.months import Interval, as_decimal, clip, day_after, employment, position, union_length


def _months(start: str, end: str) -> float:
    span = employment(start, end, 0)
    assert span is not None
    return union_length([span])


@pytest.mark.parametrize(
    ("start", "end", "months"),
    [
        ("2022-01-01", "2023-12-31", 24),
        ("2022-01", "2023-12", 24),
        ("2022", "2023", 24),
        ("2022-02-01", "2022-02-28", 1),
        ("2024-02-01", "2024-02-29", 1),
        ("2022-01-15", "2022-02-14", round(17 / 31 + 14 / 28, 4)),
        ("2022-01-01", "2022-01-01", round(1 / 31, 4)),
        ("2020-03-16", "2020-04-15", round(16 / 31 + 15 / 30, 4)),
    ],
)
def test_an_interval_counts_its_first_and_last_day(start: str, end: str, months: float) -> None:
    assert _months(start, end) == months


@pytest.mark.parametrize(("start", "end"), [(None, "2020"), ("2020-05", "2020-04"), ("2021-02-30", None)])
def test_an_employment_without_readable_dates_has_no_interval(start: str | None, end: str | None) -> None:
    assert employment(start, end, 12 * 2025) is None


@pytest.mark.parametrize(
    ("start", "end", "imprecise"),
    [
        ("2020", None, True),
        ("2020-01-01", "2021", True),
        ("2020-01-01", "2021-01-01", False),
        ("2020-01-01", None, False),
    ],
)
def test_a_date_without_day_or_month_is_imprecise(start: str, end: str | None, imprecise: bool) -> None:
    span = employment(start, end, 12 * 2025)
    assert span is not None
    assert span.imprecise is imprecise


def test_a_window_runs_up_to_and_including_the_reference_date() -> None:
    high = day_after(dt.date(2025, 10, 2))
    span = employment("2015-03-01", "2022-10-02", high)
    assert span is not None
    inside = clip(span, high - 72, high)
    assert inside is not None
    assert union_length([inside]) == 36


@pytest.mark.parametrize(("months", "printed"), [(35.9677, "35.9"), (12.0, "12"), (50.46, "50.4"), (23.99999, "24")])
def test_months_on_the_wire_are_cut_to_one_decimal(months: float, printed: str) -> None:
    assert str(as_decimal(months)) == printed


_INTERVALS = st.lists(
    st.tuples(st.integers(0, 400), st.integers(1, 60)).map(lambda p: Interval(p[0] / 4, (p[0] + p[1]) / 4)), max_size=8
)


def _slow_union(intervals: list[Interval]) -> float:
    quarters = {q for start, end, _ in intervals for q in range(round(start * 4), round(end * 4))}
    return round(len(quarters) / 4, 4)


@given(_INTERVALS)
def test_the_union_equals_counting_every_piece_once(intervals: list[Interval]) -> None:
    assert union_length(intervals) == _slow_union(intervals)


@given(_INTERVALS)
def test_the_order_of_intervals_does_not_matter(intervals: list[Interval]) -> None:
    assert union_length(list(reversed(intervals))) == union_length(intervals)


@given(_INTERVALS, st.tuples(st.integers(0, 400), st.integers(1, 60)))
def test_more_time_never_makes_the_union_shorter(intervals: list[Interval], extra: tuple[int, int]) -> None:
    more = [*intervals, Interval(extra[0] / 4, (extra[0] + extra[1]) / 4)]
    assert union_length(more) >= union_length(intervals)


@given(st.dates(dt.date(1960, 1, 1), dt.date(2090, 12, 30)))
def test_the_next_day_lies_later_by_one_day_of_its_month(day: dt.date) -> None:
    step = position(day + dt.timedelta(days=1)) - position(day)
    assert 1 / 31 - 1e-9 <= step <= 1 / 28 + 1e-9
