"""A criterion as a posting prints it: text, weight, and the typed requirements it was read into."""

from enum import StrEnum

from app.criteria.base import Points, Value
from app.criteria.requirements import Requirement


class CriterionKind(StrEnum):
    """`knockout` must be met; `award` earns points; `wish` is a wish without any weight."""

    KNOCKOUT = "knockout"
    AWARD = "award"
    WISH = "wish"


class Understanding(StrEnum):
    """How much of the text the requirements express; `text_only` has one `other` requirement."""

    FULL = "full"
    PARTIAL = "partial"
    TEXT_ONLY = "text_only"


class Region(Value):
    """A box on a page of the PDF that a text came from, in points (1/72 inch) from the page's lower left corner.

    `page` counts from 1.
    """

    page: int
    left: float
    bottom: float
    right: float
    top: float


class TextSpan(Value):
    """A half-open range of characters (Unicode code points) in the stored source text.

    `regions`: where that stands in a PDF, a box for each line; empty for other documents.
    """

    start: int
    end: int
    regions: tuple[Region, ...] = ()


class RequirementGroup(Value):
    """Requirements that must all be met (OCDS requirement groups, CCCEV)."""

    requirements: tuple[Requirement, ...]


class Tier(Value):
    """One of several point levels of a criterion ("A 5, B 5, A en B 10"): the best one met counts, never the sum."""

    points: Points
    requirement_groups: tuple[RequirementGroup, ...]


class Criterion(Value):
    """One knock-out, award criterion or wish. It is met when any group has all its requirements met.

    `id`: kind and printed number (`ko-1`, `aw-5`, `wi-2`), the position in its list where no unique number is printed.
    """

    id: str
    kind: CriterionKind
    number: str | None
    text: str
    points: Points | None
    weight_percent: Points | None
    requirement_groups: tuple[RequirementGroup, ...]
    tiers: tuple[Tier, ...] = ()
    understanding: Understanding
    span: TextSpan
