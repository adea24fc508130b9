"""Judgements that are answered and not stored: which postings suit a candidate, and what would be if."""

import datetime as dt
from collections.abc import Iterator

from pydantic import Field

from app.criteria.base import Points, Value
from app.criteria.procedure import Bounds, CvCheck, Placement
from app.criteria.profile import HourlyRate, Profile
from app.criteria.verdicts import Assessed, GateResult, Outcome, PartialCredit, PointsSummary, Verdict
from app.schemas.base import Instant
from app.schemas.checked_input import CheckedInput
from app.schemas.json_types import Finding
from app.schemas.matches import ReferenceDate, VerdictCounts
from app.schemas.profile_checks import check_candidate


class Gain(Value):
    """What the CV may still say: a criterion that is not demonstrated, or not in full, and what showing it adds.

    `points`: null for knock-outs and wishes, which earn none. `blocks`: a knock-out that keeps the outcome from
    `eligible`. The rest says what comes of it if this alone were shown: outcome, rank among all stored candidates, and
    whether that is on the shortlist (null where the posting prints no size).
    """

    criterion_id: str
    points: Points | None
    blocks: bool
    outcome_if_shown: Outcome
    rank_if_shown: int
    shortlisted_if_shown: bool | None


class Appraisal(Value):
    """One candidate against one posting: a proposal with its grounds, for a person to decide on.

    `gains`: what stands in the way first, then what is worth most. `outcome_if_shown`: the outcome if all of it were
    shown and nothing else changed. `placement`: the rank among all stored candidates; `bounds`: at best and at worst.
    `checklist`: the rules for the CV, which decide nothing.
    """

    reference_date: dt.date
    outcome: Outcome
    points: PointsSummary
    hourly_rate: HourlyRate | None
    verdict_counts: VerdictCounts
    criteria: tuple[Assessed, ...]
    gates: tuple[GateResult, ...]
    gains: tuple[Gain, ...]
    outcome_if_shown: Outcome
    placement: Placement
    bounds: Bounds
    checklist: tuple[CvCheck, ...]


class PostingMatchesInput(CheckedInput):
    """Which postings to consider. Everything may be left out."""

    limit: int | None = Field(default=None, ge=1, le=1_000, description="How many results to answer with (25).")
    partial_credit: PartialCredit = PartialCredit.NONE


class PostingMatch(Value):
    """A posting that is open, with what it would make of the candidate."""

    rank: int
    posting_id: str
    title: str | None
    reference: str | None
    organisation_name: str | None
    submission_deadline: Instant | None
    appraisal: Appraisal


class PostingMatches(Value):
    """Open postings for one candidate, the most promising first; nothing of it is stored.

    Order: outcome, share of the points awarded, nearest deadline, id. The counts are over all `considered`.
    """

    candidate_id: str
    candidate_revision: int
    engine_version: str
    as_of: Instant
    considered: int
    eligible: int
    needs_review: int
    not_eligible: int
    results: tuple[PostingMatch, ...]


class ProfileInput(Profile, CheckedInput):
    """A profile in place of the stored one, whole: what is left out is not there."""

    @classmethod
    def check_sent(cls, sent: object) -> Iterator[Finding]:
        """Types, and dates and hours that cannot be."""
        yield from super().check_sent(sent)
        yield from check_candidate(sent)


class WhatIfInput(CheckedInput):
    """A stored candidate, and what to change: the profile, the reference date, or both."""

    candidate_id: str
    profile: ProfileInput | None = Field(default=None, description="Null: the profile as it is stored.")
    reference_date: ReferenceDate | None = Field(
        default=None,
        description="Of the judgement with the change. Default: the posting's submission deadline, else today.",
    )
    partial_credit: PartialCredit = PartialCredit.NONE


class VerdictChange(Value):
    """A criterion or gate whose verdict or points the change alters; `criterionId` or `gate` says which."""

    criterion_id: str | None
    gate: str | None
    verdict_before: Verdict
    verdict_after: Verdict
    points_before: Points | None
    points_after: Points | None


class WhatIf(Value):
    """A candidate judged as stored and with the change; nothing of it is stored."""

    posting_id: str
    candidate_id: str
    engine_version: str
    before: Appraisal
    after: Appraisal
    changes: tuple[VerdictChange, ...]
