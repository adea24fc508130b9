"""Work experience: which jobs show what is asked, and for how many months inside the window."""

import datetime as dt
import re
from typing import NamedTuple

from app.concepts.classify import TermClass, classify_term
from app.criteria.requirements import Experience
from app.criteria.scales import TermsMatch
from app.criteria.verdicts import Evidence
from app.matching.asked_words import names_activity
from app.matching.judgement import MET, NOT_MET, OPEN, Judged
from app.matching.months import Interval, as_decimal, clip, day_after, employment, first_day, position, union_length
from app.matching.organisations import AskedOrganisation, compile_employers, employer_shows
from app.matching.profile import PreparedJob, PreparedProfile
from app.matching.roles import AskedRole, compile_role, role_shows
from app.matching.sizes import says_at_least
from app.matching.terms import AskedTerm, all_shown, compile_term, tool_unit
from app.matching.text import Unit, deals


class AskedThing(NamedTuple):
    """One subject or tool: the term itself and the printed examples, each of which shows it too."""

    text: str
    terms: tuple[AskedTerm, ...]


class AskedExperience(NamedTuple):
    """An experience requirement, compiled. Each of `things` groups is any-of; all groups must be shown."""

    requirement: Experience
    roles: tuple[AskedRole, ...]
    organisations: tuple[AskedOrganisation, ...]
    things: tuple[tuple[AskedThing, ...], ...]


_TAIL = re.compile(r"(.+)\s(?:in|van|op|bij|met|voor|aan|binnen|rond|tot)\s\S.*", re.DOTALL)


def illustrated(term: str, example: str) -> str:
    """What an example asks in full: it stands for the last noun, and what is done to that is asked of it as well.

    "indicatiestelling in de langdurige zorg" with "Wlz" asks "indicatiestelling van Wlz"; a tool stays as it is named.
    """
    found = _TAIL.fullmatch(term)
    if found is None or classify_term(example) is TermClass.TOOL:
        return example
    return f"{found[1]} van {example}" if names_activity(found[1]) else example


def compile_things(
    terms: tuple[str, ...], match: TermsMatch, examples: dict[str, tuple[str, ...]], *, tool: bool = False
) -> tuple[tuple[AskedThing, ...], ...]:
    """Terms as groups: one group of alternatives, or a group per term where all are asked."""
    things = [
        AskedThing(
            term,
            tuple(
                compiled._replace(dealing=compiled.dealing or deals(term))
                for compiled in (
                    compile_term(text, tool=tool)
                    for text in (term, *(illustrated(term, example) for example in examples.get(term, ())))
                )
            ),
        )
        for term in terms
    ]
    if not things:
        return ()
    return tuple((thing,) for thing in things) if match is TermsMatch.ALL else (tuple(things),)


def compile_experience(requirement: Experience) -> AskedExperience:
    """An experience requirement with all its terms compiled."""
    examples = {entry.subject: entry.examples for entry in requirement.examples}
    return AskedExperience(
        requirement,
        tuple(compile_role(role) for role in requirement.roles),
        compile_employers(requirement.organisations),
        compile_things(requirement.subjects, requirement.subjects_match, examples)
        + compile_things(requirement.tools, requirement.tools_match, {}, tool=True),
    )


def term_shown(asked: AskedTerm, job: PreparedJob) -> bool:
    """Does a job show a term: the tool by name; else what belongs together near each other, the rest anywhere."""
    if asked.least is not None and not says_at_least((unit.masked for unit in job.units), asked.least):
        return False
    if asked.tools and tool_unit(asked, job.squashed, job.units):
        return True
    shown = job.shown if asked.dealing else job.own
    for way in asked.ways:
        if not all_shown(way.near, shown) or not all_shown(way.anywhere, shown):
            continue
        if not way.done or any(
            all_shown(way.done, (unit.shown if asked.dealing else unit.own) + job.title.shown) for unit in job.units
        ):
            return True
    return False


def thing_shown(thing: AskedThing, job: PreparedJob) -> bool:
    """Does a job show the term or one of its examples?"""
    return any(term_shown(term, job) for term in thing.terms)


def framed(asked: AskedExperience, job: PreparedJob) -> bool:
    """Is the job in an asked role and at an asked organisation?"""
    if asked.organisations and not any(employer_shows(o, job.employer) for o in asked.organisations):
        return False
    return not asked.roles or any(role_shows(role, job) for role in asked.roles)


def interval_of(job: PreparedJob, reference: dt.date) -> Interval | None:
    """When the job was held, clipped to the reference date; null without readable dates."""
    end = day_after(reference)
    span = employment(job.start, job.end, end)
    return clip(span, float("-inf"), end) if span else None


def window_start(requirement: Experience, reference: dt.date) -> float:
    """The position from which experience counts; minus infinity where any does."""
    low = float("-inf")
    if requirement.window_months is not None:
        low = day_after(reference) - requirement.window_months
    if requirement.since is not None:
        low = max(low, position(requirement.since))
    return low


def _begins_after(job: PreparedJob, high: float) -> bool:
    """Does it begin only after the reference date?"""
    begin = first_day(job.start) if job.start else None
    return begin is not None and position(begin) >= high


def _matching_sets(asked: AskedExperience, profile: PreparedProfile) -> list[list[PreparedJob]]:
    """Per thing asked the jobs that show it in the right frame; one set when it must be the same job."""
    framing = [job for job in profile.jobs if framed(asked, job)]
    if asked.requirement.min_months is None and len(asked.things) > 1:
        return [[job for job in framing if any(thing_shown(t, job) for t in group)] for group in asked.things]
    return [[job for job in framing if all(any(thing_shown(t, job) for t in group) for group in asked.things)]]


