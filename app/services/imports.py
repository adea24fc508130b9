"""Take in many candidates: each line for itself, a few hundred in a transaction."""

import threading
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from itertools import islice
from typing import NamedTuple

import orjson
from pydantic import TypeAdapter, ValidationError
from sqlmodel import Session

from app.database import Database
from app.errors import AppError, field_error, from_validation
from app.ids import new_id
from app.json_text import read_json
from app.repositories.candidates import CandidateRepository
from app.repositories.decisions import DecisionRepository
from app.schemas.candidates import CandidateInput, ExternalId
from app.schemas.decisions import Action
from app.schemas.imports import ImportedLine, ImportOutcome
from app.schemas.problems import ProblemError
from app.services.clock import Clock
from app.services.decisions import note_candidates
from app.settings import Settings

_PORTION = 500
"""Lines stored in one transaction."""
AT_ONCE = 4
"""Imports of a process; others are told to come again."""
_MOST_ERRORS = 10
"""Of one line, so that an answer is not many times what was sent."""
_ACTIONS = {
    ImportOutcome.CREATED: Action.CANDIDATE_CREATED,
    ImportOutcome.REPLACED: Action.CANDIDATE_REPLACED,
}
_external_id = TypeAdapter(ExternalId)


class _Read(NamedTuple):
    line: int
    external_id: str
    given: CandidateInput


class ImportService:
    """Stores the good lines of an import and says of the others what is wrong with them."""

    def __init__(
        self,
        database: Database,
        settings: Settings,
        clock: Clock,
        slots: threading.Semaphore,
        turns: threading.Semaphore,
        on_stored: Callable[[], None],
        count_line: Callable[[str], None] = lambda _outcome: None,
    ) -> None:
        self._database = database
        self._settings = settings
        self._clock = clock
        self._slots = slots
        self._on_stored = on_stored
        self._count_line = count_line
        self._turns = turns

    def take_all(self, lines: Iterable[tuple[int, bytes | None]]) -> Generator[ImportedLine, None, None]:
        """Store these (number, line; null for one that is too long) and say what became of each, in order.

        A line with a known `externalId` takes the place of the profile before.
        """
        if not self._turns.acquire(blocking=False):
            # Each holds a thread for as long as its lines take to come.
            raise AppError("unavailable", headers={"Retry-After": "30"})
        try:
            coming = iter(lines)
            while portion := list(islice(coming, _PORTION)):
                if portion[-1][0] > self._settings.max_import_lines:
                    raise AppError(
                        "too-many-lines", headers={"Connection": "close"}, limit=self._settings.max_import_lines
                    )
                for told in self._take(portion):
                    self._count_line(told.outcome)
                    yield told
        finally:
            self._turns.release()
            self._on_stored()

    def _take(self, lines: Sequence[tuple[int, bytes | None]]) -> list[ImportedLine]:
        with self._slots:
            read = [self._read(number, line) for number, line in lines]
        told = {one.line: one for one in read if isinstance(one, ImportedLine)}
        for portion in _apart([one for one in read if isinstance(one, _Read)]):
            told |= {one.line: one for one in self._store(portion)}
        return [told[number] for number, _ in lines]

    def _read(self, number: int, line: bytes | None) -> _Read | ImportedLine:
        if line is None:
            error = field_error("line_too_long", limit=self._settings.max_body_bytes)
            return _refused(number, None, [error])
        sent: object = None
        try:
            sent = read_json(line, self._settings.max_json_depth)
            given = CandidateInput.model_validate(sent)
        except AppError as error:
            return _refused(number, sent, error.errors)
        except ValidationError as error:
            found = error.errors(include_url=False, include_input=False)
            return _refused(number, sent, from_validation({**one, "loc": ("body", *one["loc"])} for one in found))
        if given.external_id is None:
            return _refused(number, None, [field_error("missing", "/externalId")])
        return _Read(number, given.external_id, given)

    def _store(self, portion: Sequence[_Read]) -> list[ImportedLine]:
        # On PostgreSQL another request may store one of them between our look and our insert; then it is replaced.
        return self._database.writing(lambda session: self._stored(session, portion), look_again=True)

    def _stored(self, session: Session, portion: Sequence[_Read]) -> list[ImportedLine]:
        now = self._clock()
        told: list[ImportedLine] = []
        repository = CandidateRepository(session)
        known = repository.ids_by_external_id([one.external_id for one in portion])
        new, changed = [], []
        for one in portion:
            candidate_id = known.get(one.external_id)
            outcome = ImportOutcome.CREATED if candidate_id is None else ImportOutcome.REPLACED
            row = {
                "id": candidate_id or new_id(),
                "updated_at": now,
                "profile": _document(one.given),
                "retention_basis": one.given.retention.basis,
                "retention_until": one.given.retention.until,
            }
            if candidate_id is None:
                new.append({**row, "external_id": one.external_id, "revision": 1, "created_at": now})
            else:
                changed.append(row)
            told.append(_told(one.line, outcome, one.external_id, str(row["id"]), ()))
        repository.store_many(new, changed)
        stored = [(_ACTIONS[one.outcome], one.candidate_id) for one in told if one.candidate_id]
        note_candidates(DecisionRepository(session), now, stored)
        return told


def _document(given: CandidateInput) -> dict[str, orjson.Fragment]:
    """`candidate_document` for the database, each part written once and never made into values in between."""
    parts = {"resume": given.resume, "engagement": given.engagement, "cv": given.cv}
    return {
        name: orjson.Fragment(part.model_dump_json(by_alias=True, exclude_unset=True)) for name, part in parts.items()
    }


def _apart(read: Sequence[_Read]) -> Iterator[Sequence[_Read]]:
    """In portions that hold no `externalId` twice, in order: of two lines about one candidate the later one stands."""
    portion: dict[str, _Read] = {}
    for one in read:
        if one.external_id in portion:
            yield tuple(portion.values())
            portion = {}
        portion[one.external_id] = one
    if portion:
        yield tuple(portion.values())


def _refused(line: int, sent: object, errors: Sequence[ProblemError]) -> ImportedLine:
    return _told(line, ImportOutcome.REFUSED, _sent_id(sent), None, errors[:_MOST_ERRORS])


def _sent_id(sent: object) -> str | None:
    """The id by which the caller knows a refused line, where it is one: nothing else that was sent is repeated."""
    try:
        return _external_id.validate_python(sent.get("externalId")) if isinstance(sent, dict) else None
    except ValidationError:
        return None


def _told(
    line: int,
    outcome: ImportOutcome,
    external_id: str | None,
    candidate_id: str | None,
    errors: Sequence[ProblemError],
) -> ImportedLine:
    return ImportedLine(
        line=line, outcome=outcome, external_id=external_id, candidate_id=candidate_id, errors=tuple(errors)
    )
