"""`sections`: what each block of lines is, by its heading; lines before the first heading are the header."""

from dataclasses import dataclass

from spacy.language import Language
from spacy.tokens import Doc

from app.nlp import groups
from app.nlp.components.layout import LINES, Line
from app.nlp.headings import match_heading

SECTIONS = "sections"
CRITERIA_KINDS = frozenset({"knockout", "award", "wish", "mixed"})


@dataclass(frozen=True, slots=True)
class Section:
    """A block in flow offsets. `heading_end`: where its heading stops; `lines`: its content, headings left out."""

    kind: str
    start: int
    end: int
    heading_end: int
    lines: tuple[Line, ...]

    @property
    def label(self) -> str:
        """The kind of block."""
        return self.kind


@Language.component("sections", requires=["doc.user_data"], assigns=["doc.spans"])
def sections(doc: Doc) -> Doc:
    """Attach the SpanGroup `sections`, in order, covering all lines."""
    groups.put(doc, SECTIONS, read_sections(groups.get_flow(doc).text, groups.get(doc, LINES, Line)))
    return doc


def read_sections(text: str, lines: tuple[Line, ...]) -> list[Section]:
    """Split the lines of a flow at its headings. A sub-heading inside a list of criteria stays inside it."""
    found: list[Section] = []
    kind, start, heading_end = "header", 0, 0
    content: list[Line] = []
    for line in lines:
        heading = None if line.marker == "number" else match_heading(text[line.start : line.end])
        if heading is None or (heading.kind == "subhead" and kind not in CRITERIA_KINDS):
            content.append(line)
            continue
        if heading.kind == "subhead":
            continue
        if content or kind != "header":
            found.append(Section(kind, start, content[-1].end if content else heading_end, heading_end, tuple(content)))
        kind, start, heading_end, content = heading.kind, line.start, line.start + heading.length, []
        if heading_end < line.end:
            body = heading_end + len(text[heading_end : line.end]) - len(text[heading_end : line.end].lstrip())
            content.append(Line(body, line.end, body, None, None))
    found.append(Section(kind, start, content[-1].end if content else heading_end, heading_end, tuple(content)))
    return found
