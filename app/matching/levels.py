"""Education levels: reading them from a study's name, and comparing exact and imprecise ones."""

from functools import cache
from typing import NamedTuple

from app.concepts.lexicon import load_table, load_words
from app.concepts.normalise import spaced
from app.criteria.scales import EXACT_LEVELS, EducationLevel

_RANK = {level: i for i, level in enumerate(EXACT_LEVELS)}
_RANGES = {
    EducationLevel.MBO: (EducationLevel.MBO_1, EducationLevel.MBO_4),
    EducationLevel.HBO: (EducationLevel.HBO_AD, EducationLevel.HBO_BACHELOR),
    EducationLevel.WO: (EducationLevel.WO_BACHELOR, EducationLevel.WO_MASTER),
    EducationLevel.MBO_PLUS: (EducationLevel.MBO_4, EducationLevel.MBO_4),
    EducationLevel.HBO_PLUS: (EducationLevel.HBO_BACHELOR, EducationLevel.HBO_BACHELOR),
}
_AFTER = (" post hbo ", " post bachelor ", " post master ", " post mbo ")
PLUS = (EducationLevel.MBO_PLUS, EducationLevel.HBO_PLUS)


class LevelRange(NamedTuple):
    """The ranks, low and high, that a level can mean; equal for an exact one."""

    low: int
    high: int


def level_range(level: EducationLevel) -> LevelRange:
    """The ranks of a level on the scale of exact levels."""
    low, high = _RANGES.get(level, (level, level))
    return LevelRange(_RANK[low], _RANK[high])


@cache
def _phrases() -> tuple[tuple[str, EducationLevel], ...]:
    rows = [(f" {row['phrase']} ", EducationLevel(row["level"])) for row in load_table("education_levels")]
    return tuple(sorted(rows, key=lambda row: -len(row[0])))


def read_level(study_type: str | None, area: str | None) -> EducationLevel | None:
    """The level that the study type names, else the one that the area names; the longest phrase wins."""
    for text in (study_type, area):
        words = spaced(text or "")
        if not load_words("course_words").isdisjoint(words.split()) or any(post in words for post in _AFTER):
            return None
        for phrase, level in _phrases():
            if phrase in words:
                return level
    return None
