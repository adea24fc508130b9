"""Which texts are read at all."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.errors import AppError
from app.services.reader import check_text


@pytest.mark.parametrize(
    "text", ["a", "regel\r\n\tkolom", "\x0cpagina", "€ ‘x’ – ﬁ", "日本語", "bel \x07 in lange tekst " * 3]
)
def test_text_is_taken(text: str) -> None:
    check_text(text, 1_000)


@pytest.mark.parametrize("text", ["", " ", "\n\u00a0\u2003\t"])
def test_nothing_but_white_space_is_refused(text: str) -> None:
    with pytest.raises(AppError) as caught:
        check_text(text, 1_000)
    assert caught.value.errors[0].code == "text_empty"


@pytest.mark.parametrize("text", ["\x01\x02\x03abc", "\ufffd" * 5, "\x00ab", "\x89PNG\x1a\x00\x00"])
def test_binary_is_refused(text: str) -> None:
    with pytest.raises(AppError) as caught:
        check_text(text, 1_000)
    assert caught.value.errors[0].code == "text_binary"


@pytest.mark.parametrize(("text", "allowed"), [("abc", 3), ("éé", 4)])
def test_size_counts_bytes(text: str, allowed: int) -> None:
    check_text(text, allowed)
    with pytest.raises(AppError, match="text-too-large"):
        check_text(text, allowed - 1)


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=200))
def test_any_text_is_taken_or_refused_with_a_problem(text: str) -> None:
    with suppress(AppError):
        check_text(text, 500)
