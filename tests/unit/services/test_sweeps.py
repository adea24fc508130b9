"""Sweeps: at once, again and again, whatever one of them raises, and no longer than they are asked to."""

import threading
from collections.abc import Callable

from app.sweeps import Sweep, Sweeps

Stopping = Callable[[], bool]


def test_a_sweep_runs_at_once_and_again() -> None:
    twice = threading.Event()
    seen: list[bool] = []

    def run(stopping: Stopping) -> None:
        seen.append(stopping())
        if len(seen) == 2:
            twice.set()

    sweeps = Sweeps([Sweep("counting", 0.01, run)])
    sweeps.start()

    assert twice.wait(30)
    sweeps.stop(30)
    assert not any(seen[:2])


def test_a_sweep_that_fails_runs_again() -> None:
    again = threading.Event()
    turns: list[int] = []

    def run(_stopping: Stopping) -> None:
        turns.append(1)
        if len(turns) == 1:
            raise ValueError
        again.set()

    sweeps = Sweeps([Sweep("failing", 0.01, run)])
    sweeps.start()

    assert again.wait(30)
    sweeps.stop(30)


def test_a_slow_sweep_holds_up_no_other() -> None:
    let_go, ran = threading.Event(), threading.Event()
    sweeps = Sweeps([Sweep("slow", 3_600, lambda _: assert_waited(let_go)), Sweep("quick", 3_600, lambda _: ran.set())])
    sweeps.start()

    assert ran.wait(30)
    let_go.set()
    sweeps.stop(30)


def assert_waited(event: threading.Event) -> None:
    assert event.wait(30)


def test_a_sweep_is_told_to_stop() -> None:
    began, ended = threading.Event(), threading.Event()

    def run(stopping: Stopping) -> None:
        began.set()
        while not stopping():
            pass
        ended.set()

    sweeps = Sweeps([Sweep("long", 3_600, run)])
    sweeps.start()
    assert began.wait(30)

    sweeps.stop(30)

    assert ended.is_set()
    assert not any(thread.name == "sweep-long" for thread in threading.enumerate())


def test_nothing_runs_after_the_stop() -> None:
    ran = threading.Event()
    sweeps = Sweeps([Sweep("late", 0.01, lambda _: ran.set())])
    sweeps.stop(1)
    sweeps.start()
    sweeps.stop(30)

    assert not ran.is_set()
