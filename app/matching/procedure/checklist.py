"""The printed rules for the CV as a list of checks, each with the posting's own words."""

from app.criteria.posting import PostingReading
from app.criteria.procedure import CvCheck
from app.criteria.profile import Cv
from app.criteria.verdicts import GateResult
from app.matching.explain import explain_gate
from app.matching.gates import cv_gates
from app.matching.judgement import MET, NOT_MET, OPEN, Judged, JudgedGate

_PREFIX = "cv_"
_FIELDS = {
    "pages": "maxPages",
    "references": "minReferences",
    "language": "language",
    "format": "format",
    "anonymous": "anonymous",
    "named": "anonymous",
    "template": "template",
}
"""Checks, in order, to the member of the posting's rules that each is of."""


def checklist_of(reading: PostingReading, cv: Cv) -> tuple[CvCheck, ...]:
    """A check for every rule that the posting prints; what is not known of the CV is not demonstrated."""
    gates = cv_gates(reading, cv)
    if reading.cv_requirements.anonymous is False:
        good = None if cv.anonymous is None else not cv.anonymous
        gates.append(_yes_or_no("named", "/cv/anonymous", good, cv.anonymous))
    if reading.cv_requirements.template:
        gates.append(_yes_or_no("template", "/cv/template", cv.template, cv.template))
    return tuple(_check(reading, explain_gate(gate)) for gate in gates)


def _yes_or_no(check: str, pointer: str, good: bool | None, own: bool | None) -> JudgedGate:
    verdict, how = {None: (OPEN, "unknown"), True: (MET, "fits"), False: (NOT_MET, "differs")}[good]
    evidence = () if good is None else ((pointer, str(own)),)
    return JudgedGate(
        f"{_PREFIX}{check}", False, Judged(verdict, f"{_PREFIX}{check}_{how}", {"asked": True, "own": own}), evidence
    )


def _check(reading: PostingReading, gate: GateResult) -> CvCheck:
    check = gate.gate.removeprefix(_PREFIX)
    pointer = f"/cvRequirements/{_FIELDS[check]}"
    return CvCheck(
        check=check,
        verdict=gate.verdict,
        reason=gate.reason,
        explanation=gate.explanation,
        evidence=gate.evidence,
        advice=gate.advice,
        quotes=tuple(entry for entry in reading.provenance if entry.pointer == pointer),
    )
