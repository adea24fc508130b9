"""`sections`: what each block of lines is, by its heading and content; before the first heading stands the header."""

import re
from dataclasses import dataclass, field

from spacy.language import Language
from spacy.tokens import Doc

from app.nlp import groups
from app.nlp.components.content import asks_much
from app.nlp.components.layout import LINES, Line
from app.nlp.guessed_headings import UNSURE, guess_kind, stands_out
from app.nlp.headings import Heading, field_of, is_label, match_heading, opens_field
from app.nlp.lexicons import fold, rows
from app.nlp.list_noise import opens_with

SECTIONS = "sections"
CRITERIA_KINDS = frozenset({"knockout", "award", "wish", "mixed"})
_DIGITS = re.compile(r"\d+")
_COLUMNS = {row["phrase"]: row["kind"] for row in rows("table_heads")}
_ENDING_FIELDS = frozenset(
    {"rate", "guideline", "deadline", "questions", "reference", "zzp", "interviews", "positions", "extension", "das"}
)
"""Header fields that end a list of criteria: no item looks like them."""
_REST = frozenset({"overig", "overige", "overigen", "algemeen", "diversen", "other"})
SHORT_PART = 3
"""Words of a line with a colon that names a part of a list ("Vaktechnisch:")."""
_NEVER_NUMBERED = frozenset({"subhead", "location", "rate", "scale", "execution", "workdays", "header", "cv"})
"""Kinds whose heading, with a number before it in a list of criteria, is rather an item ("3. Locatie")."""


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


@dataclass(slots=True)
class _Block:
    """A section while it is being made. `heading`: the line that opened it, None where the text itself did."""

    kind: str
    start: int
    heading_end: int
    heading: Line | None = None
    lines: list[Line] = field(default_factory=list)
    parts: int = 0
    """Sub-heads passed inside it."""

    def section(self) -> Section:
        end = self.lines[-1].end if self.lines else self.heading_end
        return Section(self.kind, self.start, max(end, self.heading_end), self.heading_end, tuple(self.lines))


@Language.component("sections", requires=["doc.user_data"], assigns=["doc.spans"])
def sections(doc: Doc) -> Doc:
    """Attach the SpanGroup `sections`, in order, covering all lines."""
    groups.put(doc, SECTIONS, read_sections(groups.get_flow(doc).text, groups.get(doc, LINES, Line)))
    return doc


def read_sections(text: str, lines: tuple[Line, ...]) -> list[Section]:
    """Split the lines of a flow at its headings; what is unsure is settled by what stands under it."""
    blocks = _resolved(text, _split(text, lines))
    kept = [
        block for index, block in enumerate(blocks) if block.lines or block.heading or (index == 0 == len(blocks) - 1)
    ]
    return [block.section() for block in kept or blocks[:1]]


