"""Work experience: lengths, windows, overlaps, what belongs together, and the evidence."""

import datetime as dt
from decimal import Decimal

import pytest

from app.criteria.requirements import Experience, SubjectExamples
from app.criteria.scales import TermsMatch
from tests.unit.matching.builders import REFERENCE, job, one, profile

WOZ = Experience(min_months=24, subjects=("WOZ",))


@pytest.mark.parametrize(
    ("start", "end", "verdict"),
    [
        ("2023-07-01", None, "met"),
        ("2023-07-02", None, "not_met"),
        ("2022-01", "2023-12", "met"),
        ("2022-01", "2023-11", "not_met"),
        ("2024", "2029", "not_met"),
        ("2026-01", None, "not_demonstrated"),
        (None, "2024-01", "not_demonstrated"),
    ],
)
def test_the_months_asked_decide(start: str | None, end: str | None, verdict: str) -> None:
    assert one(WOZ, profile(job(start, end, summary="Taxaties voor de WOZ"))).verdict == verdict


def test_overlapping_jobs_count_once() -> None:
    two = profile(job("2024-01", "2024-12", summary="WOZ"), job("2024-01", "2024-12", summary="WOZ-taxaties"))
    assert one(WOZ, two).verdict == "not_met"


def test_separate_jobs_add_up() -> None:
    two = profile(job("2020-01", "2020-12", summary="WOZ"), job("2023-01", "2023-12", summary="WOZ-taxaties"))
    assert one(WOZ, two).verdict == "met"


@pytest.mark.parametrize(
    ("end", "verdict"), [("2021-01", "not_met"), ("2023-07-31", "met"), ("2022-01", "not_met"), (None, "met")]
)
def test_only_the_window_counts(end: str | None, verdict: str) -> None:
    asked = Experience(min_months=12, window_months=36, subjects=("WOZ",))
    assert one(asked, profile(job("2015-01", end, summary="WOZ"))).verdict == verdict


def test_work_wholly_outside_the_window_is_not_met_without_months_too() -> None:
    asked = Experience(window_months=12, subjects=("WOZ",))
    line = one(asked, profile(job("2015-01", "2016-01", summary="WOZ")))
    assert (line.verdict, line.reason.code) == ("not_met", "experience_outside_window")


def test_since_counts_from_that_day() -> None:
    asked = Experience(min_months=24, since=dt.date(2024, 1, 1), subjects=("WOZ",))
    assert one(asked, profile(job("2015-01", None, summary="WOZ"))).verdict == "not_met"


def test_with_months_one_job_must_show_all() -> None:
    asked = Experience(min_months=12, subjects=("BAG", "WOZ"), subjects_match=TermsMatch.ALL)
    apart = profile(job("2020-01", "2021-12", summary="BAG"), job("2022-01", "2023-12", summary="WOZ"))
    assert one(asked, apart).verdict == "not_demonstrated"


def test_without_months_different_jobs_may_show_all() -> None:
    asked = Experience(subjects=("BAG", "WOZ"), subjects_match=TermsMatch.ALL)
    apart = profile(job("2020-01", "2021-12", summary="BAG"), job("2022-01", "2023-12", summary="WOZ"))
    assert one(asked, apart).verdict == "met"


@pytest.mark.parametrize(("match", "verdict"), [(TermsMatch.ANY, "met"), (TermsMatch.ALL, "not_demonstrated")])
def test_any_or_all_of_the_tools(match: TermsMatch, verdict: str) -> None:
    asked = Experience(tools=("Java", "Angular"), tools_match=match)
    assert one(asked, profile(job(summary="Bouwt in Java"))).verdict == verdict


@pytest.mark.parametrize(
    ("name", "title", "verdict"),
    [
        ("Gemeente Ergensoord", "Coördinator welzijn", "met"),
        ("Bakkerij Broodje", "Coördinator welzijn", "not_demonstrated"),
        ("Gemeente Ergensoord", "Jongerenwerker", "not_demonstrated"),
    ],
)
def test_the_right_role_at_the_right_employer(name: str, title: str, verdict: str) -> None:
    asked = Experience(min_months=12, roles=("coördinator",), organisations=("gemeente",))
    assert one(asked, profile(job(name=name, position=title))).verdict == verdict


