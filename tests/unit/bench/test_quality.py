"""The quality report counts what is right, extra and missed, and nothing that the gold is silent about."""

import json
from pathlib import Path

import pytest

from bench.quality import main
from bench.quality_counts import Counts, Tally, compare, same
from bench.quality_criteria import count_criteria
from bench.quality_facts import count_facts

TEXT = "Titel: Adviseur water\nUren per week: 32\nEisen\n- Minimaal 3 jaar ervaring als adviseur water;\n- Rijbewijs B."
GOLD = {
    "title": "Adviseur water",
    "hoursPerWeek": {"min": 32, "max": 36},
    "rate": None,
    "criteria": [
        {
            "kind": "knockout",
            "textStartsWith": "Minimaal 3 jaar",
            "requirementGroups": [{"requirements": [{"type": "experience", "minMonths": 36}]}],
        }
    ],
}


def criterion(text: str, kind: str = "knockout", **more: object) -> dict[str, object]:
    return {"text": text, "kind": kind, "number": None, "points": None, "weightPercent": None} | more


@pytest.mark.parametrize(
    ("expected", "got", "counts"),
    [
        ("12", 12, Counts(right=1)),
        ("2026-03-02T12:00:00+01:00", "2026-03-02T11:00:00Z", Counts(right=1)),
        (None, None, Counts()),
        (None, "x", Counts(extra=1)),
        ("x", None, Counts(missed=1)),
        ("mon", "tue", Counts(extra=1, missed=1)),
        (None, {"max": None}, Counts()),
        (["a b", "c d"], ["c d", "e f"], Counts(right=1, extra=1, missed=1)),
    ],
)
def test_a_value_counts_once(expected: object, got: object, counts: Counts) -> None:
    assert compare(expected, got) == counts


@pytest.mark.parametrize(
    ("expected", "got", "verdict"),
    [
        ("Spring", "Spring Framework", True),
        ("Java", "JavaScript", False),
        ("hbo", "hbo_bachelor", False),
        (True, 1, False),
        ("1", "01a", False),
    ],
)
def test_values_are_the_same_by_what_they_say(expected: object, got: object, verdict: bool) -> None:
    assert same(expected, got) is verdict


def test_a_field_that_the_gold_does_not_name_is_not_counted() -> None:
    tally = Tally()
    count_facts({"title": "A"}, {"title": "A", "reference": "12"}, "", tally)
    assert tally.table("field") == {"/title": Counts(right=1)}


def test_a_criterion_of_another_kind_is_missed_in_one_and_extra_in_the_other() -> None:
    tally = Tally()
    count_criteria([{"kind": "wish", "textStartsWith": "Kennis van"}], [criterion("Kennis van water")], tally)
    assert tally.table("kind") == {"wish": Counts(missed=1), "knockout": Counts(extra=1)}


def test_a_criterion_that_the_gold_lacks_is_extra() -> None:
    tally = Tally()
    count_criteria([], [criterion("Solliciteer direct")], tally)
    assert tally.table("kind") == {"knockout": Counts(extra=1)}


def test_a_requirement_of_another_type_is_missed_and_extra() -> None:
    tally = Tally()
    gold = {"kind": "knockout", "textStartsWith": "X", "requirementGroups": [{"requirements": [{"type": "knowledge"}]}]}
    got = criterion("X", requirementGroups=[{"requirements": [{"type": "experience"}]}])
    count_criteria([gold], [got], tally)
    assert tally.table("type") == {"knowledge": Counts(missed=1), "experience": Counts(extra=1)}


def test_the_report_prints_figures_and_misses_of_any_folder(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "water.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "water.json").write_text(json.dumps(GOLD), encoding="utf-8")
    assert main(["--texts", str(tmp_path), "--json", str(tmp_path / "figures")]) == 0
    printed = capsys.readouterr().out
    assert "water /hoursPerWeek/max: 32 instead of 36" in printed
    assert "'Rijbewijs B.' is no criterion" in printed
    figures = json.loads((tmp_path / "figures").read_text(encoding="utf-8"))["figures"]
    assert figures["kind"]["knockout"] == {
        "right": 1, "extra": 1, "missed": 0, "precision": 0.5, "recall": 1.0, "f1": pytest.approx(2 / 3),
    }  # fmt: skip


def test_a_folder_without_pairs_is_an_error(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--texts", str(tmp_path)]) == 1
    assert "No <slug>.txt" in capsys.readouterr().err
