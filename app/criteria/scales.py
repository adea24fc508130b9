"""Closed vocabularies of the contract: education levels, kinds of organisation, weekdays, contract forms."""

from enum import StrEnum


class EducationLevel(StrEnum):
    """Dutch education levels; the NLQF levels plus the imprecise ones that postings print."""

    VMBO = "vmbo"
    MBO_1 = "mbo_1"
    MBO_2 = "mbo_2"
    MBO_3 = "mbo_3"
    MBO_4 = "mbo_4"
    HBO_AD = "hbo_ad"
    HBO_BACHELOR = "hbo_bachelor"
    WO_BACHELOR = "wo_bachelor"
    WO_MASTER = "wo_master"
    PHD = "phd"
    MBO = "mbo"
    MBO_PLUS = "mbo_plus"
    HBO = "hbo"
    HBO_PLUS = "hbo_plus"
    WO = "wo"


EXACT_LEVELS: tuple[EducationLevel, ...] = tuple(EducationLevel)[:10]
"""The exact levels, low to high."""


class OrganisationKind(StrEnum):
    """What kind of body an organisation is; `joint_body` covers samenwerkingsverbanden and omgevingsdiensten."""

    MUNICIPALITY = "municipality"
    PROVINCE = "province"
    WATER_AUTHORITY = "water_authority"
    MINISTRY = "ministry"
    AGENCY = "agency"
    JOINT_BODY = "joint_body"
    EDUCATION = "education"
    HEALTH = "health"
    WELFARE = "welfare"
    PRIVATE = "private"
    OTHER = "other"


class Weekday(StrEnum):
    """Days of the week, Monday first."""

    MON = "mon"
    TUE = "tue"
    WED = "wed"
    THU = "thu"
    FRI = "fri"
    SAT = "sat"
    SUN = "sun"


class SelfEmployed(StrEnum):
    """May a zzp'er do it; `conditional`: the supplier must substantiate how."""

    ALLOWED = "allowed"
    EXCLUDED = "excluded"
    CONDITIONAL = "conditional"
    UNKNOWN = "unknown"


class ContractForm(StrEnum):
    """How a candidate would be engaged."""

    EMPLOYEE = "employee"
    SELF_EMPLOYED = "self_employed"
    PAYROLL = "payroll"
    UNKNOWN = "unknown"


class Vat(StrEnum):
    """Whether an amount includes value added tax (btw)."""

    EXCLUDED = "excluded"
    INCLUDED = "included"
    UNKNOWN = "unknown"


class TermsMatch(StrEnum):
    """Whether any or all of several terms are asked for."""

    ANY = "any"
    ALL = "all"


class DocumentFormat(StrEnum):
    """The file format asked of, or given for, a CV."""

    PDF = "pdf"
    WORD = "word"


class Possibility(StrEnum):
    """Yes, no, or not said."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


class Hybrid(StrEnum):
    """Whether hybrid working is possible; `unclear` where the text contradicts itself ("ja/nee")."""

    YES = "yes"
    NO = "no"
    UNCLEAR = "unclear"
    UNKNOWN = "unknown"
