"""The verdict on each requirement for all candidates at once; each function mirrors a pure one and is tested equal."""

import datetime as dt
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from app.criteria.requirements import DocumentRequirement, Knowledge, OtherRequirement, Training
from app.criteria.scales import TermsMatch
from app.matching.certificates import AskedCertificates
from app.matching.credentials import AskedEducation, AskedSubjects
from app.matching.denial import denies_certificate
from app.matching.experience import AskedExperience, AskedThing, window_start
from app.matching.fields import AskedField, field_shown
from app.matching.index.columns import Mask, Verdicts, overlap, union
from app.matching.index.intervals import months_by_candidate
from app.matching.index.population import Population
from app.matching.index.shows import JobShows, group_denied, thing_in_contents, thing_in_skills
from app.matching.index.tables import NONE
from app.matching.levels import PLUS, level_range
from app.matching.months import day_after, position
from app.matching.score import Asked

NOT_MET, OPEN, MET = np.int8(0), np.int8(1), np.int8(2)


def lowest(verdicts: Sequence[Verdicts]) -> Verdicts:
    """The worst of several verdicts for each candidate; one at least."""
    found = verdicts[0]
    for verdict in verdicts[1:]:
        found = np.minimum(found, verdict)
    return found


class Judging:
    """One match over a population on a reference date; masks that several requirements need are found once."""

    def __init__(self, population: Population, reference: dt.date) -> None:
        self._all = population
        self._reference = reference
        self._size = len(population)
        self._shows = JobShows(population.jobs)
        studies = population.studies
        self._study_of = studies.candidate.values
        day = reference.toordinal()
        self._done = studies.done.values & (studies.end_first.values <= day)

    def verdicts(self, asked: Asked) -> Verdicts:
        """The verdict on one compiled requirement, per candidate (`judge_asked`)."""
        if isinstance(asked, AskedExperience):
            return self._experience(asked)
        if isinstance(asked, AskedEducation):
            return self._education(asked)
        if isinstance(asked, AskedSubjects):
            return self._knowledge(asked) if isinstance(asked.requirement, Knowledge) else self._training(asked)
        if isinstance(asked, AskedCertificates):
            return self._certificates(asked)
        if isinstance(asked, DocumentRequirement | OtherRequirement):
            return self._constant(OPEN)
        found = self._all.facets.verdicts(asked)
        if found is None:
            raise TypeError(f"the index knows no {type(asked).__name__}")
        return found

    def _constant(self, verdict: np.int8) -> Verdicts:
        return np.full(self._size, verdict, np.int8)

    def _of_candidates(self, owners: NDArray[np.int32], rows: Mask) -> Mask:
        return self._owning(owners, np.flatnonzero(rows))

    def _owning(self, owners: NDArray[np.int32], rows: NDArray[np.intp]) -> Mask:
        mask = np.zeros(self._size, np.bool_)
        mask[owners[rows]] = True
        return mask

    def _denied(self, group: tuple[AskedThing, ...]) -> Mask:
        return group_denied(group, self._all.denials)[self._all.denials.of_candidate.values]

    def _experience(self, asked: AskedExperience) -> Verdicts:
        """`judge_experience`: by the jobs in the right frame that show what is asked, and their months."""
        if not (asked.roles or asked.organisations or asked.things):
            return self._constant(OPEN)
        jobs = self._all.jobs
        owners = jobs.candidate.values
        requirement = asked.requirement
        framing = self._shows.framed(asked)
        groups = [union([self._shows.thing(one) for one in group]) for group in asked.things] if framing.any() else []
        apart = requirement.min_months is None and len(groups) > 1
        sets = [framing & group for group in groups] if apart else [overlap([framing, *groups])]
        low, high = window_start(requirement, self._reference), day_after(self._reference)
        everywhere, inside, dated = (np.full(self._size, at_first, np.bool_) for at_first in (True, True, False))
        for chosen in sets:
            rows = np.flatnonzero(chosen)
            begin, finish = jobs.begin.values[rows], jobs.finish.values[rows]
            stop = np.where(np.isnan(finish), high, finish)
            readable = ~np.isnan(begin) & ~jobs.unreadable_end.values[rows] & (stop > begin)
            end, start = np.minimum(stop, high), np.maximum(begin, low)
            spanned = readable & (end > begin)
            within = spanned & (end > start)
            here = within | jobs.without_start.values[rows] | ~readable if low == float("-inf") else within
            everywhere &= self._owning(owners, rows)
            dated |= self._owning(owners, rows[spanned])
            inside &= self._owning(owners, rows[here])
            if requirement.min_months is not None:
                # Months are only asked of one set: all that is asked must be shown by the same jobs.
                counted = (owners[rows[within]], start[within], end[within])
                inside = months_by_candidate(*counted, self._size, requirement.min_months)
        verdict = np.where(inside, MET, np.where(dated, NOT_MET, OPEN))
        denied = np.zeros(self._size, np.bool_)
        for group in asked.things:
            denied |= self._denied(group)
        return np.where(everywhere, verdict, np.where(denied, NOT_MET, OPEN)).astype(np.int8)

    def _fields(self, fields: tuple[AskedField, ...]) -> Mask:
        """Studies that bear any of the names or fields (`field_shown`)."""
        studies = self._all.studies
        contents = np.zeros(len(studies.contents), np.bool_)
        for field in fields:
            contents |= self._all.names.shown(field, studies.contents, field_shown)
        return contents[studies.content.values]

    def _education(self, asked: AskedEducation) -> Verdicts:
        """`education_grounds`: the level reached, and the field."""
        studies, owners, done = self._all.studies, self._study_of, self._done
        level = asked.requirement.min_level
        content = studies.content.values
        in_field = self._fields(asked.fields)
        if level is None:
            if not asked.fields:
                return self._constant(OPEN)
            return np.where(self._of_candidates(owners, done & in_field), MET, OPEN).astype(np.int8)
        low, high = studies.low.values[content], studies.high.values[content]
        formal = done & (low != NONE) & ~studies.certificate.values[content]
        want = level_range(level)
        reaching = formal & (low >= want.low)
        if level in PLUS:
            further = done & (low == NONE) & studies.training.values[content]
            has_further = self._of_candidates(owners, further)[owners]
            exactly = np.array([one.level is level for one in studies.contents], np.bool_)[content]
            reaching = formal & ((low > want.high) | ((low == want.low) & (has_further | exactly)))
        reached = self._of_candidates(owners, reaching)
        good = self._of_candidates(owners, reaching & in_field) if asked.fields else reached
        verdict = np.where(good, MET, OPEN)
        below = self._of_candidates(owners, formal) & ~reached
        if asked.requirement.equivalent_accepted or not below.any():
            return verdict.astype(np.int8)
        rows = np.flatnonzero(formal & below[owners])
        # The first of the highest, as `max` takes it: rows of a candidate stand in the order of the profile.
        order = np.lexsort((rows, -high[rows].astype(np.int16), owners[rows]))
        rows = rows[order]
        first = np.concatenate(([True], owners[rows][1:] != owners[rows][:-1]))
        highest = rows[first]
        could = (low[highest] != high[highest]) & (high[highest] >= want.low)
        verdict[owners[highest[~could]]] = NOT_MET
        return verdict.astype(np.int8)

    def _fresh(self, window: int | None) -> tuple[Mask, Mask]:
        """Studies recent enough, and those that are not for sure (`age_ok`)."""
        studies = self._all.studies
        if window is None:
            return np.ones(len(self._study_of), np.bool_), np.zeros(len(self._study_of), np.bool_)
        end = studies.end_last.values
        known = ~np.isnan(end)
        recent = np.minimum(end, position(self._reference)) >= day_after(self._reference) - window
        return known & recent, known & ~recent

    def _training(self, asked: AskedSubjects) -> Verdicts:
        """`training_grounds`: each group shown by a course that is recent enough."""
        if not asked.things:
            return self._constant(OPEN)
        requirement = asked.requirement
        window = requirement.window_months if isinstance(requirement, Training) else None
        fresh, stale = self._fresh(window)
        owners, content = self._study_of, self._all.studies.content.values
        verdict = self._constant(MET)
        denied = np.zeros(self._size, np.bool_)
        for group in asked.things:
            shown = union([thing_in_contents(one, self._all.studies) for one in group])[content]
            found = self._done & shown
            good = self._of_candidates(owners, found & fresh)
            old = self._of_candidates(owners, found) & ~good & ~self._of_candidates(owners, found & ~stale)
            refused = ~good & ~old & self._denied(group)
            denied |= refused
            verdict[~good & ~old & ~refused] = OPEN
            verdict[old & (verdict == MET)] = NOT_MET
        verdict[denied] = NOT_MET
        return verdict

    def _knowledge(self, asked: AskedSubjects) -> Verdicts:
        """`knowledge_grounds`: work, training and listed skills show it alike; the first group that fails decides."""
        if not asked.things:
            return self._constant(OPEN)
        jobs, studies, skills = self._all.jobs, self._all.studies, self._all.skills
        verdict = self._constant(MET)
        for group in asked.things:
            shown = np.zeros(self._size, np.bool_)
            for thing in group:
                shown |= self._of_candidates(jobs.candidate.values, self._shows.thing(thing))
                in_study = thing_in_contents(thing, studies)[studies.content.values]
                shown |= self._of_candidates(self._study_of, self._done & in_study)
                shown |= self._of_candidates(skills.candidate.values, thing_in_skills(thing, skills))
            failing = ~shown & (verdict == MET)
            verdict[failing] = np.where(self._denied(group), NOT_MET, OPEN)[failing]
        return verdict

    def _certificates(self, asked: AskedCertificates) -> Verdicts:
        """`certificate_grounds`: listed, valid and recent enough; any or all of the names."""
        requirement, studies, owners = asked.requirement, self._all.studies, self._study_of
        content = studies.content.values
        day = self._reference.toordinal()
        expired = studies.lapsed.values[content]
        expired = expired | (studies.stated_end.values[content] < day) | (studies.expiry.values < day)
        fresh, stale = self._fresh(requirement.window_months)
        each: list[Verdicts] = []
        lapsed = np.zeros(self._size, np.bool_)
        for name in asked.names:
            found = self._done & self._fields((name,))
            valid = found & ~expired
            some, sound = self._of_candidates(owners, found), self._of_candidates(owners, valid)
            good = self._of_candidates(owners, valid & fresh)
            old = sound & ~good & ~self._of_candidates(owners, valid & ~stale)
            gone = (some & ~good & ~sound) | old
            denied = ~good & ~gone & self._denies(name.text)
            lapsed |= gone
            each.append(np.where(good, MET, np.where(gone | denied, NOT_MET, OPEN)).astype(np.int8))
        if not each:
            return self._constant(OPEN)
        if requirement.match is TermsMatch.ALL:
            return lowest(each)
        best = each[0]
        for verdict in each[1:]:
            best = np.maximum(best, verdict)
        return np.where(lapsed & (best != MET), NOT_MET, best).astype(np.int8)

    def _denies(self, name: str) -> Mask:
        rows = self._all.names.denied(name, self._all.denials.profiles, denies_certificate)
        return rows[self._all.denials.of_candidate.values]
