"""What holds for the reading of any text: it never fails, it quotes the source, layout does not change what is read."""

import random
import re
import sys
import unicodedata
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.criteria.posting import PostingReading
from app.nlp.components.layout import join_wraps
from app.nlp.components.lines import physical_lines
from app.nlp.extractor import Extractor
from tests.golden.compare import unbacked

POSTINGS = {
    path.stem: path.read_text("utf-8") for path in sorted(Path(__file__).parents[2].glob("golden/postings/*.txt"))
}
READER = Extractor()
_PIECES = [line for text in POSTINGS.values() for line in text.splitlines() if line.strip()]
_ODD = [
    "\x00",
    "\u2028",
    "\ufeff",
    "İ",
    "ß",
    "e\u0301",
    "😀",
    "\ud7ff",
    "(",
    ")",
    "\t",
    "\r",
    "1.",
    "•",
    "€",
    "%",
    "…",
    "99999",
]


@st.composite
def mutated(draw: st.DrawFn) -> str:
    """A golden posting with pieces cut out, doubled, swapped or replaced by odd characters."""
    text = draw(st.sampled_from(sorted(POSTINGS.values())))
    for _ in range(draw(st.integers(1, 6))):
        start = draw(st.integers(0, len(text)))
        end = min(len(text), start + draw(st.integers(0, 200)))
        piece = draw(st.sampled_from(["", text[start:end] * 2, text[start:end][::-1], *_ODD]))
        text = text[:start] + piece + text[end:]
    return text


ANY_TEXT = st.one_of(
    st.text(max_size=300),
    st.lists(st.one_of(st.sampled_from(_PIECES), st.sampled_from(_ODD), st.text(max_size=20)), max_size=25).map(
        "\n".join
    ),
    mutated(),
)


def meaning(reading: PostingReading) -> dict[str, Any]:
    """All that was read, without places in the text."""
    plain = reading.model_dump(mode="json", exclude={"provenance"})
    for criterion in plain["criteria"]:
        del criterion["span"]
    for finding in plain["findings"]:
        del finding["spans"]
    plain["findings"].sort(key=lambda one: (one["code"], one["message"], str(one["pointer"])))
    return plain


@given(text=ANY_TEXT)
@settings(max_examples=150)
def test_any_text_can_be_read_and_is_quoted_truly(text: str) -> None:
    reading = READER.read(text)

    assert unbacked(text, reading) == []
    assert all(0 <= one.span.start < one.span.end <= len(text) for one in reading.criteria)
    assert all(0 <= span.start <= span.end <= len(text) for one in reading.findings for span in one.spans)
    assert len({one.id for one in reading.criteria}) == len(reading.criteria)


@given(text=ANY_TEXT)
@settings(max_examples=40)
def test_the_same_text_is_read_the_same(text: str) -> None:
    assert READER.read(text) == READER.read(text)


@given(text=ANY_TEXT)
@settings(max_examples=60)
def test_every_requirement_group_asks_something(text: str) -> None:
    groups = [group for one in READER.read(text).criteria for group in one.requirement_groups]

    assert all(group.requirements for group in groups)


@pytest.mark.parametrize("name", POSTINGS)
@pytest.mark.parametrize(
    "change",
    [
        pytest.param(lambda text: text.replace("\n", "\r\n"), id="crlf"),
        pytest.param(lambda text: text.replace("\n", "\r"), id="cr"),
        pytest.param(lambda text: text.replace(" ", "\u00a0"), id="no-break spaces"),
        pytest.param(lambda text: text.replace(" ", "  "), id="doubled spaces"),
        pytest.param(lambda text: re.sub(r"(?m)^(?=.)", "   ", text), id="indented"),
        pytest.param(lambda text: re.sub(r"(?m)$", "  ", text), id="trailing spaces"),
        pytest.param(lambda text: "\n\n" + text + "\n\n\n", id="blank lines around"),
        pytest.param(lambda text: text.replace("e\u0301", "é"), id="composed"),
        pytest.param(lambda text: unicodedata.normalize("NFD", text), id="decomposed"),
        pytest.param(lambda text: re.sub(r"(?<=[a-z]{3})(?=[a-z]{3})", "\u00ad", text), id="soft hyphens"),
        pytest.param(lambda text: re.sub(r"(?<=[a-z] )(?=[a-z])", "\u200b", text), id="marks without width"),
        pytest.param(lambda text: text.replace("fi", "\ufb01").replace("ff", "\ufb00"), id="ligatures"),
        pytest.param(lambda text: re.sub(r"(?m)^- ", "\uf0b7 ", text), id="bullets of a symbol font"),
        pytest.param(lambda text: "\ufeff" + text, id="byte order mark"),
    ],
)
def test_white_space_changes_nothing(name: str, change: Any) -> None:  # noqa: ANN401 - a lambda
    text = POSTINGS[name]

    assert meaning(READER.read(change(text))) == meaning(READER.read(text))


