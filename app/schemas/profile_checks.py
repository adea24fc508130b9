"""Checks on a candidate that a type cannot express: calendar dates, order of dates, hours that can be.

They look at the JSON as it was sent, so that they report together with whatever else is wrong with it.
"""

import datetime as dt
from collections.abc import Iterator, Mapping
from decimal import Decimal, InvalidOperation
from functools import cache
from typing import Any

from pydantic.alias_generators import to_snake

from app.criteria.dates import days_of
from app.schemas.json_types import Finding, Path

_DATED_LISTS = {
    "work": (("startDate", "endDate"), "end_before_start"),
    "education": (("startDate", "endDate"), "end_before_start"),
    "projects": (("startDate", "endDate"), "end_before_start"),
    "certificates": (("date", "expiryDate"), "expiry_before_date"),
}
_HOURS_IN_WEEK = 168


def check_candidate(sent: object) -> Iterator[Finding]:
    """Every (path, code) that is wrong. Members of an unexpected type are left to the schema to report."""
    if not isinstance(sent, Mapping):
        return
    resume, engagement = sent.get("resume"), sent.get("engagement")
    if isinstance(resume, Mapping):
        for name, (keys, code) in _DATED_LISTS.items():
            for index, entry in _entries(resume, name):
                yield from _check_dates(entry, ("resume", name, index), keys, code)
        for index, entry in _entries(resume, "work"):
            yield from _check_hours(_member(entry, "hoursPerWeek"), ("resume", "work", index, "hoursPerWeek"))
    if isinstance(engagement, Mapping):
        hours = _member(engagement, "hoursPerWeek")
        if isinstance(hours, Mapping):
            yield from _check_range(hours, ("engagement", "hoursPerWeek"))


def _member(values: Mapping[str, Any], name: str) -> object:
    """A member by its wire name, or by the Python name that the schema takes as well."""
    return values[name] if name in values else values.get(_python_name(name))


@cache
def _python_name(name: str) -> str:
    return to_snake(name)


def _entries(resume: Mapping[str, Any], name: str) -> Iterator[tuple[int, Mapping[str, Any]]]:
    listed = resume.get(name)
    if isinstance(listed, list):
        yield from ((index, entry) for index, entry in enumerate(listed) if isinstance(entry, Mapping))


def _check_dates(entry: Mapping[str, Any], path: Path, keys: tuple[str, str], code: str) -> Iterator[Finding]:
    bounds: list[tuple[dt.date, dt.date] | None] = []
    for key in keys:
        value = _member(entry, key)
        found = days_of(value) if isinstance(value, str) else None
        if found == "impossible":
            yield (*path, key), "impossible_date"
        bounds.append(found if isinstance(found, tuple) else None)
    first, last = bounds
    if first and last and last[1] < first[0]:
        yield (*path, keys[1]), code


def _number(value: object) -> Decimal | None:
    if value is None or isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    try:
        number = Decimal(str(value))
    except InvalidOperation:
        return None
    return number if number.is_finite() else None


def _check_hours(value: object, path: Path) -> Iterator[Finding]:
    number = _number(value)
    if number is not None and not 0 <= number <= _HOURS_IN_WEEK:
        yield path, "hours_out_of_range"


def _check_range(hours: Mapping[str, Any], path: Path) -> Iterator[Finding]:
    for key in ("min", "max"):
        yield from _check_hours(hours.get(key), (*path, key))
    low, high = _number(hours.get("min")), _number(hours.get("max"))
    if low is not None and high is not None and low > high:
        yield (*path, "min"), "minimum_above_maximum"
