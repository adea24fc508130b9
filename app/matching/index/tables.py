"""The rows of the index: jobs with their units, studies by content, listed skills, denials."""

import datetime as dt
from collections.abc import Hashable
from functools import cache

import numpy as np

from app.concepts.normalise import squash
from app.criteria.profile import Cv, Engagement
from app.criteria.scales import EducationLevel
from app.matching.certificates import LAPSED, stated_end
from app.matching.credentials import is_training
from app.matching.index.columns import Column, KeyTable, Mask
from app.matching.index.listed import listed_in
from app.matching.index.shared import Shared
from app.matching.levels import level_range
from app.matching.months import first_day, last_day, position
from app.matching.profile import PreparedJob, PreparedProfile, PreparedStudy
from app.matching.roles import functions
from app.matching.sizes import largest
from app.matching.text import Unit
from app.matching.tools import Named, all_names, unit_has_tool

GENERIC, BARE, WIDE, SENIOR, LEAD, TRAINEE, HELPER, NAMES_ROLE = range(8)
_MARKS = {"senior": SENIOR, "lead": LEAD, "trainee": TRAINEE, "helper": HELPER}
NEVER = np.iinfo(np.int32).max
"""The day number of what has no end."""
NONE = -1
ORDER = {level: place for place, level in enumerate(EducationLevel)}


class NamesWatched:
    """The names of tools that are looked for in every text: those of the lexicon, and unlisted ones once asked."""

    def __init__(self) -> None:
        self.listed = frozenset(all_names())
        self.others: dict[Named, None] = {}

    def in_text(self, masked: str) -> list[Named]:
        """The watched names in a piece of text."""
        found = list(listed_in(masked))
        if self.others:
            squashed = squash(masked)
            found += [name for name in self.others if name[0] in squashed and unit_has_tool(masked, *name)]
        return found

    def __contains__(self, name: object) -> bool:
        """Is this name watched?"""
        return name in self.listed or name in self.others


class JobTable:
    """A row for each employment or project; those of a candidate follow each other by start. Units have rows too."""

    def __init__(self, names: NamesWatched) -> None:
        self.names = names
        self.candidate = Column(np.int32)
        self.begin, self.finish = Column(np.float64), Column(np.float64)
        self.unreadable_end = Column(np.bool_)
        self.most = Column(np.int16)
        self.flags, self.kinds = KeyTable(), KeyTable()
        self.roles, self.title, self.lead, self.core = KeyTable(), KeyTable(), KeyTable(), KeyTable()
        self.bodies, self.words, self.tools = KeyTable(), KeyTable(), KeyTable()
        self.first_unit, self.unit_job = Column(np.int32), Column(np.int32)
        self.own, self.dealt = KeyTable(), KeyTable()

    def add(self, candidate: int, job: PreparedJob) -> None:
        """Take in the next job of a candidate."""
        row = len(self.candidate)
        self.candidate.append(candidate)
        begin = first_day(job.start) if job.start else None
        finish = last_day(job.end) if job.end else None
        self.begin.append(np.nan if begin is None else position(begin))
        self.finish.append(
            np.nan if finish is None or finish == dt.date.max else position(finish + dt.timedelta(days=1))
        )
        self.unreadable_end.append(bool(job.end) and finish is None)
        title = job.title
        said = ((GENERIC, title.generic), (BARE, title.bare), (WIDE, title.wide), (NAMES_ROLE, title.roles))
        self.flags.add(row, [flag for flag, is_so in said if is_so])
        self.flags.add(row, [_MARKS[mark] for mark in title.marks if mark in _MARKS])
        self.kinds.add(row, job.employer.kinds)
        self.most.append(largest(unit.masked for unit in job.units))
        self.roles.add(row, title.roles)
        self.title.add(row, title.shown)
        self.lead.add(row, job.lead)
        self.core.add(row, set(job.core).intersection(_functions()))
        self.bodies.add(row, job.employer.named)
        self.words.add(row, job.employer.words)
        self.first_unit.append(len(self.unit_job))
        for unit in job.units:
            at = len(self.unit_job)
            self.unit_job.append(row)
            self.own.add(at, unit.own)
            if unit.shown != unit.own:
                self.dealt.add(at, set(unit.shown).difference(unit.own))
            self.tools.add(row, self.names.in_text(unit.masked))

    def keep(self, candidates: Mask) -> None:
        """Let go of the jobs of all other candidates; those that stay move up, and so do their owners."""
        jobs = candidates[self.candidate.values]
        units = jobs[self.unit_job.values]
        self.own.keep(units)
        self.dealt.keep(units)
        self.unit_job.fill((np.cumsum(jobs) - 1).astype(np.int32)[self.unit_job.values[units]])
        for column in (self.candidate, self.begin, self.finish, self.unreadable_end, self.most):
            column.keep(jobs)
        self.first_unit.fill(np.searchsorted(self.unit_job.values, np.arange(len(self.candidate))).astype(np.int32))
        for table in (self.flags, self.kinds, self.roles, self.title, self.lead, self.core):
            table.keep(jobs)
        for table in (self.bodies, self.words, self.tools):
            table.keep(jobs)
        _move_up(self.candidate, candidates)


def _move_up(owners: Column[np.int32], candidates: Mask) -> None:
    owners.fill((np.cumsum(candidates) - 1).astype(np.int32)[owners.values])


@cache
def _functions() -> frozenset[str]:
    return frozenset(functions())


_NOTHING_LEARNED = PreparedStudy("", (), "", "", None, None, None, None, False)


