"""Amounts of money with what is said about VAT, bound and unit: "max. €105,- all-in excl. btw", "€ 2,25 per gewerkt uur"."""

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal, TypeAlias

from app.criteria.scales import Vat
from app.nlp.values.found import Found, fold, sentence_end, sentence_start

AmountQualifier: TypeAlias = Literal["max", "min", "guideline"]
AmountUnit: TypeAlias = Literal["hour", "day", "week", "month", "year"]

_PLAIN = r"(?:[0-9]{1,3}(?:\.[0-9]{3}){1,4}|[0-9]{1,9})"
_AMOUNT = rf"{_PLAIN}(?:,[0-9]{{2}}(?![0-9])|\.[0-9]{{2}}(?![0-9.])|,[0-9](?![0-9])|[,.]\s?[-=]{{1,2}}(?![0-9]))?"
_SIGN = r"(?:€|(?<![a-z])(?:eur|euro)(?![a-z]))"
_SCALE = r"(?:\s?(?P<scale{0}>miljoen|mln|miljard|k)(?![a-z]))?"
_TO = r"(?:\s?-\s?|\s?/\s?|\s(?:tot en met|t/m|tot|to)\s|(?P<and>\s(?:en|and)\s))"
_SIGNED = re.compile(
    rf"{_SIGN}\s{{0,2}}(?P<low>{_AMOUNT})(?![0-9]){_SCALE.format(1)}"
    rf"(?:{_TO}(?P<sign2>{_SIGN}\s{{0,2}})?(?P<high>{_AMOUNT})(?![0-9%]))?(?:\s?(?:euro|eur)(?![a-z]))?"
)
_UNSIGNED = re.compile(
    rf"(?<![0-9.,:/-])(?<![€])(?:(?P<low>{_AMOUNT})(?:{_TO.replace('(?P<and>', '(?P<and2>')}(?P<high>{_AMOUNT}))?"
    rf"{_SCALE.format(1)}\s?(?:euro|eur|€)(?![a-z])|(?P<dashed>{_PLAIN},\s?[-=]{{1,2}})(?![0-9]))"
)
_BARE = re.compile(
    rf"(?P<label>[^0-9]{{0,120}}?)(?<![0-9a-z.,])(?P<low>{_AMOUNT})(?![0-9])(?:(?:\s?-\s?|\s?/\s?|\stot\s)(?P<high>{_AMOUNT})(?![0-9]))?(?P<rest>[^0-9]{{0,80}})$"
)
_LABEL = re.compile(r"tarief|prijs|rate|max|min|btw|indicat|circa|ca\.|inkoop|budget")
_NOT_MONEY = re.compile(r"\s?(?:%|uur|uren|jaar|maand|dag|week|x\b|punten|procent|fte)")
_VAT = re.compile(r"(?<![a-z])(?:btw|vat|omzetbelasting)(?![a-z])")
_VAT_MODE = re.compile(r"(?<![a-z])(?:(?P<excluded>excl|exclusief|ex|zonder|excluding|exclusive)|(?P<included>incl|inclusief|including|inclusive|met))(?![a-z])")
_MAX = re.compile(
    r"(?<![a-z])(?:max|maximaal|maximale|maximum|maximumtarief|maximumuurtarief|plafond|plafondtarief|bovengrens|hoogstens|hooguit"
    r"|ten hoogste|niet hoger dan|niet meer dan|up to|at most)(?![a-z])|(?<![a-z])tot\s?$"
)
_MIN = re.compile(r"(?<![a-z])(?:min|minimaal|minimale|minimum|minimumtarief|vanaf|ondergrens|at least|hoger dan|meer dan)(?![a-z])")
_GUIDELINE = re.compile(r"(?<![a-z])(?:richttarief|richtprijs|richtuurtarief|richtlijn|streeftarief|indicatief|indicatie|indicatieve|guideline)(?![a-z])")
_UNITS: dict[str, AmountUnit] = {
    "uur": "hour", "u": "hour", "hour": "hour", "hr": "hour", "h": "hour", "dag": "day", "day": "day", "week": "week",
    "maand": "month", "month": "month", "maandbasis": "month", "jaar": "year", "year": "year", "jaarbasis": "year",
}  # fmt: skip
_PER = re.compile(
    r"(?:per|p/|p\.|/|an|op)\s?(?:gewerkte?\s|gefactureerde?\s|declarabele?\s|uitbetaalde?\s)?"
    r"(?P<unit>uur|u|hour|hr|h|dag|day|week|maandbasis|maand|month|jaarbasis|jaar|year)(?![a-z])"
)
_RATE_BEFORE = re.compile(r"uurtarief|uurprijs|uurtarieven|hourly|tarief per uur|(?P<day>dagtarief|day rate)|(?P<month>maandsalaris|per maand)|(?P<year>jaarsalaris)")


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
    if "€" in folded or "eur" in folded or ",-" in folded or ",=" in folded or ", -" in folded:
        matches = sorted([*_SIGNED.finditer(folded), *_UNSIGNED.finditer(folded)], key=re.Match.start)
        for match in matches:
            if not (found and match.start() < found[-1].end):
                found.append(_read(text, folded, match))
    if bare and not found and len(folded) <= 200 and (match := _BARE.match(folded)) and _is_amount(match):
        found.append(_read(text, folded, match))
    return tuple(found)


def _is_amount(match: re.Match[str]) -> bool:
    """Whether a bare value is an amount: nothing before it, or words of money; and no other unit after it."""
    label = match["label"].strip(" :(-")
    return (not label or bool(_LABEL.search(label))) and not _NOT_MONEY.match(match["rest"])


def _read(text: str, folded: str, match: re.Match[str]) -> Found[AmountMention]:
    groups = match.groupdict()
    low, high, end = groups["low"] or groups["dashed"], groups["high"], match.end()
    start = match.start("low") if "rest" in groups else match.start()
    begin = sentence_start(text, start)
    before = folded[begin:start]
    if "rest" in groups:
        end = match.end("high" if high else "low")
    elif high and (groups.get("and") or groups.get("and2")) and "tussen" not in before and "between" not in before:
        high, end = None, match.start("and" if "and" in groups else "and2")
    amount, amount_max = _number(low), _number(high) if high else None
    if amount_max is not None and amount_max <= amount:
        amount_max, end = None, match.end("low")
    amount *= {"miljoen": 10**6, "mln": 10**6, "miljard": 10**9, "k": 1000}.get(groups.get("scale1") or "", 1)
    stop = sentence_end(text, end)
    after = folded[end:stop]
    return Found(
        start, end, AmountMention(amount, amount_max, "EUR", _qualifier(before, after), _vat(before, after), _unit(before, after))
    )


def _number(printed: str) -> Decimal:
    digits = printed.rstrip("-= ").rstrip(",.").rstrip("-= ")
    if "," in digits:
        return Decimal(digits.replace(".", "").replace(",", "."))
    head, dot, last = digits.rpartition(".")
    return Decimal(digits if dot and len(last) == 2 and "." not in head else digits.replace(".", ""))


def _qualifier(before: str, after: str) -> AmountQualifier | None:
    near = before[-70:]
    if _GUIDELINE.search(before):
        return "guideline"
    if _MAX.search(near) or re.match(r"\s?\(?max", after):
        return "max"
    return "min" if _MIN.search(near) or re.match(r"\s?\(?min(?:imaal|\.)", after) else None


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
        return _UNITS[match["unit"]]
    rate = None
    for rate in _RATE_BEFORE.finditer(before):
        pass
    if rate is None:
        return None
    return "day" if rate["day"] else "month" if rate["month"] else "year" if rate["year"] else "hour"
