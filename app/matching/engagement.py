"""The terms of an engagement: contract form, rate, availability, place, languages and what the candidate brings."""

from collections.abc import Callable
from decimal import Decimal
from functools import cache

from app.concepts.lexicon import load_table
from app.concepts.normalise import fold, spaced, squash
from app.criteria.profile import HourlyRate
from app.criteria.requirements import (
    Availability,
    ContractFormRequirement,
    Equipment,
    HoursRange,
    Language,
    Location,
    Rate,
    Statement,
)
from app.criteria.scales import ContractForm, SelfEmployed, Vat, Weekday
from app.matching.denial import denies_name
from app.matching.judgement import MET, NOT_MET, OPEN, WORTH, Judged, Params
from app.matching.profile import PreparedProfile

_VAT = Decimal("1.21")
_AT = "/engagement"
Grounds = list[tuple[str, str]]


def excluding_vat(amount: Decimal, vat: Vat) -> Decimal:
    """An amount without VAT (21 %); an amount that does not say is taken as stated."""
    return amount / _VAT if vat is Vat.INCLUDED else amount


def comparable_rate(rate: HourlyRate | None) -> Decimal | None:
    """The rate that comparing and ranking use: excluding VAT; null where none is given."""
    return excluding_vat(rate.amount, rate.vat) if rate else None


def judge_contract(requirement: ContractFormRequirement, profile: PreparedProfile) -> tuple[Judged, Grounds]:
    """May this form of contract do it?"""
    form = profile.engagement.contract_form
    asked = requirement.self_employed
    params = {"form": form.value, "asked": asked.value}
    grounds = [(f"{_AT}/contractForm", form.value)]
    if form is ContractForm.UNKNOWN:
        return Judged(OPEN, "contract_unknown", params), []
    if form is not ContractForm.SELF_EMPLOYED or asked is SelfEmployed.ALLOWED:
        return Judged(MET, "contract_accepted", params), grounds
    if asked is SelfEmployed.EXCLUDED:
        return Judged(NOT_MET, "contract_self_employed_excluded", params), grounds
    return Judged(OPEN, "contract_self_employed_conditional", params), grounds


def judge_rate(requirement: Rate, profile: PreparedProfile) -> tuple[Judged, Grounds]:
    """Is the hourly rate at most the maximum, both excluding VAT?"""
    rate = profile.engagement.hourly_rate
    if rate is None:
        return Judged(OPEN, "rate_unknown", {"max": _plain(requirement.max)}), []
    params = {"rate": _plain(rate.amount), "max": _plain(requirement.max)}
    grounds = [(f"{_AT}/hourlyRate", f"{_plain(rate.amount)} {rate.currency}")]
    if rate.currency != requirement.currency:
        return Judged(OPEN, "rate_other_currency", params), grounds
    within = excluding_vat(rate.amount, rate.vat) <= excluding_vat(requirement.max, requirement.vat)
    return Judged(MET if within else NOT_MET, "rate_within" if within else "rate_above", params), grounds


def _plain(amount: Decimal) -> str:
    return f"{amount.normalize():f}" if amount == amount.to_integral_value() else f"{amount:.2f}"


def judge_hours(asked: HoursRange, profile: PreparedProfile) -> tuple[Judged, Grounds]:
    """Do the hours overlap in full for the asked minimum?"""
    hours = profile.engagement.hours_per_week
    params = {"asked": hours_text(asked), "hours": hours_text(hours) if hours else ""}
    low = asked.min if asked.min is not None else asked.max
    if hours is None or (hours.min is None and hours.max is None) or low is None:
        return Judged(OPEN, "hours_unknown", params), []
    grounds = [(f"{_AT}/hoursPerWeek", hours_text(hours))]
    enough = hours.max is None or hours.max >= low
    fits = asked.max is None or hours.min is None or hours.min <= asked.max
    good = enough and fits
    return Judged(MET if good else NOT_MET, "hours_fit" if good else "hours_differ", params), grounds


