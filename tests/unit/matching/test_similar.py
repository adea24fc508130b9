"""Likeness of titles: the right one near the top, above what plain letters find."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz import fuzz, process

from app.concepts.lexicon import load_terms
from app.matching import similar_titles

HEADS = [entry.terms[0] for entry in load_terms("roles")]
OTHER_NAMES = [(other.removeprefix("="), entry.terms[0]) for entry in load_terms("roles") for other in entry.terms[1:]]
"""Other names of roles with the first: likeness knows nothing of that list."""


def reciprocal_rank(order: Callable[[str], list[str]]) -> float:
    return sum(1 / (order(query).index(head) + 1) for query, head in OTHER_NAMES) / len(OTHER_NAMES)


def by_letters(query: str) -> list[str]:
    found = process.extract(query, HEADS, scorer=fuzz.ratio, limit=None, processor=str.lower)
    return [title for title, _, _ in found]


def test_other_names_of_a_role_lead_to_it_better_than_plain_letters_do() -> None:
    mine = reciprocal_rank(lambda query: [title for title, _ in similar_titles(query, HEADS)])

    assert mine > 0.6
    assert mine > reciprocal_rank(by_letters) + 0.15


@pytest.mark.parametrize(
    ("query", "titles", "best"),
    [
        (
            "Beleidsmedewerker Wmo",
            ["Beleidsadviseur Wmo", "Consulent Wmo", "Beleidsadviseur ruimte"],
            "Beleidsadviseur Wmo",
        ),
        ("Vergunningenverlener", ["Handhaver", "Vergunningverlener", "Verzekeraar"], "Vergunningverlener"),
        (
            "Projectleiders civiel",
            ["Projectmanager ICT", "Projectleider civiele techniek"],
            "Projectleider civiele techniek",
        ),
        ("notulist", ["notuleren", "nota's schrijven"], "notuleren"),
    ],
)
def test_the_likest_title_comes_first(query: str, titles: list[str], best: str) -> None:
    assert similar_titles(query, titles)[0][0] == best


@given(st.text(max_size=30), st.lists(st.text(max_size=30), max_size=5))
def test_likeness_is_a_share_of_one_for_any_text(query: str, titles: list[str]) -> None:
    found = similar_titles(query, titles)

    assert sorted(title for title, _ in found) == sorted(titles)
    assert all(0 <= score <= 1 for _, score in found)
    assert [score for _, score in found] == sorted((score for _, score in found), reverse=True)


def test_a_title_is_wholly_like_itself() -> None:
    assert similar_titles("Consulent Wmo", ["Jurist", "consulent wmo"])[0] == ("consulent wmo", 1.0)
