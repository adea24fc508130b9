"""Documents in: bytes to a text with what is known of it, and its places on the pages of a PDF."""

import tomllib
from bisect import bisect_left, bisect_right
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Protocol

from app.criteria.criterion import Region, TextSpan
from app.criteria.posting import Finding, FindingSeverity, PostingReading
from app.documents.extracted import DocumentError, Extracted, Word
from app.errors import AppError
from app.telemetry import Timer, untimed

_MESSAGES = Path(__file__).parent.parent / "messages" / "document_findings.toml"


class ReadsDocuments(Protocol):
    """What turns bytes into text; `app.documents.pool.DocumentPool` is one."""

    def read(self, data: bytes, media_type: str, filename: str | None) -> Extracted:
        """The text of a document; raises DocumentError."""
        ...


@dataclass(frozen=True, slots=True)
class Document:
    """A document that was read: its text, what it turned out to be, where its words stand, what was not read."""

    text: str
    media_type: str
    words: tuple[Word, ...]
    remarks: tuple[tuple[str, str], ...]


class DocumentService:
    """Reads documents in their own processes."""

    def __init__(self, reader: ReadsDocuments, timed: Timer = untimed) -> None:
        self._reader = reader
        self._timed = timed

    def read(self, data: bytes, media_type: str, filename: str | None) -> Document:
        """The text of `data`; raises `AppError`: 400 or 415 that says what is wrong with it, 503 without a worker."""
        try:
            with self._timed("document"):
                found = self._reader.read(data, media_type, filename)
        except DocumentError as error:
            raise AppError(f"document-{error.kind}") from None
        except (OSError, TimeoutError):
            # No process could be started: the machine is short of something, not the document.
            raise AppError("unavailable", headers={"Retry-After": "5"}) from None
        return Document(found.text, found.media_type, found.words, found.remarks)


def with_document(reading: PostingReading, document: Document | None) -> PostingReading:
    """A reading with what only its document shows: findings about it, and for PDF the regions of every place."""
    if document is None:
        return reading
    findings = (*reading.findings, *(_finding(code, detail) for code, detail in document.remarks))
    if not document.words:
        return reading.model_copy(update={"findings": findings})
    place = _placer(document.words)
    return reading.model_copy(
        update={
            "findings": tuple(
                one.model_copy(update={"spans": tuple(_placed(span, place) for span in one.spans)}) for one in findings
            ),
            "criteria": tuple(one.model_copy(update={"span": _placed(one.span, place)}) for one in reading.criteria),
            "provenance": tuple(
                one.model_copy(update={"regions": place(one.start, one.end)}) for one in reading.provenance
            ),
        }
    )


def _placed(span: TextSpan, place: Callable[[int, int], tuple[Region, ...]]) -> TextSpan:
    return span.model_copy(update={"regions": place(span.start, span.end)})


def _placer(words: tuple[Word, ...]) -> Callable[[int, int], tuple[Region, ...]]:
    starts, ends = [word.start for word in words], [word.end for word in words]

    def place(start: int, end: int) -> tuple[Region, ...]:
        return regions_of(words[bisect_right(ends, start) : bisect_left(starts, end)])

    return place


def regions_of(words: tuple[Word, ...]) -> tuple[Region, ...]:
    """The boxes of some words in a row, one for each line."""
    regions: list[Region] = []
    for word in words:
        left, bottom, right, top = word.box
        last = regions[-1] if regions else None
        if last and last.page == word.page and bottom < last.top and top > last.bottom and left >= last.left:
            regions[-1] = Region(
                page=last.page,
                left=last.left,
                bottom=min(last.bottom, bottom),
                right=max(last.right, right),
                top=max(last.top, top),
            )
        else:
            regions.append(Region(page=word.page, left=left, bottom=bottom, right=right, top=top))
    return tuple(regions)


@cache
def _messages() -> dict[str, dict[str, str]]:
    table: dict[str, dict[str, str]] = tomllib.loads(_MESSAGES.read_text(encoding="utf-8"))
    return table


def _finding(code: str, detail: str) -> Finding:
    row = _messages()[code]
    return Finding(
        code=code,
        severity=FindingSeverity(row["severity"]),
        message=row["message"].format(detail=detail),
        pointer=None,
        spans=(),
    )