def hours_text(hours: HoursRange | None) -> str:
    """Hours as "24-27", or the one end that is given."""
    if hours is None:
        return ""
    ends = [_plain(end) for end in (hours.min, hours.max) if end is not None]
    return "-".join(dict.fromkeys(ends))


def judge_days(asked: tuple[Weekday, ...], profile: PreparedProfile) -> tuple[Judged, Grounds]:
    """Is every asked day among the candidate's?"""
    days = profile.engagement.workdays
    params = {"asked": tuple(d.value for d in asked), "days": tuple(d.value for d in days)}
    if not days:
        return Judged(OPEN, "days_unknown", params), []
    missing = tuple(d.value for d in asked if d not in days)
    good = not missing
    grounds = [(f"{_AT}/workdays", ", ".join(d.value for d in days))]
    return Judged(
        MET if good else NOT_MET, "days_fit" if good else "days_missing", params | {"missing": missing}
    ), grounds


def judge_availability(requirement: Availability, profile: PreparedProfile) -> tuple[Judged, Grounds]:
    """There by the date, for the hours, on the days: the worst of what is asked."""
    parts: list[tuple[Judged, Grounds]] = []
    if requirement.from_ is not None:
        start = profile.engagement.available_from
        params = {"asked": requirement.from_.isoformat(), "start": start.isoformat() if start else ""}
        if start is None:
            parts.append((Judged(OPEN, "start_unknown", params), []))
        else:
            good = start <= requirement.from_
            grounds = [(f"{_AT}/availableFrom", start.isoformat())]
            parts.append(
                (Judged(MET if good else NOT_MET, "start_in_time" if good else "start_too_late", params), grounds)
            )
    if requirement.hours_per_week is not None:
        parts.append(judge_hours(requirement.hours_per_week, profile))
    if requirement.workdays:
        parts.append(judge_days(requirement.workdays, profile))
    if not parts:
        start = profile.engagement.available_from
        return Judged(OPEN, "start_unknown", {"asked": "", "start": start.isoformat() if start else ""}), []
    return _worst(parts, "availability_fits")


def _worst(parts: list[tuple[Judged, Grounds]], code: str) -> tuple[Judged, Grounds]:
    worst = min(parts, key=lambda part: WORTH[part[0].verdict])
    grounds = [ground for _, found in parts for ground in found]
    if worst[0].verdict is MET:
        return Judged(MET, code if len(parts) > 1 else worst[0].code, worst[0].params), grounds
    return worst[0], grounds


def judge_location(requirement: Location, profile: PreparedProfile) -> tuple[Judged, Grounds]:
    """Is the place among the candidate's, and is the asked share on site theirs too?"""
    parts: list[tuple[Judged, Grounds]] = []
    engagement = profile.engagement
    share = requirement.on_site_percent
    if requirement.place:
        params: Params = {"place": requirement.place, "places": engagement.places}
        found = next((i for i, place in enumerate(engagement.places) if _same_place(place, requirement.place)), None)
        if found is None:
            code = "place_not_listed" if engagement.places else "place_unknown"
            parts.append((Judged(OPEN, code, params), []))
        else:
            parts.append((Judged(MET, "place_listed", params), [(f"{_AT}/places/{found}", engagement.places[found])]))
    if requirement.on_site_days_per_week is not None and share is None:
        share = requirement.on_site_days_per_week * 20
    if share is not None:
        theirs = engagement.max_on_site_percent
        params_share = {"asked": _plain(share), "share": _plain(theirs) if theirs is not None else ""}
        if theirs is None:
            parts.append((Judged(OPEN, "on_site_unknown", params_share), []))
        else:
            good = theirs >= share
            grounds = [(f"{_AT}/maxOnSitePercent", _plain(theirs))]
            parts.append(
                (
                    Judged(MET if good else NOT_MET, "on_site_fits" if good else "on_site_too_little", params_share),
                    grounds,
                )
            )
    if requirement.max_travel_minutes is not None or not parts:
        parts.append((Judged(OPEN, "travel_unknown", {}), []))
    return _worst(parts, "location_fits")


def _same_place(mine: str, asked: str) -> bool:
    return squash(mine) == squash(asked) or spaced(asked) in spaced(mine)


