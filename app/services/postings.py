"""Take in postings: read, keep, list, remove."""

import hashlib
from typing import Any

from sqlmodel import Session

from app.criteria.posting import PostingReading
from app.database import Database
from app.errors import AppError, invalid_input
from app.etags import NO_PRECONDITIONS, Preconditions, revision_tag
from app.ids import new_id
from app.repositories.decisions import DecisionRepository
from app.repositories.postings import PostingRepository
from app.schemas.corrections import Correction, CorrectionsInput
from app.schemas.decisions import Action
from app.schemas.postings import (
    ParsedPosting,
    Posting,
    PostingInput,
    PostingPage,
    PostingSource,
    PostingSummary,
    SourceText,
)
from app.services.clock import Clock
from app.services.correcting import at_revision, corrected, unknown_criteria
from app.services.decisions import note
from app.services.digests import digest, reading_digest, wire
from app.services.documents import Document, with_document
from app.services.idempotency import settle
from app.services.outbox import Outbox
from app.services.paging import cut_page, page_request
from app.services.reader import TextReader
from app.services.webhook_events import posting_parsed
from app.settings import Settings
from app.tables import PostingRow

_MEDIA_TYPE = "text/plain"
_CORRECTIONS = "corrections"
"""Stands in the stored document beside what was read."""


class PostingService:
    """The use cases of postings. Unknown ids raise the 404."""

    def __init__(
        self,
        database: Database,
        reader: TextReader,
        settings: Settings,
        clock: Clock,
        parser_version: str,
        outbox: Outbox,
    ) -> None:
        self._database = database
        self._reader = reader
        self._settings = settings
        self._clock = clock
        self._parser_version = parser_version
        self._outbox = outbox

    def parse(self, given: PostingInput, document: Document | None = None) -> ParsedPosting:
        """Read a text and keep nothing. `document`: what the text was taken from, where it came in one."""
        reading = with_document(self._reader.read(given.text), document)
        source = _source(given, document, reading.language)
        return ParsedPosting(parser_version=self._parser_version, source=source, **_members(reading))

    def create(self, given: PostingInput, document: Document | None = None) -> Posting:
        """Read a text and keep both. `document`: what the text was taken from, where it came in one."""
        reading = with_document(self._reader.read(given.text), document)
        now = self._clock()
        row = PostingRow(
            id=new_id(),
            revision=1,
            created_at=now,
            updated_at=now,
            parser_version=self._parser_version,
            source_text=given.text,
            **_source(given, document, reading.language).model_dump(by_alias=False),
            title=reading.title,
            reference=reading.reference,
            organisation_name=reading.organisation.name,
            submission_deadline=reading.deadlines.submission,
            reading=reading.model_dump(mode="json", by_alias=True),
        )
        with self._database.write() as session:
            PostingRepository(session).add(row)
            self._outbox.tell(session, posting_parsed(row, reading))
            posting = _posting(row, reading)
            settle(session, posting, f"/v1/postings/{row.id}")
            note(
                DecisionRepository(session),
                Action.POSTING_CREATED,
                now,
                posting_id=row.id,
                parserVersion=row.parser_version,
                sourceSha256=row.sha256,
                readingSha256=reading_digest(reading),
            )
        return posting

    def get(self, posting_id: str) -> Posting:
        """A stored posting."""
        row = self._row(posting_id)
        return _posting(row, reading_of(row))

    def source_text(self, posting_id: str) -> SourceText:
        """The text that a posting was read from."""
        row = self._row(posting_id)
        return SourceText(posting_id=row.id, text=row.source_text, sha256=row.sha256, characters=row.characters)

    def page(self, cursor: str | None, limit: int | None) -> PostingPage:
        """A page of postings, oldest first."""
        size, after = page_request(cursor, limit, self._settings)
        with self._database.read() as session:
            rows, following = cut_page(PostingRepository(session).page(after, size + 1), size)
            items = tuple(
                PostingSummary(
                    id=row.id,
                    revision=row.revision,
                    created_at=row.created_at,
                    updated_at=row.updated_at,
                    parser_version=row.parser_version,
                    title=row.title,
                    reference=row.reference,
                    organisation_name=row.organisation_name,
                    submission_deadline=row.submission_deadline,
                )
                for row in rows
            )
        return PostingPage(items=items, next_cursor=following)

    def correct(self, posting_id: str, given: CorrectionsInput, expected: Preconditions = NO_PRECONDITIONS) -> Posting:
        """Take over a person's corrections: the next revision.

        Raises the 409 where `given` is about another revision, the 412 where the posting is not the one expected.
        """

        def correct(session: Session) -> Posting:
            row = PostingRepository(session).get(posting_id, for_update=True)
            if row is None:
                raise AppError("not-found")
            if row.revision != given.revision:
                raise AppError("revision-passed")
            before = reading_of(row)
            errors = list(unknown_criteria(before, given.corrections))
            if errors:
                raise invalid_input(*errors)
            expected.check(_tag(row))
            now = self._clock()
            reading, made = corrected(before, given.corrections, row.revision + 1, now)
            document = reading.model_dump(mode="json", by_alias=True)
            made = (*corrections_of(row), *made)
            row.reading = document | {_CORRECTIONS: [one.model_dump(mode="json", by_alias=True) for one in made]}
            row.revision += 1
            row.updated_at = now
            # Who corrected, and why, stays with the posting.
            note(
                DecisionRepository(session),
                Action.POSTING_CORRECTED,
                now,
                posting_id=row.id,
                revision=row.revision,
                criteria=[one.criterion_id for one in given.corrections],
                correctionsSha256=digest(wire(given)),
                readingSha256=reading_digest(reading),
            )
            return _posting(row, reading)

        return self._database.writing(correct)

    def delete(self, posting_id: str, expected: Preconditions = NO_PRECONDITIONS) -> None:
        """Remove a posting and its matches; the 412 where it is not the one expected."""
        with self._database.write() as session:
            row = PostingRepository(session).get(posting_id, for_update=True)
            if row is None:
                raise AppError("not-found")
            expected.check(_tag(row))
            if not PostingRepository(session).delete(posting_id):
                raise AppError("not-found")
            note(DecisionRepository(session), Action.POSTING_DELETED, self._clock(), posting_id=posting_id)

    def _row(self, posting_id: str) -> PostingRow:
        with self._database.read() as session:
            row = PostingRepository(session).get(posting_id)
        if row is None:
            raise AppError("not-found")
        return row