def _split(text: str, lines: tuple[Line, ...]) -> list[_Block]:
    """The blocks by their headings. A sub-heading inside a list of criteria stays inside it."""
    current = _Block("header", 0, 0)
    blocks, list_kind = [current], None
    usual = sorted(line.gap for line in lines[1:])[len(lines) // 2 - 1] if len(lines) > 1 else 1
    for index, line in enumerate(lines):
        printed = text[line.start : line.end]
        if opens_with(printed, "noise"):
            continue
        if (column := _table_head(printed)) is not None:
            if column and current.kind not in CRITERIA_KINDS:
                current = _Block(column, line.start, line.end, line)
                list_kind = column
                blocks.append(current)
            continue
        heading = _heading(text, line, current)
        if heading is None:
            following = lines[index + 1] if index + 1 < len(lines) else None
            heading = _guessed(text, line, following, current, max(line.gap - usual, 0) + 1)
        if (
            heading is not None
            and heading.kind == "other"
            and current.parts
            and _rest_of(printed, current, lines, index)
        ):
            continue
        if heading is not None and heading.kind == "subhead":
            if current.kind in CRITERIA_KINDS:
                current.parts += 1
                continue
            heading = Heading(_outside(printed, current, list_kind), heading.length)
        if heading is None and current.kind in CRITERIA_KINDS and field_of(printed) in _ENDING_FIELDS:
            heading = Heading("other", 0)
        if heading is None:
            current.lines.append(line)
            continue
        current = _Block(heading.kind, line.start, line.start + heading.length, line)
        list_kind = current.kind if current.kind in CRITERIA_KINDS else list_kind
        blocks.append(current)
        if current.heading_end < line.end:
            body = current.heading_end
            body += len(text[body : line.end]) - len(text[body : line.end].lstrip())
            current.lines.append(Line(body, line.end, body, None, None, 0))
    return blocks


def _rest_of(printed: str, current: _Block, lines: tuple[Line, ...], index: int) -> bool:
    """Whether "Overig" names the last part of a list that has named parts, and not what follows the list."""
    following = lines[index + 1] if index + 1 < len(lines) else None
    marked = bool(current.lines) and current.lines[-1].marker is not None
    goes_on = following is not None and marked and following.marker == current.lines[-1].marker
    return goes_on and current.kind in CRITERIA_KINDS and fold(printed).strip(" :*") in _REST


def _table_head(printed: str) -> str | None:
    """For the head of a table of criteria ("Nr.", "Eis", "Punten"): the kind that it names or an empty text."""
    if "\t" not in printed:
        return None
    cells = [fold(cell).strip(" .:") for cell in printed.split("\t") if cell.strip()]
    if not all(cell in _COLUMNS for cell in cells):
        return None
    return next((_COLUMNS[cell] for cell in cells if _COLUMNS[cell]), "")


def _outside(printed: str, current: _Block, list_kind: str | None) -> str:
    """What a sub-heading opens that stands in no list: after competences, the list they interrupted."""
    if current.kind == "competences" and list_kind is not None:
        return list_kind
    guessed = guess_kind(printed)
    return guessed if guessed in CRITERIA_KINDS else UNSURE


def _heading(text: str, line: Line, current: _Block) -> Heading | None:
    """The listed heading that a line is. In a numbered list an item may look like one."""
    if line.marker != "number":
        return match_heading(text[line.start : line.end])
    found = match_heading(text[line.body : line.end])
    above = current.lines[-1] if current.lines and current.lines[-1].marker == "number" else None
    listed = above is not None and _numbering(text, above) == _numbering(text, line)
    whole = found is not None and found.length == line.end - line.body
    if found is None or not whole or found.kind in _NEVER_NUMBERED or listed:
        return None
    return Heading(found.kind, line.end - line.start)


def _numbering(text: str, line: Line) -> str:
    """How a line is numbered, whatever its number: "E#" for "E4", "#." for "4."."""
    return _DIGITS.sub("#", text[line.start : line.body]).strip()


def _guessed(text: str, line: Line, following: Line | None, current: _Block, gap: int) -> Heading | None:
    """The heading that a line looks like, if it stands out where it is. `gap`: 1 where lines stand as usual."""
    printed = text[line.start : line.end]
    if line.marker in ("number", "letter") or following is None or not stands_out(printed, gap):
        return None
    body = text[line.body : line.end]
    apart = stands_out(body, 0)
    if line.marker == "bullet" and not printed.startswith(("*", "#", "=")):
        return None
    kind = guess_kind(printed)
    if kind is None or opens_field(printed) or is_label(body) or opens_with(body, "closing"):
        return None
    listing = current.kind in CRITERIA_KINDS or current.kind == "competences"
    if listing and not apart:
        marked = bool(current.lines) and current.lines[-1].marker is not None
        loose = current.lines and not marked and line.gap > current.lines[-1].gap
        if not (marked or loose) or len(printed.split()) > 5:
            return None
    opening = current.kind == "header" and kind not in CRITERIA_KINDS
    if opening and (not current.lines or (kind == UNSURE and not apart)):
        return None
    names_part = following.marker is not None or (printed.endswith(":") and len(printed.split()) <= SHORT_PART)
    if current.kind in CRITERIA_KINDS and kind == UNSURE and names_part and not printed.endswith("?"):
        return Heading("subhead", line.end - line.start)
    return Heading(kind, line.end - line.start)


def _resolved(text: str, blocks: list[_Block]) -> list[_Block]:
    """Settle unsure and misleading headings by content; an unsure block that asks nothing belongs to the one above."""
    headed = {block.kind for block in blocks if block.kind in CRITERIA_KINDS and block.lines}
    wishes_elsewhere = "knockout" in headed and not headed & {"wish", "mixed", "award"} and _speaks_of_wishes(text)
    settled: list[_Block] = []
    for block in blocks:
        demanding = "wish" if wishes_elsewhere else "mixed"
        if block.kind == "offer" and asks_much(text, block.lines, least=2):
            block.kind = demanding
        elif block.kind == UNSURE:
            if asks_much(text, block.lines, least=2 if headed else 1):
                block.kind = "mixed"
            elif settled and settled[-1].kind not in CRITERIA_KINDS | {"competences"}:
                above = settled[-1]
                above.lines += ([block.heading] if block.heading else []) + block.lines
                continue
            else:
                block.kind = "other"
        settled.append(block)
    return settled


def _speaks_of_wishes(text: str) -> bool:
    low = text.lower()
    return " wens" in low
