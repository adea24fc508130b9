"""Criteria as postings print them, and the requirements that each is read into."""

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from app.criteria.criterion import Understanding
from app.criteria.scales import SelfEmployed
from app.nlp.grammar.requirements import MAX_CRITERION, Reading, read_requirements

CORPUS: dict[str, list[Any]] = json.loads(
    (Path(__file__).parents[3] / "golden" / "corpus" / "criteria.json").read_text("utf-8")
)


def read(text: str) -> Reading:
    return read_requirements(text, SelfEmployed.UNKNOWN)


def groups(reading: Reading) -> list[list[dict[str, Any]]]:
    """The groups as JSON; only what differs from a requirement that says nothing."""
    return [
        [{"type": one.type, **json.loads(one.model_dump_json(exclude_defaults=True))} for one in group.requirements]
        for group in reading.groups
    ]


@pytest.mark.parametrize("entry", CORPUS["criteria"], ids=lambda entry: entry["text"][:60])
def test_criterion_is_read_into_its_requirements(entry: dict[str, Any]) -> None:
    reading = read(entry["text"])

    assert (groups(reading), reading.understanding.value) == (entry["groups"], entry["understanding"])


@pytest.mark.parametrize("text", CORPUS["other"])
def test_what_no_type_fits_stays_text(text: str) -> None:
    reading = read(text)

    assert groups(reading) == [[{"type": "other", "text": text}]]
    assert reading.understanding is Understanding.TEXT_ONLY


@pytest.mark.parametrize("entry", CORPUS["criteria"][::4], ids=lambda entry: entry["text"][:60])
@pytest.mark.parametrize("ending", [".", ";", " ."])
def test_closing_punctuation_changes_nothing(entry: dict[str, Any], ending: str) -> None:
    assert groups(read(entry["text"] + ending)) == entry["groups"]


@pytest.mark.parametrize("entry", CORPUS["criteria"][1::4], ids=lambda entry: entry["text"][:60])
def test_a_note_to_the_supplier_changes_nothing(entry: dict[str, Any]) -> None:
    assert groups(read(f"{entry['text']} (maak dit zichtbaar in het cv)")) == entry["groups"]


def test_corpus_is_large_enough() -> None:
    types = Counter(one["type"] for entry in CORPUS["criteria"] for group in entry["groups"] for one in group)

    assert (len(CORPUS["criteria"]) >= 120, len(CORPUS["other"]) >= 40, len(types), min(types.values()) >= 5) == (
        True,
        True,
        13,
        True,
    )


def test_an_execution_condition_referred_to_gives_its_status() -> None:
    text = "De inschrijver voldoet aan de uitvoeringsvoorwaarde"

    reading = read_requirements(text, SelfEmployed.EXCLUDED)

    assert groups(reading) == [[{"type": "contract_form", "selfEmployed": "excluded"}]]


def test_an_unknown_execution_condition_stays_text() -> None:
    assert read("De inschrijver voldoet aan de uitvoeringsvoorwaarde").understanding is Understanding.TEXT_ONLY


def test_a_text_too_long_is_never_understood_in_full() -> None:
    long = "Minimaal 3 jaar ervaring als planoloog bij een gemeente. " + "Lorem ipsum. " * MAX_CRITERION

    assert read(long).understanding is Understanding.PARTIAL


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            "Minimaal 3 jaar ervaring met Oracle Database, minimaal 1 jaar met PostgreSQL",
            [36, 12],
            marks=pytest.mark.xfail(reason="a second duration needs the word for experience again"),
        ),
        ("Minimaal 3 jaar ervaring met Oracle Database, minimaal 1 jaar ervaring met PostgreSQL", [36, 12]),
    ],
)
def test_each_duration_counts_for_its_own_part(text: str, expected: list[int]) -> None:
    assert [one.get("minMonths") for group in groups(read(text)) for one in group] == expected


@pytest.mark.xfail(reason="a number of employers is no field of an experience requirement")
def test_several_employers() -> None:
    assert groups(read("Werkervaring bij minimaal twee gemeenten"))[0][0]["organisations"] == ["gemeenten"]


@pytest.mark.xfail(reason="'registratie' alone opens no clause: it is work more often than a register")
def test_registration_in_a_named_register() -> None:
    assert groups(read("Registratie in het Kwaliteitsregister Jeugd (SKJ)"))[0][0]["type"] == "certificate"


@pytest.mark.parametrize(
    ("text", "tools"),
    [
        ("Ervaring met Java - min. 4 jr. ervaring", ["Java"]),
        ("Minimaal 2 jaar ervaring met JBoss EAP7 of hoger", ["JBoss EAP7"]),
        ("Ervaring met Angular 17 of hoger en TypeScript", ["Angular 17", "TypeScript"]),
        ("3 jaar ervaring met ontwikkelen in: Java, Kotlin en Angular", ["Java", "Kotlin", "Angular"]),
        ("Ervaring met de volgende talen: Java, Kotlin", ["Java", "Kotlin"]),
    ],
)
def test_tools_are_named_without_what_stands_around_them(text: str, tools: list[str]) -> None:
    [[experience]] = groups(read(text))

    assert experience["tools"] == tools


def test_a_second_education_with_its_own_field_is_a_second_group() -> None:
    found = groups(read("Een afgeronde hbo-opleiding (zoals Informatica) of een afgeronde WO Wiskunde"))

    assert [group[0]["minLevel"] for group in found] == ["hbo", "wo"]
