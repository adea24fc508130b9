"""One candidate against one posting: prepare once, judge cheaply, explain what is returned."""

import datetime as dt
from typing import NamedTuple

from app.criteria.posting import PostingReading
from app.criteria.verdicts import CandidateAssessment, Outcome, PartialCredit
from app.matching.explain import explain_criterion, explain_gate
from app.matching.gates import PreparedGates, decided_by_gates, judge_gates
from app.matching.judgement import Judgement
from app.matching.profile import PreparedProfile
from app.matching.score import AskedCriterion, compile_criterion, judge_criterion, outcome_of, summarise


class PreparedPosting(NamedTuple):
    """A posting with its criteria compiled; immutable, good for any candidate."""

    criteria: tuple[AskedCriterion, ...]
    gates: PreparedGates


def prepare_posting(reading: PostingReading) -> PreparedPosting:
    """A posting's criteria and gates, compiled."""
    return PreparedPosting(
        tuple(compile_criterion(criterion) for criterion in reading.criteria), PreparedGates(reading)
    )


def judge(
    posting: PreparedPosting,
    profile: PreparedProfile,
    reference: dt.date,
    partial_credit: PartialCredit = PartialCredit.NONE,
) -> Judgement:
    """Verdicts, points and outcome on the reference date, without any prose: what ranking needs."""
    criteria = tuple(judge_criterion(asked, profile, reference) for asked in posting.criteria)
    gates = judge_gates(posting.gates, profile, reference)
    outcome = outcome_of(posting.criteria, criteria)
    if decided_by_gates(gates):
        outcome = Outcome.NOT_ELIGIBLE
    points = summarise(posting.criteria, criteria, partial_credit)
    return Judgement(outcome, points, profile.engagement.hourly_rate, criteria, tuple(gates))


def explain(
    posting: PreparedPosting, profile: PreparedProfile, reference: dt.date, judgement: Judgement
) -> CandidateAssessment:
    """A judgement with evidence, explanations and advice in Dutch."""
    return CandidateAssessment(
        outcome=judgement.outcome,
        points=judgement.points,
        hourly_rate=judgement.hourly_rate,
        criteria=tuple(
            explain_criterion(asked, judged, profile, reference)
            for asked, judged in zip(posting.criteria, judgement.criteria, strict=True)
        ),
        gates=tuple(explain_gate(gate) for gate in judgement.gates),
    )


def assess(
    posting: PreparedPosting,
    profile: PreparedProfile,
    reference: dt.date,
    partial_credit: PartialCredit = PartialCredit.NONE,
) -> CandidateAssessment:
    """Judge and explain one candidate on the reference date."""
    return explain(posting, profile, reference, judge(posting, profile, reference, partial_credit))
