"""The days on which work, studies and certificates begin and cease to count, and what almost shows something."""

import datetime as dt
from typing import Any

import pytest

from app.criteria.requirements import Certificate, Education, Experience, Training
from app.criteria.scales import EducationLevel, TermsMatch
from app.matching.certificates import stated_end
from app.matching.months import Interval, clip, employment
from tests.unit.matching.builders import REFERENCE, job, one, profile

DAY = dt.timedelta(days=1)


@pytest.mark.parametrize(
    ("day", "verdict"), [(REFERENCE, "met"), (REFERENCE + DAY, "not_demonstrated"), (REFERENCE - DAY, "met")]
)
def test_a_study_counts_from_the_day_it_ends(day: dt.date, verdict: str) -> None:
    study = {"studyType": "Hbo bachelor", "area": "Rechten", "completed": True, "endDate": day.isoformat()}
    assert one(Education(min_level=EducationLevel.HBO_BACHELOR), profile(education=[study])).verdict == verdict


@pytest.mark.parametrize(("day", "verdict"), [(REFERENCE, "met"), (REFERENCE - DAY, "not_met")])
def test_a_certificate_counts_up_to_and_including_its_last_day(day: dt.date, verdict: str) -> None:
    entry = {"name": "VCA", "date": "2020", "expiryDate": day.isoformat()}
    assert one(Certificate(names=("VCA",)), profile(certificates=[entry])).verdict == verdict


@pytest.mark.parametrize(("day", "verdict"), [("2023-07-01", "met"), ("2023-06-30", "not_met"), ("2023-06", "not_met")])
def test_a_course_is_recent_from_the_first_day_of_the_window(day: str, verdict: str) -> None:
    asked = Training(subjects=("notuleren",), window_months=24)
    assert one(asked, profile(certificates=[{"name": "Notuleren", "date": day}])).verdict == verdict


@pytest.mark.parametrize(
    ("dates", "verdict"),
    [(["2019", "2024"], "met"), (["2019", "2018"], "not_met"), (["2019", None], "not_demonstrated")],
)
def test_the_most_favourable_of_several_courses_decides(dates: list[str | None], verdict: str) -> None:
    listed = [{"name": "Notuleren"} | ({"date": date} if date else {}) for date in dates]
    assert one(Training(subjects=("notuleren",), window_months=24), profile(certificates=listed)).verdict == verdict


@pytest.mark.parametrize(("order", "verdict"), [(("notuleren", "agile"), "not_demonstrated")])
def test_a_course_that_is_missing_outweighs_one_that_is_too_old(order: tuple[str, ...], verdict: str) -> None:
    for subjects in (order, order[::-1]):
        asked = Training(subjects=subjects, subjects_match=TermsMatch.ALL, window_months=24)
        assert one(asked, profile(certificates=[{"name": "Notuleren", "date": "2012"}])).verdict == verdict


@pytest.mark.parametrize(
    ("match", "listed", "verdict"),
    [
        (TermsMatch.ANY, [("PRINCE2", "2020-01"), ("ITIL", "2030-01")], "met"),
        (TermsMatch.ALL, [("PRINCE2", "2020-01"), ("ITIL", "2030-01")], "not_met"),
        (TermsMatch.ALL, [("PRINCE2", "2030-01"), ("ITIL", "2030-01")], "met"),
        (TermsMatch.ANY, [("ITIL", "2020-01")], "not_met"),
        (TermsMatch.ALL, [("ITIL", "2020-01")], "not_met"),
        (TermsMatch.ANY, [("PRINCE2", "2020-01"), ("PRINCE2", "2030-01")], "met"),
    ],
)
def test_lapsed_certificates_beside_others(match: TermsMatch, listed: list[tuple[str, str]], verdict: str) -> None:
    entries = [{"name": name, "date": "2018", "expiryDate": expiry} for name, expiry in listed]
    asked = Certificate(names=("PRINCE2", "ITIL"), match=match)
    assert one(asked, profile(certificates=entries)).verdict == verdict


@pytest.mark.parametrize(
    ("text", "end"),
    [
        ("geldig tot 1 maart 2024", dt.date(2024, 3, 1)),
        ("geldig tot maart 2024", dt.date(2024, 3, 31)),
        ("geldig t/m 31-12-2024", dt.date(2024, 12, 31)),
        ("geldig tot 02-2024", dt.date(2024, 2, 29)),
        ("geldig tot 2023", dt.date(2023, 12, 31)),
        ("behaald in 2023", None),
    ],
)
def test_the_last_day_that_a_text_states(text: str, end: dt.date | None) -> None:
    assert stated_end(text) == end


