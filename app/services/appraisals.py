"""Judge without storing: the open postings for one candidate, and one candidate with a change."""

import datetime as dt
import threading
from collections import Counter
from decimal import Decimal

from app.criteria.profile import Profile
from app.criteria.verdicts import Outcome
from app.database import Database
from app.errors import AppError, field_error, invalid_input
from app.matching import ENGINE_VERSION, Judgement, PreparedPosting, PreparedProfile, judge, prepare_posting
from app.matching import explain as explain_judgement
from app.matching import prepare_profile as prepare
from app.matching.procedure import checklist_of
from app.matching.rank import OUTCOME_ORDER
from app.repositories.candidates import CandidateRepository
from app.repositories.postings import PostingRepository
from app.schemas.appraisals import (
    Appraisal,
    PostingMatch,
    PostingMatches,
    PostingMatchesInput,
    VerdictChange,
    WhatIf,
    WhatIfInput,
)
from app.services.assessing import reference_date, verdict_counts
from app.services.clock import Clock
from app.services.placing import Placer
from app.services.postings import reading_of
from app.settings import Settings
from app.tables import CandidateRow, PostingRow

_AT_ONCE = 100


class AppraisalService:
    """The use cases that store nothing. Unknown postings and candidates in the address raise the 404."""

    def __init__(
        self, database: Database, placer: Placer, settings: Settings, clock: Clock, slots: threading.Semaphore
    ) -> None:
        self._database = database
        self._placer = placer
        self._settings = settings
        self._clock = clock
        self._slots = slots

    def postings_for(self, candidate_id: str, given: PostingMatchesInput) -> PostingMatches:
        """The open postings that suit a candidate best: those without a deadline, or with one that is still to come."""
        limit = given.limit or self._settings.default_match_limit
        if limit > self._settings.max_match_limit:
            raise invalid_input(field_error("page_too_large", "/limit", limit=self._settings.max_match_limit))
        now = self._clock()
        outcomes: Counter[Outcome] = Counter()
        best: list[tuple[_Order, PostingRow, PreparedPosting, dt.date, Judgement]] = []
        with self._database.read() as session, self._slots:
            row = _found(CandidateRepository(session).get(candidate_id))
            profile = _prepared(row)
            for posting in PostingRepository(session).open_at(now, _AT_ONCE):
                prepared = prepare_posting(reading_of(posting))
                reference = reference_date(posting, now)
                judged = judge(prepared, profile, reference, given.partial_credit)
                outcomes[judged.outcome] += 1
                best.append((_order(posting, judged), posting, prepared, reference, judged))
                if len(best) >= limit + _AT_ONCE:
                    best = sorted(best, key=lambda one: one[0])[:limit]
        best = sorted(best, key=lambda one: one[0])[:limit]
        return PostingMatches(
            candidate_id=row.id,
            candidate_revision=row.revision,
            engine_version=ENGINE_VERSION,
            as_of=now,
            considered=outcomes.total(),
            eligible=outcomes[Outcome.ELIGIBLE],
            needs_review=outcomes[Outcome.NEEDS_REVIEW],
            not_eligible=outcomes[Outcome.NOT_ELIGIBLE],
            results=tuple(
                PostingMatch(
                    rank=rank,
                    posting_id=posting.id,
                    title=posting.title,
                    reference=posting.reference,
                    organisation_name=posting.organisation_name,
                    submission_deadline=posting.submission_deadline,
                    appraisal=self._appraisal(prepared, profile, reference, row.id, judged),
                )
                for rank, (_, posting, prepared, reference, judged) in enumerate(best, start=1)
            ),
        )

    def what_if(self, posting_id: str, given: WhatIfInput) -> WhatIf:
        """A candidate judged as stored, and with another profile or reference date."""
        with self._database.read() as session:
            posting = PostingRepository(session).get(posting_id)
            if posting is None:
                raise AppError("not-found")
            row = CandidateRepository(session).get(given.candidate_id)
        if row is None:
            raise invalid_input(field_error("unknown_candidate", "/candidateId"))
        prepared = prepare_posting(reading_of(posting))
        usual = reference_date(posting, self._clock())
        with self._slots:
            stored = _prepared(row)
            changed = prepare(given.profile) if given.profile is not None else stored
            moved = given.reference_date or usual
            judged = judge(prepared, stored, usual, given.partial_credit)
            judged_anew = judge(prepared, changed, moved, given.partial_credit)
        before = self._appraisal(prepared, stored, usual, row.id, judged)
        after = self._appraisal(prepared, changed, moved, row.id, judged_anew)
        return WhatIf(
            posting_id=posting.id,
            candidate_id=row.id,
            engine_version=ENGINE_VERSION,
            before=before,
            after=after,
            changes=_changes(before, after),
        )

    def _appraisal(
        self,
        posting: PreparedPosting,
        profile: PreparedProfile,
        reference: dt.date,
        candidate_id: str,
        judged: Judgement,
    ) -> Appraisal:
        with self._slots:
            assessment = explain_judgement(posting, profile, reference, judged)
        placing = self._placer.place(posting, reference, candidate_id, judged)
        return Appraisal(
            reference_date=reference,
            outcome=assessment.outcome,
            points=assessment.points,
            hourly_rate=assessment.hourly_rate,
            verdict_counts=verdict_counts(assessment),
            criteria=assessment.criteria,
            gates=assessment.gates,
            gains=placing.gains,
            outcome_if_shown=Outcome.ELIGIBLE if judged.outcome is Outcome.NEEDS_REVIEW else judged.outcome,
            placement=placing.placement,
            bounds=placing.bounds,
            checklist=checklist_of(posting.gates.reading, profile.cv),
        )


_Order = tuple[int, Decimal, dt.datetime, str]
_NEVER = dt.datetime.max.replace(tzinfo=dt.UTC)


def _order(posting: PostingRow, judged: Judgement) -> _Order:
    available = Decimal(judged.points.available)
    share = Decimal(judged.points.awarded) / available if available else Decimal(0)
    return OUTCOME_ORDER[judged.outcome], -share, posting.submission_deadline or _NEVER, posting.id


def _found(row: CandidateRow | None) -> CandidateRow:
    if row is None:
        raise AppError("not-found")
    return row


def _prepared(row: CandidateRow) -> PreparedProfile:
    return prepare(Profile.model_validate(row.profile))


def _changes(before: Appraisal, after: Appraisal) -> tuple[VerdictChange, ...]:
    """What differs; criteria and gates are those of the posting, so they are the same ones before and after."""
    criteria = (
        VerdictChange(
            criterion_id=old.criterion_id, gate=None, verdict_before=old.verdict, verdict_after=new.verdict,
            points_before=old.points, points_after=new.points,
        )
        for old, new in zip(before.criteria, after.criteria, strict=True)
        if (old.verdict, old.points) != (new.verdict, new.points)
    )  # fmt: skip
    gates = (
        VerdictChange(
            criterion_id=None, gate=old.gate, verdict_before=old.verdict, verdict_after=new.verdict,
            points_before=None, points_after=None,
        )
        for old, new in zip(before.gates, after.gates, strict=True)
        if old.verdict != new.verdict
    )  # fmt: skip
    return (*criteria, *gates)
