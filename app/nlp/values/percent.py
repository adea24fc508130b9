"""Percentages: "25%", "50 %", "12,5 procent"."""

import re
from decimal import Decimal

from app.nlp.values.found import Found, fold
from app.nlp.values.numerals import DIGITS, read_number

_PERCENTAGE = re.compile(rf"({DIGITS})\s?(?:%|(?:procent|percent|pct)(?![a-z]))")


def find_percentages(text: str) -> tuple[Found[Decimal], ...]:
    """Find percentages in `text`; the value is the number as printed (25 for "25%")."""
    if "%" not in text and "rocent" not in text and "ercent" not in text and "pct" not in text:
        return ()
    found = []
    for match in _PERCENTAGE.finditer(fold(text)):
        value = read_number(match[1])
        if value is not None:
            found.append(Found(match.start(), match.end(), value))
    return tuple(found)
