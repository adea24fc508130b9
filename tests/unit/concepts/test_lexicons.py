"""Lexicon hygiene: every file loads, every concept is unique, every broader concept exists."""

import csv

import pytest

from app.concepts.lexicon import DATA, load_terms

CONCEPT_FILES = ("tools", "subjects", "roles", "organisations", "fields", "certificates", "activities", "qualifiers")
_SHARED = {"tools": ("tools", "subjects"), "subjects": ("tools", "subjects")}


@pytest.mark.parametrize("name", CONCEPT_FILES)
def test_concepts_are_unique(name: str) -> None:
    concepts = [entry.concept for entry in load_terms(name)]
    assert len(concepts) == len(set(concepts)) > 0


@pytest.mark.parametrize("name", CONCEPT_FILES)
def test_broader_concepts_exist(name: str) -> None:
    known = {entry.concept for lexicon in _SHARED.get(name, (name,)) for entry in load_terms(lexicon)}
    assert {b for entry in load_terms(name) for b in entry.broader} <= known


@pytest.mark.parametrize("name", CONCEPT_FILES)
def test_no_concept_lists_a_term_twice(name: str) -> None:
    assert [e.concept for e in load_terms(name) if len(set(e.terms + e.shown_by)) != len(e.terms + e.shown_by)] == []


@pytest.mark.parametrize("path", sorted(DATA.glob("*.csv")), ids=lambda path: path.stem)
def test_every_line_has_every_column(path: object) -> None:
    with open(str(path), encoding="utf-8", newline="") as file:  # noqa: PTH123
        rows = list(csv.DictReader(file))
    assert rows
    assert all(None not in row and None not in row.values() for row in rows)


def test_an_unknown_lexicon_is_an_error() -> None:
    with pytest.raises(FileNotFoundError):
        load_terms("nonsense")