@cache
def _names(table: str) -> dict[str, tuple[str, ...]]:
    """What is listed in `data/<table>.csv`, its first column, to its other names."""
    return {row[next(iter(row))]: tuple(filter(None, row["names"].split("|"))) for row in load_table(table)}


@cache
def _listed_as(table: str, key: Callable[[str], str] = squash) -> dict[str, str]:
    """Comparable names of such a table to what is listed."""
    return {key(name): listed for listed, others in _names(table).items() for name in (listed, *others)}


def _listed(table: str, name: str, key: Callable[[str], str] = squash) -> str:
    return _listed_as(table, key).get(key(name), key(name))


def judge_equipment(requirement: Equipment, profile: PreparedProfile) -> tuple[Judged, Grounds]:
    """Is every asked item listed? A missing item can still be brought."""
    own = {_listed("equipment", item): (i, item) for i, item in enumerate(profile.engagement.equipment)}
    asked = [_listed("equipment", item) for item in requirement.items]
    missing = tuple(item for item, key in zip(requirement.items, asked, strict=True) if key not in own)
    params = {"items": requirement.items, "missing": missing}
    grounds = [(f"{_AT}/equipment/{own[key][0]}", own[key][1]) for key in asked if key in own]
    if any(denies_name((key, *_names("equipment").get(key, ())), profile) for key in asked if key not in own):
        return Judged(NOT_MET, "denied", params), grounds
    if missing or not asked:
        return Judged(OPEN, "equipment_missing" if own else "equipment_unknown", params), grounds
    return Judged(MET, "equipment_listed", params), grounds


def judge_statement(requirement: Statement, profile: PreparedProfile) -> tuple[Judged, Grounds]:
    """Is the statement among those that the candidate gives?"""
    asked = _listed("statements", requirement.name)
    params = {"name": requirement.name}
    for i, own in enumerate(profile.engagement.statements):
        if _listed("statements", own) == asked:
            return Judged(MET, "statement_listed", params), [(f"{_AT}/statements/{i}", own)]
    if denies_name((requirement.name, *_names("statements").get(asked, ())), profile):
        return Judged(NOT_MET, "denied", params), []
    return Judged(OPEN, "statement_not_listed", params), []


@cache
def _fluencies() -> dict[str, str]:
    return {fold(row["words"]): row["level"] for row in load_table("fluency")}


_CEFR = ("A1", "A2", "B1", "B2", "C1", "C2")


def read_cefr(words: str | None) -> str | None:
    """The CEFR level that words of fluency mean ("goed": B2); a level as printed wins; null where unknown."""
    if not words:
        return None
    text = spaced(words)
    if printed := next((word.upper() for word in text.split() if word.upper() in _CEFR), None):
        return printed
    if level := _fluencies().get(text.strip()):
        return level
    found = [level for phrase, level in _fluencies().items() if f" {phrase} " in text]
    return min(found, key=_CEFR.index) if found else None


def judge_language(requirement: Language, profile: PreparedProfile) -> tuple[Judged, Grounds]:
    """Is the language listed, at the level asked or above?"""
    asked = _listed("languages", requirement.language, fold)
    level = read_cefr(requirement.level)
    params = {"language": requirement.language, "asked": level or ""}
    for name, fluency, pointer in profile.languages:
        if _listed("languages", name, fold) != asked:
            continue
        own = read_cefr(fluency)
        grounds: Grounds = [(pointer, f"{name}: {fluency}" if fluency else name)]
        if requirement.level is None:
            return Judged(MET, "language_listed", params), grounds
        if own is None or level is None:
            return Judged(OPEN, "language_level_unknown", params), grounds
        good = _CEFR.index(own) >= _CEFR.index(level)
        code = "language_level_reached" if good else "language_level_below"
        return Judged(MET if good else NOT_MET, code, params | {"level": own}), grounds
    if denies_name(_names("languages").get(asked, ()), profile):
        return Judged(NOT_MET, "denied", params), []
    return Judged(OPEN, "language_not_listed", params), []
