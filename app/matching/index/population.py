"""All candidates as the index holds them: added one by one, taken out by a mark."""

from decimal import Decimal

import numpy as np

from app.matching.engagement import comparable_rate
from app.matching.index.columns import Column
from app.matching.index.facets import Facets
from app.matching.index.names import Names
from app.matching.index.tables import DenialTable, JobTable, NamesWatched, SkillTable, StudyTable
from app.matching.months import first_day
from app.matching.profile import PreparedJob, PreparedProfile

_LAST = "9999"


class Population:
    """Rows by candidate number. A candidate that changes gets a new number; the old one is no longer there."""

    def __init__(self) -> None:
        self.ids: list[str] = []
        self.present = Column(np.bool_)
        self.watched = NamesWatched()
        self.jobs, self.studies = JobTable(self.watched), StudyTable(self.watched)
        self.skills = SkillTable(self.watched)
        self.denials, self.facets, self.names = DenialTable(), Facets(), Names()
        self.rate = Column(np.int32)
        self.rates: list[Decimal | None] = []
        self._known_rates: dict[Decimal | None, int] = {}
        self._number: dict[str, int] = {}

    def __len__(self) -> int:
        """How many numbers are given out, those of candidates taken out included."""
        return len(self.ids)

    def put(self, candidate_id: str, profile: PreparedProfile) -> int:
        """Add a candidate, or replace one; the number."""
        self.remove(candidate_id)
        number = self._number[candidate_id] = len(self.ids)
        self.ids.append(candidate_id)
        self.present.append(True)
        for job in in_order(profile.jobs):
            self.jobs.add(number, job)
        for study in profile.studies:
            self.studies.add(number, study)
        for unit in profile.skills:
            self.skills.add(number, unit)
        self.denials.add(profile)
        self.facets.add(profile)
        rate = comparable_rate(profile.engagement.hourly_rate)
        known = self._known_rates.setdefault(rate, len(self.rates))
        if known == len(self.rates):
            self.rates.append(rate)
        self.rate.append(known)
        return number

    def remove(self, candidate_id: str) -> bool:
        """Take a candidate out; whether there was one."""
        number = self._number.pop(candidate_id, None)
        if number is None:
            return False
        self.present.values[number] = False
        self.ids[number] = ""
        for table in (self.studies, self.denials, self.facets):
            table.release(number)
        return True

    def number(self, candidate_id: str) -> int | None:
        """The number of a candidate who is there, or null."""
        return self._number.get(candidate_id)

    def compact(self) -> None:
        """Let go of every row of those who are no longer there; the others get new numbers, in the same order."""
        staying = self.present.values.copy()
        for table in (self.jobs, self.studies, self.skills, self.denials, self.facets):
            table.keep(staying)
        self.rate.keep(staying)
        self.present.keep(staying)
        self.ids = [candidate_id for candidate_id in self.ids if candidate_id]
        self._number = {candidate_id: number for number, candidate_id in enumerate(self.ids)}

    def fill(self, ids: list[str], rates: list[str | None]) -> None:
        """Take these ids by number ("" for those who are gone), and these rates; the columns are filled before."""
        self.ids = ids
        self._number = {candidate_id: number for number, candidate_id in enumerate(ids) if candidate_id}
        self.rates = [None if rate is None else Decimal(rate) for rate in rates]
        self._known_rates = {rate: row for row, rate in enumerate(self.rates)}


def in_order(jobs: tuple[PreparedJob, ...]) -> list[PreparedJob]:
    """Jobs by start, as their rows stand."""
    return sorted(jobs, key=_start)


def _start(job: PreparedJob) -> str:
    begin = first_day(job.start) if job.start else None
    return _LAST if begin is None else begin.isoformat()
