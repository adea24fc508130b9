"""`make mutate`: would the tests notice? Small changes to app/matching, each met by the tests that run what it changed.

    python -m bench.mutate --sample 500 --seed 1 --module index.verdicts

Everything is imported and every test run once; each mutant is then a fork in which one function has other code. The
tests that call it run, the quickest first, until one fails. A mutant that none notices has survived: a hole in the
tests, or a change that changes nothing. The same seed gives the same mutants; `--only NAME` runs one again.
"""

import argparse
import importlib
import os
import random
import resource
import signal
import sys
import time
import types
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from _pytest.runner import runtestprotocol

from bench.mutants import Mutant, mutants

ROOT = Path(__file__).parent.parent
_PACKAGE = "app.matching"
_SPARE = 10
"""Seconds of processor time that a mutant may take beside three times what its tests take without it."""
_MEMORY = 4 << 30
_OUTCOMES = ("killed", "timed out", "survived", "not run")
_TESTS = ("tests/unit/matching",)


def main(arguments: list[str] | None = None) -> int:
    """Run a sample of mutants and print what came of them."""
    parser = argparse.ArgumentParser(prog="make mutate", description="Mutation testing of app/matching.")
    parser.add_argument("--sample", type=int, default=300, help="how many mutants; 0 for all")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--module", default="", help="one module or package of app.matching, such as months or index")
    parser.add_argument("--only", action="append", default=[], help="the name of a mutant to run again")
    parser.add_argument("--seconds", type=float, default=float("inf"), help="start no mutant after this time")
    options = parser.parse_args(arguments)
    chosen = [one for one in sorted(_modules()) if _within(one, options.module)]
    made = [one for name, path in chosen for one in mutants(path, name)]
    random.Random(options.seed).shuffle(made)
    sample = [one for one in made if one.name in options.only] if options.only else made[: options.sample or None]
    print(f"{len(sample)} of {len(made)} mutants in {len(chosen)} modules, seed {options.seed}", flush=True)
    run = Run(sample, options.seconds)
    pytest.main(["-q", "-s", "--no-header", "-p", "no:randomly", *_TESTS], plugins=[run])
    run.report()
    return 0


def _modules() -> Iterator[tuple[str, Path]]:
    folder = ROOT.joinpath(*_PACKAGE.split("."))
    for path in folder.rglob("*.py"):
        if path.name != "__init__.py":
            yield ".".join(path.relative_to(folder).with_suffix("").parts), path


def _within(module: tuple[str, Path], wanted: str) -> bool:
    return not wanted or module[0] == wanted or module[0].startswith(f"{wanted}.")


class Run:
    """A pytest plugin that runs the tests once as they are, and then those that it concerns for each mutant."""

    def __init__(self, sample: list[Mutant], seconds: float) -> None:
        self._sample = sample
        self._seconds = seconds
        self._calls: dict[pytest.Item, set[types.CodeType]] = {}
        self._taken: dict[pytest.Item, float] = {}
        self._outcomes: dict[str, Counter[str]] = defaultdict(Counter)
        self._survivors: list[Mutant] = []

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """Run the tests, then the mutants, in place of pytest's own loop."""
        self._run_unchanged(session.items)
        began = time.monotonic()
        for number, mutant in enumerate(self._sample, start=1):
            late = time.monotonic() - began > self._seconds
            outcome = "not run" if late else self._outcome(mutant)
            self._outcomes[mutant.module][outcome] += 1
            if outcome == "survived":
                self._survivors.append(mutant)
                print(f"survived  {mutant.name}  line {mutant.line}  {mutant.change}", flush=True)
            if number % 50 == 0:
                print(f"  {number} mutants, {time.monotonic() - began:.0f} s", flush=True)
        return True

    def _run_unchanged(self, items: list[pytest.Item]) -> None:
        """Note what each test calls and how long it takes; what a module's fixtures call counts for all its tests."""
        shared: dict[object, set[types.CodeType]] = defaultdict(set)
        folder = str(ROOT.joinpath(*_PACKAGE.split(".")))
        for item, following in zip(items, [*items[1:], items[0]], strict=True):
            _forget()
            seen: set[types.CodeType] = set()

            def note(frame: types.FrameType, event: str, _: Any, seen: set[types.CodeType] = seen) -> None:
                if event == "call":
                    seen.add(frame.f_code)

            began = time.process_time()
            sys.setprofile(note)
            try:
                reports = runtestprotocol(item, log=False, nextitem=following)
            finally:
                sys.setprofile(None)
            if any(report.failed for report in reports):
                raise pytest.UsageError(f"{item.nodeid} fails without any mutant")
            self._taken[item] = time.process_time() - began
            self._calls[item] = {code for code in seen if code.co_filename.startswith(folder)}
            if any(name for name in getattr(item, "fixturenames", ()) if name not in ("request",)):
                shared[getattr(item, "module", None)] |= self._calls[item]
        for item in items:
            if getattr(item, "fixturenames", ()):
                self._calls[item] |= shared[getattr(item, "module", None)]

    def _outcome(self, mutant: Mutant) -> str:
        function = _function(mutant)
        items = sorted((item for item in self._calls if function.__code__ in self._calls[item]), key=self._taken.get)
        if not items:
            return "survived"
        code = mutant.code()
        child = os.fork()
        if not child:
            limit = int(3 * sum(self._taken[item] for item in items)) + _SPARE
            resource.setrlimit(resource.RLIMIT_CPU, (limit, limit + 5))
            resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
            quiet = os.open(os.devnull, os.O_WRONLY)
            os.dup2(quiet, 1), os.dup2(quiet, 2)
            os._exit(_noticed(items, lambda: setattr(function, "__code__", code)))
        _, status = os.waitpid(child, 0)
        if os.WIFSIGNALED(status) and os.WTERMSIG(status) in (signal.SIGXCPU, signal.SIGKILL):
            return "timed out"
        return "killed" if status else "survived"

    def report(self) -> None:
        """The outcomes by module, and the score: the share of mutants that the tests notice."""
        print(f"\n{'module':24}" + "".join(f"{name:>11}" for name in (*_OUTCOMES, "score")))
        total: Counter[str] = Counter()
        for name, counts in sorted(self._outcomes.items()):
            total += counts
            _row(name, counts)
        _row("all", total)


def _row(name: str, counts: Counter[str]) -> None:
    noticed = counts["killed"] + counts["timed out"]
    run = noticed + counts["survived"]
    print(f"{name:24}" + "".join(f"{counts[one]:>11}" for one in _OUTCOMES) + f"{noticed / max(run, 1):>11.1%}")


def _noticed(items: list[pytest.Item], change: Callable[[], None]) -> int:
    """1 where a test fails after the change, else 0."""
    try:
        _forget()
        change()
        for item, following in zip(items, [*items[1:], items[0]], strict=True):
            if any(report.failed for report in runtestprotocol(item, log=False, nextitem=following)):
                return 1
    except BaseException:
        return 1
    return 0


def _forget() -> None:
    """Empty the caches of the package: what they hold was computed by other code."""
    for name, module in list(sys.modules.items()):
        if name.startswith(_PACKAGE):
            for value in vars(module).values():
                if hasattr(value, "cache_clear"):
                    value.cache_clear()


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
