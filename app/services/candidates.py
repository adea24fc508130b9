"""Keep candidates: create, read, replace, list."""

from sqlalchemy.exc import IntegrityError
from sqlmodel import Session

from app.criteria.profile import Retention, RetentionBasis
from app.database import Database
from app.errors import AppError, field_error, invalid_input
from app.etags import NO_PRECONDITIONS, Preconditions, revision_tag
from app.ids import new_id
from app.repositories.candidates import CandidateRepository
from app.repositories.decisions import DecisionRepository
from app.schemas.candidates import Candidate, CandidateInput, CandidatePage
from app.schemas.decisions import Action
from app.services.clock import Clock
from app.services.decisions import note
from app.services.idempotency import settle
from app.services.paging import cut_page, page_request
from app.settings import Settings
from app.tables import CandidateRow


class CandidateService:
    """The use cases of candidates. Unknown ids raise the 404, an external id that is taken the 409."""

    def __init__(self, database: Database, settings: Settings, clock: Clock) -> None:
        self._database = database
        self._settings = settings
        self._clock = clock

    def create(self, given: CandidateInput) -> Candidate:
        """Store a new candidate."""

        def store(session: Session) -> Candidate:
            row = self._new_row(given, given.external_id)
            CandidateRepository(session).add(row)
            candidate = candidate_of(row)
            settle(session, candidate, f"/v1/candidates/{row.id}")
            _note(DecisionRepository(session), Action.CANDIDATE_CREATED, row)
            return candidate

        try:
            return self._database.writing(store)
        except IntegrityError:
            raise AppError("conflict") from None

    def get(self, candidate_id: str) -> Candidate:
        """A stored candidate."""
        with self._database.read() as session:
            row = CandidateRepository(session).get(candidate_id)
        return candidate_of(_found(row))

    def get_by_external_id(self, external_id: str) -> Candidate:
        """The candidate that the ATS knows by this id."""
        with self._database.read() as session:
            row = CandidateRepository(session).get_by_external_id(external_id)
        return candidate_of(_found(row))

    def replace(
        self, candidate_id: str, given: CandidateInput, expected: Preconditions = NO_PRECONDITIONS
    ) -> Candidate:
        """Put another profile in a candidate's place; the 412 where it is not the one expected."""

        def put(session: Session) -> Candidate:
            row = _found(CandidateRepository(session).get(candidate_id, for_update=True))
            expected.check(_tag(row))
            row.external_id = given.external_id
            self._fill(row, given)
            session.flush()
            CandidateRepository(session).note_change(row.id)
            _note(DecisionRepository(session), Action.CANDIDATE_REPLACED, row)
            return candidate_of(row)

        try:
            return self._database.writing(put)
        except IntegrityError:
            raise AppError("conflict") from None

    def upsert(
        self, external_id: str, given: CandidateInput, expected: Preconditions = NO_PRECONDITIONS
    ) -> tuple[Candidate, bool]:
        """Replace the candidate with this external id, or store a new one; also whether it is new.

        Raises the 412 where what is there, or that nothing is, is not what was expected.
        """
        if given.external_id not in {None, external_id}:
            raise invalid_input(field_error("external_id_differs", "/externalId"))

        def put(session: Session) -> tuple[Candidate, bool]:
            repository = CandidateRepository(session)
            row = repository.get_by_external_id(external_id, for_update=True)
            expected.check(None if row is None else _tag(row))
            created = row is None
            if row is None:
                row = self._new_row(given, external_id)
                repository.add(row)
            else:
                self._fill(row, given)
                session.flush()
                repository.note_change(row.id)
            action = Action.CANDIDATE_CREATED if created else Action.CANDIDATE_REPLACED
            _note(DecisionRepository(session), action, row)
            return candidate_of(row), created

        try:
            # On PostgreSQL another request may store it between our look and our insert; then it is replaced.
            return self._database.writing(put, look_again=True)
        except IntegrityError:
            raise AppError("conflict") from None

    def page(self, cursor: str | None, limit: int | None) -> CandidatePage:
        """A page of candidates, oldest first."""
        size, after = page_request(cursor, limit, self._settings)
        with self._database.read() as session:
            rows, following = cut_page(CandidateRepository(session).page(after, size + 1), size)
            return CandidatePage(items=tuple(map(candidate_of, rows)), next_cursor=following)

    def _new_row(self, given: CandidateInput, external_id: str | None) -> CandidateRow:
        now = self._clock()
        return CandidateRow(
            id=new_id(),
            external_id=external_id,
            revision=1,
            created_at=now,
            updated_at=now,
            profile=candidate_document(given),
            retention_basis=given.retention.basis,
            retention_until=given.retention.until,
        )

    def _fill(self, row: CandidateRow, given: CandidateInput) -> None:
        row.revision += 1
        row.updated_at = self._clock()
        row.profile = candidate_document(given)
        row.retention_basis = given.retention.basis
        row.retention_until = given.retention.until


def candidate_of(row: CandidateRow) -> Candidate:
    """A row as the API shows it."""
    return Candidate(
        id=row.id,
        external_id=row.external_id,
        revision=row.revision,
        created_at=row.created_at,
        updated_at=row.updated_at,
        retention=Retention(basis=RetentionBasis(row.retention_basis), until=row.retention_until),
        **row.profile,
    )


def candidate_document(given: CandidateInput) -> dict[str, object]:
    """What is stored of a candidate's profile: as it was sent, without what was left out."""
    return given.profile.model_dump(mode="json", by_alias=True, exclude_unset=True)


def _tag(row: CandidateRow) -> str:
    return revision_tag(Candidate, row.id, row.revision)


def _note(log: DecisionRepository, action: Action, row: CandidateRow) -> None:
    note(log, action, row.updated_at, candidate_id=row.id, revision=row.revision)


def _found(row: CandidateRow | None) -> CandidateRow:
    if row is None:
        raise AppError("not-found")
    return row
