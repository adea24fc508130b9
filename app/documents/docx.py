"""Word documents: paragraphs, tables, list numbers and breaks of `word/document.xml` to lines.

Source of the element names: ECMA-376, part 1 (WordprocessingML).
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from app.documents.extracted import DocumentError, Extracted, lines_to_text
from app.documents.media_types import DOCX
from app.documents.packages import Package

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_UNPRINTED = ("del", "moveFrom", "instrText", "delText", "pPr", "rPr", "footnoteReference")
_SKIPPED = {_FALLBACK, *(f"{_W}{name}" for name in _UNPRINTED)}
_WRAPPERS = {f"{_W}{name}" for name in ("sdt", "sdtContent", "ins", "moveTo", "customXml", "smartTag")}
_MARKS = {f"{_W}tab": "\t", f"{_W}br": "\n", f"{_W}cr": "\n", f"{_W}noBreakHyphen": "-", f"{_W}softHyphen": ""}
MAX_NESTED = 12
"""Tables within tables that are read as such."""


def read_docx(data: bytes) -> Extracted:
    """The text of a Word document; raises DocumentError."""
    with Package(data) as package:
        document = package.xml("word/document.xml")
        lists = _Lists(package.xml("word/numbering.xml"), package.xml("word/styles.xml"))
    body = document.find(f"{_W}body") if document is not None else None
    if body is None:
        raise DocumentError("corrupt")
    return Extracted(lines_to_text(list(_blocks(body, lists, 0))), DOCX)


def _blocks(parent: etree._Element, lists: "_Lists", depth: int) -> Iterator[str]:
    for element in parent:
        if element.tag == f"{_W}p":
            yield from _paragraph(element, lists, depth)
        elif element.tag == f"{_W}tbl" and depth < MAX_NESTED:
            for row in element.iter(f"{_W}tr"):
                if next(row.iterancestors(f"{_W}tbl")) is element:
                    yield from _row(row, lists, depth)
        elif element.tag in _WRAPPERS:
            yield from _blocks(element, lists, depth)


def _row(row: etree._Element, lists: "_Lists", depth: int) -> Iterator[str]:
    """A row as one line where its cells hold a line each; else the lines of its cells one after the other."""
    cells = [
        [line for line in _blocks(cell, lists, depth + 1) if line.strip()]
        for cell in row.iter(f"{_W}tc")
        if next(cell.iterancestors(f"{_W}tr")) is row
    ]
    if all(len(cell) <= 1 for cell in cells):
        yield "\t".join(cell[0].replace("\t", " ") if cell else "" for cell in cells).rstrip("\t")
    else:
        for cell in cells:
            yield from cell


def _paragraph(element: etree._Element, lists: "_Lists", depth: int) -> Iterator[str]:
    text = "".join(_runs(element))
    if lists.is_heading(element) and depth == 0:
        yield ""
    yield from (lists.marker(element) + text if text.strip() else "").split("\n")
    for box in element.iter(f"{_W}txbxContent"):
        outer = next(box.iterancestors(f"{_W}txbxContent"), None)
        fallback = any(ancestor.tag in _SKIPPED for ancestor in box.iterancestors())
        if outer is None and not fallback and depth < MAX_NESTED:
            yield from _blocks(box, lists, depth + 1)


def _runs(element: etree._Element) -> Iterator[str]:
    """The printed pieces of a paragraph, without what was deleted, field codes and text boxes."""
    stack = list(reversed(element))
    while stack:
        node = stack.pop()
        if node.tag in _SKIPPED or node.tag == f"{_W}txbxContent":
            continue
        if node.tag == f"{_W}t":
            yield (node.text or "").replace("\n", " ")
        elif node.tag in _MARKS:
            yield _MARKS[node.tag]
        else:
            stack.extend(reversed(node))


@dataclass(slots=True)
class _Lists:
    """Numbers and bullets of list paragraphs, counted as Word counts them."""

    numbering: etree._Element | None
    styles: etree._Element | None
    counts: dict[tuple[str, int], int] = field(default_factory=dict)
    formats: dict[tuple[str, int], tuple[str, str, int]] = field(default_factory=dict)
    by_style: dict[str, tuple[str, int]] = field(default_factory=dict)
    headings: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        self._read_numbering()
        for style in self.styles.iter(f"{_W}style") if self.styles is not None else ():
            name = style.find(f"{_W}name")
            identifier = style.get(f"{_W}styleId") or ""
            if name is not None and (name.get(f"{_W}val") or "").lower().startswith(("heading", "kop ", "title")):
                self.headings.add(identifier)
            if found := _number_of(style.find(f"{_W}pPr")):
                self.by_style[identifier] = found

    def _read_numbering(self) -> None:
        if self.numbering is None:
            return
        abstract = {one.get(f"{_W}abstractNumId"): one for one in self.numbering.iter(f"{_W}abstractNum")}
        for number in self.numbering.iter(f"{_W}num"):
            reference = number.find(f"{_W}abstractNumId")
            defined = abstract.get(reference.get(f"{_W}val")) if reference is not None else None
            for level in defined.iter(f"{_W}lvl") if defined is not None else ():
                key = (number.get(f"{_W}numId") or "", _int(level.get(f"{_W}ilvl")))
                start = _value(level, "start")
                self.formats[key] = (
                    _value(level, "numFmt") or "decimal", _value(level, "lvlText") or "%1.", _int(start, 1),
                )  # fmt: skip

    def is_heading(self, paragraph: etree._Element) -> bool:
        """Whether a paragraph's style is that of a heading."""
        return _style(paragraph) in self.headings

    def marker(self, paragraph: etree._Element) -> str:
        """What Word prints before a list paragraph ("1. ", "• "); empty for others."""
        properties = paragraph.find(f"{_W}pPr")
        found = _number_of(properties) or self.by_style.get(_style(paragraph))
        if found is None or found not in self.formats:
            return ""
        kind, shape, start = self.formats[found]
        if kind in ("bullet", "none"):
            return "• " if kind == "bullet" else ""
        identifier, level = found
        self.counts[found] = self.counts.get(found, start - 1) + 1
        for key in [key for key in self.counts if key[0] == identifier and key[1] > level]:
            del self.counts[key]
        return f"{_printed(self.counts[found], kind)}{')' if shape.endswith(')') else '.'} "


def _printed(count: int, kind: str) -> str:
    if kind in ("lowerLetter", "upperLetter") and count <= 26:
        letter = chr(ord("a") + count - 1)
        return letter if kind == "lowerLetter" else letter.upper()
    return str(count)


def _number_of(properties: etree._Element | None) -> tuple[str, int] | None:
    numbered = properties.find(f"{_W}numPr") if properties is not None else None
    if numbered is None:
        return None
    identifier = _value(numbered, "numId")
    return (identifier, _int(_value(numbered, "ilvl"))) if identifier and identifier != "0" else None


def _style(paragraph: etree._Element) -> str:
    properties = paragraph.find(f"{_W}pPr")
    return (_value(properties, "pStyle") or "") if properties is not None else ""


def _value(parent: etree._Element, name: str) -> str | None:
    found = parent.find(f"{_W}{name}")
    return found.get(f"{_W}val") if found is not None else None


def _int(printed: str | None, default: int = 0) -> int:
    return int(printed) if printed and printed.isascii() and printed.isdigit() and len(printed) < 6 else default
