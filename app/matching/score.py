"""From requirements to criteria, from criteria to points and an outcome: the contract's rules, without prose."""

import datetime as dt
from collections.abc import Iterable
from decimal import Decimal
from typing import NamedTuple, assert_never

from app.criteria.base import Points
from app.criteria.criterion import Criterion, CriterionKind, RequirementGroup
from app.criteria.requirements import (
    Availability,
    Certificate,
    ContractFormRequirement,
    DocumentRequirement,
    Education,
    Equipment,
    Experience,
    Knowledge,
    Language,
    Location,
    OtherRequirement,
    Rate,
    Requirement,
    Statement,
    Training,
)
from app.criteria.verdicts import Evidence, Outcome, PartialCredit, PointsSummary, Verdict
from app.matching.certificates import AskedCertificates, certificate_grounds, compile_certificates
from app.matching.credentials import (
    AskedEducation,
    AskedSubjects,
    compile_education,
    compile_subjects,
    education_grounds,
    evidence_of,
    knowledge_grounds,
    training_grounds,
)
from app.matching.engagement import (
    Grounds,
    judge_availability,
    judge_contract,
    judge_equipment,
    judge_language,
    judge_location,
    judge_rate,
    judge_statement,
)
from app.matching.experience import AskedExperience, compile_experience, experience_evidence, judge_experience
from app.matching.judgement import MET, NOT_MET, OPEN, WORTH, Judged, JudgedCriterion
from app.matching.profile import PreparedProfile

Asked = AskedExperience | AskedEducation | AskedSubjects | AskedCertificates | Requirement


class AskedTier(NamedTuple):
    """One way to earn points: what it is worth, and its groups of compiled requirements."""

    points: Points | None
    groups: tuple[tuple[Asked, ...], ...]


class AskedCriterion(NamedTuple):
    """A criterion, compiled; without tiers of its own it has one, worth all its points."""

    criterion: Criterion
    points: Points | None
    tiers: tuple[AskedTier, ...]


def compile_requirement(requirement: Requirement) -> Asked:
    """A requirement with its terms compiled, where it has any."""
    match requirement:
        case Experience():
            return compile_experience(requirement)
        case Education():
            return compile_education(requirement)
        case Training() | Knowledge():
            return compile_subjects(requirement)
        case Certificate():
            return compile_certificates(requirement)
        case _:
            return requirement


def worth(criterion: Criterion) -> Points | None:
    """What an award criterion can earn, in points or, where the posting weighs in percent, in percent."""
    if criterion.kind is not CriterionKind.AWARD:
        return None
    return criterion.points if criterion.points is not None else criterion.weight_percent


def compile_criterion(criterion: Criterion) -> AskedCriterion:
    """A criterion with its tiers and groups compiled."""

    def groups(printed: tuple[RequirementGroup, ...]) -> tuple[tuple[Asked, ...], ...]:
        return tuple(tuple(compile_requirement(r) for r in group.requirements) for group in printed)

    points = worth(criterion)
    tiers = tuple(
        AskedTier(tier.points if points is not None else None, groups(tier.requirement_groups))
        for tier in criterion.tiers
    )
    return AskedCriterion(criterion, points, tiers or (AskedTier(points, groups(criterion.requirement_groups)),))


def judge_asked(asked: Asked, profile: PreparedProfile, reference: dt.date) -> Judged:
    """The verdict on one compiled requirement."""
    match asked:
        case AskedExperience():
            return judge_experience(asked, profile, reference)
        case AskedEducation():
            return education_grounds(asked, profile, reference)[0]
        case AskedSubjects():
            if isinstance(asked.requirement, Knowledge):
                return knowledge_grounds(asked, profile, reference)[0]
            return training_grounds(asked, profile, reference)[0]
        case AskedCertificates():
            return certificate_grounds(asked, profile, reference)[0]
        case _:
            return judge_terms(asked, profile)[0]


def judge_terms(requirement: Requirement, profile: PreparedProfile) -> tuple[Judged, Grounds]:
    """The verdict on a requirement about the engagement, with pointers and quotes."""
    match requirement:
        case ContractFormRequirement():
            return judge_contract(requirement, profile)
        case Rate():
            return judge_rate(requirement, profile)
        case Availability():
            return judge_availability(requirement, profile)
        case Location():
            return judge_location(requirement, profile)
        case Language():
            return judge_language(requirement, profile)
        case Equipment():
            return judge_equipment(requirement, profile)
        case Statement():
            return judge_statement(requirement, profile)
        case DocumentRequirement():
            return Judged(OPEN, "document_with_the_offer", {"name": requirement.name}), []
        case OtherRequirement():
            return Judged(OPEN, "other_for_a_person", {}), []
        case Experience() | Education() | Training() | Knowledge() | Certificate():
            raise TypeError(f"{requirement.type} must be compiled first")
        case _ as never:
            assert_never(never)