def test_a_printed_example_shows_the_general_term() -> None:
    examples = (SubjectExamples(subject="maatschappelijke partners", examples=("huisartsen", "scholen")),)
    asked = Experience(subjects=("maatschappelijke partners",), examples=examples)
    assert one(asked, profile(job(position="Adviseur", summary="Bezocht scholen in de wijk"))).verdict == "met"


def test_a_bare_skill_is_no_work_experience() -> None:
    assert (
        one(Experience(tools=("iBurgerzaken",)), profile(skills=[{"name": "iBurgerzaken"}])).verdict
        == "not_demonstrated"
    )


def test_a_project_counts_as_work() -> None:
    entry = {
        "name": "Invoering zaaksysteem",
        "entity": "Gemeente Ergensoord",
        "roles": ["Projectleider"],
        "startDate": "2024",
    }
    asked = Experience(roles=("projectleider",), organisations=("gemeente",), subjects=("zaaksysteem",))
    assert one(asked, profile(projects=[entry])).verdict == "met"


def test_the_evidence_points_at_the_words_and_gives_the_months() -> None:
    line = one(WOZ, profile(job("2023-01-01", "2024-12-31", summary="Balie", highlights=["Post", "WOZ-bezwaren"])))
    assert [(e.pointer, e.quote, e.months) for e in line.evidence] == [
        ("/resume/work/0/highlights/1", "WOZ-bezwaren", Decimal(24))
    ]


def test_an_imprecise_date_is_said() -> None:
    line = one(WOZ, profile(job("2022", "2024", summary="WOZ")))
    assert line.evidence[0].imprecise
    assert "niet op de dag nauwkeurig" in line.explanation


@pytest.mark.parametrize(
    ("start", "words"), [("2023-07-02", "23,9 van de 24 maanden"), ("2023-07-01", "24 van de 24 maanden")]
)
def test_the_explanation_names_the_months_and_never_rounds_up(start: str, words: str) -> None:
    assert words in one(WOZ, profile(job(start, summary="WOZ"))).explanation


def test_advice_is_given_only_for_what_can_be_added() -> None:
    open_line = one(WOZ, profile())
    assert open_line.advice is not None
    assert "WOZ" in open_line.advice
    assert one(WOZ, profile(job("2020-01", summary="WOZ"))).advice is None
    assert one(WOZ, profile(job("2025-01", summary="WOZ"))).advice is None


@pytest.mark.parametrize("summary", ["WOZ", "Taxaties en WOZ. " * 60])
def test_every_met_has_evidence_that_quotes_the_profile(summary: str) -> None:
    line = one(WOZ, profile(job("2020-01", summary=summary)), REFERENCE)
    assert line.verdict == "met"
    assert all(quote.quote in summary for quote in line.evidence)


def test_experience_that_says_nothing_specific_is_left_to_a_person() -> None:
    line = one(Experience(min_months=12), profile(job("2010-01", summary="WOZ")))
    assert (line.verdict, line.reason.code) == ("not_demonstrated", "experience_unspecific")


def test_a_kind_of_employer_alone_is_evidence() -> None:
    candidate = profile({"startDate": "2020", "organisationKind": "municipality"})
    line = one(Experience(min_months=12, organisations=("gemeente",)), candidate)
    assert line.verdict == "met"
    assert [e.pointer for e in line.evidence] == ["/resume/work/0/organisationKind"]


@pytest.mark.parametrize(
    ("text", "verdict"),
    [("Stelt indicaties voor de Wlz", "met"), ("Verzorgt bewoners in de Wlz", "not_demonstrated")],
)
def test_an_example_asks_what_is_done_to_it_as_well(text: str, verdict: str) -> None:
    term = "indicatiestelling in de langdurige zorg"
    asked = Experience(subjects=(term,), examples=(SubjectExamples(subject=term, examples=("Wlz",)),))
    assert one(asked, profile(job(position=None, name="X", summary=text))).verdict == verdict


def test_the_explanation_names_all_that_is_asked() -> None:
    asked = Experience(
        min_months=24, roles=("coördinator", "adviseur"), organisations=("gemeente",), subjects=("WOZ",), tools=("SAP",)
    )
    worker = job("2025-01", position="Coördinator", summary="WOZ in SAP")
    assert "als coördinator of adviseur met WOZ, SAP bij gemeente" in one(asked, profile(worker)).explanation
