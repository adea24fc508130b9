"""Read the lexicons before the first match needs them: about a second, once for each process."""

import datetime as dt

from app.criteria.profile import Profile
from app.criteria.requirements import Certificate, Education, Experience, Requirement
from app.criteria.scales import EducationLevel
from app.matching.profile import prepare_profile
from app.matching.score import compile_requirement, judge_asked

_ASKED: tuple[Requirement, ...] = (
    Experience(
        roles=("medewerker beleid",), subjects=("administratie",), tools=("Excel",), organisations=("gemeente",)
    ),
    Education(min_level=EducationLevel.HBO_BACHELOR, fields=("bestuurskunde",)),
    Certificate(names=("PRINCE2",)),
)
_WORK = {"name": "Gemeente", "position": "Beleidsmedewerker", "summary": "Geen ervaring met beleid in een team van 5."}
_DAY = dt.date(2000, 1, 1)


def warm() -> None:
    """Judge somebody who is nobody on what nobody asked."""
    nobody = prepare_profile(
        Profile.model_validate({"resume": {"work": [_WORK], "education": [{"area": "Bestuurskunde"}]}})
    )
    for asked in map(compile_requirement, _ASKED):
        judge_asked(asked, nobody, _DAY)