def evidence_for(asked: Asked, judged: Judged, profile: PreparedProfile, reference: dt.date) -> list[Evidence]:
    """The quotes behind a verdict."""
    match asked:
        case AskedExperience():
            return experience_evidence(asked, profile, reference, every=judged.verdict is not MET)
        case AskedEducation():
            return evidence_of(education_grounds(asked, profile, reference)[1])
        case AskedSubjects():
            if isinstance(asked.requirement, Knowledge):
                return knowledge_grounds(asked, profile, reference)[1]
            return evidence_of(training_grounds(asked, profile, reference)[1])
        case AskedCertificates():
            return evidence_of(certificate_grounds(asked, profile, reference)[1])
        case _:
            return [Evidence(pointer=where, quote=quote) for where, quote in judge_terms(asked, profile)[1]]


def _group_verdict(judged: Iterable[Judged]) -> Verdict:
    return min((j.verdict for j in judged), key=WORTH.__getitem__, default=OPEN)


def judge_criterion(asked: AskedCriterion, profile: PreparedProfile, reference: dt.date) -> JudgedCriterion:
    """A group is as good as its worst requirement, a criterion as good as its best group or tier."""
    best: JudgedCriterion | None = None
    most: Points = 0
    for t, tier in enumerate(asked.tiers):
        for g, group in enumerate(tier.groups or ((),)):
            judged = tuple(judge_asked(requirement, profile, reference) for requirement in group)
            verdict = _group_verdict(judged)
            points: Points | None = None
            if asked.points is not None:
                points = (tier.points or 0) if verdict is MET else 0
                most = max(most, 0 if verdict is NOT_MET else tier.points or 0)
            if best is None or (WORTH[verdict], points or 0) > (WORTH[best.verdict], best.points or 0):
                best = JudgedCriterion(verdict, points, most, g, t, judged)
    assert best is not None  # noqa: S101 - a criterion has at least one tier
    return best._replace(most=most)


def partial_points(asked: AskedCriterion, judged: JudgedCriterion) -> Decimal:
    """The linear share of the points for experience that is too short; zero for anything else that is not met."""
    if asked.points is None or judged.verdict is not NOT_MET:
        return Decimal(0)
    if any(j.verdict is not MET and not j.share for j in judged.judged):
        return Decimal(0)
    shares = [Decimal(repr(round(j.share, 4))) for j in judged.judged if j.verdict is not MET]
    return min(shares, default=Decimal(0)) * Decimal(asked.tiers[judged.tier].points or 0)


def tidy(value: Points) -> Points:
    """A whole number as int, anything else as a decimal without needless zeros."""
    if isinstance(value, int):
        return value
    return int(value) if value == value.to_integral_value() else value.quantize(Decimal("0.01")).normalize()


def summarise(
    asked: tuple[AskedCriterion, ...], judged: tuple[JudgedCriterion, ...], partial_credit: PartialCredit
) -> PointsSummary:
    """Points awarded, at least, at most and available, over the award criteria."""
    awarded: Points = 0
    high: Points = 0
    available: Points = 0
    partial = Decimal(0)
    for a, j in zip(asked, judged, strict=True):
        if a.points is None:
            continue
        awarded += j.points or 0
        high += j.most
        available += a.points
        if partial_credit is PartialCredit.LINEAR:
            partial += partial_points(a, j)
    low = awarded + partial if partial else awarded
    return PointsSummary(
        awarded=tidy(awarded), min=tidy(low), max=tidy(high + partial if partial else high), available=tidy(available)
    )


def outcome_of(asked: tuple[AskedCriterion, ...], judged: tuple[JudgedCriterion, ...]) -> Outcome:
    """What the knock-outs alone say."""
    verdicts = [j.verdict for a, j in zip(asked, judged, strict=True) if a.criterion.kind is CriterionKind.KNOCKOUT]
    if NOT_MET in verdicts:
        return Outcome.NOT_ELIGIBLE
    return Outcome.NEEDS_REVIEW if OPEN in verdicts else Outcome.ELIGIBLE
