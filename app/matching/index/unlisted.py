"""Tools that a posting names and no lexicon lists: looked for, once, in the few profiles that can name them.

The index holds no text. Where the name stands in a text, its first word that is no stop word is a piece of the name and
shows its stem; whoever shows none of these stems cannot name the tool. The others' profiles are read again.
"""

from collections.abc import Callable, Iterator, Sequence

import numpy as np

from app.concepts.lexicon import load_words
from app.concepts.morphology import stem
from app.matching.credentials import AskedSubjects
from app.matching.engine import PreparedPosting
from app.matching.experience import AskedExperience
from app.matching.index.columns import Mask, numbers_of
from app.matching.index.population import Population, in_order
from app.matching.keys import known
from app.matching.profile import PreparedProfile
from app.matching.terms import AskedTerm
from app.matching.tools import Named, unit_has_tool

Load = Callable[[Sequence[str]], Iterator[tuple[str, PreparedProfile]]]
"""The profiles of candidates by id, exactly as they were put into the index."""


def watch(population: Population, posting: PreparedPosting, load: Load) -> None:
    """Make the index know every tool that a posting asks; `load` is called only for names that are asked first."""
    for name in dict.fromkeys(_asked(posting)):
        if name not in population.watched:
            _find(population, name, load)
            population.watched.others[name] = None


def _asked(posting: PreparedPosting) -> Iterator[Named]:
    for criterion in posting.criteria:
        for tier in criterion.tiers:
            for group in tier.groups:
                for asked in group:
                    for term in _terms(asked):
                        yield from term.tools


def _terms(asked: object) -> Iterator[AskedTerm]:
    if isinstance(asked, AskedExperience | AskedSubjects):
        for group in asked.things:
            for thing in group:
                yield from thing.terms
    if isinstance(asked, AskedExperience):
        for role in asked.roles:
            for way in role.ways:
                yield from way.tools


def _find(population: Population, name: Named, load: Load) -> None:
    numbers = np.flatnonzero(_may_name(population, name[0]) & population.present.values)
    place = {population.ids[number]: int(number) for number in numbers}
    jobs: list[int] = []
    contents: set[int] = set()
    skills: list[int] = []
    for candidate_id, profile in load(tuple(place)):
        number = place[candidate_id]
        if not _as_put(population, number, profile):
            # Changed since: it is put again, and looked through then, before the next match.
            continue
        first = int(np.searchsorted(population.jobs.candidate.values, number))
        jobs += [
            first + n
            for n, job in enumerate(in_order(profile.jobs))
            if any(unit_has_tool(unit.masked, *name) for unit in job.units)
        ]
        first = int(np.searchsorted(population.studies.candidate.values, number))
        contents.update(
            int(population.studies.content.values[first + n])
            for n, study in enumerate(profile.studies)
            if any(unit_has_tool(unit.masked, *name) for unit in study.units)
        )
        first = int(np.searchsorted(population.skills.candidate.values, number))
        skills += [first + n for n, unit in enumerate(profile.skills) if unit_has_tool(unit.masked, *name)]
    population.jobs.tools.put(name, sorted(jobs))
    population.studies.tools.put(name, sorted(contents))
    population.skills.tools.put(name, sorted(skills))


def _as_put(population: Population, number: int, profile: PreparedProfile) -> bool:
    rows = (
        (population.jobs.candidate, profile.jobs),
        (population.studies.candidate, profile.studies),
        (population.skills.candidate, profile.skills),
    )
    ends = (np.searchsorted(owners.values, (number, number + 1)) for owners, _ in rows)
    return all(last - first == len(held) for (first, last), (_, held) in zip(ends, rows, strict=True))


def _may_name(population: Population, squashed: str) -> Mask:
    size = len(population)
    codes = first_words(squashed)
    if codes is None:
        return np.ones(size, np.bool_)
    mask = np.zeros(size, np.bool_)
    jobs, studies, skills = population.jobs, population.studies, population.skills
    units = numbers_of(jobs.own.any_of(codes) | jobs.dealt.any_of(codes))
    mask[jobs.candidate.values[jobs.unit_job.values[units]]] = True
    contents = np.zeros(len(studies.contents), np.bool_)
    contents[numbers_of(studies.shown.any_of(codes))] = True
    mask[studies.candidate.values[contents[studies.content.values]]] = True
    mask[skills.candidate.values[numbers_of(skills.shown.any_of(codes))]] = True
    return mask


def first_words(squashed: str) -> str | None:
    """Codes of all that may be the first telling word of a squashed name; null where it may be stop words only."""
    stopwords = load_words("stopwords")
    starts, codes = {0}, ""
    for start in range(len(squashed)):
        if start not in starts:
            continue
        for end in range(start + 1, len(squashed) + 1):
            piece = squashed[start:end]
            if piece in stopwords:
                starts.add(end)
            codes += known(stem(piece))
    if len(squashed) in starts or squashed == "dotnet":
        return None
    return codes