def unwrapped(text: str) -> str:
    """The text with its hard wraps joined, each logical line on a line of its own."""
    return "\n".join(" ".join(line.text for line in group) for group in join_wraps(physical_lines(text)))


def rewrapped(text: str, width: int) -> str:
    """The text wrapped anew at `width` characters."""
    lines: list[str] = []
    for line in unwrapped(text).split("\n"):
        current = ""
        for word in line.split(" ") if "\t" not in line else [line]:
            if current and len(current) + 1 + len(word) > width:
                lines.append(current)
                current = word
            else:
                current = f"{current} {word}".strip(" ")
        lines.append(current)
    return "\n".join(lines)


@pytest.mark.parametrize("name", POSTINGS)
def test_joining_the_wraps_changes_nothing(name: str) -> None:
    text = POSTINGS[name]
    joined, wrapped = meaning(READER.read(unwrapped(text))), meaning(READER.read(text))

    assert joined["criteria"] == wrapped["criteria"]
    assert (joined["deadlines"], joined["period"]) == (wrapped["deadlines"], wrapped["period"])


@pytest.mark.parametrize("name", POSTINGS)
@pytest.mark.parametrize("width", [72, 80, 100, 120])
def test_wrapping_anew_keeps_criteria_and_points(name: str, width: int) -> None:
    before = READER.read(unwrapped(POSTINGS[name]))
    after = READER.read(rewrapped(POSTINGS[name], width))

    assert [(one.id, one.points, one.text) for one in after.criteria] == [
        (one.id, one.points, one.text) for one in before.criteria
    ]
    assert after.deadlines == before.deadlines


@pytest.mark.parametrize("name", POSTINGS)
def test_words_are_never_moved_into_another_criterion(name: str) -> None:
    text = POSTINGS[name]
    spans = [one.span for one in READER.read(text).criteria]

    assert all(one.end <= other.start for one, other in pairwise(spans))


def calls(text: str) -> int:
    """How many functions are called while reading a text: work, counted independently of the machine."""
    count = 0

    def trace(_frame: object, event: str, _argument: object) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    earlier = sys.getprofile()
    sys.setprofile(trace)
    try:
        READER.read(text)
    finally:
        sys.setprofile(earlier)
    return count


_UNITS = {
    "items": "\n- Minimaal 5 jaar ervaring als planoloog bij een gemeente (5 punten)",
    "numbers": "\n1. Rijbewijs B",
    "wrapped": "\nDe gemeente zoekt een ervaren adviseur die samen met drie collega's het beleid schrijft",
    "brackets": "(zie cv) ",
    "cells": "Duur\t6 maanden\t",
    "fields": "\nDuur 6 maanden",
    "dates": "woensdag 26 november 2025 en ",
    "names": "Gemeente Goes en Waterschap Aa ",
    "sentences": "Zzp'ers zijn welkom. Vragen kunnen tot 1 mei 2026 worden gesteld. ",
    "headings": "\nEisen\n- Rijbewijs B",
    "points": "met QGIS 5 punten, ",
    "commas": "kennis van water, ",
    "blank": "\n \n",
}


@pytest.mark.parametrize("unit", _UNITS)
@pytest.mark.parametrize("opening", ["", "Eisen\n1. "])
def test_work_grows_with_the_length(unit: str, opening: str) -> None:
    short, long = (opening + _UNITS[unit] * repeats for repeats in (120, 240))
    READER.read(long)

    assert calls(long) <= 2.4 * calls(short) + 500


def test_random_bytes_can_be_read() -> None:
    source = random.Random(7)
    text = bytes(source.randrange(256) for _ in range(5_000)).decode("latin-1")

    assert READER.read(text).language == "und"
