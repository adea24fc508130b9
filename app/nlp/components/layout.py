"""`layout`: raw text to logical lines. Hard wraps joined, tab columns kept, numbering and bullets recognised."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from statistics import median

from spacy.language import Language
from spacy.tokens import Doc

from app.nlp import groups
from app.nlp.components.hyphens import joint
from app.nlp.components.lines import Marker, Physical, continues, physical_lines, read_marker, wrap_width
from app.nlp.flow import FlowBuilder
from app.nlp.glyphs import has_odd_glyphs, plain_runs

LINES = "lines"


@dataclass(frozen=True, slots=True)
class Line:
    """A logical line in flow offsets. `body`: where its text starts after a marker; `number` as printed.

    `gap`: line breaks before it; 2 is one blank line.
    """

    start: int
    end: int
    body: int
    marker: str | None
    number: str | None
    gap: int = 1

    @property
    def label(self) -> str:
        """`item` for a marked line, else `line`."""
        return "item" if self.marker else "line"


def join_wraps(lines: Iterable[Physical]) -> list[list[Physical]]:
    """Group physical lines into logical ones."""
    known = list(lines)
    width = wrap_width(known)
    usual = median(line.gap for line in known[1:]) if len(known) > 1 else 1
    logical: list[list[Physical]] = []
    expected: int | None = None
    for line in known:
        if logical and continues(logical[-1][-1], line, width, expected=expected, apart=line.gap > usual):
            logical[-1].append(line)
            continue
        marker = read_marker(line.text)
        if marker and marker.kind == "number" and (marker.number or "").isdigit():
            expected = int(marker.number or 0) + 1
        logical.append([line])
    return logical


@Language.component("layout", assigns=["doc.spans", "doc.user_data"])
def layout(doc: Doc) -> Doc:
    """Attach the flow and the SpanGroup `lines`."""
    source = groups.get_source(doc)
    builder = FlowBuilder()
    lines: list[Line] = []
    for group in join_wraps(physical_lines(source)):
        start = builder.length + (1 if builder.parts else 0)
        marker = read_marker(group[0].text)
        separator = "\n" if builder.parts else ""
        for physical, below in zip(group, [*group[1:], None], strict=True):
            following, dropped = joint(physical.text, below.text) if below else ("", 0)
            shown = physical
            if dropped:
                shown = replace(physical, end=physical.end - dropped, text=physical.text[:-dropped])
            _add(builder, source, shown, separator)
            separator = following
        lines.append(_line(start, builder.length, marker, group[0].gap))
    groups.set_flow(doc, builder.build())
    groups.put(doc, LINES, lines)
    return doc


def _line(start: int, end: int, marker: Marker | None, gap: int) -> Line:
    if marker is None:
        return Line(start, end, start, None, None, gap)
    return Line(start, end, start + marker.length, marker.kind, marker.number, gap)


def _add(builder: FlowBuilder, text: str, line: Physical, separator: str) -> None:
    raw = text[line.start : line.end]
    if raw == line.text:
        builder.add(raw, line.start, separator)
        return
    if not raw.isascii() and has_odd_glyphs(raw):
        _add_plain(builder, raw, line, separator)
        return
    offset = 0
    for word in line.text.replace("\t", " \t ").split(" "):
        if word == "\t":
            separator = "\t"
            continue
        offset = raw.index(word, offset)
        builder.add(word, line.start + offset, separator)
        offset += len(word)
        separator = " "


def _add_plain(builder: FlowBuilder, raw: str, line: Physical, separator: str) -> None:
    """Add a line whose characters print as others, run by run, so that each is traced to where it came from."""
    sources = [
        (char, start if odd else start + index) for piece, start, odd in _runs(raw) for index, char in enumerate(piece)
    ]
    position = 0
    for char in line.text:
        if char in " \t":
            separator = char
            continue
        while position < len(sources) and sources[position][0] != char:
            position += 1
        if position == len(sources):
            return
        builder.add(char, line.start + sources[position][1], separator)
        separator = ""
        position += 1


def _runs(raw: str) -> Iterator[tuple[str, int, bool]]:
    """The plain runs of a line; odd ones stand for one place, however many characters they print."""
    for piece, start in plain_runs(raw):
        yield piece, start, raw[start : start + len(piece)] != piece
