"""PDF by PDFium: characters with their boxes to words, lines and paragraphs.

A PDF holds glyphs at places; lines, columns of a table and blank lines are told by the room between them.
"""

import ctypes
from collections.abc import Iterator

import pypdfium2 as pdfium
import pypdfium2.raw as api

from app.documents.extracted import MAX_CHARACTERS, Box, DocumentError, Extracted
from app.documents.media_types import PDF
from app.documents.pdf_lines import PageLine, PdfWord, join_lines, make_line, without_repeated

MAX_PAGES = 200
_REPLACED = {
    # PDFium's own mark for a hyphen at the end of a line that divides a word.
    0x02: "-",
    **dict.fromkeys((0x0, 0xAD, 0x200B, 0xFEFF, 0xFFFE, 0xFFFF), ""),
    **dict.fromkeys((0xF0B7, 0xF0A7, 0xF0D8, 0xF0FC, 0xF076, 0xB7, 0x25CF), "•"),
    **{0xFB00: "ff", 0xFB01: "fi", 0xFB02: "fl", 0xFB03: "ffi", 0xFB04: "ffl", 0xFB05: "st", 0xFB06: "st"},
}
"""Bullets of symbol fonts, ligatures, and characters that print nothing."""


def read_pdf(data: bytes) -> Extracted:
    """The text of a PDF and where its words stand; raises DocumentError."""
    try:
        document = pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        encrypted = getattr(error, "err_code", None) == api.FPDF_ERR_PASSWORD or "assword" in str(error)
        raise DocumentError("encrypted" if encrypted else "corrupt") from None
    try:
        count = len(document)
        if count > MAX_PAGES:
            raise DocumentError("too-complex")
        pages = [_page_lines(document, index) for index in range(count)]
    except pdfium.PdfiumError:
        raise DocumentError("corrupt") from None
    finally:
        document.close()
    if not any(pages):
        raise DocumentError("without-text")
    empty = [str(index + 1) for index, lines in enumerate(pages) if not lines]
    text, words = join_lines(without_repeated(pages))
    remarks = (("page_without_text", ", ".join(empty)),) if empty else ()
    return Extracted(text, PDF, words, remarks)


def _page_lines(document: pdfium.PdfDocument, index: int) -> list[PageLine]:
    page = document[index]
    text_page = page.get_textpage()
    try:
        handle = text_page.raw
        count = api.FPDFText_CountChars(handle)
        if count > MAX_CHARACTERS:
            raise DocumentError("too-complex")
        return list(_lines(handle, max(count, 0), index + 1))
    finally:
        text_page.close()
        page.close()


def _lines(handle: object, count: int, page: int) -> Iterator[PageLine]:
    words: list[PdfWord] = []
    letters: list[str] = []
    first = last = 0
    for at, printed in enumerate(_characters(handle, count)):
        character = printed.translate(_REPLACED)
        if not character:
            continue
        if not character.isspace():
            first = first if letters else at
            last = at
            letters.append(character)
            continue
        if letters:
            words.append(PdfWord("".join(letters), _box(handle, first, last)))
            letters = []
        if character in "\r\n" and words:
            yield make_line(page, words)
            words = []
    if letters:
        words.append(PdfWord("".join(letters), _box(handle, first, last)))
    if words:
        yield make_line(page, words)


def _characters(handle: object, count: int) -> str | list[str]:
    """The characters of a page by their index: all at once where each takes one unit of UTF-16, else one by one."""
    buffer = (ctypes.c_ushort * (count + 1))()
    written = api.FPDFText_GetText(handle, 0, count, buffer)
    text = bytes(buffer)[: max(written - 1, 0) * 2].decode("utf-16-le", "replace")
    return text if len(text) == count else [chr(api.FPDFText_GetUnicode(handle, at)) for at in range(count)]


def _box(handle: object, first: int, last: int) -> Box:
    """The box around two characters of a line: that of the word they open and end, but for its tallest letters."""
    found = []
    for at in (first, last):
        api.FPDFText_GetLooseCharBox(handle, at, rect := api.FS_RECTF())
        found.append((rect.left, rect.bottom, rect.right, rect.top))
    one, other = found
    return min(one[0], other[0]), min(one[1], other[1]), max(one[2], other[2]), max(one[3], other[3])
