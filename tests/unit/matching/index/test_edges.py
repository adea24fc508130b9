"""The index and the pure functions turn on the same day, level and name: what chance seldom makes."""

import datetime as dt
from typing import Any

import pytest

from app.criteria.profile import Profile
from app.criteria.requirements import Certificate, Education, Experience, Requirement, Training
from app.criteria.scales import EducationLevel, TermsMatch
from tests.unit.matching.builders import REFERENCE, criterion, job, posting, profile
from tests.unit.matching.index.test_equal import People, check

DAY = dt.timedelta(days=1)
DAYS = [(REFERENCE + n * DAY).isoformat() for n in (-1, 0, 1)]
COURSE = [{"name": "Vakopleiding Burgerzaken"}]


def check_each(asked: list[Requirement], candidates: list[Profile]) -> None:
    criteria = [criterion((requirement,), number=str(n)) for n, requirement in enumerate(asked, start=1)]
    check(People(candidates), posting(*criteria), REFERENCE)


def test_every_level_against_every_level_asked() -> None:
    studies: list[list[dict[str, Any]]] = [[{"level": level, "completed": True}] for level in EducationLevel]
    candidates = [profile(education=own, certificates=more) for own in [*studies, []] for more in ([], COURSE)]
    asked: list[Requirement] = [
        Education(min_level=level, equivalent_accepted=also) for level in EducationLevel for also in (True, False)
    ]

    check_each(asked, candidates)


def test_two_levels_in_either_order() -> None:
    levels = (EducationLevel.MBO, EducationLevel.MBO_4, EducationLevel.HBO, EducationLevel.HBO_BACHELOR)
    both = [
        [{"level": one, "completed": True}, {"level": other, "completed": True}] for one in levels for other in levels
    ]

    check_each([Education(min_level=level) for level in levels], [profile(education=pair) for pair in both])


@pytest.mark.parametrize("months", [None, 12])
@pytest.mark.parametrize("window", [None, 12])
def test_work_that_begins_or_ends_about_the_reference_date(months: int | None, window: int | None) -> None:
    ends = [None, *DAYS, "2024-06-29", "2024-06-30", "2024-07-01", "2023-02-30", "2999-12-31"]
    starts = [None, *DAYS, "2024-06-30", "2024-07-01", "2024-07-02", "2015", "2023-02-30"]
    candidates = [
        profile(job(start, end, summary="WOZ"))
        for start in starts
        for end in ends
        if not (start and end and start > end)
    ]

    check_each([Experience(min_months=months, window_months=window, subjects=("WOZ",))], candidates)


def test_certificates_about_their_last_day_and_the_window() -> None:
    dates = [None, "2023-06-30", "2023-07-01", *DAYS]
    entries = [
        {"name": "VCA"} | ({"date": date} if date else {}) | ({"expiryDate": expiry} if expiry else {})
        for date in dates
        for expiry in (None, *DAYS)
    ]
    candidates = [profile(certificates=[entry]) for entry in entries]
    candidates += [profile(certificates=[one, other]) for one, other in zip(entries, entries[3:], strict=False)]
    stated = [f"VCA geldig tot {day}-06-2025" for day in (29, 30)] + ["VCA geldig tot 01-07-2025", "VCA verlopen"]
    candidates += [profile(certificates=[{"name": name}]) for name in stated]
    asked: list[Requirement] = [
        Certificate(names=names, window_months=window, match=match)
        for names in (("VCA",), ("VCA", "ITIL"))
        for window in (None, 24)
        for match in TermsMatch
    ]

    check_each([*asked, Training(subjects=("VCA",), window_months=24)], candidates)
