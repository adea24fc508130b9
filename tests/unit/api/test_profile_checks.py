"""Checks on candidates that a type cannot express."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.criteria.dates import days_of
from app.schemas.profile_checks import check_candidate

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=12),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["resume", "engagement", "work", "startDate", "hoursPerWeek", "min"]), inner)
    ),
    max_leaves=20,
)


@pytest.mark.parametrize(
    ("partial", "days"),
    [
        ("2021", (dt.date(2021, 1, 1), dt.date(2021, 12, 31))),
        ("2024-02", (dt.date(2024, 2, 1), dt.date(2024, 2, 29))),
        ("2021-04-30", (dt.date(2021, 4, 30), dt.date(2021, 4, 30))),
        ("2021-04-31", "impossible"),
        ("2021-13", "impossible"),
        ("2021-00", "impossible"),
        ("2021-04-00", "impossible"),
        ("0000", "impossible"),
        ("21", None),
        ("2021-4", None),
        ("april 2021", None),
        ("٢٠٢١", None),
    ],
)
def test_days_of(partial: str, days: object) -> None:
    assert days_of(partial) == days


@pytest.mark.parametrize(
    ("start", "end"), [("2021", "2021"), ("2021-12", "2021"), ("2021-05-31", "2021-05"), ("2020", None)]
)
def test_dates_that_can_be_in_order_are_taken(start: str, end: str | None) -> None:
    assert list(check_candidate({"resume": {"work": [{"startDate": start, "endDate": end}]}})) == []


@given(JSON)
def test_any_json_is_looked_at_without_failing(sent: object) -> None:
    assert all(isinstance(code, str) for _, code in check_candidate(sent))
