"""Mutants are one change each, to code that runs."""

import types
from pathlib import Path

import pytest

from bench.mutants import Mutant, mutants

SOURCE = '''
"""Text."""
LIMIT = 3


def enough(have: int, want: int = 1) -> bool:
    """Text."""
    assert have != 7
    return have >= want and not have == 5


class Box:
    def least(self, values: list[int]) -> int:
        return min(value for value in values if value > 0)
'''


@pytest.fixture
def made(tmp_path: Path) -> dict[str, list[Mutant]]:
    path = tmp_path / "module.py"
    path.write_text(SOURCE, encoding="utf-8")
    found: dict[str, list[Mutant]] = {}
    for one in mutants(path, "module"):
        found.setdefault(one.function, []).append(one)
    return found


def function(mutant: Mutant) -> types.FunctionType:
    return types.FunctionType(mutant.code(), {"min": min, "max": max, "LIMIT": 3}, argdefs=(1,))


def test_each_operator_is_changed_once(made: dict[str, list[Mutant]]) -> None:
    assert [one.change.split("  ->  ")[1] for one in made["enough"]] == [
        "have >= want or not have == 5",
        "have > want",
        "have == 5",
        "have != 5",
        "6",
    ]


def test_a_mutant_behaves_as_its_change_says(made: dict[str, list[Mutant]]) -> None:
    strict = function(made["enough"][1])
    assert (strict(2, 1), strict(1, 1), strict(0, 1)) == (True, False, False)


def test_methods_are_changed_too(made: dict[str, list[Mutant]]) -> None:
    results = {one.change.split("  ->  ")[1]: function(one)(None, [3, 0, 1, 2]) for one in made["Box.least"]}
    assert results["max"] == 3
    assert results["value >= 0"] == 0
