"""Postings on the wire."""

from typing import Annotated, TypeAlias

from pydantic import AfterValidator, Field, StringConstraints
from pydantic_core import PydanticCustomError

from app.criteria.base import Value
from app.criteria.posting import PostingReading
from app.schemas.base import Identity, Instant
from app.schemas.corrections import Correction

_FIRST_PRINTABLE = 0x20


def _without_control_characters(value: str) -> str:
    if any(ord(character) < _FIRST_PRINTABLE for character in value):
        raise PydanticCustomError("control_character", "control character")
    return value


Filename: TypeAlias = Annotated[
    str, StringConstraints(min_length=1, max_length=255), AfterValidator(_without_control_characters)
]
WebAddress: TypeAlias = Annotated[str, StringConstraints(pattern=r"^https?://[^\s]+$", max_length=2_000)]


class PostingInput(Value):
    """A posting's text, as the publisher printed it, and where it came from."""

    text: str = Field(
        description="The whole text. Line breaks and tabs are kept: offsets in the answer count in it.",
        json_schema_extra={"minLength": 1, "pattern": r"\S"},
    )
    filename: Filename | None = None
    url: WebAddress | None = None


class PostingSource(Value):
    """What the posting was read from; `characters` counts Unicode code points, `language` is ISO 639-1 or `und`."""

    media_type: str
    filename: str | None
    url: str | None
    sha256: str
    language: str
    characters: int


class ParsedPosting(PostingReading):
    """A text that was read and not stored."""

    parser_version: str
    source: PostingSource


class Posting(PostingReading, Identity):
    """A stored posting: everything that was read from its text, with where each value came from.

    `corrections`: what a person put in the place of a criterion as it was read, in order; `criteria` have them in them.
    """

    parser_version: str
    source: PostingSource
    corrections: tuple[Correction, ...]


class PostingSummary(Identity):
    """A line in the list of postings."""

    parser_version: str
    title: str | None
    reference: str | None
    organisation_name: str | None
    submission_deadline: Instant | None


class PostingPage(Value):
    """A page of postings, oldest first; `nextCursor` is null on the last page."""

    items: tuple[PostingSummary, ...]
    next_cursor: str | None


class SourceText(Value):
    """The text that a posting was read from: exactly as it was sent, or as it was taken from the document sent."""

    posting_id: str
    text: str
    sha256: str
    characters: int
