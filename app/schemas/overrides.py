"""A person's decisions on the wire: verdicts put in the place of those proposed."""

from pydantic import Field

from app.criteria.base import Value
from app.criteria.verdicts import Verdict
from app.schemas.base import Instant
from app.schemas.checked_input import CheckedInput

MOST_OVERRIDES = 100


class OverrideInput(CheckedInput):
    """A verdict that a person puts in the place of the one proposed."""

    candidate_id: str = Field(max_length=36)
    criterion_id: str = Field(max_length=100)
    verdict: Verdict
    reason: str = Field(min_length=3, max_length=2_000, description="Why; shown with the verdict.")
    author: str = Field(min_length=1, max_length=200, description="Who decides.")


class OverridesInput(CheckedInput):
    """Decisions to take over, all or none."""

    overrides: tuple[OverrideInput, ...] = Field(min_length=1, max_length=MOST_OVERRIDES)


class Override(Value):
    """A decision as it was taken over."""

    candidate_id: str
    criterion_id: str
    verdict_before: Verdict
    verdict_after: Verdict
    reason: str
    author: str
    made_at: Instant
