"""Education, training, certificates and knowledge: what was learned and completed, and whether it still counts."""

import datetime as dt
from typing import NamedTuple

from app.criteria.requirements import Education, Knowledge, Training
from app.criteria.scales import EducationLevel
from app.criteria.verdicts import Evidence
from app.matching.experience import AskedThing, compile_things, group_denied, thing_shown
from app.matching.fields import AskedField, compile_field, field_shown
from app.matching.judgement import MET, NOT_MET, OPEN, Judged
from app.matching.levels import PLUS, level_range
from app.matching.months import day_after, first_day, last_day, position
from app.matching.profile import PreparedProfile, PreparedStudy
from app.matching.terms import all_shown, tool_unit, unit_shows
from app.matching.text import Unit


class AskedEducation(NamedTuple):
    """An education requirement, compiled."""

    requirement: Education
    fields: tuple[AskedField, ...]


class AskedSubjects(NamedTuple):
    """A training or knowledge requirement, compiled: groups of alternatives that must all be shown."""

    requirement: Training | Knowledge
    things: tuple[tuple[AskedThing, ...], ...]


def compile_education(requirement: Education) -> AskedEducation:
    """An education requirement with its fields compiled."""
    named = (*requirement.fields, *(study for entry in requirement.examples for study in entry.examples))
    return AskedEducation(requirement, tuple(compile_field(field, "fields") for field in named))


def compile_subjects(requirement: Training | Knowledge) -> AskedSubjects:
    """A training or knowledge requirement with its subjects compiled."""
    examples = {e.subject: e.examples for e in requirement.examples} if isinstance(requirement, Knowledge) else {}
    return AskedSubjects(requirement, compile_things(requirement.subjects, requirement.subjects_match, examples))


def done_by(study: PreparedStudy, reference: dt.date) -> bool:
    """Was it completed by the reference date?"""
    if not study.done:
        return False
    start_of_end = first_day(study.end) if study.end else None
    return start_of_end is None or start_of_end <= reference


def _quote(unit: Unit) -> Evidence:
    """A unit as evidence."""
    return Evidence(pointer=unit.pointer, quote=unit.text)


def evidence_of(studies: tuple[PreparedStudy, ...]) -> list[Evidence]:
    """A quote per study: its field and its kind."""
    out: list[Evidence] = []
    for study in studies:
        out.extend(map(_quote, study.units[:2]))
        if not study.units and study.level is not None:
            out.append(Evidence(pointer=f"{study.pointer}/level", quote=study.level.value))
    return out


def _reaches(study: PreparedStudy, asked: EducationLevel, further: bool) -> bool:
    if study.level is None:
        return False
    have, want = level_range(study.level), level_range(asked)
    if asked in PLUS:
        return have.low > want.high or (have.low == want.low and (further or study.level is asked))
    return have.low >= want.low


def _further_training(profile: PreparedProfile, reference: dt.date) -> tuple[PreparedStudy, ...]:
    """Completed professional training beside the formal education; a driving licence or first aid is none."""
    return tuple(s for s in profile.studies if s.level is None and done_by(s, reference) and is_training(s))


def is_training(study: PreparedStudy) -> bool:
    """Is it a course or certificate of one's profession?"""
    words = " ".join(unit.text for unit in study.units).lower()
    return bool(words) and not any(word in words for word in ("rijbewijs", "vog", "verklaring omtrent", "bhv", "ehbo"))


def education_grounds(
    asked: AskedEducation, profile: PreparedProfile, reference: dt.date
) -> tuple[Judged, tuple[PreparedStudy, ...]]:
    """The verdict on an education requirement and the studies that it rests on."""
    requirement = asked.requirement
    level = requirement.min_level
    done = [study for study in profile.studies if done_by(study, reference)]
    if level is None:
        for study in done:
            if any(field_shown(field, study) for field in asked.fields):
                return Judged(MET, "education_in_field", {}), (study,)
        if not asked.fields:
            return Judged(OPEN, "other_for_a_person", {}), ()
        return Judged(OPEN, "education_field_not_shown", {"fields": requirement.fields}), ()
    formal = [study for study in done if study.level is not None and not study.certificate]
    further = _further_training(profile, reference)
    reaching = [study for study in formal if _reaches(study, level, bool(further))]
    params: dict[str, str | tuple[str, ...]] = {"asked": level.value, "fields": requirement.fields}
    if reaching:
        best = max(reaching, key=lambda s: level_range(s.level or level).low)
        if not asked.fields:
            extra = (
                further[:1]
                if level in PLUS and best.level is not None and level_range(best.level).low <= level_range(level).low
                else ()
            )
            return Judged(MET, "education_level_reached", params | {"level": _name(best)}), (best, *extra)
        for study in reaching:
            if any(field_shown(field, study) for field in asked.fields):
                return Judged(MET, "education_reached_in_field", params | {"level": _name(study)}), (study,)
        return Judged(OPEN, "education_other_field", params | {"level": _name(best)}), (best,)
    if not formal:
        return Judged(OPEN, "education_none_completed", params), ()
    highest = max(formal, key=lambda s: level_range(s.level or level).high)
    grounds = params | {"level": _name(highest)}
    if _could_reach(highest, level):
        return Judged(OPEN, "education_level_imprecise", grounds), (highest,)
    if requirement.equivalent_accepted:
        return Judged(OPEN, "education_equivalent_open", grounds), (highest,)
    return Judged(NOT_MET, "education_below_level", grounds), (highest,)


