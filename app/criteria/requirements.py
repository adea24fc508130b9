"""The typed requirements a criterion is made of, told apart by `type`.

Terms (roles, subjects, tools, ...) are given as the posting prints them. A null means: the posting does not say.
"""

import datetime as dt
from decimal import Decimal
from typing import Annotated, Literal, TypeAlias

from pydantic import Field

from app.criteria.base import Quantity, Value
from app.criteria.scales import EducationLevel, SelfEmployed, TermsMatch, Vat, Weekday


class HoursRange(Value):
    """Hours per week, inclusive on both sides."""

    min: Quantity | None = None
    max: Quantity | None = None


class SubjectExamples(Value):
    """Examples that a posting prints between brackets, or after "zoals", for a general term."""

    subject: str
    examples: tuple[str, ...]


class Experience(Value):
    """Work experience. `min_months` null: any demonstrable; `window_months`: counted back from the reference date.

    `since`: experience counts from this day only ("sinds 2019"). `part_time_counts`: False where the posting says that
    part-time is converted to full-time equivalents.
    """

    type: Literal["experience"] = "experience"
    min_months: int | None = None
    window_months: int | None = None
    since: dt.date | None = None
    roles: tuple[str, ...] = ()
    organisations: tuple[str, ...] = ()
    subjects: tuple[str, ...] = ()
    subjects_match: TermsMatch = TermsMatch.ANY
    examples: tuple[SubjectExamples, ...] = ()
    tools: tuple[str, ...] = ()
    tools_match: TermsMatch = TermsMatch.ANY


class Education(Value):
    """A completed education of at least a level and, where named, in one of `fields` (or of what illustrates them)."""

    type: Literal["education"] = "education"
    min_level: EducationLevel | None = None
    fields: tuple[str, ...] = ()
    examples: tuple[SubjectExamples, ...] = ()
    completed: bool = True
    equivalent_accepted: bool = False


class Knowledge(Value):
    """Knowledge without experience asked: shown by work, training or a listed skill alike."""

    type: Literal["knowledge"] = "knowledge"
    subjects: tuple[str, ...] = ()
    subjects_match: TermsMatch = TermsMatch.ANY
    examples: tuple[SubjectExamples, ...] = ()


class Training(Value):
    """Completed courses or training on subjects; `window_months`: completed at most that long ago."""

    type: Literal["training"] = "training"
    subjects: tuple[str, ...] = ()
    subjects_match: TermsMatch = TermsMatch.ANY
    completed: bool = True
    window_months: int | None = None


class Certificate(Value):
    """Certificates, registrations and driving licences by name."""

    type: Literal["certificate"] = "certificate"
    names: tuple[str, ...] = ()
    match: TermsMatch = TermsMatch.ANY
    window_months: int | None = None


class ContractFormRequirement(Value):
    """What the posting says about the self-employed (zzp)."""

    type: Literal["contract_form"] = "contract_form"
    self_employed: SelfEmployed


class Availability(Value):
    """There from a day (at the latest), for a number of hours, on given days."""

    type: Literal["availability"] = "availability"
    from_: dt.date | None = Field(default=None, alias="from")
    hours_per_week: HoursRange | None = None
    workdays: tuple[Weekday, ...] = ()


class Location(Value):
    """Where the work is done; `on_site_percent` 0-100, `on_site_days_per_week` 0-7, `max_travel_minutes` one way."""

    type: Literal["location"] = "location"
    place: str | None = None
    on_site_percent: Quantity | None = None
    on_site_days_per_week: Quantity | None = None
    max_travel_minutes: int | None = None


class Rate(Value):
    """The highest hourly rate, in `currency` (ISO 4217)."""

    type: Literal["rate"] = "rate"
    max: Decimal
    currency: str = "EUR"
    vat: Vat = Vat.UNKNOWN


class Language(Value):
    """A language (ISO 639-1) and, where printed, its level (CEFR A1-C2)."""

    type: Literal["language"] = "language"
    language: str
    level: str | None = None


class Equipment(Value):
    """Things the candidate brings: `laptop`, `mobile_phone`, `car`, ..."""

    type: Literal["equipment"] = "equipment"
    items: tuple[str, ...] = ()


class Statement(Value):
    """A statement or screening asked of the candidate, such as `vog`."""

    type: Literal["statement"] = "statement"
    name: str


class DocumentRequirement(Value):
    """A document that must be handed in, such as a motivation letter."""

    type: Literal["document"] = "document"
    name: str


class OtherRequirement(Value):
    """A demand that no type fits: kept as text, never guessed met."""

    type: Literal["other"] = "other"
    text: str


Requirement: TypeAlias = Annotated[
    Experience
    | Education
    | Knowledge
    | Training
    | Certificate
    | ContractFormRequirement
    | Availability
    | Location
    | Rate
    | Language
    | Equipment
    | Statement
    | DocumentRequirement
    | OtherRequirement,
    Field(discriminator="type"),
]
