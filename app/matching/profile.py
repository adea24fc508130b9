"""A candidate's profile, read once: every text of it as units with their meaning, every date as it stands.

Personal traits are never read: of `basics` only the summary: what it denies, knows or holds.
"""

import re
from typing import NamedTuple

from app.concepts.normalise import squash
from app.criteria.profile import Cv, EducationEntry, Engagement, Profile, ProjectEntry, WorkEntry
from app.criteria.scales import EducationLevel, OrganisationKind
from app.matching.completion import completion
from app.matching.levels import read_level
from app.matching.organisations import Employer, read_employer
from app.matching.text import Unit, read_field, read_unit
from app.matching.titles import Title, read_title, with_implied

_LEAD_WORDS = 5
_CLAUSE = re.compile(r"[;,.:(]")


class PreparedJob(NamedTuple):
    """An employment or project. `shown` and `squashed` cover all its units, for a first quick look.

    `own`: the same without those whom the work is done with; `core`: of that the title and the summary only;
    `lead`: the first words of the summary, which say what the work is.
    """

    pointer: str
    start: str | None
    end: str | None
    title: Title
    employer: Employer
    units: tuple[Unit, ...]
    core: str
    own: str
    lead: str
    shown: str
    squashed: str


class PreparedStudy(NamedTuple):
    """An education, course or certificate; `done` null where nobody says that it was completed."""

    pointer: str
    units: tuple[Unit, ...]
    shown: str
    squashed: str
    level: EducationLevel | None
    done: bool | None
    end: str | None
    expiry: str | None
    certificate: bool


class PreparedProfile(NamedTuple):
    """All of a profile that assessing needs; immutable, good for any posting."""

    jobs: tuple[PreparedJob, ...]
    studies: tuple[PreparedStudy, ...]
    skills: tuple[Unit, ...]
    skills_squashed: str
    denied: str
    denied_texts: str
    denials: tuple[str, ...]
    languages: tuple[tuple[str, str | None, str], ...]
    engagement: Engagement
    cv: Cv


def _join(units: list[Unit]) -> tuple[str, str]:
    shown = "".join(dict.fromkeys("".join(unit.shown for unit in units)))
    return shown, "\n".join(squash(unit.masked) for unit in units)


def _lead(body: list[tuple[str, str | None]]) -> str:
    first = next((text for where, text in body if text and not where.rsplit("/", 1)[-1].isdigit()), "")
    return read_unit("", " ".join(_CLAUSE.split(first, maxsplit=1)[0].split()[:_LEAD_WORDS])).own


def _job(
    pointer: str, titles: list[tuple[str, str]], name: tuple[str, str | None], body: list[tuple[str, str | None]],
    dates: tuple[str | None, str | None], kind: OrganisationKind | None,
) -> PreparedJob:  # fmt: skip
    title_units = [with_implied(unit) for where, text in titles for unit in read_field(where, text)]
    name_units = read_field(*name)
    body_units = [unit for where, text in body for unit in read_field(where, text)]
    units = [*title_units, *body_units, *name_units]
    shown, squashed = _join(units)
    own = "".join(dict.fromkeys("".join(unit.own for unit in units)))
    core = "".join(
        u.own for u in units if u.pointer.endswith(("summary", "description", "position")) or "/roles/" in u.pointer
    )
    return PreparedJob(
        pointer, *dates, read_title(title_units), read_employer(name_units, title_units, body_units, kind),
        tuple(units), core, own, _lead(body), shown, squashed,
    )  # fmt: skip


def _work(i: int, work: WorkEntry) -> PreparedJob:
    at = f"/resume/work/{i}"
    body: list[tuple[str, str | None]] = [(f"{at}/summary", work.summary), (f"{at}/description", work.description)]
    body += [(f"{at}/highlights/{n}", text) for n, text in enumerate(work.highlights)]
    titles = [(f"{at}/position", work.position)] if work.position else []
    return _job(at, titles, (f"{at}/name", work.name), body, (work.start_date, work.end_date), work.organisation_kind)


