"""Flow offsets, and the SpanGroups that components hand on."""

from dataclasses import dataclass

import pytest
import spacy

from app.nlp import groups
from app.nlp.flow import EMPTY_FLOW, Flow, FlowBuilder
from app.nlp.tokenizer import SOURCE

SOURCE_TEXT = "  Minimaal   3\n jaar"


@dataclass(frozen=True)
class Mark:
    start: int
    end: int
    label: str = "mark"


@pytest.fixture
def flow() -> Flow:
    builder = FlowBuilder()
    builder.add("Minimaal", 2, "")
    builder.add("3", 13, " ")
    builder.add("jaar", 16, " ")
    return builder.build()


@pytest.fixture
def doc(flow: Flow) -> spacy.tokens.Doc:
    made = spacy.blank("nl").make_doc(SOURCE_TEXT)
    made.user_data[SOURCE] = SOURCE_TEXT
    groups.set_flow(made, flow)
    return made


def test_the_text_is_what_was_added(flow: Flow) -> None:
    assert (flow.text, flow.low, flow.words) == ("Minimaal 3 jaar", "minimaal 3 jaar", frozenset({"minimaal", "jaar"}))


@pytest.mark.parametrize(("offset", "source"), [(0, 2), (7, 9), (9, 13), (11, 16), (14, 19)])
def test_offsets_go_back_to_the_source(flow: Flow, offset: int, source: int) -> None:
    assert flow.source(offset) == source


@pytest.mark.parametrize(
    ("start", "end", "quoted"),
    [(0, 15, "Minimaal   3\n jaar"), (8, 11, "3"), (0, 8, "Minimaal"), (10, 15, "jaar"), (8, 9, ""), (3, 3, "")],
)
def test_ranges_leave_out_white_space_at_their_edges(flow: Flow, start: int, end: int, quoted: str) -> None:
    first, last = flow.source_range(start, end)

    assert SOURCE_TEXT[first:last] == quoted


def test_an_empty_flow_has_one_offset() -> None:
    assert (EMPTY_FLOW.text, EMPTY_FLOW.source(0), EMPTY_FLOW.source_range(0, 0)) == ("", 0, (0, 0))


def test_values_and_spans_are_kept_side_by_side(doc: spacy.tokens.Doc) -> None:
    marks = (Mark(0, 8), Mark(9, 15))
    groups.put(doc, "marks", marks)

    assert groups.get(doc, "marks", Mark) == marks
    assert groups.labels(doc.spans["marks"]) == ["mark", "mark"]
    assert [span.text for span in doc.spans["marks"]] == ["Minimaal", "3\n jaar"]


def test_a_span_is_widened_to_whole_tokens(doc: spacy.tokens.Doc) -> None:
    groups.put(doc, "marks", [Mark(2, 5)])

    assert doc.spans["marks"][0].text == "Minimaal"


def test_what_no_component_wrote_is_empty(doc: spacy.tokens.Doc) -> None:
    assert groups.get(doc, "nothing", Mark) == ()


def test_without_layout_the_flow_is_empty() -> None:
    assert groups.get_flow(spacy.blank("nl").make_doc("Minimaal")) is EMPTY_FLOW
