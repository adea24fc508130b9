"""Candidates side by side, from their assessments against one posting."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import pairwise
from typing import NamedTuple

from app.criteria.base import Points
from app.criteria.comparison import ComparedCriterion, ComparedGate, ComparedLine, Decider
from app.criteria.criterion import Criterion
from app.criteria.verdicts import Assessed, CandidateAssessment, GateResult
from app.matching.judgement import WORTH
from app.matching.procedure.shortlist import contender_of, margin_between
from app.matching.score import worth

Assessments = Sequence[tuple[str, CandidateAssessment]]
"""Ids and assessments against the same posting, best first."""


class Sides(NamedTuple):
    """The lines side by side, and what decides between each candidate and the next."""

    criteria: tuple[ComparedCriterion, ...]
    gates: tuple[ComparedGate, ...]
    deciders: tuple[Decider, ...]


def compare(criteria: Sequence[Criterion], ranked: Assessments) -> Sides:
    """Candidates side by side, best first; `criteria` are the posting's."""
    lines = [
        ComparedCriterion(
            criterion_id=criterion.id,
            kind=criterion.kind,
            text=criterion.text,
            available=worth(criterion),
            ahead=_ahead(compared),
            lines=compared,
        )
        for n, criterion in enumerate(criteria)
        if (compared := tuple(_line(one, found.criteria[n], found.criteria[n].points) for one, found in ranked))
    ]
    first = ranked[0][1].gates if ranked else ()
    gates = [
        ComparedGate(gate=gate.gate, decides=gate.decides, ahead=_ahead(compared), lines=compared)
        for n, gate in enumerate(first)
        if (compared := tuple(_line(one, found.gates[n], None) for one, found in ranked))
    ]
    named = [(one.criterion_id, one.lines) for one in lines] + [(one.gate, one.lines) for one in gates if one.decides]
    deciders = tuple(_decider(ranked, named, place) for place, _ in enumerate(pairwise(ranked)))
    return Sides(tuple(lines), tuple(gates), deciders)


def _line(candidate_id: str, found: Assessed | GateResult, points: Points | None) -> ComparedLine:
    return ComparedLine(
        candidate_id=candidate_id,
        verdict=found.verdict,
        points=points,
        reason=found.reason,
        explanation=found.explanation,
        evidence=found.evidence,
        advice=found.advice,
    )


def _merit(line: ComparedLine) -> tuple[int, Decimal]:
    return WORTH[line.verdict], Decimal(line.points or 0)


def _ahead(lines: Sequence[ComparedLine]) -> tuple[str, ...]:
    merits = [_merit(line) for line in lines]
    best = max(merits)
    if min(merits) == best:
        return ()
    return tuple(line.candidate_id for line, merit in zip(lines, merits, strict=True) if merit == best)


def _decider(ranked: Assessments, named: Sequence[tuple[str, Sequence[ComparedLine]]], place: int) -> Decider:
    (first, one), (second, other) = ranked[place], ranked[place + 1]
    margin = margin_between(contender_of(first, one), contender_of(second, other))

    def better(mine: int, theirs: int) -> Iterator[str]:
        return (name for name, lines in named if _merit(lines[mine]) > _merit(lines[theirs]))

    return Decider(
        ahead=first,
        behind=second,
        decided_by=margin.decided_by,
        points=margin.points,
        criteria=tuple(better(place, place + 1)),
        countered_by=tuple(better(place + 1, place)),
    )
