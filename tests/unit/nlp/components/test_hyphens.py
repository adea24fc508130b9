"""A hyphen at the end of a line divides a word, belongs to it, or stands for what follows."""

import pytest

from app.nlp.components.hyphens import joint


@pytest.mark.parametrize(("above", "below"), [("de richting planolo-", "gie of recht"), ("aan de vol-", "gende eisen")])
def test_a_divided_word_is_put_together(above: str, below: str) -> None:
    assert joint(above, below) == ("", 1)


@pytest.mark.parametrize(("above", "below"), [("een mbo-", "niveau"), ("een HBO-", "opleiding")])
def test_a_compound_keeps_its_hyphen(above: str, below: str) -> None:
    assert joint(above, below) == ("", 0)


@pytest.mark.parametrize(
    ("above", "below"), [("mbo-", "of hbo-niveau"), ("in- en", "uitstroom"), ("zie -", "bijlage"), ("a-", "Groningen")]
)
def test_other_lines_keep_their_space(above: str, below: str) -> None:
    assert joint(above, below) == (" ", 0)
