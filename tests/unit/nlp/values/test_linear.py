"""The grammars take time in proportion to the text, shown by counting rather than by the clock.

A regex whose repeats are all bounded does a bounded amount of work from each character. That leaves the Python code
around it, whose calls are counted on texts of one and two lengths.
"""

import re
import sys
from collections.abc import Callable, Iterator
from re import _constants as sre  # type: ignore[attr-defined]
from re import _parser  # type: ignore[attr-defined]
from types import ModuleType
from typing import Any

import pytest

import app.nlp.values  # noqa: F401 - loads every grammar
from app.nlp.values import fold
from app.nlp.values.found import digit_runs
from tests.unit.nlp.values.corpus import FINDERS

_SIMPLE = {sre.LITERAL, sre.NOT_LITERAL, sre.IN, sre.ANY}


def _modules() -> Iterator[tuple[str, ModuleType]]:
    yield from ((name, module) for name, module in sys.modules.items() if name.startswith("app.nlp.values."))


def _patterns() -> Iterator[Any]:
    for name, module in sorted(_modules()):
        for attribute, value in vars(module).items():
            if isinstance(value, re.Pattern):
                yield pytest.param(value, id=f"{name.rpartition('.')[2]}.{attribute}")


def _unbounded(tree: Any) -> Iterator[Any]:  # noqa: ANN401 - the parser's own untyped tree
    for operator, arguments in tree:
        if operator in (sre.MAX_REPEAT, sre.MIN_REPEAT) and arguments[1] == sre.MAXREPEAT:
            yield arguments[2]
        for argument in arguments if isinstance(arguments, tuple | list) else ():
            parts = argument if isinstance(argument, list) else [argument]
            yield from (found for part in parts if isinstance(part, _parser.SubPattern) for found in _unbounded(part))


@pytest.mark.parametrize("pattern", list(_patterns()))
def test_repeats_are_bounded(pattern: re.Pattern[str]) -> None:
    tree = _parser.parse(pattern.pattern, pattern.flags)
    whole = (
        len(tree) == 1 and tree[0][0] is sre.MAX_REPEAT and len(tree[0][1][2]) == 1 and tree[0][1][2][0][0] in _SIMPLE
    )
    assert whole or not list(_unbounded(tree))


def test_an_unbounded_repeat_would_be_noticed() -> None:
    assert list(_unbounded(_parser.parse(r"a(?:b|c(?=[a-z]*d))")))


def _calls(run: Callable[[], object]) -> int:
    count = 0

    def trace(_frame: object, event: str, _argument: object) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    earlier = sys.getprofile()
    sys.setprofile(trace)
    try:
        run()
    finally:
        sys.setprofile(earlier)
    return count


@pytest.mark.parametrize("kind", FINDERS)
@pytest.mark.parametrize(
    "unit",
    [
        "in de afgelopen 6 jaar 3 jaar ",
        "1, 2 en 3 mei 2026 en ",
        "ma, di en do. Maandag t/m vrijdag; ",
        "€ 75,- excl. btw tot 80 euro. ",
        "HBO/WO of mbo 4, master, ",
        "24 tot 36 uur per week, ",
        "ervaring sinds januari 2020 en ",
        "1 1 1 ",
        "25% 1.000.000,",
        "ééneneentwintighonderd",
        "week 2 en week ",
    ],
)
def test_calls_grow_with_the_length(kind: str, unit: str) -> None:
    texts = [unit * 100, unit * 200]
    counts = []
    for text in texts:
        fold.cache_clear()
        digit_runs.cache_clear()
        counts.append(_calls(lambda text=text: FINDERS[kind](text)))  # type: ignore[misc]
    assert counts[1] <= 2.1 * counts[0] + 50
