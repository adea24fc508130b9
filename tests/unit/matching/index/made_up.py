"""Candidates and requirements made by chance from words that meet each other often, odd ones among them."""

import datetime as dt
from decimal import Decimal
from random import Random
from typing import Any

from app.criteria import requirements as asked
from app.criteria.criterion import Criterion, CriterionKind, RequirementGroup, TextSpan, Tier, Understanding
from app.criteria.profile import Profile
from app.criteria.scales import EducationLevel, SelfEmployed, TermsMatch, Vat, Weekday

REFERENCE = dt.date(2026, 6, 15)
ROLES = (
    "Beleidsadviseur",
    "Senior beleidsmedewerker Wmo",
    "Projectleider",
    "Projectleider civiele techniek",
    "Consulent Wmo",
    "Medewerker backoffice",
    "Administratief medewerker burgerzaken",
    "Functioneel beheerder",
    "Teamleider KCC",
    "Adviseur",
    "Trainee beleid",
    "Assistent projectleider",
    "Zorgmanager",
    "Klantmanager werk en inkomen",
    "Directeur",
    "Jurist omgevingsrecht",
    "Tester",
    "Stagiair",
    "",
    "xyz",
)
EMPLOYERS = (
    ("Gemeente Rietdam", None),
    ("Gemeente Rietdam", "municipality"),
    ("Waterschap De Linge", None),
    ("Zorggroep Veld", "health"),
    ("Softwarehuis voor gemeente Rietdam", "private"),
    ("Provincie Middelland", "province"),
    ("UWV", None),
    ("Omgevingsdienst Noord", "joint_body"),
    ("Bakkerij Brood", None),
)
TEXTS = (
    "Voert keukentafelgesprekken en stelt beschikkingen op.",
    "Verantwoordelijk voor de BAG en de WOZ.",
    "Werkt met Suite4SocialeRegie en Key2Burgerzaken.",
    "Overlegt met de afdeling sociaal domein.",
    "Geen ervaring met SAP. Wel met AFAS.",
    "Leidt een team van 12 medewerkers.",
    "Beheert Grumpf en Zork 9.",
    "Behandelt aanvragen omgevingsvergunning.",
    "Gedetacheerd bij gemeente Rietdam voor de Jeugdwet.",
    "Notuleert en maakt verslagen.",
    "Nog nooit gewerkt met de Omgevingswet.",
    "Wil graag Java leren.",
    "Programmeert in Java en C#.",
    "Lid van de raad van toezicht.",
    "Begeleidt aanbestedingen.",
    "de het een",
    "",
)
SUBJECTS = (
    "Wmo",
    "keukentafelgesprekken",
    "sociaal domein",
    "BAG",
    "BAG of WOZ",
    "omgevingsvergunningen",
    "notuleren",
    "leidinggeven aan een team van minimaal 10 medewerkers",
    "Jeugdwet",
    "aanbestedingen",
    "samenwerken met ketenpartners",
    "Omgevingswet",
    "het opstellen van beschikkingen",
    "administratieve werkzaamheden",
    "Grumpf",
)
TOOLS = ("Java", "SAP", "AFAS", "Key2Burgerzaken", "Suite4SocialeRegie", "Grumpf", "Zork 9", "zork9", "C#", "De Het")
ORGANISATIONS = (
    "gemeente",
    "overheid",
    "waterschap of provincie",
    "UWV",
    "gemeente Rietdam",
    "zorginstelling",
    "ministerie",
)
FIELDS = ("Bestuurskunde", "Rechten", "Informatica", "SJD", "Social Work", "Quux")
CERTIFICATES = ("PRINCE2 Foundation", "Rijbewijs B", "ISTQB", "SKJ", "Scrum Master (PSM I)", "Grumpf-diploma")
DATES = ("2010", "2015-03", "2018-01-01", "2020-06-15", "2021-12", "2023", "2024-02-30", "2025-01", None)
ENDS = ("2012", "2016-08-31", "2019-12", "2022-06-14", "2024", "2026-06-15", "2030-01", "2023-06-31", None, None)


def some(chance: Random, values: tuple[Any, ...], most: int, least: int = 0) -> tuple[Any, ...]:
    """A few of the values, each once."""
    return tuple(chance.sample(values, min(len(values), chance.randint(least, most))))


