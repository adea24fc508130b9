"""Which rows show what is asked: the rules of `roles`, `terms` and `organisations`, for all rows at once.

Each function here mirrors one of theirs, named in its docstring, and is tested equal to it. `among`: the jobs that are
still in question, null for all; what is found is always among them.
"""

from collections.abc import Callable, Iterable

import numpy as np

from app.matching.experience import AskedExperience, AskedThing
from app.matching.index.columns import KeyTable, Mask, Rows, numbers_of, rows_of, union
from app.matching.index.names import Names
from app.matching.index.tables import (
    BARE,
    GENERIC,
    HELPER,
    LEAD,
    NAMES_ROLE,
    SENIOR,
    TRAINEE,
    WIDE,
    DenialTable,
    JobTable,
    SkillTable,
    StudyTable,
)
from app.matching.keys import encode
from app.matching.organisations import AskedOrganisation
from app.matching.roles import AskedRole, RoleWay, functions
from app.matching.sizes import MOST_PEOPLE
from app.matching.terms import AskedTerm, Conjunction

Need = Callable[[str, Rows], Rows]
"""Which of some jobs meet a need: show any of its codes."""
_UNITS = 8
"""Pieces of text in a job, as a rule."""


def ways_met(ways: tuple[Conjunction, ...], need: Need, among: Rows, *, every: bool) -> Rows:
    """Which jobs show any, or every, way; all of them where there are none (`roles._shown`)."""
    if not ways:
        return among
    if not every:
        return union([needs_met((*way.near, *way.anywhere), need, among) for way in ways])
    return needs_met((code for way in ways for code in (*way.near, *way.anywhere)), need, among)


def needs_met(needs: Iterable[str], need: Need, among: Rows) -> Rows:
    """Which jobs meet every need (`all_shown`)."""
    for one in needs:
        if not among:
            break
        among = need(one, among)
    return among


