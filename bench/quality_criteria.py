"""Count the criteria of one posting against its gold: found, kind, number, weight, and what they require."""

from collections import Counter
from collections.abc import Iterator
from typing import Any

from rapidfuzz import fuzz

from bench.quality_counts import Counts, Tally, compare, plain

_SAME_OPENING = 90
"""Of 100, by which the opening of a criterion is taken for the gold's."""


def count_criteria(gold: list[dict[str, Any]], got: list[dict[str, Any]], tally: Tally) -> None:
    """Pair the criteria by their opening words, then count them and what is in them."""
    pairs = pair(gold, got)
    for index, expected in enumerate(gold):
        shown = f"{expected['textStartsWith'][:60]!r}"
        if index not in pairs:
            tally.add("kind", expected["kind"], Counts(missed=1), f"{shown} not found")
            continue
        found = got[pairs[index]]
        if found["kind"] == expected["kind"]:
            tally.add("kind", expected["kind"], Counts(right=1))
        else:
            tally.add("kind", expected["kind"], Counts(missed=1), f"{shown} read as {found['kind']}")
            tally.add("kind", found["kind"], Counts(extra=1))
        for name in ("number", "points", "weightPercent"):
            if name in expected:
                tally.add(
                    "weight", name, compare(expected[name], found[name]),
                    f"{shown}: {found[name]!r} instead of {expected[name]!r}",
                )  # fmt: skip
        if expected.get("requirementGroups"):
            _count_requirements(expected["requirementGroups"], found["requirementGroups"], shown, tally)
    for index, found in enumerate(got):
        if index not in pairs.values():
            tally.add("kind", found["kind"], Counts(extra=1), f"{found['text'][:60]!r} is no criterion")


def pair(gold: list[dict[str, Any]], got: list[dict[str, Any]]) -> dict[int, int]:
    """The index in `got` of each gold criterion that is there: likest opening first, then kind, number and place."""
    ranked = []
    for i, expected in enumerate(gold):
        start = plain(expected["textStartsWith"])
        for j, found in enumerate(got):
            text = plain(found["text"])
            likeness = 100.0 if text.startswith(start) else fuzz.ratio(start, text[: len(start)])
            if likeness >= _SAME_OPENING:
                same = (expected["kind"] == found["kind"], str(expected.get("number")) == str(found["number"]))
                ranked.append((likeness, *same, -abs(i - j), i, j))
    pairs: dict[int, int] = {}
    for *_, i, j in sorted(ranked, reverse=True):
        if i not in pairs and j not in pairs.values():
            pairs[i] = j
    return pairs


def _count_requirements(gold: list[dict[str, Any]], got: list[dict[str, Any]], shown: str, tally: Tally) -> None:
    tally.add("part", "groups", compare(len(gold), len(got)), f"{shown}: {len(got)} groups instead of {len(gold)}")
    wanted, given = list(_flat(gold)), list(_flat(got))
    expected_types, found_types = Counter(r["type"] for r in wanted), Counter(r["type"] for r in given)
    for kind in expected_types | found_types:
        right = min(expected_types[kind], found_types[kind])
        counts = Counts(right, found_types[kind] - right, expected_types[kind] - right)
        tally.add("type", kind, counts, f"{shown}: {found_types[kind]} instead of {expected_types[kind]}")
    for requirement in wanted:
        alike = [other for other in given if other["type"] == requirement["type"]]
        if not alike:
            continue
        best = max(alike, key=lambda other: sum(counts.right for _, counts in _parts(requirement, other)))
        given.remove(best)
        for name, counts in _parts(requirement, best):
            tally.add(
                "part", f"{requirement['type']}.{name}", counts,
                f"{shown}: {best.get(name)!r} instead of {requirement[name]!r}",
            )  # fmt: skip


def _flat(groups: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    for group in groups:
        yield from group["requirements"]


def _parts(expected: dict[str, Any], got: dict[str, Any]) -> Iterator[tuple[str, Counts]]:
    for name, value in expected.items():
        if name == "type":
            continue
        if isinstance(value, dict):
            inner = got.get(name) or {}
            yield name, sum((compare(one, inner.get(key)) for key, one in value.items()), Counts())
        else:
            yield name, compare(value, got.get(name))
