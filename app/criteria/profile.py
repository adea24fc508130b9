"""A candidate's profile: a JSON Resume document (schema 1.2.x) and the facts about an engagement.

Members of JSON Resume that Gunning does not use are kept as given. Partial dates (`2021`, `2021-04`) are allowed, as in
the JSON Resume schema.
"""

import datetime as dt
from decimal import Decimal
from enum import StrEnum
from typing import Annotated, TypeAlias

from pydantic import ConfigDict, Field, StringConstraints
from pydantic.alias_generators import to_camel

from app.criteria.base import Quantity, Value
from app.criteria.requirements import HoursRange
from app.criteria.scales import ContractForm, DocumentFormat, EducationLevel, OrganisationKind, Vat, Weekday

PartialDate: TypeAlias = Annotated[
    str, StringConstraints(pattern=r"^[12]\d{3}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?$")
]
"""A date as JSON Resume writes it: `YYYY`, `YYYY-MM` or `YYYY-MM-DD`."""

Text: TypeAlias = Annotated[str, StringConstraints(max_length=20_000)]
ShortText: TypeAlias = Annotated[str, StringConstraints(max_length=1_000)]


class ResumePart(Value):
    """A part of a JSON Resume document: unknown members are kept."""

    model_config = ConfigDict(
        frozen=True, alias_generator=to_camel, populate_by_name=True, serialize_by_alias=True, extra="allow"
    )


class WorkEntry(ResumePart):
    """One employment; `hours_per_week` and `organisation_kind` are Gunning's additions."""

    name: ShortText | None = None
    position: ShortText | None = None
    start_date: PartialDate | None = None
    end_date: PartialDate | None = None
    summary: Text | None = None
    description: Text | None = None
    highlights: tuple[Text, ...] = ()
    hours_per_week: Quantity | None = None
    organisation_kind: OrganisationKind | None = None


class EducationEntry(ResumePart):
    """One education or course; `level` and `completed` are Gunning's additions."""

    institution: ShortText | None = None
    area: ShortText | None = None
    study_type: ShortText | None = None
    start_date: PartialDate | None = None
    end_date: PartialDate | None = None
    courses: tuple[ShortText, ...] = ()
    level: EducationLevel | None = None
    completed: bool | None = None


class CertificateEntry(ResumePart):
    """A certificate, registration or completed course; `expiry_date` is Gunning's addition."""

    name: ShortText | None = None
    date: PartialDate | None = None
    expiry_date: PartialDate | None = None
    issuer: ShortText | None = None


class SkillEntry(ResumePart):
    """A bare list of skills: shows knowledge, never work experience."""

    name: ShortText | None = None
    level: ShortText | None = None
    keywords: tuple[ShortText, ...] = ()


class LanguageEntry(ResumePart):
    """A language and how well it is mastered, in the candidate's words."""

    language: ShortText | None = None
    fluency: ShortText | None = None


class ProjectEntry(ResumePart):
    """A project or assignment with its own dates: read like an employment."""

    name: ShortText | None = None
    entity: ShortText | None = None
    roles: tuple[ShortText, ...] = ()
    start_date: PartialDate | None = None
    end_date: PartialDate | None = None
    description: Text | None = None
    highlights: tuple[Text, ...] = ()
    organisation_kind: OrganisationKind | None = None


class Basics(ResumePart):
    """Who the person is. Only `summary` is read, for denials and for licences and knowledge that it states."""

    name: ShortText | None = None
    summary: Text | None = None


class Resume(ResumePart):
    """A JSON Resume document."""

    basics: Basics | None = None
    work: tuple[WorkEntry, ...] = Field(default=(), max_length=500)
    education: tuple[EducationEntry, ...] = Field(default=(), max_length=500)
    certificates: tuple[CertificateEntry, ...] = Field(default=(), max_length=500)
    skills: tuple[SkillEntry, ...] = Field(default=(), max_length=500)
    languages: tuple[LanguageEntry, ...] = Field(default=(), max_length=100)
    projects: tuple[ProjectEntry, ...] = Field(default=(), max_length=500)


class HourlyRate(Value):
    """What the candidate costs per hour; `currency` is ISO 4217."""

    amount: Decimal = Field(ge=0, le=100_000, max_digits=12, decimal_places=4)
    currency: str = Field(default="EUR", pattern="^[A-Z]{3}$")
    vat: Vat = Vat.UNKNOWN


class Engagement(Value):
    """The terms on which the candidate can be engaged. Empty means: nothing said."""

    contract_form: ContractForm = ContractForm.UNKNOWN
    hourly_rate: HourlyRate | None = None
    available_from: dt.date | None = None
    hours_per_week: HoursRange | None = None
    workdays: tuple[Weekday, ...] = ()
    places: tuple[ShortText, ...] = ()
    max_on_site_percent: Quantity | None = Field(default=None, ge=0, le=100)
    equipment: tuple[ShortText, ...] = ()
    statements: tuple[ShortText, ...] = ()


class Cv(Value):
    """Facts about the CV document itself; `template`: whether it is in the form that the publisher gives."""

    pages: int | None = Field(default=None, ge=0, le=10_000)
    language: str | None = Field(default=None, pattern="^[a-z]{2}$")
    references: int | None = Field(default=None, ge=0, le=10_000)
    format: DocumentFormat | None = None
    anonymous: bool | None = None
    template: bool | None = None


class RetentionBasis(StrEnum):
    """Why a profile may be kept: for a procedure (four weeks after it) or with consent (a year)."""

    PROCEDURE = "procedure"
    CONSENT = "consent"


class Retention(Value):
    """On what basis, and until when, the profile may be kept."""

    basis: RetentionBasis = RetentionBasis.PROCEDURE
    until: dt.date | None = None


class Profile(Value):
    """What matching sees of a candidate: no id, no timestamps."""

    resume: Resume = Resume()
    engagement: Engagement = Engagement()
    cv: Cv = Cv()
