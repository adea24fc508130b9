"""What holds for every grammar on any text."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.nlp.values import fold, read_extension, read_number
from tests.unit.nlp.values.corpus import FINDERS, phrasings

_PHRASES = sorted({parameter.values[1] for parameter in phrasings()})
_PIECES = st.one_of(
    st.sampled_from(_PHRASES),
    st.sampled_from(
        [*"0123456789.,-/:+()%€x½²٣İıſK\u0301\n\t", "jaar", "uur", "per week", "ma", "WO", "tot", "en", "31", "2026"]
    ),
    st.text(max_size=4),
)
TEXTS = st.one_of(
    st.text(max_size=60),
    st.tuples(st.sampled_from(["", " ", ", ", "-"]), st.lists(_PIECES, max_size=8)).map(
        lambda parts: parts[0].join(parts[1])
    ),
)


@pytest.mark.parametrize("kind", FINDERS)
@given(text=TEXTS)
@settings(max_examples=120, deadline=None, derandomize=True)
def test_found_values_are_in_order_and_inside_the_text(kind: str, text: str) -> None:
    position = 0
    for item in FINDERS[kind](text):
        assert position <= item.start < item.end <= len(text)
        position = item.end


@pytest.mark.parametrize("kind", FINDERS)
@given(text=TEXTS)
@settings(max_examples=40, deadline=None, derandomize=True)
def test_same_text_same_values(kind: str, text: str) -> None:
    first = FINDERS[kind](text)
    fold.cache_clear()
    assert FINDERS[kind](text) == first


@given(text=TEXTS)
@settings(max_examples=300, deadline=None, derandomize=True)
def test_reading_a_whole_value_never_raises(text: str) -> None:
    number = read_number(text)
    extension = read_extension(text)
    assert number is None or number >= 0
    assert extension is None or extension.times is None or extension.times > 0


@given(text=TEXTS)
@settings(max_examples=300, deadline=None, derandomize=True)
def test_folding_keeps_every_character_in_its_place(text: str) -> None:
    assert len(fold(text)) == len(text)


@pytest.mark.parametrize(
    ("text", "folded"), [("Één", "een"), ("‘32–36’", "'32-36'"), ("İx", "İx"), ("a\u00a0b", "a b")]
)
def test_folding(text: str, folded: str) -> None:
    assert fold(text) == folded