@pytest.mark.parametrize(
    ("asked", "own", "equivalent", "verdict"),
    [
        ("mbo_4", "mbo", False, "not_demonstrated"),
        ("mbo_1", "mbo", False, "met"),
        ("hbo_bachelor", "mbo", False, "not_met"),
        ("hbo_bachelor", "mbo", True, "not_demonstrated"),
        ("hbo_bachelor", "hbo", False, "not_demonstrated"),
        ("hbo_plus", "hbo_bachelor", False, "not_met"),
        ("hbo_plus", "hbo_plus", False, "met"),
        ("hbo_plus", "wo_master", False, "met"),
        ("mbo_plus", "mbo_3", False, "not_met"),
    ],
)
def test_levels_reached_almost_reached_and_above(asked: str, own: str, equivalent: bool, verdict: str) -> None:
    requirement = Education(min_level=EducationLevel(asked), equivalent_accepted=equivalent)
    assert one(requirement, profile(education=[{"level": own, "completed": True}])).verdict == verdict


def test_the_highest_of_several_studies_decides() -> None:
    both = [{"level": level, "completed": True} for level in ("mbo_2", "hbo")]
    asked = Education(min_level=EducationLevel.HBO_BACHELOR)
    assert {one(asked, profile(education=order)).verdict for order in (both, both[::-1])} == {"not_demonstrated"}


@pytest.mark.parametrize(
    ("work", "asked", "found"),
    [
        ((None, None), {"min_months": 12}, ("not_demonstrated", "experience_undated")),
        ((None, None), {}, ("met", "experience_shown")),
        ((None, None), {"window_months": 12}, ("not_demonstrated", "experience_undated")),
        (("2026-01", None), {}, ("not_demonstrated", "experience_undated")),
        (("2015-01", "2016-12"), {"min_months": 12, "window_months": 24}, ("not_met", "experience_outside_window")),
        (("2025-01", None), {"min_months": 12, "window_months": 24}, ("not_met", "experience_too_short")),
        (("2025-01", None), {"min_months": 12}, ("not_met", "experience_too_short")),
        (("2024-07", None), {"min_months": 12}, ("met", "experience_long_enough")),
    ],
)
def test_why_work_does_or_does_not_count(
    work: tuple[str | None, str | None], asked: dict[str, Any], found: tuple[str, str]
) -> None:
    line = one(Experience(subjects=("WOZ",), **asked), profile(job(*work, summary="WOZ")))
    assert (line.verdict, line.reason.code) == found


def test_work_that_has_yet_to_begin_shows_nothing_whatever_its_end() -> None:
    asked = Experience(subjects=("WOZ",))
    later = [job("2025-07-01", end, summary="WOZ") for end in (None, "2026-12", "2025-01", "2026-02-30")]
    assert {one(asked, profile(entry)).verdict for entry in later} == {"not_demonstrated"}
    assert one(asked, profile(job("2025-06-30", None, summary="WOZ"))).verdict == "met"


@pytest.mark.parametrize(("since", "verdict"), [(dt.date(2015, 1, 1), "met"), (dt.date(2023, 1, 1), "not_met")])
def test_the_later_of_window_and_since_counts(since: dt.date, verdict: str) -> None:
    asked = Experience(min_months=13, window_months=36, since=since, subjects=("WOZ",))
    assert one(asked, profile(job("2010-01", "2023-07-31", summary="WOZ"))).verdict == verdict


def test_of_all_that_is_asked_of_one_period_each_part_must_be_denied_by_name() -> None:
    asked = Experience(subjects=("BAG", "WOZ"))
    half = profile(job(), basics={"summary": "Geen ervaring met de BAG."})
    whole = profile(job(), basics={"summary": "Geen ervaring met de BAG. Geen ervaring met de WOZ."})
    assert one(asked, half).verdict == "not_demonstrated"
    assert one(asked, whole).verdict == "not_met"


def test_of_several_things_asked_one_denial_is_enough() -> None:
    asked = Experience(subjects=("BAG", "WOZ"), subjects_match=TermsMatch.ALL)
    assert one(asked, profile(job(), basics={"summary": "Geen ervaring met de BAG."})).verdict == "not_met"


def test_an_employment_to_the_end_of_all_calendars_is_open() -> None:
    assert employment("2020-01-01", "9999-12-31", 24300.0) == Interval(24240.0, 24300.0)


def test_what_ends_where_another_begins_leaves_nothing() -> None:
    assert clip(Interval(1, 2), 2, 3) is None
    assert employment("2020-01-01", None, 24240.0) is None
