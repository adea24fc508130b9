"""Which rows show what is asked: the rules of `roles`, `terms` and `organisations`, for all rows at once.

Each function here mirrors one of theirs, named in its docstring, and is tested equal to it.
"""

from collections.abc import Callable, Iterable

import numpy as np

from app.matching.experience import AskedExperience, AskedThing
from app.matching.index.columns import KeyTable, Mask, overlap, union
from app.matching.index.tables import (
    BARE,
    GENERIC,
    HELPER,
    KINDS,
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

Need = Callable[[str], Mask]
"""Which rows meet a need: show any of its codes."""


def met(needs: Iterable[str], need: Need, size: int) -> Mask:
    """Which rows meet every need (`all_shown`)."""
    mask = np.ones(size, np.bool_)
    for one in needs:
        mask &= need(one)
        if not mask.any():
            break
    return mask


def ways_met(ways: tuple[Conjunction, ...], need: Need, size: int, *, every: bool) -> Mask:
    """Which rows show any, or every, way; all rows where there are none (`roles._shown`)."""
    if not ways:
        return np.ones(size, np.bool_)
    found = [met((*way.near, *way.anywhere), need, size) for way in ways]
    return overlap(found) if every else union(found)


def tools_named(term: AskedTerm, tools: KeyTable, size: int) -> Mask:
    """Which rows name the tool (`tool_unit`)."""
    return tools.any_of(term.tools, size)


class JobShows:
    """What the jobs show, for one match: masks over all jobs."""

    def __init__(self, jobs: JobTable) -> None:
        self._jobs = jobs
        self.size = len(jobs.candidate)
        self._units = len(jobs.unit_job)
        self._masks: dict[tuple[str, str], Mask] = {}

    def _cached(self, source: str, codes: str, find: Callable[[], Mask]) -> Mask:
        key = (source, codes)
        if key not in self._masks:
            self._masks[key] = find()
        return self._masks[key]

    def _in(self, source: str, table: KeyTable) -> Need:
        return lambda codes: self._cached(source, codes, lambda: table.any_of(codes, self.size))

    def _flag(self, bits: int) -> Mask:
        flagged: Mask = (self._jobs.flags.values & bits) != 0
        return flagged

    def _unit_mask(self, codes: str, *, dealing: bool) -> Mask:
        mask = self._jobs.own.any_of(codes, self._units)
        if dealing:
            mask |= self._jobs.dealt.any_of(codes, self._units)
        return mask

    def _text(self, *, dealing: bool) -> Need:
        def find(codes: str) -> Mask:
            mask = np.zeros(self.size, np.bool_)
            mask[self._jobs.unit_job.values[self._unit_mask(codes, dealing=dealing)]] = True
            return mask

        return lambda codes: self._cached("shown" if dealing else "own", codes, lambda: find(codes))

    def _either(self, one: Need, other: Need) -> Need:
        return lambda codes: one(codes) | other(codes)

    def framed(self, asked: AskedExperience) -> Mask:
        """Jobs in an asked role and at an asked organisation (`framed`)."""
        mask = np.ones(self.size, np.bool_)
        if asked.organisations:
            mask &= union([self.employer(one) for one in asked.organisations])
        if asked.roles and mask.any():
            mask &= union([self.role(one) for one in asked.roles])
        return mask

    def employer(self, asked: AskedOrganisation) -> Mask:
        """Jobs at such an organisation (`employer_shows`)."""
        if not (asked.kinds or asked.concepts or asked.words):
            return np.zeros(self.size, np.bool_)
        mask = np.ones(self.size, np.bool_)
        if asked.kinds or asked.concepts:
            bits = np.uint32(sum(KINDS.get(kind, 0) for kind in asked.kinds))
            mask = (self._jobs.kinds.values & bits) != 0
            mask |= self._jobs.bodies.any_of(asked.concepts, self.size)
        for word in asked.words:
            mask &= self._jobs.words.any_of((word,), self.size)
        return mask

    def _large_enough(self, least: int) -> Mask:
        return self._jobs.most.values >= (max(least, 1) if least <= MOST_PEOPLE else MOST_PEOPLE + 1)

    def role(self, asked: AskedRole) -> Mask:
        """Jobs whose title shows the role (`role_shows`)."""
        mask = self._flag(NAMES_ROLE)
        if asked.least is not None:
            mask &= self._large_enough(asked.least)
        if asked.senior:
            mask &= self._flag(SENIOR | LEAD)
        if asked.lead:
            mask &= self._flag(LEAD)
        if not asked.helper:
            mask &= ~self._flag(TRAINEE) & ~(self._flag(HELPER) & ~self._flag(GENERIC))
        title = self._in("title", self._jobs.title)
        for own, excluded in asked.siblings:
            mask &= ~(title(excluded) & ~title(own))
        ways = [self._way(way, mask) for way in asked.ways]
        return mask & union(ways) if ways else np.zeros(self.size, np.bool_)

    def _way(self, way: RoleWay, among: Mask) -> Mask:
        """Jobs that show the role this way (`roles._way_shown`)."""
        mask = among & self._in("roles", self._jobs.roles)(way.codes)
        if not mask.any():
            return mask
        title, lead = self._in("title", self._jobs.title), self._in("lead", self._jobs.lead)
        own = self._text(dealing=False)
        office = self._flag(BARE) | title(encode(["subjects:backoffice"]))
        if way.modes:
            in_title = ways_met(way.modes, title, self.size, every=True)
            with_own = ways_met(way.modes, self._either(title, own), self.size, every=True)
            with_lead = ways_met(way.modes, self._either(title, lead), self.size, every=True)
            mask &= in_title | (self._flag(GENERIC) & np.where(office, with_own, with_lead))
        if way.fixed:
            mask &= ways_met(way.fixed, title, self.size, every=False)
        if way.tools:
            named = [tools_named(tool, self._jobs.tools, self.size) for tool in way.tools]
            return mask & union(named)
        if not way.topics or not mask.any():
            return mask
        core = self._in("core", self._jobs.core)
        said = self._either(title, lambda codes: core("".join(char for char in codes if char in functions())))
        bare = self._flag(BARE)
        shown = ways_met(way.topics, said, self.size, every=False)
        shown |= bare & ways_met(way.topics, own, self.size, every=False)
        shown |= ~bare & self._flag(WIDE) & ways_met(way.topics, self._either(title, lead), self.size, every=False)
        return mask & shown

    def thing(self, asked: AskedThing) -> Mask:
        """Jobs that show the term or one of its examples (`thing_shown`)."""
        return union([self.term(term) for term in asked.terms])

    def term(self, asked: AskedTerm) -> Mask:
        """Jobs that show a term (`term_shown`)."""
        mask = tools_named(asked, self._jobs.tools, self.size)
        for way in asked.ways:
            mask |= self._conjunction(way, dealing=asked.dealing)
        if asked.least is not None:
            mask &= self._large_enough(asked.least)
        return mask

    def _conjunction(self, way: Conjunction, *, dealing: bool) -> Mask:
        mask = met((*way.near, *way.anywhere), self._text(dealing=dealing), self.size)
        if not way.done or not mask.any():
            return mask
        title = self._in("title", self._jobs.title)
        job_of = self._jobs.unit_job.values
        together = mask[job_of]
        for codes in way.done:
            together &= self._unit_mask(codes, dealing=dealing) | title(codes)[job_of]
        done = np.zeros(self.size, np.bool_)
        done[job_of[together]] = True
        return mask & done


def thing_in_contents(asked: AskedThing, studies: StudyTable) -> Mask:
    """Contents of studies that show the term or an example (`credentials._thing_in_study`)."""
    size = len(studies.contents)
    mask = np.zeros(size, np.bool_)
    for term in asked.terms:
        mask |= tools_named(term, studies.tools, size)
        for way in term.ways:
            mask |= met(way.near, lambda codes: studies.shown.any_of(codes, size), size)
    return mask


def thing_in_skills(asked: AskedThing, skills: SkillTable) -> Mask:
    """Listed skills that show the term or an example (`unit_shows`)."""
    size = len(skills.candidate)
    mask = np.zeros(size, np.bool_)
    for term in asked.terms:
        mask |= tools_named(term, skills.tools, size)
        for way in term.ways:
            mask |= met(way.near, lambda codes: skills.shown.any_of(codes, size), size)
    return mask


def group_denied(group: tuple[AskedThing, ...], denials: DenialTable) -> Mask:
    """Denials that deny every one of these alternatives (`experience.group_denied`)."""
    size = len(denials.profiles)
    mask = np.array([bool(one.denials) for one in denials.profiles], np.bool_)
    for thing in group:
        term = thing.terms[0]
        names = [squashed for squashed, _ in term.tools]
        found = np.array([any(name in one.denied_texts for name in names) for one in denials.profiles], np.bool_)
        if term.ways:
            needs = [need for way in term.ways for need in way.near]
            found |= met(needs, lambda codes: denials.shown.any_of(codes, size), size)
        mask &= found
    return mask
