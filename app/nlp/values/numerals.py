"""Dutch (and simple English) numerals: digits with Dutch separators, number words and halves."""

import re
from decimal import Decimal

from app.nlp.values.found import alternation, fold
from app.nlp.values.words import ENGLISH_NUMBERS, NUMBERS

_UNITS = {word: value for word, value in NUMBERS.items() if 0 < value <= 9}
_TENS = {word: value for word, value in NUMBERS.items() if value >= 20}
_SMALL = {
    **NUMBERS,
    **ENGLISH_NUMBERS,
    **{f"{unit}en{ten}": u + t for unit, u in _UNITS.items() for ten, t in _TENS.items()},
}
_HALVES = {
    "half": Decimal("0.5"),
    "halve": Decimal("0.5"),
    "een half": Decimal("0.5"),
    "een halve": Decimal("0.5"),
    "anderhalf": Decimal("1.5"),
    "anderhalve": Decimal("1.5"),
    **{
        f"{word}{glue}hal{ending}": value + Decimal("0.5")
        for word, value in NUMBERS.items()
        if 0 < value <= 12
        for glue in ("en", "eneen", " en een ", "en een ", "-en-een-")
        for ending in ("f", "ve")
    },
}
_HUNDREDS = re.compile(r"(?P<times>[a-z]{0,20}?)(?P<unit>honderd|duizend)(?:(?:en)?(?P<rest>[a-z]{2,30}))?")

_UNIT_WORDS = alternation(_UNITS)
_DIGITS = (
    r"(?<![0-9])(?<![0-9][.,:])"
    r"(?:[0-9]{1,3}(?:\.[0-9]{3}){1,4}(?:,[0-9]{1,2})?|[0-9]{1,9}(?:[.,][0-9]{1,2})?½?|½)(?![0-9])"
)
_WORD = (
    r"(?<![a-z0-9])(?:"
    rf"een\s(?:half|halve)|anderhal(?:f|ve)|hal(?:f|ve)|{alternation(w for w, v in NUMBERS.items() if 0 < v <= 12)}"
    r"(?:en(?:\s?een)?\s?|\sen\seen\s|-en-een-)hal(?:f|ve)"
    rf"|{_UNIT_WORDS}?(?:honderd|duizend)(?:en)?(?:{_UNIT_WORDS}en{alternation(_TENS)}|{alternation(NUMBERS)})?"
    rf"|{_UNIT_WORDS}en{alternation(_TENS)}|{alternation([*NUMBERS, *ENGLISH_NUMBERS])}"
    r")(?![a-z])"
)

NUMBER = f"(?:{_DIGITS}|{_WORD})"
"""Regex source without groups for a numeral, to be used on `fold(text)`; what it matches, `read_number` can read."""

DIGITS = _DIGITS
"""The same for numerals in digits only."""

_THOUSANDS = re.compile(r"[0-9]{1,3}(?:\.[0-9]{3}){1,4}(?:,[0-9]{1,2})?")
_DECIMAL = re.compile(r"[0-9]{1,9}(?:[.,][0-9]{1,2})?")


def read_number(text: str) -> Decimal | None:
    """Read a whole string as one number: "2,5", "1.500", "drieëntwintig", "anderhalf"; None when it is anything else.

    Digits follow Dutch use: a comma before decimals, points between thousands ("1.5" is a decimal too).
    """
    folded = " ".join(fold(text[:60]).split()) if len(text) <= 60 else ""
    if not folded:
        return None
    if folded[-1] == "½":
        whole = folded[:-1].strip()
        return Decimal("0.5") if not whole else _with_half(whole)
    if "0" <= folded[0] <= "9":
        if _THOUSANDS.fullmatch(folded):
            return Decimal(folded.replace(".", "").replace(",", "."))
        return Decimal(folded.replace(",", ".")) if _DECIMAL.fullmatch(folded) else None
    return _read_words(folded)


def _with_half(whole: str) -> Decimal | None:
    return Decimal(whole) + Decimal("0.5") if whole.isascii() and whole.isdigit() else None


def _read_words(folded: str) -> Decimal | None:
    if folded in _HALVES:
        return _HALVES[folded]
    if folded in _SMALL:
        return Decimal(_SMALL[folded])
    match = _HUNDREDS.fullmatch(folded)
    if not match:
        return None
    times = _SMALL.get(match["times"], 0) if match["times"] else 1
    rest = _SMALL.get(match["rest"], 0) if match["rest"] else 0
    if not times or (match["rest"] and not rest):
        return None
    return Decimal(times * (100 if match["unit"] == "honderd" else 1000) + rest)