def judge_experience(asked: AskedExperience, profile: PreparedProfile, reference: dt.date) -> Judged:
    """The verdict on an experience requirement, in the contract's terms."""
    requirement = asked.requirement
    if not (asked.roles or asked.organisations or asked.things):
        return Judged(OPEN, "experience_unspecific", {"asked": requirement.min_months})
    sets = _matching_sets(asked, profile)
    if not all(sets):
        return Judged(NOT_MET, "denied", {}) if _denied(asked, profile) else Judged(OPEN, "no_matching_experience", {})
    low = window_start(requirement, reference)
    high = day_after(reference)
    months = []
    inside = []
    dated = False
    for jobs in sets:
        spans = [(job, interval_of(job, reference)) for job in jobs]
        dated = dated or any(span for _, span in spans)
        clipped = [part for _, span in spans if span and (part := clip(span, low, high))]
        months.append(union_length(clipped))
        started = any(employment(job.start, job.end, high) is None and not _begins_after(job, high) for job in jobs)
        inside.append(bool(clipped) or (low == float("-inf") and started))
    total = min(months)
    windowed = low > float("-inf")
    params = {"months": float(total), "asked": requirement.min_months, "window": requirement.window_months}
    if requirement.min_months is None:
        if all(inside):
            return Judged(MET, "experience_shown", params)
        return (
            Judged(NOT_MET, "experience_outside_window", params)
            if dated
            else Judged(OPEN, "experience_undated", params)
        )
    if total >= requirement.min_months:
        return Judged(MET, "experience_long_enough", params)
    share = total / requirement.min_months if requirement.min_months else 0.0
    if not dated:
        return Judged(OPEN, "experience_undated", params)
    code = "experience_outside_window" if windowed and total == 0 else "experience_too_short"
    return Judged(NOT_MET, code, params, share)


def _denied(asked: AskedExperience, profile: PreparedProfile) -> bool:
    """Is something asked explicitly denied in the profile, with every alternative that the posting gives for it?"""
    return any(group_denied(group, profile) for group in asked.things)


def group_denied(group: tuple[AskedThing, ...], profile: PreparedProfile) -> bool:
    """Is every one of these alternatives denied?"""
    return bool(profile.denials) and all(_thing_denied(thing, profile) for thing in group)


def _thing_denied(thing: AskedThing, profile: PreparedProfile) -> bool:
    term = thing.terms[0]
    if any(squashed in profile.denied_texts for squashed, _ in term.tools):
        return True
    return bool(term.ways) and all(all_shown(way.near, profile.denied) for way in term.ways)


def _unit_for(asked: AskedExperience, job: PreparedJob) -> list[Unit]:
    """The units of a job that show it best: per thing asked one, else the title, else the employer."""
    chosen: dict[str, Unit] = {}
    for group in asked.things:
        unit = next((found for thing in group for term in thing.terms if (found := best_unit(term, job))), None)
        if unit:
            chosen.setdefault(unit.pointer, unit)
    if asked.roles and (
        title := next((u for u in job.units if "/position" in u.pointer or "/roles/" in u.pointer), None)
    ):
        chosen.setdefault(title.pointer, title)
    if asked.organisations and job.employer.units:
        chosen.setdefault(job.employer.units[0].pointer, job.employer.units[0])
    return list(chosen.values()) or list(job.units[:1])


def best_unit(term: AskedTerm, job: PreparedJob) -> Unit | None:
    """The unit that shows a term, or most of it when its parts stand apart; null when the job does not show it."""
    if not term_shown(term, job):
        return None
    if term.tools and (unit := tool_unit(term, job.squashed, job.units)):
        return unit
    for way in term.ways:
        if all_shown(way.near, job.shown):
            needs = (*way.near, *way.anywhere)
            return max(job.units, key=lambda u: sum(any(c in u.shown for c in need) for need in needs), default=None)
    return None


def experience_evidence(
    asked: AskedExperience, profile: PreparedProfile, reference: dt.date, *, every: bool = False
) -> list[Evidence]:
    """The quotes that show it, job by job, with the months that each job adds inside the window.

    Only jobs inside the window are quoted, unless `every` is asked.
    """
    if not (asked.roles or asked.organisations or asked.things):
        return []
    low, high = window_start(asked.requirement, reference), day_after(reference)
    evidence: list[Evidence] = []
    seen: set[tuple[str, str]] = set()
    for job in dict.fromkeys(job for jobs in _matching_sets(asked, profile) for job in jobs):
        span = interval_of(job, reference)
        part = clip(span, low, high) if span else None
        if part is None and not every and low > float("-inf"):
            continue
        months = as_decimal(part.end - part.start) if part else None
        units = _unit_for(asked, job)
        if not units and job.employer.kinds:
            kind = Evidence(pointer=f"{job.pointer}/organisationKind", quote=min(job.employer.kinds), months=months)
            evidence.append(kind)
        for n, unit in enumerate(units):
            if (unit.pointer, unit.text) in seen:
                continue
            seen.add((unit.pointer, unit.text))
            evidence.append(
                Evidence(
                    pointer=unit.pointer,
                    quote=unit.text,
                    months=months if n == 0 else None,
                    imprecise=bool(span and span.imprecise and n == 0),
                )
            )
    return evidence
