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
from app.matching.index.columns import Mask, Rows, Verdicts, numbers_of, union
from app.matching.index.intervals import months_by_candidate
from app.matching.index.population import Population
from app.matching.index.shows import JobShows, contents_showing, group_denied, skills_showing
from app.matching.index.tables import NONE, ORDER
from app.matching.levels import PLUS, level_range
from app.matching.months import day_after, position
from app.matching.score import Asked

Owners = NDArray[np.int32]
Levels = NDArray[np.int8]
NOT_MET, OPEN, MET = np.int8(0), np.int8(1), np.int8(2)


def lowest(verdicts: Sequence[Verdicts]) -> Verdicts:
    """The worst of several verdicts for each candidate; one at least."""
    found = verdicts[0]
    for verdict in verdicts[1:]:
        found = np.minimum(found, verdict)
    return found


class Judging:
    """The candidates from number `first` on, judged on a reference date; verdicts are by number from there."""

    def __init__(self, population: Population, reference: dt.date, first: int = 0) -> None:
        self._all = population
        self._reference = reference
        self._first = first
        self._size = len(population) - first
        studies = population.studies
        rows = (np.searchsorted(table.candidate.values, first) for table in (population.jobs, studies))
        jobs_from, studies_from = (int(row) for row in rows)
        self._shows = JobShows(population.jobs, jobs_from)
        self._studies = slice(studies_from, None)
        self._study_of = studies.candidate.values[self._studies] - first
        self._content = studies.content.values[self._studies]
        day = reference.toordinal()
        self._done = studies.done.values[self._studies] & (studies.end_first.values[self._studies] <= day)

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
        return found[self._first :]

    def _constant(self, verdict: np.int8) -> Verdicts:
        return np.full(self._size, verdict, np.int8)

    def _owning(self, owners: Owners) -> Mask:
        mask = np.zeros(self._size, np.bool_)
        mask[owners] = True
        return mask

    def _with_study(self, rows: Mask) -> Mask:
        return self._owning(self._study_of[rows])

    def _denied(self, group: tuple[AskedThing, ...]) -> Mask:
        denials = self._all.denials
        return group_denied(group, denials, self._all.names)[denials.of_candidate.values[self._first :]]

    def _experience(self, asked: AskedExperience) -> Verdicts:
        """`judge_experience`: by the jobs in the right frame that show what is asked, and their months."""
        if not (asked.roles or asked.organisations or asked.things):
            return self._constant(OPEN)
        jobs = self._all.jobs
        requirement = asked.requirement
        low, high = window_start(requirement, self._reference), day_after(self._reference)
        everywhere, inside, dated = (np.full(self._size, at_first, np.bool_) for at_first in (True, True, False))
        for chosen in self._matching_sets(asked):
            rows = numbers_of(chosen)
            owners = jobs.candidate.values[rows] - self._first
            begin, finish = jobs.begin.values[rows], jobs.finish.values[rows]
            stop = np.where(np.isnan(finish), high, finish)
            readable = ~np.isnan(begin) & ~jobs.unreadable_end.values[rows] & (stop > begin)
            end, start = np.minimum(stop, high), np.maximum(begin, low)
            spanned = readable & (end > begin)
            within = spanned & (end > start)
            here = within | (~readable & ~(begin >= high)) if low == float("-inf") else within
            everywhere &= self._owning(owners)
            dated |= self._owning(owners[spanned])
            inside &= self._owning(owners[here])
            if requirement.min_months is not None:
                # Months are only asked of one set: all that is asked must be shown by the same jobs.
                counted = (owners[within], start[within], end[within])
                inside = months_by_candidate(*counted, self._size, requirement.min_months)
        verdict = np.where(inside, MET, np.where(dated, NOT_MET, OPEN))
        denied = np.zeros(self._size, np.bool_)
        for group in asked.things:
            denied |= self._denied(group)
        return np.where(everywhere, verdict, np.where(denied, NOT_MET, OPEN)).astype(np.int8)

    def _matching_sets(self, asked: AskedExperience) -> list[Rows]:
        """`_matching_sets`: the jobs that show all that is asked, or those that show each, where these may differ."""
        found = self._shows.framed(asked)
        if asked.requirement.min_months is None and len(asked.things) > 1:
            return [self._shows.group(group, found) for group in asked.things]
        for group in asked.things:
            found = self._shows.group(group, found)
        return [Rows() if found is None else found]

    def _fields(self, fields: tuple[AskedField, ...]) -> Mask:
        """Studies that bear any of the names or fields (`field_shown`)."""
        studies = self._all.studies
        contents = np.zeros(len(studies.contents), np.bool_)
        for field in fields:
            contents |= self._all.names.shown(field, studies.contents, field_shown)
        return contents[self._content]

    def _education(self, asked: AskedEducation) -> Verdicts:
        """`education_grounds`: the level reached, and the field."""
        owners, done = self._study_of, self._done
        level = asked.requirement.min_level
        in_field = self._fields(asked.fields)
        if level is None:
            if not asked.fields:
                return self._constant(OPEN)
            return np.where(self._with_study(done & in_field), MET, OPEN).astype(np.int8)
        studies = self._all.studies
        low, high = studies.low.values[self._content], studies.high.values[self._content]
        formal = done & (low != NONE) & ~studies.certificate.values[self._content]
        want = level_range(level)
        reaching = formal & (low >= want.low)
        if level in PLUS:
            further = done & (low == NONE) & studies.training.values[self._content]
            has_further = self._with_study(further)[owners]
            exactly = studies.level.values[self._content] == ORDER[level]
            reaching = formal & ((low > want.high) | ((low == want.low) & (has_further | exactly)))
        reached = self._with_study(reaching)
        good = self._with_study(reaching & in_field) if asked.fields else reached
        verdict = np.where(good, MET, OPEN).astype(np.int8)
        if not asked.requirement.equivalent_accepted:
            verdict[self._surely_below(formal & ~reached[owners], low, high, want.low)] = NOT_MET
        return verdict

    def _surely_below(self, formal: Mask, low: Levels, high: Levels, least: int) -> Owners:
        """Candidates whose highest formal study, the first of them as `max` takes it, cannot reach the level."""
        rows = np.flatnonzero(formal)
        if not len(rows):
            return np.empty(0, np.int32)
        owners, tops = self._study_of[rows], high[rows]
        begins = np.flatnonzero(np.concatenate(([True], owners[1:] != owners[:-1])))
        best = np.repeat(np.maximum.reduceat(tops, begins), np.diff(np.append(begins, len(rows))))
        # Rows of a candidate stand in the order of the profile; the first with the best level is taken.
        top = np.flatnonzero(tops == best)
        first = top[np.concatenate(([True], owners[top][1:] != owners[top][:-1]))]
        highest = rows[first]
        could = (low[highest] != high[highest]) & (high[highest] >= least)
        below: Owners = owners[first[~could]]
        return below

    def _fresh(self, window: int | None) -> tuple[Mask, Mask]:
        """Studies recent enough, and those that are not for sure (`age_ok`)."""
        if window is None:
            return np.ones(len(self._study_of), np.bool_), np.zeros(len(self._study_of), np.bool_)
        end = self._all.studies.end_last.values[self._studies]
        known = ~np.isnan(end)
        recent = np.minimum(end, position(self._reference)) >= day_after(self._reference) - window
        return known & recent, known & ~recent

    def _showing(self, group: tuple[AskedThing, ...]) -> Mask:
        """Completed studies that show any of these terms."""
        studies = self._all.studies
        contents = np.zeros(len(studies.contents), np.bool_)
        contents[numbers_of(union([contents_showing(thing, studies) for thing in group]))] = True
        return self._done & contents[self._content]

    def _training(self, asked: AskedSubjects) -> Verdicts:
        """`training_grounds`: each group shown by a course that is recent enough."""
        if not asked.things:
            return self._constant(OPEN)
        requirement = asked.requirement
        window = requirement.window_months if isinstance(requirement, Training) else None
        fresh, stale = self._fresh(window)
        verdict = self._constant(MET)
        denied = np.zeros(self._size, np.bool_)
        for group in asked.things:
            found = self._showing(group)
            good = self._with_study(found & fresh)
            old = self._with_study(found) & ~good & ~self._with_study(found & ~stale)
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
        jobs, skills = self._all.jobs.candidate.values, self._all.skills.candidate.values
        verdict = self._constant(MET)
        for group in asked.things:
            shown = self._owning(jobs[numbers_of(self._shows.group(group, None))] - self._first)
            shown |= self._with_study(self._showing(group))
            listed = skills[numbers_of(union([skills_showing(thing, self._all.skills) for thing in group]))]
            shown |= self._owning(listed[listed >= self._first] - self._first)
            failing = ~shown & (verdict == MET)
            verdict[failing] = np.where(self._denied(group), NOT_MET, OPEN)[failing]
        return verdict

    def _certificates(self, asked: AskedCertificates) -> Verdicts:
        """`certificate_grounds`: listed, valid and recent enough; any or all of the names."""
        requirement, studies = asked.requirement, self._all.studies
        day = self._reference.toordinal()
        past = studies.lapsed.values | (studies.stated_end.values < day)
        expired = past[self._content] | (studies.expiry.values[self._studies] < day)
        fresh, stale = self._fresh(requirement.window_months)
        each: list[Verdicts] = []
        lapsed = np.zeros(self._size, np.bool_)
        for name in asked.names:
            found = self._done & self._fields((name,))
            valid = found & ~expired
            some, sound = self._with_study(found), self._with_study(valid)
            good = self._with_study(valid & fresh)
            old = sound & ~good & ~self._with_study(valid & ~stale)
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
        return rows[self._all.denials.of_candidate.values[self._first :]]
