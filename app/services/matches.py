"""Run a match: judge stored candidates against a posting, keep and answer the ranking."""

import datetime as dt
import threading
from collections.abc import Iterable, Iterator, Sequence

from app.criteria.verdicts import CandidateAssessment, Outcome
from app.database import Database
from app.errors import AppError, field_error, invalid_input
from app.ids import new_id
from app.matching import ENGINE_VERSION, explain, prepare_posting
from app.repositories.candidates import CandidateRepository
from app.repositories.matches import MatchRepository
from app.repositories.postings import PostingRepository
from app.schemas.matches import Match, MatchInput, MatchResult
from app.schemas.overrides import OverridesInput
from app.schemas.problems import ProblemError
from app.services.assessing import reference_date, verdict_counts
from app.services.candidate_index import CandidateIndex
from app.services.clock import Clock
from app.services.erasure import without_person
from app.services.judging import CandidateJudge
from app.services.overriding import with_overrides
from app.services.postings import reading_of
from app.settings import Settings
from app.tables import MatchRow, PostingRow


class MatchService:
    """The use cases of matches. Unknown postings and matches raise the 404, unknown candidates the 400."""

    def __init__(
        self,
        database: Database,
        index: CandidateIndex,
        judge: CandidateJudge,
        settings: Settings,
        clock: Clock,
        slots: threading.Semaphore,
    ) -> None:
        self._database = database
        self._settings = settings
        self._clock = clock
        self._slots = slots
        self._index = index
        self._judge = judge

    def create(self, posting_id: str, given: MatchInput) -> Match:
        """Judge the candidates asked for, or all; store and answer the result."""
        ids, limit = given.candidate_ids, given.limit or self._settings.default_match_limit
        errors = [*self._check_limit(limit), *self._check_ids(ids or ())]
        if errors:
            raise invalid_input(*errors)
        with self._database.read() as session:
            posting = PostingRepository(session).get(posting_id)
            if posting is None:
                raise AppError("not-found")
            if ids is not None:
                self._refuse_unknown(ids, CandidateRepository(session).present(ids))
        reference = given.reference_date or reference_date(posting, self._clock())
        return self._store(self._run(posting, ids, reference, given, limit))

    def get(self, match_id: str) -> Match:
        """A stored match, as it was answered, but for people erased since."""
        with self._database.read() as session:
            row = MatchRepository(session).get(match_id)
        return match_of(row)

    def override(self, match_id: str, given: OverridesInput) -> Match:
        """Put a person's verdicts in the place of those proposed; the match before stays as it is."""
        with self._database.read() as session:
            match = match_of(MatchRepository(session).get(match_id))
            posting = PostingRepository(session).get(match.posting_id)
        if posting is None:
            raise AppError("not-found")
        reading = reading_of(posting)
        criteria = {criterion.id: criterion for criterion in reading.criteria}
        errors = list(_unknown(match, given))
        if errors:
            raise invalid_input(*errors)
        tie_break = reading.selection.tie_break
        return self._store(with_overrides(match, criteria, tie_break, given.overrides, new_id(), self._clock()))

    def _run(
        self, posting: PostingRow, ids: tuple[str, ...] | None, reference: dt.date, given: MatchInput, limit: int
    ) -> Match:
        reading = reading_of(posting)
        prepared = prepare_posting(reading)
        # The index takes its own turns: while it is made, reading and judging go on.
        ranked = self._index.rank(prepared, reference, limit) if ids is None else None
        chosen = ranked.ids if ranked is not None else ids or ()
        with self._slots:
            shortlist = self._judge.judge(prepared, reading, chosen, reference, given.partial_credit, limit)
            results = tuple(
                _result(
                    rank,
                    candidate_id,
                    standing.external_id,
                    explain(prepared, standing.profile, reference, standing.judgement),
                )
                for rank, candidate_id, standing in shortlist.ranked()
            )
        outcomes = ranked.outcomes if ranked is not None else shortlist.outcomes
        return Match(
            id=new_id(),
            posting_id=posting.id,
            posting_revision=posting.revision,
            reference_date=reference,
            partial_credit=given.partial_credit,
            engine_version=ENGINE_VERSION,
            created_at=self._clock(),
            considered=outcomes.total(),
            eligible=outcomes[Outcome.ELIGIBLE],
            needs_review=outcomes[Outcome.NEEDS_REVIEW],
            not_eligible=outcomes[Outcome.NOT_ELIGIBLE],
            based_on=None,
            overrides=(),
            results=results,
        )

    def _store(self, match: Match) -> Match:
        result = match.model_dump(mode="json", by_alias=True)
        wanted = [entry.candidate_id for entry in match.results]
        with self._database.write() as session:
            if not PostingRepository(session).exists(match.posting_id):
                raise AppError("not-found")
            present = CandidateRepository(session).present(wanted)
            gone = [candidate_id for candidate_id in wanted if candidate_id not in present]
            # Whoever was erased while we were judging must not come back through the result.
            for candidate_id in gone:
                result = without_person(result, candidate_id)
                self._judge.forget(candidate_id)
                self._index.forget(candidate_id)
            row = MatchRow(
                id=match.id,
                posting_id=match.posting_id,
                posting_revision=match.posting_revision,
                reference_date=match.reference_date,
                partial_credit=match.partial_credit,
                engine_version=match.engine_version,
                created_at=match.created_at,
                result=result,
            )
            MatchRepository(session).add(row, sorted(present))
        return Match.model_validate(result) if gone else match

    def _check_limit(self, limit: int) -> Iterator[ProblemError]:
        most = self._settings.max_match_limit
        if limit > most:
            yield field_error("page_too_large", "/limit", limit=most)

    def _check_ids(self, ids: Sequence[str]) -> Iterator[ProblemError]:
        most = self._settings.max_candidate_ids
        if len(ids) > most:
            yield field_error("too_many_items", "/candidateIds", limit=most)
            return
        first_at: dict[str, int] = {}
        for index, candidate_id in enumerate(ids):
            if first_at.setdefault(candidate_id, index) != index:
                yield field_error("duplicate", f"/candidateIds/{index}")

    @staticmethod
    def _refuse_unknown(ids: Iterable[str], present: set[str]) -> None:
        unknown = [index for index, candidate_id in enumerate(ids) if candidate_id not in present]
        if unknown:
            raise invalid_input(*(field_error("unknown_candidate", f"/candidateIds/{index}") for index in unknown))


def match_of(row: MatchRow | None) -> Match:
    """A stored match; one of before there were decisions has none. Raises the 404 for null."""
    if row is None:
        raise AppError("not-found")
    return Match.model_validate({"basedOn": None, "overrides": []} | row.result)


def _unknown(match: Match, given: OverridesInput) -> Iterator[ProblemError]:
    lines = {result.candidate_id: {line.criterion_id for line in result.criteria} for result in match.results}
    for index, one in enumerate(given.overrides):
        if one.candidate_id not in lines:
            yield field_error("unknown_result", f"/overrides/{index}/candidateId")
        elif one.criterion_id not in lines[one.candidate_id]:
            yield field_error("unknown_criterion", f"/overrides/{index}/criterionId")


def _result(rank: int, candidate_id: str, external_id: str | None, assessment: CandidateAssessment) -> MatchResult:
    return MatchResult(
        rank=rank,
        candidate_id=candidate_id,
        external_id=external_id,
        outcome=assessment.outcome,
        points=assessment.points,
        hourly_rate=assessment.hourly_rate,
        verdict_counts=verdict_counts(assessment),
        criteria=assessment.criteria,
        gates=assessment.gates,
        erased=False,
    )
