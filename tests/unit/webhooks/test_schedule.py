"""When a delivery is tried again."""

import pytest

from app.webhooks.schedule import printed_schedule

MINUTE, HOUR = 60, 3_600


def test_the_schedule_is_that_of_the_specification() -> None:
    waits = [printed_schedule().wait(tried, chance=lambda: 0.0) for tried in range(11)]

    assert waits == [
        0,
        5,
        5 * MINUTE,
        30 * MINUTE,
        2 * HOUR,
        5 * HOUR,
        10 * HOUR,
        14 * HOUR,
        20 * HOUR,
        24 * HOUR,
        None,
    ]
    assert printed_schedule().tries == 10


def test_waits_are_spread() -> None:
    waits = {printed_schedule().wait(2) for _ in range(50)}

    assert len(waits) > 40
    assert all(wait is not None and 300 <= wait <= 330 for wait in waits)


@pytest.mark.parametrize(("asked", "wait"), [(None, 300), (1, 300), (4_000, 4_000), (10**9, 86_400)])
def test_a_receiver_may_ask_for_longer_within_bounds(asked: float | None, wait: float) -> None:
    assert printed_schedule().wait(2, asked, chance=lambda: 0.0) == wait
