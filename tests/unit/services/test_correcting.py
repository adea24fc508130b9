"""Corrections upon corrections, and every reading of before them."""

import datetime as dt

from hypothesis import given
from hypothesis import strategies as st

from app.criteria.criterion import CriterionKind, Understanding
from app.criteria.posting import PostingReading
from app.criteria.requirements import Experience, OtherRequirement
from app.schemas.corrections import Correction, CorrectionInput
from app.services.correcting import at_revision, corrected
from tests.unit.matching.builders import criterion, posting

NOW = dt.datetime(2026, 5, 4, tzinfo=dt.UTC)
READING = posting(
    criterion((Experience(roles=("planoloog",)),), number="1"),
    criterion((Experience(tools=("Excel",)),), kind="award", points=60, number="2"),
    criterion((OtherRequirement(text="Netwerk"),), kind="wish", number="3"),
)
IDS = [one.id for one in READING.criteria]
CHANGES = st.fixed_dictionaries(
    {"criterion_id": st.sampled_from(IDS), "reason": st.just("Zo bedoeld."), "author": st.just("B. Lezer")},
    optional={"kind": st.sampled_from(list(CriterionKind)), "points": st.none() | st.integers(0, 100)},
)
BATCHES = st.lists(st.lists(CHANGES, min_size=1, max_size=3, unique_by=lambda one: one["criterion_id"]), max_size=4)


def change(number: int, **what: object) -> CorrectionInput:
    return CorrectionInput.model_validate(
        {"criterion_id": IDS[number], "reason": "Zo bedoeld.", "author": "B. Lezer", **what}
    )


@given(BATCHES)
def test_every_earlier_revision_can_be_had(batches: list[list[dict[str, object]]]) -> None:
    readings: list[PostingReading] = [READING]
    made: tuple[Correction, ...] = ()
    for revision, batch in enumerate(batches, start=2):
        given = [CorrectionInput.model_validate(one) for one in batch]
        reading, more = corrected(readings[-1], given, revision, NOW)
        readings.append(reading)
        made += more

    for revision, reading in enumerate(readings, start=1):
        assert at_revision(readings[-1], made, revision) == reading


def test_only_what_is_given_changes_and_in_its_place() -> None:
    after, (made,) = corrected(READING, [change(1, points=40)], 2, NOW)

    assert after.criteria[1] == READING.criteria[1].model_copy(update={"points": 40})
    assert (after.criteria[0], after.criteria[2]) == (READING.criteria[0], READING.criteria[2])
    assert (made.before, made.after, made.revision) == (READING.criteria[1], after.criteria[1], 2)


def test_null_takes_points_away_and_leaves_kind_and_requirements() -> None:
    after, _ = corrected(READING, [change(1, points=None, kind=None, requirement_groups=None)], 2, NOW)

    assert after.criteria[1] == READING.criteria[1].model_copy(update={"points": None})


def test_requirements_that_a_person_gives_are_understood_as_far_as_they_are_typed() -> None:
    typed = {"requirements": [{"type": "knowledge", "subjects": ["netwerken"]}]}
    text = {"requirements": [{"type": "other", "text": "Netwerk"}]}

    found = [
        corrected(READING, [change(2, requirement_groups=groups)], 2, NOW)[0].criteria[2].understanding
        for groups in ([typed], [typed, text], [text], [])
    ]

    assert found == [Understanding.FULL, Understanding.PARTIAL, Understanding.TEXT_ONLY, Understanding.TEXT_ONLY]
