"""What a job did to its postings is exactly once, or it is told."""

import pytest

from bench.worker_crash import wrong


def test_each_once_is_right() -> None:
    assert wrong(["a", "b"], {"a": 1, "b": 1}, ["a", "b"]) == []


@pytest.mark.parametrize(
    ("done", "results", "found"),
    [
        ({"a": 1}, ["a", "b"], ["not done: b"]),
        ({"a": 1, "b": 2}, ["a", "b"], ["done more than once: b"]),
        ({"a": 1, "b": 1, "c": 1}, ["a", "b"], ["done, and not asked for: c"]),
        ({"a": 1, "b": 1}, ["a"], ["without a result: b"]),
        ({"a": 1, "b": 1}, ["a", "b", "b"], ["with more than one result: b"]),
    ],
)
def test_a_doctored_job_is_found(done: dict[str, int], results: list[str], found: list[str]) -> None:
    assert wrong(["a", "b"], done, results) == found
