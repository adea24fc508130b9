"""`make mutate`: would the tests notice? Small changes to app/matching, each met by the tests that run what it changed.

    python -m bench.mutate --sample 500 --seed 1 --module index.verdicts

Everything is imported and every test run once; each mutant is then a fork in which one function has other code. The
tests that call it run, the quickest first, until one fails. A mutant that none notices has survived: a hole in the
tests, or a change that changes nothing. The same seed gives the same mutants; `--only NAME` runs one again.

Not mutmut: it leaves decorated functions as they are, and here many are cached or are properties.
"""

import argparse
import gc
import importlib
import inspect
import os
import random
import resource
import signal
import sys
import time
import types
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import coverage
import pytest
from _pytest.runner import runtestprotocol

from bench.mutants import Mutant, mutants

ROOT = Path(__file__).parent.parent
_PACKAGE = "app.matching"
_SPARE = 10
"""Seconds of processor time that a mutant may take beside three times what its tests take without it."""
_MEMORY = 4 << 30
_OUTCOMES = ("killed", "by new", "timed out", "survived", "not run")
_TESTS = ("tests/unit/matching", "--ignore=tests/unit/matching/test_fairness.py")
"""Not the tests of fairness: they compare the engine with itself."""
_FOLDER = ROOT.joinpath(*_PACKAGE.split("."))
_TABLES = "tables"


def main(arguments: list[str] | None = None) -> int:
    """Run a sample of mutants and print what came of them."""
    parser = argparse.ArgumentParser(prog="make mutate", description="Mutation testing of app/matching.")
    parser.add_argument("--sample", type=int, default=300, help="how many mutants; 0 for all")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--module", default="", help="one module or package of app.matching, such as months or index")
    parser.add_argument("--only", action="append", default=[], help="the name of a mutant to run again")
    parser.add_argument("--seconds", type=float, default=float("inf"), help="start no mutant after this time")
    parser.add_argument("--new", default="", help="count apart what only tests with this in their name notice")
    options = parser.parse_args(arguments)
    chosen = [one for one in sorted(_modules()) if _within(one, options.module)]
    made = [one for name, path in chosen for one in mutants(path, name)]
    random.Random(options.seed).shuffle(made)
    sample = [one for one in made if one.name in options.only] if options.only else made[: options.sample or None]
    print(f"{len(sample)} of {len(made)} mutants in {len(chosen)} modules, seed {options.seed}", flush=True)
    run = Run(sample, options.seconds, options.new)
    pytest.main(["-q", "-s", "--no-header", "-p", "no:randomly", *_TESTS], plugins=[run])
    run.report()
    return 0


def _modules() -> Iterator[tuple[str, Path]]:
    for path in _FOLDER.rglob("*.py"):
        if path.name != "__init__.py":
            yield ".".join(path.relative_to(_FOLDER).with_suffix("").parts), path


def _within(module: tuple[str, Path], wanted: str) -> bool:
    return not wanted or module[0] == wanted or module[0].startswith(f"{wanted}.")


