"""What a date mention knows of the calendar."""

import datetime as dt

import pytest

from app.criteria.scales import Weekday
from app.nlp.values import DateMention, find_dates


@pytest.mark.parametrize(
    ("mention", "date"),
    [
        (DateMention(month=10, day=2, year=2025), dt.date(2025, 10, 2)),
        (DateMention(month=2, day=29, year=2024), dt.date(2024, 2, 29)),
        (DateMention(month=10, day=2), None),
        (DateMention(month=11, day=31, year=2021), None),
    ],
)
def test_date(mention: DateMention, date: dt.date | None) -> None:
    assert mention.date == date


@pytest.mark.parametrize(
    ("day", "month", "year", "impossible"),
    [(31, 11, 2021, True), (31, 11, None, True), (29, 2, 2026, True), (29, 2, None, False), (28, 2, 2026, False)],
)
def test_impossible_dates(day: int, month: int, year: int | None, impossible: bool) -> None:
    assert DateMention(month=month, day=day, year=year).is_impossible is impossible


@pytest.mark.parametrize(
    ("weekday", "year", "conflicts"),
    [(Weekday.THU, 2025, False), (Weekday.FRI, 2025, True), (None, 2025, False), (Weekday.FRI, None, False)],
)
def test_weekday_conflicts(weekday: Weekday | None, year: int | None, conflicts: bool) -> None:
    assert DateMention(month=10, day=2, year=year, weekday=weekday).weekday_conflicts is conflicts


@pytest.mark.parametrize(
    ("text", "time"),
    [("1 mei 2026", None), ("1 mei 2026 09:30", dt.time(9, 30)), ("1 mei 2026 24:00 uur", dt.time(23, 59))],
)
def test_time(text: str, time: dt.time | None) -> None:
    assert find_dates(text)[0].value.time == time


def test_a_year_is_not_shared_with_a_later_month() -> None:
    mentions = find_dates("28 december en 5 januari 2026")
    assert [item.value.year for item in mentions] == [None, 2026]
