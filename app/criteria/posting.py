"""What a posting's text was read into: facts, criteria, findings and where each came from."""

import datetime as dt
from decimal import Decimal
from enum import StrEnum

from app.criteria.base import Points, Quantity, Value
from app.criteria.criterion import Criterion, Region, TextSpan
from app.criteria.requirements import HoursRange
from app.criteria.scales import (
    DocumentFormat,
    EducationLevel,
    Hybrid,
    OrganisationKind,
    Possibility,
    SelfEmployed,
    Vat,
    Weekday,
)


class Organisation(Value):
    """The hiring body."""

    name: str | None = None
    kind: OrganisationKind | None = None
    department: str | None = None


class Workplace(Value):
    """Where the work is done."""

    place: str | None = None
    province: str | None = None
    hybrid: Hybrid = Hybrid.UNKNOWN
    on_site_percent: Quantity | None = None
    on_site_days_per_week: Quantity | None = None


class Extension(Value):
    """The option to extend: how often, and by how many months or weeks each time."""

    possible: Possibility = Possibility.UNKNOWN
    times: int | None = None
    months_each: int | None = None
    weeks_each: int | None = None


class Period(Value):
    """When the work is done. `start_asap` is true where said; `extension` is null where nothing is said about it."""

    start_date: dt.date | None = None
    start_asap: bool | None = None
    end_date: dt.date | None = None
    duration_months: int | None = None
    duration_weeks: int | None = None
    extension: Extension | None = None


class Deadlines(Value):
    """Instants are UTC; dates are local (Europe/Amsterdam)."""

    submission: dt.datetime | None = None
    questions: dt.datetime | None = None
    answers_published: dt.date | None = None
    invitation: dt.date | None = None
    interviews: tuple[dt.date, ...] = ()


class PostingRate(Value):
    """Hourly rate limits in `currency`; a guideline ("richttarief") is no maximum."""

    max: Decimal | None = None
    min: Decimal | None = None
    guideline: Decimal | None = None
    currency: str = "EUR"
    vat: Vat = Vat.UNKNOWN
    unit: str = "hour"


class Fee(Value):
    """What the intermediary charges the winning supplier; 0 where the text says that there is none."""

    amount: Decimal
    currency: str = "EUR"
    unit: str = "hour"


class TieBreak(StrEnum):
    """What decides between equal scores."""

    LOWEST_RATE = "lowest_rate"
    UNKNOWN = "unknown"


class PriceFormula(StrEnum):
    """How a rate earns points; `lowest_over_offered`: the lowest rate divided by the one offered, times the points."""

    LOWEST_OVER_OFFERED = "lowest_over_offered"


class Selection(Value):
    """The printed procedure; weights are percentages of the final award.

    `price_points`: the most points that the rate can earn; null where no number of points is printed for it.
    """

    shortlist_size: int | None = None
    tie_break: TieBreak = TieBreak.UNKNOWN
    price_weight_percent: Quantity | None = None
    quality_weight_percent: Quantity | None = None
    stages: tuple[str, ...] = ()
    price_formula: PriceFormula | None = None
    price_points: Points | None = None
    max_candidates_per_supplier: int | None = None


class CvRequirements(Value):
    """What the CV itself must look like; `template`: whether the publisher's own form must be used."""

    max_pages: int | None = None
    language: str | None = None
    min_references: int | None = None
    format: DocumentFormat | None = None
    anonymous: bool | None = None
    template: bool | None = None


class FindingSeverity(StrEnum):
    """`info`: good to know; `warning`: ask the publisher; `error`: the text contradicts itself or a calendar."""

    INFO = "info"
    WARNING = "warning"
    ERROR = "error"


class Finding(Value):
    """Something a careful reader would ask the publisher about; `message` is Dutch, `pointer` RFC 6901 or null."""

    code: str
    severity: FindingSeverity
    message: str
    pointer: str | None
    spans: tuple[TextSpan, ...]


class Provenance(Value):
    """Where a value came from: `quote` is the source text from `start` to `end` with white space collapsed.

    `regions`: where that stands in a PDF, a box for each line; empty for other documents.
    """

    pointer: str
    start: int
    end: int
    quote: str
    rule: str
    regions: tuple[Region, ...] = ()


class PostingReading(Value):
    """Everything read from one text. Unknown is null, `unknown` or empty: a value the text does not state is absent."""

    language: str
    platform: str
    title: str | None
    reference: str | None
    organisation: Organisation
    location: Workplace
    period: Period
    hours_per_week: HoursRange
    workdays: tuple[Weekday, ...]
    education_level: EducationLevel | None
    dynamic_purchasing_system: bool | None
    deadlines: Deadlines
    rate: PostingRate | None
    self_employed: SelfEmployed
    salary_scale: str | None
    fee: Fee | None
    positions: int | None
    selection: Selection
    cv_requirements: CvRequirements
    statements: tuple[str, ...]
    obligations: tuple[str, ...]
    competences: tuple[str, ...]
    tasks: tuple[str, ...]
    criteria: tuple[Criterion, ...]
    findings: tuple[Finding, ...]
    provenance: tuple[Provenance, ...]

    @property
    def points_available(self) -> Points:
        """The sum of the award criteria's points, or of their percentages where the posting weighs in percent."""
        total = sum(
            (Decimal(c.points if c.points is not None else c.weight_percent or 0) for c in self.criteria), Decimal(0)
        )
        return int(total) if total == total.to_integral_value() else total
