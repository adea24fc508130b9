"""The value of "Opties verlenging": "4 x 6 maand(en)", "Ja 1x 12 maanden", "Mogelijk, maar nog niet bekend"."""

import re
from dataclasses import dataclass

from app.criteria.scales import Possibility
from app.nlp.values.found import alternation, fold
from app.nlp.values.numerals import NUMBER, read_number
from app.nlp.values.words import TIMES, UNITS, phrases

_UNIT = rf"{alternation(UNITS)}(?![a-z])"
_TIMES = re.compile(
    rf"(?:(?P<n>{NUMBER})(?:\s?\({NUMBER}\))?\s?"
    r"(?:(?:x|\*)(?![a-z])|(?:keer|maal|times|verleng[a-z]{0,8}|opties?|perioden?)(?![a-z]))"
    rf"|(?<![a-z])(?P<mal>{alternation(TIMES)})(?![a-z]))"
)
_EACH = re.compile(rf"(?P<each>{NUMBER})(?:\s?\({NUMBER}\))?\s?(?P<unit>{_UNIT})")
_BARE_EACH = re.compile(rf"\s?(?P<each>{NUMBER})\s?$")
_NO = re.compile(phrases("extension_no"))
_YES = re.compile(phrases("extension_yes"))
_UNKNOWN = re.compile(phrases("extension_unknown"))
_BOTH = re.compile(r"^\W{0,3}(?:ja\s?/\s?nee|nee\s?/\s?ja|yes\s?/\s?no)")
# "Ja, maximaal 24 maanden": how long all extensions together may last, not each.
_TOTAL_BEFORE = re.compile(rf"(?:{phrases('at_most')}|(?<![a-z])(?:totaal|total))\.?\s(?:van\s)?$")
_NOT_EXCLUDED = re.compile(r"niet\suitgesloten")


@dataclass(frozen=True, slots=True)
class ExtensionMention:
    """Whether, how often and by how much the work can be extended; None where not printed."""

    possible: Possibility
    times: int | None = None
    months_each: int | None = None
    weeks_each: int | None = None


def read_extension(text: str) -> ExtensionMention | None:
    """Read a header value (not prose) about extension; None when it says nothing about it.

    In the form "2x6" the unit is months, the only one that this short form is used for.
    """
    folded = fold(text[:300]).strip()
    if not folded or _BOTH.match(folded):
        return ExtensionMention(Possibility.UNKNOWN) if folded else None
    times_match = _TIMES.search(folded)
    times = _times(times_match) if times_match else None
    months, weeks = _each(folded, times_match)
    if months or weeks or times:
        return ExtensionMention(Possibility.YES, times, months, weeks)
    if folded in ("0", "0x") or (_NO.search(folded) and not _NOT_EXCLUDED.search(folded)):
        return ExtensionMention(Possibility.NO)
    if _NOT_EXCLUDED.search(folded) or _YES.search(folded):
        return ExtensionMention(Possibility.YES)
    return ExtensionMention(Possibility.UNKNOWN) if _UNKNOWN.search(folded) else None


def _times(match: re.Match[str]) -> int | None:
    if match["mal"]:
        return TIMES[match["mal"]]
    value = read_number(match["n"])
    return int(value) if value is not None and value == value.to_integral_value() and 0 < value <= 50 else None


def _each(folded: str, times: re.Match[str] | None) -> tuple[int | None, int | None]:
    begin = times.end() if times else 0
    match = _EACH.search(folded, begin) or (_EACH.search(folded, 0, times.start()) if times else None)
    bare = None if match or not times else _BARE_EACH.match(folded, begin)
    number = match["each"] if match else bare["each"] if bare else None
    if match and not times and _TOTAL_BEFORE.search(folded[max(0, match.start() - 24) : match.start()]):
        return None, None
    value = read_number(number) if number else None
    unit = UNITS[match["unit"]] if match else "month"
    if value is None or unit == "day":
        return None, None
    value *= 12 if unit == "year" else 1
    if value != value.to_integral_value() or not 0 < value <= 120:
        return None, None
    return (None, int(value)) if unit == "week" else (int(value), None)
