"""How components hand on what they found: one SpanGroup each, with typed values beside its spans.

Spans are widened to whole tokens (a criterion can start inside one: "WOZ4."); the values keep exact flow offsets.
Only plain values ever leave `app/nlp`: a SpanGroup dies with its Doc.
"""

from collections.abc import Iterable, Sequence
from typing import Protocol, TypeVar, cast

from spacy.tokens import Doc, Span, SpanGroup

from app.nlp.flow import EMPTY_FLOW, Flow
from app.nlp.tokenizer import SOURCE


class Ranged(Protocol):
    """Anything that lies at a range of the flow and has a label."""

    @property
    def start(self) -> int:
        """The first character."""

    @property
    def end(self) -> int:
        """Behind the last character."""

    @property
    def label(self) -> str:
        """What the span is called."""


R = TypeVar("R", bound=Ranged)


def set_flow(doc: Doc, flow: Flow) -> None:
    """Attach the flow of the text to its Doc."""
    doc.user_data["flow"] = flow


def get_flow(doc: Doc) -> Flow:
    """The flow that `layout` attached; empty where `layout` is not in the pipeline."""
    return cast(Flow, doc.user_data.get("flow", EMPTY_FLOW))


def get_source(doc: Doc) -> str:
    """The text that the Doc was made of."""
    return cast(str, doc.user_data[SOURCE])


def put(doc: Doc, key: str, values: Sequence[Ranged]) -> None:
    """Store `values` as the SpanGroup `key`; each span carries its value's label."""
    flow = get_flow(doc)
    doc.spans[key] = SpanGroup(doc, name=key, spans=[_span(doc, flow, value) for value in values])
    doc.user_data[key] = tuple(values)


def get(doc: Doc, key: str, kind: type[R]) -> tuple[R, ...]:
    """The values of the SpanGroup `key`; empty where the component that writes it is not in the pipeline."""
    return cast("tuple[R, ...]", doc.user_data.get(key, ()))


def _span(doc: Doc, flow: Flow, value: Ranged) -> Span:
    start, end = flow.source_range(value.start, value.end)
    span = doc.char_span(start, max(end, start + 1), label=value.label, alignment_mode="expand")
    return span if span is not None else Span(doc, 0, min(1, len(doc)), label=value.label)


def labels(spans: Iterable[Span]) -> list[str]:
    """The labels of some spans, for tests and reports."""
    return [span.label_ for span in spans]