def _name(study: PreparedStudy) -> str:
    return study.level.value if study.level else ""


def _could_reach(study: PreparedStudy, asked: EducationLevel) -> bool:
    """An imprecise level whose upper reading would do ("MBO" where mbo 4 is asked)."""
    if study.level is None:
        return False
    have, want = level_range(study.level), level_range(asked)
    return have.low != have.high and have.high >= want.low


def _thing_in_study(thing: AskedThing, study: PreparedStudy) -> bool:
    for term in thing.terms:
        if term.tools and tool_unit(term, study.squashed, study.units):
            return True
        if any(all_shown(way.near, study.shown) for way in term.ways):
            return True
    return False


def age_ok(study: PreparedStudy, window: int | None, reference: dt.date) -> bool | None:
    """Recent enough; null where the window asks a date that is not given."""
    if window is None:
        return True
    end = last_day(study.end) if study.end else None
    if end is None:
        return None
    return position(min(end, reference)) >= day_after(reference) - window


def training_grounds(
    asked: AskedSubjects, profile: PreparedProfile, reference: dt.date
) -> tuple[Judged, tuple[PreparedStudy, ...]]:
    """The verdict on a training requirement and the courses that it rests on."""
    requirement = asked.requirement
    window = requirement.window_months if isinstance(requirement, Training) else None
    done = [study for study in profile.studies if done_by(study, reference)]
    params = {"subjects": requirement.subjects, "window": window}
    if not asked.things:
        return Judged(OPEN, "other_for_a_person", {}), ()
    grounds: dict[str, PreparedStudy] = {}
    worst = MET
    for group in asked.things:
        found = [s for s in done if any(_thing_in_study(t, s) for t in group)]
        fresh = [s for s in found if age_ok(s, window, reference)]
        if fresh:
            grounds[fresh[0].pointer] = fresh[0]
        elif found and all(age_ok(s, window, reference) is False for s in found):
            worst = NOT_MET if worst is MET else worst
        elif group_denied(group, profile):
            return Judged(NOT_MET, "denied", params), ()
        else:
            worst = OPEN
    code = {MET: "training_shown", NOT_MET: "training_too_old", OPEN: "training_not_shown"}[worst]
    return Judged(worst, code, params), tuple(grounds.values()) if worst is MET else ()


def knowledge_grounds(
    asked: AskedSubjects, profile: PreparedProfile, reference: dt.date
) -> tuple[Judged, list[Evidence]]:
    """The verdict on a knowledge requirement: work, training and listed skills show it alike."""
    evidence: list[Evidence] = []
    params = {"subjects": asked.requirement.subjects}
    for group in asked.things:
        found = next((e for thing in group if (e := _knowledge(thing, profile, reference))), None)
        if found is None:
            denied = group_denied(group, profile)
            return Judged(NOT_MET if denied else OPEN, "denied" if denied else "knowledge_not_shown", params), []
        evidence.append(found)
    return Judged(MET if evidence else OPEN, "knowledge_shown" if evidence else "knowledge_not_shown", params), evidence


def _knowledge(thing: AskedThing, profile: PreparedProfile, reference: dt.date) -> Evidence | None:
    for job in profile.jobs:
        if thing_shown(thing, job):
            units = (unit for term in thing.terms for unit in job.units if unit_shows(term, unit, job.squashed))
            return _quote(next(units, job.units[0]))
    for study in profile.studies:
        if done_by(study, reference) and _thing_in_study(thing, study):
            return _quote(study.units[0]) if study.units else Evidence(pointer=study.pointer, quote="")
    for unit in profile.skills:
        if any(unit_shows(term, unit, profile.skills_squashed) for term in thing.terms):
            return _quote(unit)
    return None