class StudyTable:
    """A row for each study, course or certificate; what its words say stands once for all that share them."""

    def __init__(self, names: NamesWatched) -> None:
        self.names = names
        self.candidate, self.content = Column(np.int32), Column(np.int32)
        self.done = Column(np.bool_)
        self.end_first, self.expiry = Column(np.int32), Column(np.int32)
        self.end_last = Column(np.float64)
        self._held = Shared(_NOTHING_LEARNED)
        self.low, self.high, self.level = Column(np.int8), Column(np.int8), Column(np.int8)
        self.certificate, self.training, self.lapsed = Column(np.bool_), Column(np.bool_), Column(np.bool_)
        self.stated_end = Column(np.int32)
        self.shown, self.tools = KeyTable(), KeyTable()

    def add(self, candidate: int, study: PreparedStudy) -> None:
        """Take in the next study of a candidate."""
        self.candidate.append(candidate)
        self.content.append(self._content(study))
        self.done.append(bool(study.done))
        first = first_day(study.end) if study.end else None
        last = last_day(study.end) if study.end else None
        expiry = last_day(study.expiry) if study.expiry else None
        self.end_first.append(NONE if first is None else first.toordinal())
        self.end_last.append(np.nan if last is None else position(last))
        self.expiry.append(NEVER if expiry is None else expiry.toordinal())

    @property
    def contents(self) -> list[PreparedStudy]:
        """What studies say, without their dates."""
        return self._held.values

    def release(self, candidate: int) -> None:
        """Let go of what only this candidate's studies say."""
        owners = self.candidate.values
        first, last = np.searchsorted(owners, (candidate, candidate + 1))
        for row in self.content.values[first:last]:
            self._held.give_back(int(row))

    def keep(self, candidates: Mask) -> None:
        """Let go of the studies of all other candidates, and of what nobody's study says any more."""
        rows = candidates[self.candidate.values]
        for column in (self.candidate, self.content, self.done, self.end_first, self.end_last, self.expiry):
            column.keep(rows)
        _move_up(self.candidate, candidates)
        unheld = self._held.unheld()
        self.shown.clear(unheld)
        self.tools.clear(unheld)

    @staticmethod
    def key(study: PreparedStudy) -> Hashable:
        """What makes studies the same but for their dates."""
        return tuple(unit.text for unit in study.units), study.shown, study.level, study.certificate

    def _content(self, study: PreparedStudy) -> int:
        bare = study._replace(pointer="", end=None, expiry=None, done=None)
        row, new = self._held.take(self.key(study), lambda: bare)
        if not new:
            return row
        have = level_range(study.level) if study.level is not None else None
        self.low.append(NONE if have is None else have.low)
        self.high.append(NONE if have is None else have.high)
        self.level.append(NONE if study.level is None else ORDER[study.level])
        self.certificate.append(study.certificate)
        self.training.append(is_training(study))
        text = " ".join(unit.text for unit in study.units)
        end = stated_end(text)
        self.lapsed.append(LAPSED.search(text) is not None)
        self.stated_end.append(NEVER if end is None else end.toordinal())
        self.shown.add(row, study.shown)
        for unit in study.units:
            self.tools.add(row, self.names.in_text(unit.masked))
        return row


class SkillTable:
    """A row for each listed skill and each sentence of the summary."""

    def __init__(self, names: NamesWatched) -> None:
        self.names = names
        self.candidate = Column(np.int32)
        self.shown, self.tools = KeyTable(), KeyTable()

    def add(self, candidate: int, unit: Unit) -> None:
        """Take in the next skill of a candidate."""
        row = len(self.candidate)
        self.candidate.append(candidate)
        self.shown.add(row, unit.shown)
        self.tools.add(row, self.names.in_text(unit.masked))

    def keep(self, candidates: Mask) -> None:
        """Let go of the skills of all other candidates."""
        rows = candidates[self.candidate.values]
        self.candidate.keep(rows)
        self.shown.keep(rows)
        self.tools.keep(rows)
        _move_up(self.candidate, candidates)


class DenialTable:
    """What candidates deny, each wording once."""

    def __init__(self) -> None:
        self.of_candidate, self.says = Column(np.int32), Column(np.bool_)
        self.shown = KeyTable()
        self._held = Shared(_denying("", "", ()))

    @property
    def profiles(self) -> list[PreparedProfile]:
        """Each wording, as a profile that holds nothing else."""
        return self._held.values

    def keep(self, candidates: Mask) -> None:
        """Let go of all other candidates, and of what nobody denies any more."""
        self.of_candidate.keep(candidates)
        self.shown.clear(self._held.unheld())

    @staticmethod
    def key(profile: PreparedProfile) -> Hashable:
        """What makes denials the same."""
        return profile.denied, profile.denied_texts, profile.denials

    def add(self, profile: PreparedProfile) -> None:
        """Take in what the next candidate denies."""
        row, new = self._held.take(
            self.key(profile), lambda: _denying(profile.denied, profile.denied_texts, profile.denials)
        )
        if new:
            self.shown.add(row, profile.denied)
            self.says.append(bool(profile.denials))
        self.of_candidate.append(row)

    def release(self, candidate: int) -> None:
        """Let go of what only this candidate denied."""
        self._held.give_back(int(self.of_candidate.values[candidate]))


def _denying(denied: str, texts: str, denials: tuple[str, ...]) -> PreparedProfile:
    return PreparedProfile((), (), (), "", denied, texts, denials, (), Engagement(), Cv())
