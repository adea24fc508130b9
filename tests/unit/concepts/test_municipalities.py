"""Municipalities by name, and what became of those that went up in another."""

import csv

import pytest

from app.concepts.lexicon import DATA
from app.concepts.municipalities import (
    current,
    known_municipalities,
    municipality_of,
    only_municipality,
    predecessors,
    successors,
)


def _changes() -> list[dict[str, str]]:
    with (DATA / "municipality_changes.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_a_merger_is_told_once_with_its_year_and_source() -> None:
    rows = _changes()

    assert len({row["former"] for row in rows}) == len(rows) >= 130
    assert all(2009 <= int(row["year"]) <= 2025 and row["source"] for row in rows)


def test_what_went_up_in_another_is_no_municipality_of_today() -> None:
    assert {row["former"] for row in _changes()}.isdisjoint(current())


def test_every_former_municipality_lives_on_in_one_of_today() -> None:
    assert [row["former"] for row in _changes() if successors(row["former"]).isdisjoint(current())] == []


def test_no_municipality_goes_up_in_another_before_it_was_made() -> None:
    ended = {row["former"]: int(row["year"]) for row in _changes()}
    steps = [(row["former"], later) for row in _changes() for later in row["successors"].split("|")]

    assert [step for step in steps if step[1] in ended and ended[step[0]] > ended[step[1]]] == []


def test_successors_are_followed_step_by_step() -> None:
    assert successors("Graafstroom") == {"Molenwaard", "Molenlanden"}
    assert successors("Utrecht") == frozenset()


def test_predecessors_are_followed_step_by_step() -> None:
    assert predecessors("De Fryske Marren") >= {"De Friese Meren", "Lemsterland"}
    assert predecessors("Dijk en Waard") == {"Heerhugowaard", "Langedijk"}


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Heerhugowaard", "Heerhugowaard"),
        ("'s-Gravenhage", "Den Haag"),
        ("sudwest fryslan", "Súdwest-Fryslân"),
        ("Rotterdam Logistics B.V.", None),
        ("Ergensoord", None),
    ],
)
def test_a_text_names_a_municipality_and_nothing_else(text: str, name: str | None) -> None:
    assert municipality_of(text) == name


@pytest.mark.parametrize(
    ("text", "alone"), [("Dijk en Waard", True), ("Rotterdam", False), ("Dijk en Waard BV", False)]
)
def test_few_names_are_borne_by_a_municipality_only(text: str, alone: bool) -> None:
    assert only_municipality(text) is alone


@pytest.mark.parametrize("file", ["municipality_alone", "municipality_names"])
def test_further_lists_hold_known_municipalities(file: str) -> None:
    with (DATA / f"{file}.csv").open(encoding="utf-8", newline="") as lines:
        assert {row["name"] for row in csv.DictReader(lines)} <= set(known_municipalities())
