"""The record of what a service answered finds what is lost, older, or what nobody sent."""

import pytest

from bench.promises import Promises

ADDRESS = "/v1/candidates/by-external-id/K-1"
ANSWERED = {"id": "1", "revision": 2, "updatedAt": "10:00", "engagement": {"hours": 2}}
SENT = {"engagement": {"hours": 3}}


@pytest.fixture
def record() -> Promises:
    made = Promises()
    made.sending(ADDRESS, {"engagement": {"hours": 2}})
    made.note("replaced", {ADDRESS: ANSWERED})
    return made


def test_what_was_answered_is_right(record: Promises) -> None:
    assert record.wrong(ADDRESS, dict(ANSWERED)) is None


def test_what_is_not_there_is_lost(record: Promises) -> None:
    assert record.wrong(ADDRESS, None) == "lost"


@pytest.mark.parametrize(
    "doctored",
    [
        {"revision": 1, "updatedAt": "09:00", "engagement": {"hours": 1}},
        {"engagement": {"hours": 1}},
        {"revision": 3, "updatedAt": "11:00", "engagement": {"hours": 7}},
        {"id": "2"},
    ],
    ids=["older", "other content", "later but never sent", "another resource"],
)
def test_a_doctored_resource_is_found(record: Promises, doctored: dict[str, object]) -> None:
    record.sending(ADDRESS, SENT)
    assert record.wrong(ADDRESS, ANSWERED | doctored) is not None


def test_a_member_that_is_gone_is_found(record: Promises) -> None:
    assert record.wrong(ADDRESS, {name: ANSWERED[name] for name in ("id", "revision", "updatedAt")}) is not None


def test_what_was_being_sent_may_have_been_stored(record: Promises) -> None:
    record.sending(ADDRESS, SENT)
    assert record.wrong(ADDRESS, ANSWERED | {"revision": 3, "updatedAt": "11:00"} | SENT) is None


def test_what_was_being_sent_needs_a_later_revision(record: Promises) -> None:
    record.sending(ADDRESS, SENT)
    assert record.wrong(ADDRESS, ANSWERED | SENT) is not None


def test_an_answer_settles_what_was_sent_before_it(record: Promises) -> None:
    assert record.wrong(ADDRESS, ANSWERED | {"revision": 3, "engagement": {"hours": 9}}) is not None
    assert record.sent == {}


def test_what_was_answered_is_fresh_once(record: Promises) -> None:
    assert record.fresh() == {ADDRESS}
    assert record.fresh() == set()
    record.note("replaced", {ADDRESS: ANSWERED | {"revision": 3}})
    assert record.fresh() == {ADDRESS}
