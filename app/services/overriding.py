"""A match with a person's decisions in it: verdicts, points, outcomes and ranks told anew. Pure."""

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal

from app.criteria.base import Points
from app.criteria.criterion import Criterion, CriterionKind
from app.criteria.posting import TieBreak
from app.criteria.verdicts import Assessed, Outcome, PointsSummary, Reason, Verdict
from app.matching import rank
from app.matching.explain import messages
from app.matching.score import tidy, worth
from app.schemas.matches import Match, MatchResult, VerdictCounts
from app.schemas.overrides import Override, OverrideInput
from app.services.telling import with_procedure

_CODE = "overridden"


def with_overrides(
    match: Match,
    criteria: Mapping[str, Criterion],
    tie_break: TieBreak,
    given: Sequence[OverrideInput],
    match_id: str,
    now: dt.datetime,
) -> Match:
    """Another version of a match, with its own id; `criteria` are the posting's, by id. All ids given must be known."""
    results = {result.candidate_id: result for result in match.results}
    made: list[Override] = []
    for one in given:
        result = results[one.candidate_id]
        line = next(line for line in result.criteria if line.criterion_id == one.criterion_id)
        made.append(
            Override(
                candidate_id=one.candidate_id,
                criterion_id=one.criterion_id,
                verdict_before=line.verdict,
                verdict_after=one.verdict,
                reason=one.reason,
                author=one.author,
                made_at=now,
            )
        )
        results[one.candidate_id] = _decided(result, line, one, criteria)
    before, after = _outcomes(match.results), _outcomes(results.values())
    moved = {outcome: after[outcome] - before[outcome] for outcome in Outcome}
    ranked = rank(list(results.items()), tie_break)
    told = tuple(result.model_copy(update={"rank": place}) for place, _, result in ranked)
    shortlist = match.shortlist
    if match.procedure is not None:
        told, shortlist = with_procedure(told, match.procedure)
    return match.model_copy(
        update={
            "id": match_id,
            "based_on": match.id,
            "created_at": now,
            "overrides": (*match.overrides, *made),
            "eligible": match.eligible + moved[Outcome.ELIGIBLE],
            "needs_review": match.needs_review + moved[Outcome.NEEDS_REVIEW],
            "not_eligible": match.not_eligible + moved[Outcome.NOT_ELIGIBLE],
            "shortlist": shortlist,
            "results": told,
        }
    )


def decided_again(
    match: Match, criteria: Mapping[str, Criterion], made: Sequence[Override], tie_break: TieBreak
) -> Match:
    """A match that was run again, with the decisions made in it; those about who is not in it have no place."""
    known = {result.candidate_id for result in match.results}
    given = [
        OverrideInput(
            candidate_id=one.candidate_id,
            criterion_id=one.criterion_id,
            verdict=one.verdict_after,
            reason=one.reason,
            author=one.author,
        )
        for one in made
        if one.candidate_id in known
    ]
    return with_overrides(match, criteria, tie_break, given, match.id, match.created_at) if given else match


def _outcomes(results: Iterable[MatchResult]) -> Counter[Outcome]:
    return Counter(result.outcome for result in results)


def _decided(result: MatchResult, line: Assessed, one: OverrideInput, criteria: Mapping[str, Criterion]) -> MatchResult:
    full = worth(criteria[one.criterion_id])
    points: Points | None = None if full is None else full if one.verdict is Verdict.MET else 0
    decided = line.model_copy(
        update={
            "verdict": one.verdict,
            "points": points,
            "reason": Reason(code=_CODE, params={"before": line.verdict.value}),
            "explanation": messages()[_CODE]["explanation"].replace("{reason}", one.reason.rstrip(" .")),
            "advice": None,
        }
    )
    lines = tuple(decided if other is line else other for other in result.criteria)
    verdicts = Counter(other.verdict for other in lines)
    return result.model_copy(
        update={
            "criteria": lines,
            "outcome": _outcome(result, lines, criteria),
            "points": _points(result, line, decided, full),
            "verdict_counts": VerdictCounts(
                met=verdicts[Verdict.MET],
                not_met=verdicts[Verdict.NOT_MET],
                not_demonstrated=verdicts[Verdict.NOT_DEMONSTRATED],
            ),
        }
    )


def _outcome(result: MatchResult, lines: Sequence[Assessed], criteria: Mapping[str, Criterion]) -> Outcome:
    knockouts = [line.verdict for line in lines if criteria[line.criterion_id].kind is CriterionKind.KNOCKOUT]
    stopped = any(gate.decides and gate.verdict is Verdict.NOT_MET for gate in result.gates)
    if stopped or Verdict.NOT_MET in knockouts:
        return Outcome.NOT_ELIGIBLE
    return Outcome.NEEDS_REVIEW if Verdict.NOT_DEMONSTRATED in knockouts else Outcome.ELIGIBLE


def _points(result: MatchResult, before: Assessed, after: Assessed, full: Points | None) -> PointsSummary:
    """The summary with one line decided. What a line could still earn is taken as all of it while it is open."""
    points = result.points
    if full is None:
        return points
    awarded = Decimal(points.awarded) - Decimal(before.points or 0) + Decimal(after.points or 0)
    partial = Decimal(points.min) - Decimal(points.awarded) if before.verdict is not Verdict.NOT_MET else Decimal(0)
    most = Decimal(points.max) - _most(before, full) + _most(after, full)
    return PointsSummary(
        awarded=tidy(awarded),
        min=tidy(awarded + partial),
        max=tidy(min(max(most, awarded + partial), Decimal(points.available))),
        available=points.available,
    )


def _most(line: Assessed, full: Points) -> Decimal:
    open_still = line.verdict is Verdict.NOT_DEMONSTRATED
    return Decimal(full) if open_still else Decimal(line.points or 0)
