"""Amounts of money with VAT, bound and unit: "max. €105,- all-in excl. btw", "€ 2,25 per gewerkt uur"."""

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal, TypeAlias

from app.criteria.scales import Vat
from app.nlp.values.found import Found, alternation, digit_runs, fold, has_any, sentence_end, sentence_start
from app.nlp.values.words import MONEY_UNITS, phrases

AmountQualifier: TypeAlias = Literal["max", "min", "guideline"]
AmountUnit: TypeAlias = Literal["hour", "day", "week", "month", "year"]

_PLAIN = r"(?:[0-9]{1,3}(?:\.[0-9]{3}){1,4}|[0-9]{1,9})"
_AMOUNT = rf"{_PLAIN}(?:,[0-9]{{2}}(?![0-9])|\.[0-9]{{2}}(?![0-9.])|,[0-9](?![0-9])|[,.]\s?[-=]{{1,2}}(?![0-9]))?"
_SIGN = r"(?:€|(?<![a-z])(?:eur|euro)(?![a-z]))"
_SCALE = r"(?:\s?(?P<scale>miljoen|mln|miljard|k)(?![a-z]))?"
# "Tussen 80 en 95" is a range; "80 en 95" without it are two amounts.
_BETWEEN = r"(?P<between>(?<![a-z])(?:tussen|between)\s(?:de\s)?)?"
_TO = r"(?:\s?-\s?|\s?/\s?|\s(?:tot en met|t/m|tot|to)\s|(?(between)\s(?:en|and)\s|(?!)))"
_SIGNED = re.compile(
    rf"{_BETWEEN}(?P<amount>{_SIGN})\s{{0,2}}(?P<low>{_AMOUNT})(?![0-9]){_SCALE}"
    rf"(?:{_TO}(?:{_SIGN}\s{{0,2}})?(?P<high>{_AMOUNT})(?![0-9%]))?(?:\s?(?:euro|eur)(?![a-z]))?"
)
_UNSIGNED = re.compile(
    rf"{_BETWEEN}(?P<amount>(?<![0-9])(?<![0-9][.,:/-]))(?<!€)(?:(?P<low>{_AMOUNT})(?:{_TO}(?P<high>{_AMOUNT}))?"
    rf"{_SCALE}\s?(?:euro|eur|€)(?![a-z])|(?P<dashed>{_PLAIN},\s?[-=]{{1,2}})(?![0-9]))"
)
_BARE = re.compile(
    rf"(?P<label>[^0-9]{{0,120}}?)(?<![0-9a-z.,])(?P<low>{_AMOUNT})(?![0-9])"
    rf"(?:(?:\s?-\s?|\s?/\s?|\stot\s)(?P<high>{_AMOUNT})(?![0-9]))?(?P<rest>[^0-9]{{0,80}})$"
)
_LABEL = re.compile(r"tarief|prijs|rate|max|min|btw|indicat|circa|ca\.|inkoop|budget")
_NOT_MONEY = re.compile(r"\s?(?:%|uur|uren|jaar|maand|dag|week|x\b|punten|procent|fte)")
_VAT = re.compile(phrases("vat"))
_VAT_MODE = re.compile(rf"(?P<excluded>{phrases('vat_excluded')})|(?P<included>{phrases('vat_included')})")
_MAX = re.compile(rf"{phrases('amount_max')}|(?<![a-z])tot\s?$")
_MIN = re.compile(phrases("amount_min"))
_GUIDELINE = re.compile(phrases("amount_guideline"))
_MAX_AFTER = re.compile(r"\s?\(?max")
_MIN_AFTER = re.compile(r"\s?\(?min(?:imaal|\.)")
_DIGITS = re.compile("[0-9]")
_SCALES = {"miljoen": 10**6, "mln": 10**6, "miljard": 10**9, "k": 1000}
_UNITS: dict[str, AmountUnit] = {"hour": "hour", "day": "day", "week": "week", "month": "month", "year": "year"}
_PER = re.compile(
    r"(?:per|p/|p\.|/|an|op)\s?(?:gewerkte?\s|gefactureerde?\s|declarabele?\s|uitbetaalde?\s)?"
    rf"(?P<unit>{alternation(MONEY_UNITS)})(?![a-z])"
)
_RATE_BEFORE = re.compile(
    r"uurtarief|uurprijs|uurtarieven|hourly|tarief per uur|(?P<day>dagtarief|day rate)"
    r"|(?P<month>maandsalaris|per maand)|(?P<year>jaarsalaris)"
)