class JobShows:
    """What the jobs from row `first` on show, for one match."""

    def __init__(self, jobs: JobTable, first: int) -> None:
        self._jobs = jobs
        self._tail = Rows(range(first, len(jobs.candidate))) if first else None
        self._texts: dict[tuple[bool, str], Rows] = {}
        self._unit_tail = self.units_of(self._tail) if self._tail is not None else None

    def all(self) -> Rows:
        """Every job."""
        return Rows(range(len(self._jobs.candidate))) if self._tail is None else self._tail

    def _flagged(self, *flags: int) -> Rows:
        return self._jobs.flags.any_of(flags, self._tail)

    @staticmethod
    def _either(one: Need, other: Need) -> Need:
        return lambda codes, among: one(codes, among) | other(codes, among)

    def units_of(self, jobs: Rows) -> Rows:
        """The pieces of text of these jobs."""
        rows = numbers_of(jobs)
        starts = self._jobs.first_unit.values
        ends = np.append(starts[1:], len(self._jobs.unit_job))
        lengths = ends[rows] - starts[rows]
        skipped = np.repeat(starts[rows] - (np.cumsum(lengths) - lengths), lengths)
        return rows_of(skipped + np.arange(len(skipped)))

    def _jobs_of(self, units: Rows) -> Rows:
        return rows_of(self._jobs.unit_job.values[numbers_of(units)])

    def _units(self, codes: str, within: Rows | None, *, dealing: bool) -> Rows:
        found = self._jobs.own.any_of(codes, within)
        return found | self._jobs.dealt.any_of(codes, within) if dealing else found

    def _text(self, *, dealing: bool) -> Need:
        """A need that a piece of text meets; few jobs are looked at in their own pieces, many by the key's rows."""
        jobs = self._jobs

        def find(codes: str, among: Rows) -> Rows:
            known = self._texts.get((dealing, codes))
            if known is not None:
                return known & among
            many = jobs.own.count(codes) + (jobs.dealt.count(codes) if dealing else 0)
            if many > _UNITS * len(among):
                return self._jobs_of(self._units(codes, self.units_of(among), dealing=dealing))
            found = self._jobs_of(self._units(codes, self._unit_tail, dealing=dealing))
            self._texts[dealing, codes] = found
            return found & among

        return find

    def framed(self, asked: AskedExperience) -> Rows | None:
        """Jobs in an asked role and at an asked organisation (`framed`); null where neither is asked."""
        found = union([self.role(one) for one in asked.roles]) if asked.roles else None
        if asked.organisations:
            found = union([self.employer(one, found) for one in asked.organisations])
        return found

    def employer(self, asked: AskedOrganisation, among: Rows | None) -> Rows:
        """Jobs at such an organisation (`employer_shows`)."""
        if not (asked.kinds or asked.concepts or asked.words):
            return Rows()
        jobs = self._jobs
        found = among if among is not None else self._tail
        if asked.kinds or asked.concepts:
            found = jobs.kinds.any_of(asked.kinds, found) | jobs.bodies.any_of(asked.concepts, found)
        for word in asked.words:
            found = jobs.words.any_of((word,), found)
        return self.all() if found is None else found

    def _large_enough(self, least: int, among: Rows) -> Rows:
        rows = numbers_of(among)
        wanted = max(least, 1) if least <= MOST_PEOPLE else MOST_PEOPLE + 1
        return rows_of(rows[self._jobs.most.values[rows] >= wanted])

    def role(self, asked: AskedRole) -> Rows:
        """Jobs whose title shows the role (`role_shows`)."""
        named = union([self._jobs.roles.any_of(way.codes, self._tail) for way in asked.ways])
        mask = named & self._flagged(NAMES_ROLE)
        if asked.least is not None:
            mask = self._large_enough(asked.least, mask)
        if asked.senior:
            mask &= self._flagged(SENIOR, LEAD)
        if asked.lead:
            mask &= self._flagged(LEAD)
        if not asked.helper:
            mask = mask - self._flagged(TRAINEE) - (self._flagged(HELPER) - self._flagged(GENERIC))
        title = self._jobs.title.any_of
        for own, excluded in asked.siblings:
            mask = mask - (title(excluded, mask) - title(own, mask))
        return union([self._way(way, mask) for way in asked.ways])

    def _way(self, way: RoleWay, among: Rows) -> Rows:
        """Jobs that show the role this way (`roles._way_shown`)."""
        mask = self._jobs.roles.any_of(way.codes, among)
        title, lead, core = self._jobs.title.any_of, self._jobs.lead.any_of, self._jobs.core.any_of
        own = self._text(dealing=False)
        if way.modes and mask:
            in_title = ways_met(way.modes, title, mask, every=True)
            rest = (mask & self._flagged(GENERIC)) - in_title
            office = rest & (self._flagged(BARE) | title(encode(["subjects:backoffice"]), rest))
            mask = in_title | ways_met(way.modes, self._either(title, own), office, every=True)
            mask |= ways_met(way.modes, self._either(title, lead), rest - office, every=True)
        if way.fixed and mask:
            mask = ways_met(way.fixed, title, mask, every=False)
        if way.tools:
            return self._jobs.tools.any_of((name for tool in way.tools for name in tool.tools), mask)
        if not way.topics or not mask:
            return mask
        said = self._either(title, lambda codes, jobs: core("".join(c for c in codes if c in functions()), jobs))
        shown = ways_met(way.topics, said, mask, every=False)
        bare = mask & self._flagged(BARE)
        wide = (mask & self._flagged(WIDE)) - bare
        shown |= ways_met(way.topics, own, bare - shown, every=False)
        return shown | ways_met(way.topics, self._either(title, lead), wide - shown, every=False)

    def group(self, things: tuple[AskedThing, ...], among: Rows | None) -> Rows:
        """Jobs that show any of these terms or their examples (`thing_shown`)."""
        return union([self.term(term, among) for thing in things for term in thing.terms])

    def term(self, asked: AskedTerm, among: Rows | None) -> Rows:
        """Jobs that show a term (`term_shown`)."""
        within = among if among is not None else self._tail
        mask = self._jobs.tools.any_of(asked.tools, within)
        for way in asked.ways:
            mask |= self._conjunction(way, within, dealing=asked.dealing)
        return mask if asked.least is None else self._large_enough(asked.least, mask)

    def _conjunction(self, way: Conjunction, among: Rows | None, *, dealing: bool) -> Rows:
        jobs, text = self._jobs, self._text(dealing=dealing)
        needs = sorted((*way.near, *way.anywhere), key=jobs.own.count)
        mask = needs_met(needs, text, self.all() if among is None else among)
        if not way.done or not mask:
            return mask
        units = self.units_of(mask)
        for codes in way.done:
            titled = jobs.title.any_of(codes, mask)
            found = self._units(codes, units, dealing=dealing)
            units = found | (units & self.units_of(titled)) if titled else found
        return self._jobs_of(units)


def contents_showing(asked: AskedThing, studies: StudyTable) -> Rows:
    """Contents of studies that show the term or an example (`credentials._thing_in_study`)."""
    return _listed(asked, studies.tools, studies.shown, len(studies.contents))


def skills_showing(asked: AskedThing, skills: SkillTable) -> Rows:
    """Listed skills that show the term or an example (`unit_shows`)."""
    return _listed(asked, skills.tools, skills.shown, len(skills.candidate))


def _listed(asked: AskedThing, tools: KeyTable, shown: KeyTable, size: int) -> Rows:
    found = []
    for term in asked.terms:
        found.append(tools.any_of(term.tools))
        for way in term.ways:
            found.append(_all_of(way.near, shown, size))
    return union(found)


def _all_of(needs: Iterable[str], table: KeyTable, size: int) -> Rows:
    found: Rows | None = None
    for codes in needs:
        found = table.any_of(codes, found)
    return Rows(range(size)) if found is None else found


def group_denied(group: tuple[AskedThing, ...], denials: DenialTable, names: Names) -> Mask:
    """Denials that deny every one of these alternatives (`experience.group_denied`)."""
    mask = denials.says.values.copy()
    for thing in group:
        term = thing.terms[0]
        found = np.zeros(len(mask), np.bool_)
        for squashed, _ in term.tools:
            found |= names.mentioned(squashed, denials.profiles)
        if term.ways:
            needs = (need for way in term.ways for need in way.near)
            found[numbers_of(_all_of(needs, denials.shown, len(mask)))] = True
        mask &= found
    return mask
