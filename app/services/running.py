"""One run of a match: rank, judge and explain; nothing is stored here."""

import threading
from collections.abc import Set as AbstractSet
from datetime import date
from typing import NamedTuple

from app.criteria.posting import PostingReading
from app.criteria.procedure import PrintedShortlist, Procedure
from app.criteria.verdicts import CandidateAssessment, Outcome, PartialCredit
from app.matching import PreparedPosting, explain, prepare_posting
from app.matching.procedure import checklist_of, contender_of, procedure_of
from app.schemas.matches import MatchResult
from app.services.assessing import verdict_counts
from app.services.candidate_index import CandidateIndex
from app.services.judging import CandidateJudge
from app.services.profile_cache import PreparedCache
from app.services.reader import in_turn
from app.services.shortlist import Standing
from app.services.telling import with_procedure
from app.telemetry import Timer, untimed

_MOST_POSTINGS = 256
_MOST_TOLD = 2_000
"""Explained results kept: some 10 kB each."""


class Asked(NamedTuple):
    """What to run. `ids` null: all stored candidates, but those `left_out`.

    `of`: the posting and its revision, by which what was found before may be told again; null where it may not.
    """

    reading: PostingReading
    reference: date
    partial_credit: PartialCredit
    ids: tuple[str, ...] | None
    limit: int
    left_out: AbstractSet[str] = frozenset()
    of: tuple[str, int] | None = None


class Run(NamedTuple):
    """What came of it. `outcomes` counts everyone considered; `last_change`: null where `ids` were given."""

    results: tuple[MatchResult, ...]
    procedure: Procedure
    shortlist: PrintedShortlist
    outcomes: dict[Outcome, int]
    last_change: int | None


class ToldCaches:
    """What was told of candidates and prepared of postings, whichever tenants they are of: their ids differ."""

    def __init__(self) -> None:
        self.told: PreparedCache[MatchResult] = PreparedCache(_MOST_TOLD)
        self.postings: PreparedCache[PreparedPosting] = PreparedCache(_MOST_POSTINGS)


class MatchRunner:
    """Runs matches, a few at a time."""

    def __init__(
        self,
        index: CandidateIndex,
        judge: CandidateJudge,
        slots: threading.Semaphore,
        kept: ToldCaches,
        timed: Timer = untimed,
    ) -> None:
        self._index = index
        self._judge = judge
        self._slots = slots
        self._timed = timed
        self._told, self._postings = kept.told, kept.postings

    def forget(self, candidate_id: str) -> None:
        """Drop whatever is kept of an erased person, here and by those who rank and judge."""
        self._told.forget(candidate_id)
        self._judge.forget(candidate_id)
        self._index.forget(candidate_id)

    def run(self, asked: Asked) -> Run:
        """Rank and explain. Who is erased meanwhile is passed over."""
        with self._timed("match"):
            return self._run(asked)

    def _run(self, asked: Asked) -> Run:
        reading, reference = asked.reading, asked.reference
        prepared = self._prepare(asked)
        procedure = procedure_of(reading)
        wanted = max(asked.limit, procedure.shortlist_size or 0)
        last_change: int | None = None
        outcomes: dict[Outcome, int] | None = None
        chosen = asked.ids or ()
        if asked.ids is None:
            # The index takes its own turns: while it is made, reading and judging go on.
            ranked, last_change = self._index.rank_as_of(prepared, reference, wanted + len(asked.left_out))
            chosen = tuple(one for one in ranked.ids if one not in asked.left_out)[:wanted]
            outcomes = ranked.outcomes
        with in_turn(self._slots, self._timed):
            judged = self._judge.judge(prepared, reading, chosen, reference, asked.partial_credit, wanted, asked.of)
            best = judged.ranked()
            told = tuple(
                self._tell(place, candidate_id, one, prepared, asked)
                for place, candidate_id, one in best[: asked.limit]
            )
        beyond = [contender_of(candidate_id, one) for _, candidate_id, one in best[asked.limit :]]
        results, shortlist = with_procedure(told, procedure, beyond)
        return Run(results, procedure, shortlist, outcomes if outcomes is not None else judged.outcomes, last_change)

    def _prepare(self, asked: Asked) -> PreparedPosting:
        if asked.of is None:
            return prepare_posting(asked.reading)
        found = self._postings.get(*asked.of)
        if found is None:
            found = prepare_posting(asked.reading)
            self._postings.put(*asked.of, found)
        return found

    def _tell(
        self, place: int, candidate_id: str, standing: Standing, prepared: PreparedPosting, asked: Asked
    ) -> MatchResult:
        key = (standing.revision, asked.of, asked.reference, asked.partial_credit)
        found = self._told.get(candidate_id, key) if asked.of is not None else None
        if found is not None:
            return found.model_copy(update={"rank": place})
        assessment = explain(prepared, standing.profile, asked.reference, standing.judgement)
        found = _result(place, candidate_id, standing, assessment, asked.reading)
        if asked.of is not None:
            self._told.put(candidate_id, key, found)
        return found


def _result(
    rank: int, candidate_id: str, standing: Standing, assessment: CandidateAssessment, reading: PostingReading
) -> MatchResult:
    return MatchResult(
        rank=rank,
        candidate_id=candidate_id,
        candidate_revision=standing.revision,
        external_id=standing.external_id,
        outcome=assessment.outcome,
        points=assessment.points,
        hourly_rate=assessment.hourly_rate,
        verdict_counts=verdict_counts(assessment),
        criteria=assessment.criteria,
        gates=assessment.gates,
        shortlisted=None,
        margin=None,
        price=None,
        checklist=checklist_of(reading, standing.profile.cv),
        erased=False,
    )
