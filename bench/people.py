"""Made-up candidates, the same every time: some five jobs each, told in the words of the lexicons."""

import random
from functools import cache
from typing import Any

from app.concepts.lexicon import load_terms
from app.concepts.municipalities import current

_BODIES = (
    ("Waterschap {}", "water_authority"),
    ("Provincie {}", "province"),
    ("Omgevingsdienst {}", "joint_body"),
    ("Zorggroep {}", "health"),
    ("Stichting Welzijn {}", "welfare"),
    ("Woningstichting {}", None),
    ("Adviesbureau {}", "private"),
    ("{} Groep B.V.", None),
)
_SENTENCES = (
    "Verantwoordelijk voor {a} en {b}.",
    "{a} {verb} en afgestemd met collega's en ketenpartners.",
    "Binnen een team van {n} medewerkers werkzaam op het gebied van {a}.",
    "Vragen van inwoners over {a} beantwoord en dossiers bijgewerkt in {tool}.",
    "Ervaring met {a}, {b} en {tool}.",
    "Adviseren van het management over {a}.",
    "Projectmatig gewerkt aan {a}; oplevering binnen planning en budget.",
    "{tool} ingericht en gebruikers ondersteund bij {b}.",
    "Wekelijks overleg gevoerd over de voortgang van {a}.",
    "Achterstanden in {a} weggewerkt.",
)
_VERBS = ("uitgevoerd", "gecontroleerd", "voorbereid", "verwerkt", "opgesteld", "getoetst", "geactualiseerd")
_MARKS = ("", "", "", "", "", "Senior ", "Junior ", "Medior ")
_LEVELS = (
    "vmbo",
    "mbo_3",
    "mbo_4",
    "mbo_4",
    "hbo_ad",
    "hbo_bachelor",
    "hbo_bachelor",
    "wo_bachelor",
    "wo_master",
)


def make_profile(chance: random.Random) -> dict[str, Any]:
    """A profile as a client sends it."""
    year = 2026
    work: list[dict[str, Any]] = []
    for _ in range(chance.choice((2, 3, 4, 5, 5, 6, 7, 8))):
        length = chance.choice((1, 1, 2, 2, 3, 4, 5))
        work.append(_job(chance, year, length, last=not work))
        year -= length
    education: list[dict[str, Any]] = [
        {
            "area": chance.choice(_names("fields")),
            "level": chance.choice(_LEVELS),
            "endDate": str(year - chance.randint(0, 3)),
            "completed": chance.random() > 0.1,
        }
    ]
    courses = [{"name": chance.choice(_names("certificates"))} for _ in range(chance.randint(0, 3))]
    return {
        "resume": {
            "work": work,
            "education": education,
            "certificates": courses,
            "skills": [{"name": "Kennis", "keywords": [_topic(chance) for _ in range(chance.randint(2, 6))]}],
        },
        "engagement": {
            "contractForm": chance.choice(("employee", "self_employed", "payroll")),
            "hourlyRate": {"amount": str(chance.randint(55, 125)), "vat": "excluded"},
            "availableFrom": f"2026-{chance.randint(1, 12):02}-01",
            "hoursPerWeek": {"min": chance.choice((8, 16, 24)), "max": chance.choice((24, 32, 36, 40))},
        },
        "cv": {"pages": chance.randint(1, 6), "language": "nl"},
    }


def _job(chance: random.Random, year: int, length: int, *, last: bool) -> dict[str, Any]:
    body, kind = ("Gemeente {}", "municipality") if chance.random() < 0.55 else chance.choice(_BODIES)
    ended = {} if last and chance.random() < 0.7 else {"endDate": f"{year}-{chance.randint(1, 12):02}"}
    return {
        "name": body.format(chance.choice(_places())),
        "position": chance.choice(_MARKS) + chance.choice(_names("roles")),
        "startDate": f"{year - length}-{chance.randint(1, 12):02}",
        **ended,
        **({"organisationKind": kind} if kind and chance.random() < 0.8 else {}),
        "summary": _sentence(chance),
        "highlights": [_sentence(chance) for _ in range(chance.randint(2, 5))],
    }


def _sentence(chance: random.Random) -> str:
    return chance.choice(_SENTENCES).format(
        a=_topic(chance),
        b=_topic(chance),
        tool=chance.choice(_names("tools")),
        verb=chance.choice(_VERBS),
        n=chance.randint(3, 60),
    )


def _topic(chance: random.Random) -> str:
    return chance.choice(_names("subjects" if chance.random() < 0.8 else "roles"))


@cache
def _names(lexicon: str) -> tuple[str, ...]:
    """Every name of every concept; the first concepts of a list are the commonest, so they come more than once."""
    entries = load_terms(lexicon)
    often = entries[: len(entries) // 4] * 2
    names = [term for entry in (*entries, *often) for term in (*entry.terms, *entry.shown_by)]
    return tuple(name.lstrip("=") for name in names if "*" not in name)


@cache
def _places() -> tuple[str, ...]:
    return current()
