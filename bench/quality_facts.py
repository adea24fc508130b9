"""Count the facts and findings of one posting against its gold."""

from typing import Any

from bench.quality_counts import Counts, Tally, compare, plain, unstated

_OPENING = 40
"""Characters by which the entries of a `...StartWith` list are known."""


def count_facts(gold: dict[str, Any], got: dict[str, Any], path: str, tally: Tally) -> None:
    """Count every field that the gold names, by its pointer."""
    for name, expected in gold.items():
        if name.endswith("StartWith"):
            bare = name.removesuffix("StartWith")
            opening = [plain(text)[:_OPENING] for text in expected]
            given = [plain(text) for text in got.get(bare) or []]
            right = sum(any(text.startswith(start) for text in given) for start in opening)
            counts = Counts(right, max(len(given) - right, 0), len(opening) - right)
            tally.add("field", f"{path}/{bare}", counts, f"{len(given)} given, {right} of {len(opening)} right")
        elif isinstance(expected, dict):
            count_facts(expected, got.get(name) or {}, f"{path}/{name}", tally)
        else:
            value = got.get(name)
            wanted = "nothing" if unstated(expected) else repr(expected)
            tally.add("field", f"{path}/{name}", compare(expected, value), f"{value!r} instead of {wanted}")


def count_findings(gold: list[str], got: list[dict[str, Any]], tally: Tally) -> None:
    """Count which of the gold's findings were reported."""
    reported = {finding["code"] for finding in got}
    for code in gold:
        hit = code in reported
        tally.add("finding", code, Counts(right=int(hit), missed=int(not hit)), "not reported")