def _project(i: int, project: ProjectEntry) -> PreparedJob:
    at = f"/resume/projects/{i}"
    body: list[tuple[str, str | None]] = [(f"{at}/description", project.description)]
    body += [(f"{at}/highlights/{n}", text) for n, text in enumerate(project.highlights)]
    if project.entity:
        body.append((f"{at}/name", project.name))
    titles = [(f"{at}/roles/{n}", text) for n, text in enumerate(project.roles)]
    name = (f"{at}/entity", project.entity) if project.entity else (f"{at}/name", project.name)
    return _job(at, titles, name, body, (project.start_date, project.end_date), project.organisation_kind)


def _study(i: int, study: EducationEntry) -> PreparedStudy:
    at = f"/resume/education/{i}"
    texts = [(f"{at}/area", study.area), (f"{at}/studyType", study.study_type)]
    texts += [(f"{at}/courses/{n}", text) for n, text in enumerate(study.courses)]
    units = [unit for where, text in texts for unit in read_field(where, text)]
    shown, squashed = _join(units)
    words = " ".join(text for _, text in texts if text)
    level = study.level or read_level(study.study_type, study.area)
    return PreparedStudy(
        at, tuple(units), shown, squashed, level, completion(study.completed, words), study.end_date, None, False
    )


_POSSESSED = re.compile(
    r"\b(?:in (?:het )?bezit van|certificaat|gecertificeerd|geregistreerd|rijbewijs|diploma)\b", re.IGNORECASE
)


def _claim(unit: Unit) -> PreparedStudy:
    """A licence or certificate that the summary says the candidate holds; the summary shows no education."""
    return PreparedStudy(unit.pointer, (unit,), unit.shown, squash(unit.masked), None, True, None, None, True)


def prepare_profile(profile: Profile) -> PreparedProfile:
    """All text analysis of a profile; the answer can be kept and used for any posting."""
    resume = profile.resume
    jobs = [_work(i, work) for i, work in enumerate(resume.work)]
    jobs += [_project(i, project) for i, project in enumerate(resume.projects)]
    studies = [_study(i, study) for i, study in enumerate(resume.education)]
    for i, certificate in enumerate(resume.certificates):
        units = read_field(f"/resume/certificates/{i}/name", certificate.name)
        shown, squashed = _join(units)
        done = completion(None, certificate.name or "") is not False
        studies.append(
            PreparedStudy(
                f"/resume/certificates/{i}",
                tuple(units),
                shown,
                squashed,
                None,
                done,
                certificate.date,
                certificate.expiry_date,
                True,
            )
        )
    skills = []
    for i, skill in enumerate(resume.skills):
        skills += read_field(f"/resume/skills/{i}/name", skill.name)
        skills += [
            u for n, word in enumerate(skill.keywords) for u in read_field(f"/resume/skills/{i}/keywords/{n}", word)
        ]
    summary = read_field("/resume/basics/summary", resume.basics.summary if resume.basics else None)
    skills += summary
    studies += [_claim(unit) for unit in summary if _POSSESSED.search(unit.masked)]
    every = [*(u for job in jobs for u in job.units), *(u for s in studies for u in s.units), *skills]
    denying = [unit for unit in every if unit.denied]
    return PreparedProfile(
        tuple(jobs),
        tuple(studies),
        tuple(skills),
        "\n".join(squash(unit.masked) for unit in skills),
        "".join(dict.fromkeys("".join(unit.denied for unit in denying))),
        "\n".join(squash(unit.denial) for unit in denying),
        tuple(unit.denial for unit in denying),
        tuple(
            (entry.language or "", entry.fluency, f"/resume/languages/{i}")
            for i, entry in enumerate(resume.languages)
            if entry.language
        ),
        profile.engagement,
        profile.cv,
    )
