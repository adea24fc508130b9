"""OpenDocument texts: paragraphs, headings, lists and tables of `content.xml` to lines.

Source of the element names: OpenDocument 1.3, part 3.
"""

from collections.abc import Iterator

from lxml import etree

from app.documents.extracted import DocumentError, Extracted, lines_to_text
from app.documents.media_types import ODT
from app.documents.packages import MAX_DEPTH, Package

_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
_SKIPPED = {f"{_TEXT}tracked-changes", f"{_TEXT}note", f"{_OFFICE}annotation", f"{_TEXT}sequence-decls"}
MAX_SPACES = 100
"""Repeated spaces written as a number."""


def read_odt(data: bytes) -> Extracted:
    """The text of an OpenDocument text; raises DocumentError."""
    with Package(data) as package:
        manifest = package.xml("META-INF/manifest.xml")
        if manifest is not None and any("encryption-data" in str(one.tag) for one in manifest.iter()):
            raise DocumentError("encrypted")
        content = package.xml("content.xml")
    body = content.find(f"{_OFFICE}body/{_OFFICE}text") if content is not None else None
    if content is None or body is None:
        raise DocumentError("corrupt")
    return Extracted(lines_to_text(list(_blocks(body, _numbered(content), 0))), ODT)


def _numbered(content: etree._Element) -> frozenset[str]:
    """The list styles whose first level is numbered."""
    return frozenset(
        style.get(f"{_STYLE}name") or ""
        for style in content.iter(f"{_TEXT}list-style")
        if style.find(f"{_TEXT}list-level-style-number") is not None
    )


def _blocks(parent: etree._Element, numbered: frozenset[str], depth: int) -> Iterator[str]:
    if depth > MAX_DEPTH:
        raise DocumentError("too-complex")
    for element in parent:
        if element.tag in _SKIPPED:
            continue
        if element.tag == f"{_TEXT}h":
            yield ""
            yield from _line(element).split("\n")
        elif element.tag == f"{_TEXT}p":
            yield from _line(element).split("\n")
        elif element.tag == f"{_TEXT}list":
            yield from _list(element, numbered, depth)
        elif element.tag == f"{_TABLE}table":
            for row in element.iter(f"{_TABLE}table-row"):
                if next(row.iterancestors(f"{_TABLE}table")) is element:
                    yield from _row(row, numbered, depth)
        else:
            yield from _blocks(element, numbered, depth + 1)


def _list(element: etree._Element, numbered: frozenset[str], depth: int) -> Iterator[str]:
    counted = element.get(f"{_TEXT}style-name") in numbered
    for count, item in enumerate(element.iter(f"{_TEXT}list-item"), start=1):
        if next(item.iterancestors(f"{_TEXT}list")) is not element:
            continue
        marker = f"{count}. " if counted else "• "
        for line in _blocks(item, numbered, depth + 1):
            yield (marker + line) if line.strip() else line
            marker = "" if line.strip() else marker


def _row(row: etree._Element, numbered: frozenset[str], depth: int) -> Iterator[str]:
    cells = [
        [line for line in _blocks(cell, numbered, depth + 1) if line.strip()]
        for cell in row.iter(f"{_TABLE}table-cell")
        if next(cell.iterancestors(f"{_TABLE}table-row")) is row
    ]
    if all(len(cell) <= 1 for cell in cells):
        yield "\t".join(cell[0].replace("\t", " ") if cell else "" for cell in cells).rstrip("\t")
    else:
        for cell in cells:
            yield from cell


def _line(element: etree._Element) -> str:
    pieces: list[str] = []
    stack: list[tuple[etree._Element, bool]] = [(element, False)]
    while stack:
        node, closing = stack.pop()
        if closing:
            pieces.append((node.tail or "").replace("\n", " "))
            continue
        if node is not element:
            stack.append((node, True))
        if node.tag in _SKIPPED:
            continue
        if node.tag == f"{_TEXT}s":
            count = node.get(f"{_TEXT}c") or "1"
            pieces.append(" " * min(int(count) if count.isascii() and count.isdigit() else 1, MAX_SPACES))
        elif node.tag == f"{_TEXT}tab":
            pieces.append("\t")
        elif node.tag == f"{_TEXT}line-break":
            pieces.append("\n")
        else:
            pieces.append((node.text or "").replace("\n", " "))
            stack.extend((child, False) for child in reversed(node))
    return "".join(pieces)
