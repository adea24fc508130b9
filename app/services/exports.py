"""Everything that is stored of one person, and of nobody else."""

from collections.abc import Callable, Iterator, Sequence

from app.criteria.verdicts import Outcome, PointsSummary
from app.database import Database
from app.errors import AppError
from app.repositories.candidates import CandidateRepository
from app.repositories.decisions import DecisionRepository, Sought
from app.repositories.job_results import JobResultRepository
from app.repositories.matches import MatchRepository
from app.repositories.postings import PostingRepository
from app.repositories.retention import RetentionRepository
from app.schemas.decisions import Action, Decision
from app.schemas.exports import Export, ExportedMatch, ExportedRank, Recipient
from app.schemas.matches import Match
from app.services.candidates import candidate_of
from app.services.clock import Clock
from app.services.decisions import decision_of, note
from app.services.law_texts import law_texts
from app.services.matches import match_of
from app.services.retention import due_of
from app.settings import Settings
from app.tables import PostingRow
from app.tenancy import TenantSession

_LOG_PORTION = 500
# What the log says of everybody in a match or an import would tell how others did.
_OF_MATCHES = {"engineVersion", "postingRevision", "referenceDate", "basedOn", "overrides"}


def _nobody(_session: TenantSession, _candidate_id: str) -> Sequence[Recipient]:
    return ()


class ExportService:
    """The use case of a person's access to what is stored of them. Unknown ids raise the 404.

    `recipients_of`: whom the service itself told of a candidate.
    """

    def __init__(
        self,
        database: Database,
        settings: Settings,
        clock: Clock,
        recipients_of: Callable[[TenantSession, str], Sequence[Recipient]] = _nobody,
    ) -> None:
        self._database = database
        self._settings = settings
        self._clock = clock
        self._recipients_of = recipients_of

    def export(self, candidate_id: str) -> Export:
        """One document with everything, which is itself logged."""
        texts, now = law_texts()["export"], self._clock()
        with self._database.write() as session:
            row = CandidateRepository(session).get(candidate_id)
            term = RetentionRepository(session).term(candidate_id)
            if row is None or term is None:
                raise AppError("not-found")
            made = Export(
                made_at=now,
                about=texts["about"],
                purpose=texts["purpose"],
                source=texts["source"],
                rights=texts["rights"],
                left_out=texts["left_out"],
                contact=self._settings.objection_contact or None,
                keep_until_date=due_of(term, self._settings).keep_until_date,
                candidate=candidate_of(row),
                matches=tuple(_matches(session, candidate_id)),
                job_ranks=tuple(_ranks(session, candidate_id)),
                log=tuple(_log(session, candidate_id)),
                recipients=tuple(self._recipients_of(session, candidate_id)),
                fields=texts["fields"],
            )
            note(DecisionRepository(session), Action.EXPORT_MADE, now, candidate_id=candidate_id)
        return made


def _matches(session: TenantSession, candidate_id: str) -> Iterator[ExportedMatch]:
    postings = PostingRepository(session)
    for row in MatchRepository(session).speaking_of(candidate_id, for_update=False):
        match, posting = match_of(row), postings.get(row.posting_id)
        yield _match(match, posting, candidate_id)


def _match(match: Match, posting: PostingRow | None, candidate_id: str) -> ExportedMatch:
    found = next((one for one in match.results if one.candidate_id == candidate_id), None)
    listed = match.shortlist.candidate_ids if match.shortlist and match.shortlist.size is not None else None
    return ExportedMatch(
        match_id=match.id,
        posting_id=match.posting_id,
        posting_revision=match.posting_revision,
        posting_title=posting.title if posting else None,
        posting_reference=posting.reference if posting else None,
        organisation_name=posting.organisation_name if posting else None,
        created_at=match.created_at,
        reference_date=match.reference_date,
        engine_version=match.engine_version,
        based_on=match.based_on,
        considered=match.considered,
        shortlisted=None if listed is None else candidate_id in listed,
        # From a margin the points of somebody else follow, and from points for a rate the rate of the cheapest.
        result=found and found.model_copy(update={"margin": None, "price": None}),
        overrides=tuple(one for one in match.overrides if one.candidate_id == candidate_id),
    )


def _ranks(session: TenantSession, candidate_id: str) -> Iterator[ExportedRank]:
    postings = PostingRepository(session)
    for row in JobResultRepository(session).ranks_of(candidate_id):
        posting = postings.get(row.posting_id)
        yield ExportedRank(
            job_id=row.job_id,
            posting_id=row.posting_id,
            posting_title=posting.title if posting else None,
            posting_reference=posting.reference if posting else None,
            rank=row.rank,
            outcome=Outcome(row.outcome),
            points=PointsSummary.model_validate(row.points),
        )


def _log(session: TenantSession, candidate_id: str) -> Iterator[Decision]:
    log, after = DecisionRepository(session), 0
    while rows := log.find(Sought(candidate_id=candidate_id, after=after), _LOG_PORTION):
        after = rows[-1].number
        for row in rows:
            entry = decision_of(row)
            if entry.match_id is not None:
                kept = {name: value for name, value in entry.details.items() if name in _OF_MATCHES}
                entry = entry.model_copy(update={"details": kept})
            yield entry