class Run:
    """A pytest plugin that runs the tests once as they are, and then those that it concerns for each mutant."""

    def __init__(self, sample: list[Mutant], seconds: float, new: str) -> None:
        self._sample = sample
        self._seconds = seconds
        self._new = new
        self._noticing: set[str] = set()
        self._items: list[pytest.Item] = []
        self._sharing: set[str] = set()
        self._lines: dict[str, dict[int, list[str]]] = {}
        self._taken: dict[str, float] = {}
        self._outcomes: dict[str, Counter[str]] = defaultdict(Counter)

    def pytest_sessionstart(self) -> None:
        """Have Hypothesis stop at the first example that fails: nobody reads the smallest one."""
        import hypothesis  # noqa: PLC0415 - pytest wants to see its plugins imported first

        phases = (hypothesis.Phase.explicit, hypothesis.Phase.generate)
        hypothesis.settings.register_profile("mutate", hypothesis.settings(), phases=phases)
        hypothesis.settings.load_profile("mutate")

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """Run the tests, then the mutants, in place of pytest's own loop."""
        self._sharing = {item.nodeid for item in session.items if _shares(item)}
        self._run_unchanged(session.items)
        began = time.monotonic()
        print(f"tests: {len(self._items)}, {sum(self._taken.values()):.0f} s", flush=True)
        for number, mutant in enumerate(self._sample, start=1):
            late = time.monotonic() - began > self._seconds
            outcome = "not run" if late else self._outcome(mutant)
            self._outcomes[mutant.module][outcome] += 1
            if outcome in ("survived", "by new"):
                print(f"{outcome:9} {mutant.name}  line {mutant.line}  {mutant.change}", flush=True)
            if number % 50 == 0 and not late:
                print(f"  {number} mutants, {time.monotonic() - began:.0f} s", flush=True)
        return True

    def _run_unchanged(self, items: list[pytest.Item]) -> None:
        """Note which lines each test runs and how long it takes; tables that are made once count for every test."""
        measured = coverage.Coverage(data_file=None, config_file=False, include=[f"{_FOLDER}/*"])
        measured.start()
        measured.switch_context(_TABLES)
        for table in _caches(tables=True):
            table()
        for item, following in zip(items, [*items[1:], items[0]], strict=True):
            for kept in _caches(tables=False):
                kept.cache_clear()
            measured.switch_context(item.nodeid)
            began = time.process_time()
            if any(report.failed for report in runtestprotocol(item, log=False, nextitem=following)):
                raise pytest.UsageError(f"{item.nodeid} fails without any mutant")
            self._taken[item.nodeid] = time.process_time() - began
        measured.stop()
        data = measured.get_data()
        self._lines = {file: data.contexts_by_lineno(file) for file in data.measured_files()}
        self._items = sorted(items, key=lambda item: self._taken[item.nodeid])
        gc.collect()
        gc.freeze()

    def _reached(self, mutant: Mutant) -> tuple[list[pytest.Item], bool]:
        """The tests that run the changed line, the quickest first, and whether a table is made by it."""
        lines = self._lines.get(str(mutant.path), {})
        # Not every line of a statement is noted.
        noted = next((at for at in range(mutant.line, mutant.start, -1) if at in lines), 0)
        names = set(lines.get(noted, ()))
        # What a test makes for all tests of its module is made in the setup of the first.
        shared = {name.split("::")[0] for name in names if name in self._sharing}
        return [
            item
            for item in self._items
            if _TABLES in names
            or item.nodeid in names
            or (item.nodeid in self._sharing and item.nodeid.split("::")[0] in shared)
        ], _TABLES in names

    def _outcome(self, mutant: Mutant) -> str:
        function = _function(mutant)
        items, in_table = self._reached(mutant)
        if not items:
            return "survived"
        code = mutant.code()
        # What noticed others goes first, what is to be counted apart last.
        items.sort(key=lambda item: (self._is_new(item), item.nodeid not in self._noticing, self._taken[item.nodeid]))
        reading, writing = os.pipe()
        child = os.fork()
        if not child:
            limit = int(3 * sum(self._taken[item.nodeid] for item in items)) + _SPARE
            resource.setrlimit(resource.RLIMIT_CPU, (limit, limit + 5))
            resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
            quiet = os.open(os.devnull, os.O_WRONLY)
            os.dup2(quiet, 1), os.dup2(quiet, 2)
            found = _noticed(items, function, code, in_table)
            os.write(writing, str("" if found is None else found).encode())
            os._exit(found is not None)
        _, status = os.waitpid(child, 0)
        os.close(writing)
        with os.fdopen(reading) as pipe:
            said = pipe.read()
        if os.WIFSIGNALED(status) and os.WTERMSIG(status) in (signal.SIGXCPU, signal.SIGKILL):
            return "timed out"
        if said:
            self._noticing.add(items[int(said)].nodeid)
        if not status:
            return "survived"
        return "by new" if said and self._is_new(items[int(said)]) else "killed"

    def _is_new(self, item: pytest.Item) -> bool:
        return bool(self._new) and self._new in item.nodeid

    def report(self) -> None:
        """The outcomes by module, and the score: the share of mutants that the tests notice."""
        print(f"\n{'module':24}" + "".join(f"{name:>11}" for name in (*_OUTCOMES, "score")))
        total: Counter[str] = Counter()
        for name, counts in sorted(self._outcomes.items()):
            total += counts
            if counts.total() > counts["not run"]:
                _row(name, counts)
        _row("all", total)


def _row(name: str, counts: Counter[str]) -> None:
    noticed = counts["killed"] + counts["by new"] + counts["timed out"]
    run = noticed + counts["survived"]
    print(f"{name:24}" + "".join(f"{counts[one]:>11}" for one in _OUTCOMES) + f"{noticed / max(run, 1):>11.1%}")


def _noticed(
    items: list[pytest.Item], function: types.FunctionType, code: types.CodeType, in_table: bool
) -> int | None:
    """The number of the first test that fails after the change; null where none does."""
    at = 0
    try:
        for cached in (*_caches(tables=False), *(_caches(tables=True) if in_table else ())):
            cached.cache_clear()
        function.__code__ = code
        for at, (item, following) in enumerate(zip(items, [*items[1:], items[0]], strict=True)):
            if any(report.failed for report in runtestprotocol(item, log=False, nextitem=following)):
                return at
    except BaseException:
        return at
    return None


def _shares(item: pytest.Item) -> bool:
    """Does a test use what is made once for its module?"""
    fixtures = getattr(item, "_fixtureinfo").name2fixturedefs.values()  # noqa: B009 - pytest offers no other way
    return any(one.scope == "module" for found in fixtures for one in found)


def _caches(*, tables: bool) -> list[Any]:
    """The cached functions of the package: those without arguments, which make tables, or the others."""
    return [
        value
        for name, module in list(sys.modules.items())
        if name.startswith(_PACKAGE)
        for value in vars(module).values()
        if hasattr(value, "cache_clear")
        and value.__module__.startswith(_PACKAGE)
        and bool(inspect.signature(value).parameters) is not tables
    ]


def _function(mutant: Mutant) -> types.FunctionType:
    """The function that a mutant changes, without what is wrapped around it."""
    found: Any = importlib.import_module(f"{_PACKAGE}.{mutant.module}")
    for part in mutant.function.split("."):
        found = vars(found)[part]
    if isinstance(found, property):
        found = found.fget
    while hasattr(found, "__wrapped__"):
        found = found.__wrapped__
    function: types.FunctionType = getattr(found, "__func__", found)
    return function


if __name__ == "__main__":
    sys.exit(main())