def _tag(row: PostingRow) -> str:
    return revision_tag(Posting, row.id, row.revision)


def _source(given: PostingInput, document: Document | None, language: str) -> PostingSource:
    return PostingSource(
        media_type=document.media_type if document else _MEDIA_TYPE,
        filename=given.filename,
        url=given.url,
        sha256=hashlib.sha256(given.text.encode()).hexdigest(),
        language=language,
        characters=len(given.text),
    )


def reading_of(row: PostingRow) -> PostingReading:
    """What was read from a stored posting, as corrected."""
    return PostingReading.model_validate({name: value for name, value in row.reading.items() if name != _CORRECTIONS})


def corrections_of(row: PostingRow) -> tuple[Correction, ...]:
    """What a person corrected in it, in order."""
    return tuple(map(Correction.model_validate, row.reading.get(_CORRECTIONS, ())))


def reading_at(row: PostingRow, revision: int) -> PostingReading:
    """What the posting was read into at one of its revisions."""
    return at_revision(reading_of(row), corrections_of(row), revision)


def _posting(row: PostingRow, reading: PostingReading) -> Posting:
    source = PostingSource.model_validate(row, from_attributes=True, by_name=True)
    return Posting(
        id=row.id,
        revision=row.revision,
        created_at=row.created_at,
        updated_at=row.updated_at,
        parser_version=row.parser_version,
        source=source,
        corrections=corrections_of(row),
        **_members(reading),
    )


def _members(reading: PostingReading) -> dict[str, Any]:
    return {name: getattr(reading, name) for name in PostingReading.model_fields}
