"""Compare a few stored candidates for one posting, criterion by criterion; nothing is stored."""

import threading

from app.database import Database
from app.errors import AppError, invalid_input
from app.matching import ENGINE_VERSION, explain, prepare_posting
from app.matching.procedure import checklist_of, compare, contender_of, price_scores, procedure_of
from app.repositories.candidates import CandidateRepository
from app.repositories.postings import PostingRepository
from app.schemas.comparisons import Compared, Comparison, ComparisonInput
from app.services.assessing import reference_date, verdict_counts
from app.services.clock import Clock
from app.services.judging import CandidateJudge
from app.services.match_checks import check_ids, refuse_unknown
from app.services.postings import reading_of
from app.settings import Settings


class ComparingService:
    """The use case of comparing. Unknown postings raise the 404, unknown candidates the 400."""

    def __init__(
        self,
        database: Database,
        judge: CandidateJudge,
        settings: Settings,
        clock: Clock,
        slots: threading.Semaphore,
    ) -> None:
        self._database = database
        self._judge = judge
        self._settings = settings
        self._clock = clock
        self._slots = slots

    def compare(self, posting_id: str, given: ComparisonInput) -> Comparison:
        """The candidates side by side, best first."""
        ids = given.candidate_ids
        errors = list(check_ids(ids, self._settings))
        if errors:
            raise invalid_input(*errors)
        with self._database.read() as session:
            posting = PostingRepository(session).get(posting_id)
            if posting is None:
                raise AppError("not-found")
            refuse_unknown(ids, CandidateRepository(session).present(ids))
        reading = reading_of(posting)
        prepared, procedure = prepare_posting(reading), procedure_of(reading)
        reference = given.reference_date or reference_date(posting, self._clock())
        with self._slots:
            found = self._judge.judge(prepared, reading, ids, reference, given.partial_credit, len(ids)).ranked()
            told = [
                (candidate_id, explain(prepared, one.profile, reference, one.judgement))
                for _, candidate_id, one in found
            ]
        prices = price_scores([contender_of(*one) for one in told], procedure)
        sides = compare(reading.criteria, told)
        return Comparison(
            posting_id=posting.id,
            posting_revision=posting.revision,
            engine_version=ENGINE_VERSION,
            reference_date=reference,
            procedure=procedure,
            candidates=tuple(
                Compared(
                    rank=rank,
                    candidate_id=candidate_id,
                    candidate_revision=one.revision,
                    external_id=one.external_id,
                    outcome=assessment.outcome,
                    points=assessment.points,
                    hourly_rate=assessment.hourly_rate,
                    price=prices.get(candidate_id),
                    verdict_counts=verdict_counts(assessment),
                    checklist=checklist_of(reading, one.profile.cv),
                )
                for (rank, candidate_id, one), (_, assessment) in zip(found, told, strict=True)
            ),
            criteria=sides.criteria,
            gates=sides.gates,
            deciders=sides.deciders,
        )
