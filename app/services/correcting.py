"""A reading with a person's corrections in it, and the reading of before them. Pure."""

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence

from app.criteria.criterion import Criterion, RequirementGroup, Understanding
from app.criteria.posting import PostingReading
from app.errors import field_error
from app.schemas.corrections import CORRECTABLE, Correction, CorrectionInput
from app.schemas.problems import ProblemError

_AS_READ = frozenset({"kind", "requirement_groups", "tiers"})
"""Where null stands for what was read; elsewhere it says that nothing is printed."""


def unknown_criteria(reading: PostingReading, given: Sequence[CorrectionInput]) -> Iterator[ProblemError]:
    """Corrections of criteria that the posting does not have, or of the same one twice."""
    known = {criterion.id for criterion in reading.criteria}
    seen: set[str] = set()
    for index, one in enumerate(given):
        if one.criterion_id not in known:
            yield field_error("unknown_criterion", f"/corrections/{index}/criterionId")
        elif one.criterion_id in seen:
            yield field_error("duplicate", f"/corrections/{index}/criterionId")
        seen.add(one.criterion_id)


def corrected(
    reading: PostingReading, given: Sequence[CorrectionInput], revision: int, now: dt.datetime
) -> tuple[PostingReading, tuple[Correction, ...]]:
    """The reading as corrected, and what was corrected in it; `revision` is the one that this makes."""
    by_id = {criterion.id: criterion for criterion in reading.criteria}
    made = tuple(
        Correction(
            revision=revision,
            criterion_id=one.criterion_id,
            before=by_id[one.criterion_id],
            after=_corrected(by_id[one.criterion_id], one),
            reason=one.reason,
            author=one.author,
            made_at=now,
        )
        for one in given
    )
    return _with(reading, (one.after for one in made)), made


def at_revision(reading: PostingReading, corrections: Sequence[Correction], revision: int) -> PostingReading:
    """The reading as it was at a revision: the corrections that came later are taken back, the last one first."""
    later = [one for one in corrections if one.revision > revision]
    for one in reversed(later):
        reading = _with(reading, [one.before])
    return reading


def _with(reading: PostingReading, changed: Iterable[Criterion]) -> PostingReading:
    by_id = {criterion.id: criterion for criterion in changed}
    return reading.model_copy(
        update={"criteria": tuple(by_id.get(criterion.id, criterion) for criterion in reading.criteria)}
    )


def _corrected(criterion: Criterion, given: CorrectionInput) -> Criterion:
    changed = {
        name: value
        for name in CORRECTABLE
        if name in given.model_fields_set and not ((value := getattr(given, name)) is None and name in _AS_READ)
    }
    after = criterion.model_copy(update=changed)
    if changed.keys() & {"requirement_groups", "tiers"}:
        groups = [*after.requirement_groups, *(group for tier in after.tiers for group in tier.requirement_groups)]
        after = after.model_copy(update={"understanding": _understanding(groups)})
    return after


def _understanding(groups: Sequence[RequirementGroup]) -> Understanding:
    """How much of the text a person has put into requirements; `other` is what stays text."""
    types = {requirement.type for group in groups for requirement in group.requirements}
    if "other" not in types:
        return Understanding.FULL if types else Understanding.TEXT_ONLY
    return Understanding.PARTIAL if len(types) > 1 else Understanding.TEXT_ONLY
