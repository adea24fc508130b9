"""The account of the load counts errors and refusals apart, and sees when all is normal again."""

import pytest

from bench.load import percentile, seconds_until_normal, told
from bench.load_clients import Sample


def sample(status: int = 200, later: bool = False, at: float = 0.0, seconds: float = 0.1) -> Sample:
    return Sample("parse", status, later, at, seconds)


@pytest.mark.parametrize(
    ("status", "later", "failed", "refused"),
    [
        (200, False, False, False),
        (404, False, False, False),
        (503, True, False, True),
        (503, False, True, False),
        (500, True, True, False),
        (0, False, True, False),
    ],
)
def test_only_a_refusal_that_names_a_time_is_no_error(status: int, later: bool, failed: bool, refused: bool) -> None:
    assert (sample(status, later).failed, sample(status, later).refused) == (failed, refused)


def test_errors_are_told() -> None:
    line = told([sample(), sample(0), sample(500), sample(503, later=True)], 2.0)[0]
    assert "2.0 requests/s, 0.5 of them answered 2xx; 503 with Retry-After: 1; errors: 2 (50.00%)" in line


def test_percentiles_are_values_that_were_seen() -> None:
    values = [float(n) for n in range(1, 101)]
    assert (percentile(values, 50), percentile(values, 99), percentile([3.0], 99)) == (50.0, 99.0, 3.0)


def test_the_first_second_as_quick_as_before_is_normal() -> None:
    slow = [sample(at=10.5, seconds=0.4)] * 9
    quick = [sample(at=11.5)] * 9
    assert seconds_until_normal([*quick, *slow], since=10.0, normal=0.1) == 2


def test_seconds_with_refusals_errors_or_few_answers_are_not_normal() -> None:
    refused = [*[sample(at=10.5)] * 9, sample(503, later=True, at=10.5)]
    failed = [*[sample(at=11.5)] * 9, sample(0, at=11.5)]
    few = [sample(at=12.5)]
    assert seconds_until_normal([*refused, *failed, *few], since=10.0, normal=0.1) is None
