"""Compare a reading with what a person wrote down about its text: nothing missing, nothing extra.

A gold file is a partial posting on the wire: what it names is compared, an explicit null says that the text states
nothing, `textStartsWith` and `...StartWith` give the opening words of longer texts.
"""

import datetime as dt
import re
from collections.abc import Iterator
from decimal import Decimal, InvalidOperation
from typing import Any

from app.criteria.posting import PostingReading

UNSTATED: tuple[object, ...] = (None, "", "unknown", [], {})
_CRITERION_FIELDS = ("number", "points", "weightPercent")


def misses(gold: dict[str, Any], reading: PostingReading) -> list[str]:
    """Return every difference in words; an empty list when the reading is what the gold says."""
    got = reading.model_dump(mode="json", by_alias=True)
    facts = {name: value for name, value in gold.items() if name not in ("criteria", "findings")}
    found = list(_facts(facts, got, ""))
    found += _criteria(gold.get("criteria", []), got["criteria"])
    reported = {finding["code"] for finding in got["findings"]}
    found += [f"finding {code} is not reported" for code in gold.get("findings", []) if code not in reported]
    return found


def unbacked(text: str, reading: PostingReading) -> list[str]:
    """Return every provenance entry whose quote is not the source text it points at."""
    return [
        entry.pointer
        for entry in reading.provenance
        if not entry.quote or " ".join(text[entry.start : entry.end].split()) != entry.quote
    ]


def plain(text: object) -> str:
    """Return a text without case, punctuation and repeated white space."""
    return " ".join(re.sub(r"[^\w%+#]+", " ", str(text).casefold()).split())


def same(expected: object, got: object) -> bool:
    """Whether two values are equal as numbers, as instants, or as texts."""
    if isinstance(expected, bool) or isinstance(got, bool):
        return expected is got
    if (one := _number(expected)) is not None:
        return one == _number(got)
    if isinstance(expected, str) and re.match(r"\d{4}-\d\d-\d\dT", expected):
        return isinstance(got, str) and _instant(expected) == _instant(got)
    return plain(expected) == plain(got)


def _number(value: object) -> Decimal | None:
    try:
        return Decimal(str(value))
    except InvalidOperation:
        return None


def _instant(value: str) -> dt.datetime:
    return dt.datetime.fromisoformat(value.replace("Z", "+00:00"))


def _facts(gold: dict[str, Any], got: dict[str, Any], path: str) -> Iterator[str]:
    for name, expected in gold.items():
        where = f"{path}/{name}"
        if name.endswith("StartWith"):
            texts = got.get(name.removesuffix("StartWith")) or []
            if len(texts) != len(expected) or not all(map(_opens, texts, expected)):
                yield f"{where}: {texts!r} instead of {expected!r}"
        elif isinstance(expected, dict) and expected:
            yield from _facts(expected, got.get(name) or {}, where)
        elif where == "/organisation/name" and expected:
            # "Drenthe" and "provincie Drenthe" are one name.
            if not _names(expected, got.get(name)):
                yield f"{where}: {got.get(name)!r} instead of {expected!r}"
        elif not _agrees(expected, got.get(name)):
            yield f"{where}: {got.get(name)!r} instead of {expected!r}"


def _agrees(expected: object, got: object) -> bool:
    if expected in UNSTATED:
        return got in UNSTATED
    if isinstance(expected, list):
        return isinstance(got, list) and len(got) == len(expected) and all(map(same, expected, got))
    return same(expected, got)


def _opens(text: object, start: object) -> bool:
    return plain(text).startswith(plain(start))


def _criteria(gold: list[dict[str, Any]], got: list[dict[str, Any]]) -> Iterator[str]:
    if len(gold) != len(got):
        yield f"{len(got)} criteria instead of {len(gold)}: {[one['text'][:40] for one in got]}"
    for expected, read in zip(gold, got, strict=False):
        where = f"{expected['kind']} {expected.get('number')} {expected['textStartsWith'][:30]!r}"
        if expected["kind"] != read["kind"] or not _opens(read["text"], expected["textStartsWith"]):
            yield f"{where}: {read['kind']} {read['text'][:40]!r}"
            continue
        for name in _CRITERION_FIELDS:
            if name in expected and not _agrees(expected[name], read[name]):
                yield f"{where} {name}: {read[name]!r} instead of {expected[name]!r}"
        if "requirementGroups" in expected:
            yield from _groups(expected["requirementGroups"], read["requirementGroups"], where)


def _groups(gold: list[dict[str, Any]], got: list[dict[str, Any]], where: str) -> Iterator[str]:
    shape = [sorted(one["type"] for one in group["requirements"]) for group in got]
    wanted = [sorted(one["type"] for one in group["requirements"]) for group in gold]
    if shape != wanted:
        yield f"{where}: requirements {shape} instead of {wanted}"
        return
    for group, read in zip(gold, got, strict=True):
        pool = list(read["requirements"])
        for expected in group["requirements"]:
            candidates = [one for one in pool if one["type"] == expected["type"]]
            best = min(candidates, key=lambda one: len(list(_requirement(expected, one, ""))))
            pool.remove(best)
            yield from _requirement(expected, best, where)


def _requirement(expected: dict[str, Any], got: dict[str, Any], where: str) -> Iterator[str]:
    for name, value in expected.items():
        read = got.get(name)
        if isinstance(value, list) and value:
            fits = _same_terms(value, read or [])
        elif isinstance(value, dict):
            fits = isinstance(read, dict) and all(_agrees(one, read.get(key)) for key, one in value.items())
        else:
            fits = _agrees(value, read)
        if not fits:
            yield f"{where} {got['type']}.{name}: {read!r} instead of {value!r}"


def _same_terms(terms: list[object], printed: list[object]) -> bool:
    """Whether every term is printed and nothing else; an ellipsis ("bezwaar- en beroepszaken") may hold two."""
    wanted = all(any(_names(term, one) for one in printed) for term in terms)
    return wanted and all(any(_names(term, one) for term in terms) for one in printed)


def _names(term: object, printed: object) -> bool:
    """Whether a printed term is the one meant: it may say more around it, or leave out an article."""
    one, other = plain(term), plain(printed)
    return bool(other) and (one in other or other in one)
