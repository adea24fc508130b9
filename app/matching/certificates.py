"""Certificates, registrations and licences: listed, still valid, recent enough, or denied."""

import datetime as dt
import re
from typing import NamedTuple

from app.concepts.lexicon import load_table
from app.criteria.requirements import Certificate
from app.criteria.scales import TermsMatch
from app.matching.credentials import age_ok, done_by
from app.matching.denial import denies_certificate
from app.matching.fields import AskedField, compile_field, field_shown
from app.matching.judgement import MET, NOT_MET, OPEN, WORTH, Judged
from app.matching.months import last_day
from app.matching.profile import PreparedProfile, PreparedStudy

LAPSED = re.compile(r"\bverlopen\b|\bniet meer geldig\b|\bexpired\b", re.IGNORECASE)
_MONTHS = {row["month"]: int(row["number"]) for row in load_table("months")}
_UNTIL = re.compile(
    r"\b(?:geldig|valid|gecertificeerd) (?:tot en met|tot|t/m|until)\b\D{0,12}?(?:(\d{1,2}) )?(?:("
    + "|".join(_MONTHS)
    + r") )?((?:19|20)\d\d)\b",
    re.IGNORECASE,
)


_UNTIL_NUMBERS = re.compile(
    r"\b(?:geldig|valid|gecertificeerd) (?:tot en met|tot|t/m|until)\b:? {0,3}"
    r"(?:(\d{1,2})[-/.])?(\d{1,2})[-/.]((?:19|20)\d\d)\b",
    re.IGNORECASE,
)


class AskedCertificates(NamedTuple):
    """A certificate requirement, compiled: each of the names."""

    requirement: Certificate
    names: tuple[AskedField, ...]


def compile_certificates(requirement: Certificate) -> AskedCertificates:
    """A certificate requirement with its names compiled."""
    return AskedCertificates(requirement, tuple(compile_field(name, "certificates") for name in requirement.names))


def certificate_grounds(
    asked: AskedCertificates, profile: PreparedProfile, reference: dt.date
) -> tuple[Judged, tuple[PreparedStudy, ...]]:
    """The verdict on a certificate requirement: listed, not expired, and recent enough."""
    requirement = asked.requirement
    params = {"names": requirement.names, "window": requirement.window_months}
    verdicts: list[tuple[Judged, tuple[PreparedStudy, ...]]] = []
    for name in asked.names:
        found = [study for study in profile.studies if done_by(study, reference) and field_shown(name, study)]
        valid = [study for study in found if not _expired(study, reference)]
        fresh = [study for study in valid if age_ok(study, requirement.window_months, reference)]
        if fresh:
            verdicts.append((Judged(MET, "certificate_shown", params), (fresh[0],)))
        elif found and not valid:
            verdicts.append((Judged(NOT_MET, "certificate_expired", params), (found[0],)))
        elif found and all(age_ok(s, requirement.window_months, reference) is False for s in valid):
            verdicts.append((Judged(NOT_MET, "certificate_too_old", params), (valid[0],)))
        elif denies_certificate(name.text, profile):
            verdicts.append((Judged(NOT_MET, "denied", params), ()))
        else:
            verdicts.append((Judged(OPEN, "certificate_not_listed", params), ()))
    if not verdicts:
        return Judged(OPEN, "certificate_not_listed", params), ()
    if requirement.match is TermsMatch.ALL:
        worst = min(verdicts, key=lambda v: WORTH[v[0].verdict])
        if worst[0].verdict is MET:
            return worst[0], tuple(study for _, studies in verdicts for study in studies)
        return worst
    lapsed = next((v for v in verdicts if v[0].code in ("certificate_expired", "certificate_too_old")), None)
    best = max(verdicts, key=lambda v: WORTH[v[0].verdict])
    return lapsed if lapsed and best[0].verdict is not MET else best


def stated_end(text: str) -> dt.date | None:
    """The last day of "geldig tot 1 maart 2024", "geldig tot 31-12-2024" or "geldig tot 2023".

    Of a day or month that no calendar has ("31-02-2024", "00-2024") only the year counts.
    """
    if found := _UNTIL_NUMBERS.search(text):
        day, month, year = int(found[1] or 0), int(found[2]), found[3]
    elif found := _UNTIL.search(text):
        day, month, year = int(found[1] or 0), _MONTHS.get((found[2] or "").lower(), 0), found[3]
    else:
        return None
    printed = f"{year}-{month:02}" + (f"-{day:02}" if found[1] else "")
    return (last_day(printed) if month else None) or last_day(year)


def _expired(study: PreparedStudy, reference: dt.date) -> bool:
    """Past its expiry date, or past it by its own words ("verlopen januari 2025", "geldig tot 2023")."""
    text = " ".join(unit.text for unit in study.units)
    ends = (last_day(study.expiry) if study.expiry else None, stated_end(text))
    return LAPSED.search(text) is not None or any(end < reference for end in ends if end)
