"""Matches on the wire."""

import datetime as dt
from typing import Annotated, TypeAlias

from pydantic import Field

from app.criteria.base import Value
from app.criteria.procedure import CvCheck, Margin, PriceScore, PrintedShortlist, Procedure
from app.criteria.profile import HourlyRate
from app.criteria.verdicts import Assessed, GateResult, Outcome, PartialCredit, PointsSummary
from app.schemas.base import Instant
from app.schemas.checked_input import CheckedInput
from app.schemas.overrides import Override

ReferenceDate: TypeAlias = Annotated[dt.date, Field(ge=dt.date(1970, 1, 1), le=dt.date(2200, 1, 1))]
"""A day that windows of years can be counted back from."""


class MatchInput(CheckedInput):
    """Whom to consider and how. Everything may be left out."""

    candidate_ids: tuple[str, ...] | None = Field(
        default=None,
        min_length=1,
        description="Null: every stored candidate.",
        json_schema_extra={"uniqueItems": True},
    )
    limit: int | None = Field(default=None, ge=1, le=1_000, description="How many results to answer with (25).")
    reference_date: ReferenceDate | None = Field(
        default=None,
        description="The day experience is counted back from. Default: the posting's submission deadline, else today.",
    )
    partial_credit: PartialCredit = PartialCredit.NONE


class VerdictCounts(Value):
    """How many criteria got which verdict; of an erased person this is all that stays."""

    met: int
    not_met: int
    not_demonstrated: int


class MatchResult(Value):
    """One candidate against the posting: a proposal with its grounds, for a person to decide on.

    `candidate_revision`: the profile that was judged. `shortlisted`: null where the posting prints no size; `margin`:
    against the weakest on the shortlist. `price`: null where the posting prints no formula. `checklist`: the rules for
    the CV, which decide nothing. `erased`: the person was removed since; no quote, explanation, rate or external id of
    theirs is kept.
    """

    rank: int
    candidate_id: str
    candidate_revision: int | None
    external_id: str | None
    outcome: Outcome
    points: PointsSummary
    hourly_rate: HourlyRate | None
    verdict_counts: VerdictCounts
    criteria: tuple[Assessed, ...]
    gates: tuple[GateResult, ...]
    shortlisted: bool | None
    margin: Margin | None
    price: PriceScore | None
    checklist: tuple[CvCheck, ...]
    erased: bool


class MatchInputs(Value):
    """What a match was made from, so that it can be run again.

    `run_id`: the id of the match as first run, before any decisions. `last_change`: the number of the last change of
    any candidate that it saw. `reading_sha256`: of what was read from the posting, at `postingRevision`.
    """

    candidate_ids: tuple[str, ...] | None
    limit: int
    run_id: str
    parser_version: str
    reading_sha256: str
    last_change: int


class Match(Value):
    """A ranking of candidates. The counts are over all `considered`; `results` holds the best of them.

    `based_on`: the version before the last decisions of a person; `overrides`: all decisions in it, in order.
    `procedure`: as the posting prints it; `shortlist`: whom it makes of those considered, beyond `results` too.
    `results_sha256`: of the canonical JSON of `results` as first answered (members sorted, no white space, UTF-8).
    What was stored before these were kept has null.
    """

    id: str
    posting_id: str
    posting_revision: int
    reference_date: dt.date
    partial_credit: PartialCredit
    engine_version: str
    created_at: Instant
    considered: int
    eligible: int
    needs_review: int
    not_eligible: int
    based_on: str | None
    overrides: tuple[Override, ...]
    procedure: Procedure | None
    shortlist: PrintedShortlist | None
    inputs: MatchInputs | None
    results_sha256: str | None
    results: tuple[MatchResult, ...]
