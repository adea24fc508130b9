"""A person's corrections of how criteria were read, on the wire."""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Annotated, TypeAlias, get_args

from pydantic import BaseModel, Field

from app.criteria.base import Value
from app.criteria.criterion import Criterion, CriterionKind, RequirementGroup, Tier
from app.criteria.requirements import Requirement
from app.schemas.base import Instant
from app.schemas.checked_input import CheckedInput
from app.schemas.json_types import Finding, Path, wrong_types

MOST_CORRECTIONS = 200
Weight: TypeAlias = (
    Annotated[int, Field(ge=0, le=1_000_000)] | Annotated[Decimal, Field(ge=0, le=1_000_000, decimal_places=2)]
)
_REQUIREMENTS: dict[str, type[BaseModel]] = {
    model.model_fields["type"].default: model for model in get_args(get_args(Requirement)[0])
}
CORRECTABLE = ("kind", "points", "weight_percent", "requirement_groups", "tiers")
"""The members of a criterion that a person may correct; its id, number and text stay as printed."""


class CorrectionInput(CheckedInput):
    """How a criterion is to be read. What is left out stays; `null` says that the posting prints none."""

    criterion_id: str = Field(max_length=100)
    kind: CriterionKind | None = Field(default=None, description="Null, or left out: as it was read.")
    points: Weight | None = None
    weight_percent: Weight | None = None
    requirement_groups: tuple[RequirementGroup, ...] | None = Field(
        default=None, max_length=50, description="Met when any group has all its requirements met. Null: as read."
    )
    tiers: tuple[Tier, ...] | None = Field(default=None, max_length=50, description="Null: as they were read.")
    reason: str = Field(min_length=3, max_length=2_000, description="Why; kept with the posting.")
    author: str = Field(min_length=1, max_length=200, description="Who corrects.")

    @classmethod
    def check_sent(cls, sent: object) -> Iterator[Finding]:
        """Types, also of the requirements."""
        yield from super().check_sent(sent)
        yield from _typed(sent, ())


class CorrectionsInput(CheckedInput):
    """Corrections to take over, all or none, of the posting at `revision`."""

    revision: int = Field(ge=1, description="The posting's revision that is corrected: no other may be there by now.")
    corrections: tuple[CorrectionInput, ...] = Field(min_length=1, max_length=MOST_CORRECTIONS)


class Correction(Value):
    """A correction as it was taken over; `revision` is the posting's from then on."""

    revision: int
    criterion_id: str
    before: Criterion
    after: Criterion
    reason: str
    author: str
    made_at: Instant


def _typed(sent: object, path: Path) -> Iterator[Finding]:
    """Wrong types in requirements, which are told apart by `type`, and numbers below zero in them."""
    if isinstance(sent, list):
        for index, item in enumerate(sent):
            yield from _typed(item, (*path, index))
    elif isinstance(sent, Mapping):
        kind = sent.get("type")
        if isinstance(kind, str) and kind in _REQUIREMENTS:
            yield from wrong_types(_REQUIREMENTS[kind], sent, path)
        for name, item in sent.items():
            if path and isinstance(item, int | float) and not isinstance(item, bool) and item < 0:
                yield (*path, name), "negative"
            yield from _typed(item, (*path, name))
