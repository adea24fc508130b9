"""Made-up candidates, the same every time, varied in what matching looks at."""

import datetime as dt
import random
from collections.abc import Iterator
from typing import Any

from app.ids import new_id
from app.tables import CandidateRow

_ROLES = (
    "Consulent Wmo",
    "Medewerker backoffice Burgerzaken",
    "Administratief medewerker",
    "Functioneel beheerder",
    "Projectleider",
    "Vergunningverlener",
    "Jurist",
    "Beleidsmedewerker",
    "Medewerker WOZ",
    "Klantmanager werk",
)
_SUBJECTS = (
    "keukentafelgesprekken",
    "BAG en WOZ",
    "declaraties verwerken",
    "facturen controleren",
    "woningaanpassingen",
    "omgevingsvergunningen",
    "schuldhulpverlening",
    "Suite4SocialeRegie",
    "iBurgerzaken",
    "projectmatig werken",
)
_BODIES = (
    ("Gemeente Rietdam", "municipality"),
    ("Gemeente Hoogwaard", "municipality"),
    ("Provincie Middelland", "province"),
    ("Waterschap De Linge", "water_authority"),
    ("Zorggroep Veldhof", "health"),
    ("Adviesbureau Lint", "private"),
)
_LEVELS = ("mbo_3", "mbo_4", "hbo_ad", "hbo_bachelor", "wo_bachelor", "wo_master")


def make_rows(count: int, seed: int = 7) -> Iterator[CandidateRow]:
    """Rows to store."""
    chance = random.Random(seed)
    now = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
    for number in range(count):
        yield CandidateRow(
            id=new_id(),
            external_id=f"bench-{number}",
            revision=1,
            created_at=now,
            updated_at=now,
            profile=_profile(chance),
            retention_basis="procedure",
        )


def _profile(chance: random.Random) -> dict[str, Any]:
    year = 2026
    work: list[dict[str, Any]] = []
    for _ in range(chance.randint(2, 6)):
        length = chance.randint(1, 5)
        name, kind = chance.choice(_BODIES)
        work.append(
            {
                "name": name,
                "position": chance.choice(_ROLES),
                "startDate": f"{year - length}-{chance.randint(1, 12):02}",
                **({"endDate": f"{year}-{chance.randint(1, 12):02}"} if work else {}),
                "organisationKind": kind,
                "summary": f"Verantwoordelijk voor {chance.choice(_SUBJECTS)} en {chance.choice(_SUBJECTS)}.",
                "highlights": [f"Ervaring met {subject}" for subject in chance.sample(_SUBJECTS, 3)],
            }
        )
        year -= length
    return {
        "resume": {
            "work": work,
            "education": [
                {"area": "Bestuurskunde", "level": chance.choice(_LEVELS), "completed": chance.random() > 0.1}
            ],
            "skills": [{"name": "Vakkennis", "keywords": chance.sample(_SUBJECTS, 3)}],
        },
        "engagement": {
            "contractForm": chance.choice(("employee", "self_employed", "payroll")),
            "hourlyRate": {"amount": str(chance.randint(55, 110)), "vat": "excluded"},
            "availableFrom": "2026-02-01",
            "hoursPerWeek": {"min": 16, "max": 36},
        },
        "cv": {"pages": chance.randint(1, 6), "language": "nl"},
    }