def make_profile(chance: Random) -> Profile:
    """A candidate."""
    work = []
    for _ in range(chance.randint(0, 4)):
        name, kind = chance.choice(EMPLOYERS)
        start, end = chance.choice(DATES), chance.choice(ENDS)
        work.append(
            {
                "name": name, "position": chance.choice(ROLES), "startDate": start,
                "endDate": None if start and end and start > end else end, "summary": chance.choice(TEXTS),
                "highlights": list(some(chance, TEXTS, 2)), "organisationKind": kind,
            }
        )  # fmt: skip
    education = [
        {
            "area": chance.choice(FIELDS),
            "studyType": chance.choice(("HBO", "MBO 4", "wo master", "", None)),
            "endDate": chance.choice(("2009", "2020-06", "2027", None)),
            "completed": chance.choice((True, False, None)),
            "level": chance.choice((*EducationLevel, None)),
            "courses": list(some(chance, SUBJECTS, 1)),
        }
        for _ in range(chance.randint(0, 3))
    ]
    certificates = [
        {
            "name": f"{chance.choice(CERTIFICATES)}{chance.choice(('', '', ' (geldig tot 2023)', ' verlopen'))}",
            "date": chance.choice(("2012", "2024-05", None)), "expiryDate": chance.choice(("2020", "2030-01", None)),
        }
        for _ in range(chance.randint(0, 2))
    ]  # fmt: skip
    rate = {
        "amount": str(chance.choice((60, 95, "99.50", 121))),
        "vat": chance.choice(("excluded", "included", "unknown")),
    }
    return Profile.model_validate(
        {
            "resume": {
                "basics": {"summary": chance.choice((*TEXTS, "Ik heb geen rijbewijs. In het bezit van ISTQB."))},
                "work": work, "education": education, "certificates": certificates,
                "projects": [{"name": "Invoering Zork 9", "description": chance.choice(TEXTS), "startDate": "2022",
                              "roles": [chance.choice(ROLES[:6])]}] if chance.random() < 0.3 else [],
                "skills": [{"name": chance.choice(SUBJECTS), "keywords": list(some(chance, TOOLS, 2))}],
                "languages": [{"language": "Nederlands", "fluency": chance.choice(("goed", "C1", None))}],
            },
            "engagement": {
                "contractForm": chance.choice(("employee", "self_employed", "unknown")),
                "hourlyRate": chance.choice((rate, None)),
                "availableFrom": chance.choice(("2026-05-01", "2026-09-01", None)),
                "hoursPerWeek": chance.choice(({"min": 16, "max": 24}, {"max": 36}, None)),
                "workdays": list(some(chance, ("mon", "tue", "wed", "fri"), 3)),
                "places": list(some(chance, ("Utrecht", "Zwolle"), 2)),
                "maxOnSitePercent": chance.choice((None, 20, 60)),
                "equipment": list(some(chance, ("laptop", "auto"), 2)), "statements": list(some(chance, ("vog",), 1)),
            },
        }
    )  # fmt: skip


def make_requirement(chance: Random) -> asked.Requirement:
    """Something asked."""
    match_all = chance.choice((TermsMatch.ANY, TermsMatch.ALL))
    kind = chance.randrange(12)
    if kind < 4:
        return asked.Experience(
            min_months=chance.choice((None, 6, 24, 36, 60)), window_months=chance.choice((None, None, 36, 60)),
            since=chance.choice((None, None, None, dt.date(2019, 1, 1))), roles=some(chance, ROLES[:-2], 2),
            organisations=some(chance, ORGANISATIONS, 1), subjects=some(chance, SUBJECTS, 2), subjects_match=match_all,
            examples=(asked.SubjectExamples(subject="sociaal domein", examples=("Jeugdwet", "Wmo")),),
            tools=some(chance, TOOLS, 1), tools_match=match_all,
        )  # fmt: skip
    if kind == 4:
        return asked.Education(
            min_level=chance.choice((None, *EducationLevel)), fields=some(chance, FIELDS, 2),
            equivalent_accepted=chance.random() < 0.3,
        )  # fmt: skip
    if kind == 5:
        return asked.Training(
            subjects=some(chance, SUBJECTS, 2), subjects_match=match_all, window_months=chance.choice((None, 60))
        )
    if kind == 6:
        return asked.Knowledge(subjects=some(chance, (*SUBJECTS, *TOOLS), 2), subjects_match=match_all)
    if kind == 7:
        return asked.Certificate(
            names=some(chance, CERTIFICATES, 2), match=match_all, window_months=chance.choice((None, 60))
        )
    return chance.choice(
        (
            asked.ContractFormRequirement(self_employed=chance.choice(tuple(SelfEmployed))),
            asked.Availability(from_=dt.date(2026, 7, 1), hours_per_week=asked.HoursRange(min=Decimal(24))),
            asked.Availability(workdays=(Weekday.MON, Weekday.FRI)), asked.Availability(),
            asked.Location(place="Utrecht", on_site_days_per_week=Decimal(2)), asked.Location(max_travel_minutes=30),
            asked.Rate(max=Decimal("99.50"), vat=Vat.EXCLUDED), asked.Language(language="nl", level="C1"),
            asked.Language(language="en"), asked.Equipment(items=("laptop",)), asked.Equipment(items=("car",)),
            asked.Statement(name="vog"), asked.DocumentRequirement(name="diploma"), asked.OtherRequirement(text="iets"),
        )
    )  # fmt: skip


def make_criterion(chance: Random, number: int) -> Criterion:
    """A knock-out, an award criterion (with tiers, now and then) or a wish."""
    kind = chance.choice((CriterionKind.KNOCKOUT, CriterionKind.AWARD, CriterionKind.WISH))

    def groups() -> tuple[RequirementGroup, ...]:
        return tuple(
            RequirementGroup(requirements=tuple(make_requirement(chance) for _ in range(chance.randint(1, 2))))
            for _ in range(chance.randint(0 if kind is CriterionKind.WISH else 1, 2))
        )

    weighed = kind is CriterionKind.AWARD
    tiers = (Tier(points=Decimal("2.5"), requirement_groups=groups()), Tier(points=10, requirement_groups=groups()))
    return Criterion(
        id=f"c-{number}", kind=kind, number=None, text="iets", points=chance.choice((10, 20)) if weighed else None,
        weight_percent=None, requirement_groups=groups(), tiers=tiers if weighed and chance.random() < 0.3 else (),
        understanding=Understanding.FULL, span=TextSpan(start=0, end=4),
    )  # fmt: skip
