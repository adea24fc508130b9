"""What a posting states outside its criteria, as gates: zzp excluded and a maximum rate decide, the rest informs."""

import datetime as dt
import math

from app.criteria.criterion import Criterion, CriterionKind
from app.criteria.posting import PostingReading
from app.criteria.profile import Cv
from app.criteria.requirements import (
    Availability,
    ContractFormRequirement,
    Education,
    Location,
    Rate,
)
from app.criteria.scales import SelfEmployed
from app.matching.credentials import AskedEducation, compile_education, education_grounds, evidence_of
from app.matching.engagement import Grounds, judge_availability, judge_contract, judge_hours, judge_location, judge_rate
from app.matching.judgement import MET, NOT_MET, OPEN, Judged, JudgedGate
from app.matching.profile import PreparedProfile


def asked_types(criteria: tuple[Criterion, ...]) -> frozenset[str]:
    """The requirement types that the posting's knock-outs already ask: those need no gate of their own."""
    return frozenset(
        requirement.type
        for criterion in criteria
        if criterion.kind is CriterionKind.KNOCKOUT
        for group in criterion.requirement_groups
        for requirement in group.requirements
    )


class PreparedGates:
    """The gates of one posting, with what has to be compiled only once."""

    __slots__ = ("contract", "education", "place", "rate", "reading", "skip", "start")

    def __init__(self, reading: PostingReading) -> None:
        self.reading = reading
        self.skip = asked_types(reading.criteria)
        self.education: AskedEducation | None = None
        self.contract: ContractFormRequirement | None = None
        self.rate: Rate | None = None
        self.start: Availability | None = None
        self.place: Location | None = None
        asked = (SelfEmployed.EXCLUDED, SelfEmployed.CONDITIONAL)
        if "contract_form" not in self.skip and reading.self_employed in asked:
            self.contract = ContractFormRequirement(self_employed=reading.self_employed)
        if "rate" not in self.skip and reading.rate is not None and reading.rate.max is not None:
            self.rate = Rate(max=reading.rate.max, currency=reading.rate.currency, vat=reading.rate.vat)
        if "availability" not in self.skip and reading.period.start_date is not None:
            self.start = Availability(from_=reading.period.start_date)
        if "location" not in self.skip and reading.location.place is not None:
            self.place = Location(place=reading.location.place)
        if reading.education_level is not None and "education" not in self.skip:
            self.education = compile_education(Education(min_level=reading.education_level))


def decided_by_gates(gates: list[JudgedGate]) -> bool:
    """Does a deciding gate stop this candidate?"""
    return any(gate.decides and gate.judged.verdict is NOT_MET for gate in gates)


def judge_gates(prepared: PreparedGates, profile: PreparedProfile, reference: dt.date) -> list[JudgedGate]:
    """The verdicts on all gates that this posting has."""
    reading = prepared.reading
    gates: list[JudgedGate] = []

    def add(gate: str, found: tuple[Judged, Grounds], *, decides: bool = False) -> None:
        gates.append(JudgedGate(gate, decides, found[0], tuple(found[1])))

    if prepared.contract is not None:
        excluded = prepared.contract.self_employed is SelfEmployed.EXCLUDED
        add("contract_form", judge_contract(prepared.contract, profile), decides=excluded)
    if prepared.rate is not None:
        add("rate", judge_rate(prepared.rate, profile), decides=True)
    if prepared.education is not None:
        judged, studies = education_grounds(prepared.education, profile, reference)
        add("education", (judged, [(e.pointer, e.quote) for e in evidence_of(studies)]))
    if prepared.start is not None:
        add("start", judge_availability(prepared.start, profile))
    if "availability" not in prepared.skip:
        if reading.hours_per_week.min is not None or reading.hours_per_week.max is not None:
            add("hours", judge_hours(reading.hours_per_week, profile))
        if reading.workdays:
            add("workdays", _judge_workdays(prepared, profile))
    if prepared.place is not None:
        add("place", judge_location(prepared.place, profile))
    gates.extend(cv_gates(reading, profile.cv))
    return gates


def _judge_workdays(prepared: PreparedGates, profile: PreparedProfile) -> tuple[Judged, Grounds]:
    """Days in a header say when the work can be done: enough of them, for the hours asked, will do."""
    reading = prepared.reading
    days = profile.engagement.workdays
    asked = tuple(day.value for day in reading.workdays)
    params = {"asked": asked, "days": tuple(day.value for day in days), "missing": ()}
    if not days:
        return Judged(OPEN, "days_unknown", params), []
    hours = reading.hours_per_week.min or reading.hours_per_week.max
    needed = min(len(asked), math.ceil(hours / 9)) if hours else len(asked)
    shared = [day for day in days if day in reading.workdays]
    grounds = [("/engagement/workdays", ", ".join(day.value for day in days))]
    if len(shared) >= needed:
        return Judged(MET, "days_fit", params), grounds
    missing = tuple(day for day in asked if day not in {d.value for d in days})
    return Judged(NOT_MET, "days_missing", params | {"missing": missing}), grounds


def cv_gates(reading: PostingReading, cv: Cv) -> list[JudgedGate]:
    """The verdicts on the printed rules for the CV: they inform."""
    rules = reading.cv_requirements
    gates: list[JudgedGate] = []

    def add(gate: str, asked: str | int | bool, own: str | int | bool | None, good: bool) -> None:
        params: dict[str, str | int | float | bool | tuple[str, ...] | None] = {"asked": asked, "own": own}
        if own is None:
            gates.append(JudgedGate(gate, False, Judged(OPEN, f"{gate}_unknown", params), ()))
            return
        verdict = MET if good else NOT_MET
        pointer = f"/cv/{gate.removeprefix('cv_')}"
        gates.append(
            JudgedGate(
                gate, False, Judged(verdict, f"{gate}_{'fits' if good else 'differs'}", params), ((pointer, str(own)),)
            )
        )

    if rules.max_pages is not None:
        add("cv_pages", rules.max_pages, cv.pages, cv.pages is not None and cv.pages <= rules.max_pages)
    if rules.min_references is not None:
        add(
            "cv_references",
            rules.min_references,
            cv.references,
            cv.references is not None and cv.references >= rules.min_references,
        )
    if rules.language is not None:
        add("cv_language", rules.language, cv.language, cv.language == rules.language)
    if rules.format is not None:
        add("cv_format", rules.format.value, cv.format.value if cv.format else None, cv.format is rules.format)
    if rules.anonymous:
        add("cv_anonymous", True, cv.anonymous, cv.anonymous is True)
    return gates