@dataclass(frozen=True, slots=True)
class AmountMention:
    """An amount; `amount_max` only for ranges. `unit`, `qualifier` and `vat` are read in the same sentence only."""

    amount: Decimal
    amount_max: Decimal | None = None
    currency: str = "EUR"
    qualifier: AmountQualifier | None = None
    vat: Vat = Vat.UNKNOWN
    unit: AmountUnit | None = None


def find_amounts(text: str, bare: bool = False) -> tuple[Found[AmountMention], ...]:
    """Find amounts in euros; `bare` also reads a header value without a sign ("92,73", "85 - 95 excl. btw")."""
    folded = fold(text)
    found: list[Found[AmountMention]] = []
    if digit_runs(folded) and has_any(folded, ("€", "eur", ",-", ",=", ", -")):
        matches = sorted([*_SIGNED.finditer(folded), *_UNSIGNED.finditer(folded)], key=re.Match.start)
        for match in matches:
            if not (found and match.start() < found[-1].end):
                found.append(_read(text, folded, match))
    if bare and not found and len(folded) <= 200 and (value := _BARE.match(folded)) and _is_amount(value):
        found.append(_read(text, folded, value))
    return tuple(found)


def _is_amount(match: re.Match[str]) -> bool:
    """Whether a bare value is an amount: nothing before it, or words of money; and no other unit after it."""
    label = match["label"].strip(" :(-")
    return (not label or bool(_LABEL.search(label))) and not _NOT_MONEY.match(match["rest"])


def _read(text: str, folded: str, match: re.Match[str]) -> Found[AmountMention]:
    groups = match.groupdict()
    low, high, end = groups["low"] or groups["dashed"], groups["high"], match.end()
    start = match.start("low" if "rest" in groups else "amount")
    begin = sentence_start(text, start)
    before = folded[begin:start]
    if "rest" in groups:
        end = match.end("high" if high else "low")
    amount, amount_max = _number(low), _number(high) if high else None
    if amount_max is not None and amount_max <= amount:
        amount_max, end = None, match.end("low")
    amount *= _SCALES.get(groups.get("scale") or "", 1)
    after = folded[end : sentence_end(text, end)]
    mention = AmountMention(
        amount, amount_max, qualifier=_qualifier(before, after), vat=_vat(before, after), unit=_unit(before, after)
    )
    return Found(start, end, mention)


def _number(printed: str) -> Decimal:
    digits = printed.rstrip("-= ").rstrip(",.").rstrip("-= ")
    if "," in digits:
        return Decimal(digits.replace(".", "").replace(",", "."))
    head, dot, last = digits.rpartition(".")
    return Decimal(digits if dot and len(last) == 2 and "." not in head else digits.replace(".", ""))


def _qualifier(before: str, after: str) -> AmountQualifier | None:
    # A bound before another number ("maximaal 5 pagina's") is not this amount's.
    near = before[max((match.end() for match in _DIGITS.finditer(before)), default=0) :]
    if _GUIDELINE.search(before):
        return "guideline"
    if _MAX.search(near) or _MAX_AFTER.match(after):
        return "max"
    return "min" if _MIN.search(near) or _MIN_AFTER.match(after) else None


def _vat(before: str, after: str) -> Vat:
    for window in (after, before):
        positions = list(_VAT.finditer(window))
        if not positions:
            continue
        at = positions[0] if window is after else positions[-1]
        modes = list(_VAT_MODE.finditer(window, max(0, at.start() - 70), at.start()))
        mode = modes[-1] if modes else _VAT_MODE.search(window, at.end(), at.end() + 16)
        if mode:
            return Vat.EXCLUDED if mode["excluded"] else Vat.INCLUDED
    return Vat.UNKNOWN


def _unit(before: str, after: str) -> AmountUnit | None:
    match = _PER.search(after[:48])
    if match:
        return _UNITS[MONEY_UNITS[match["unit"]]]
    rates = list(_RATE_BEFORE.finditer(before))
    if not rates:
        return None
    rate = rates[-1]
    return "day" if rate["day"] else "month" if rate["month"] else "year" if rate["year"] else "hour"
