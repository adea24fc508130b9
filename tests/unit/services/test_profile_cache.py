"""Prepared profiles are kept, but not too many and not of the erased."""

from itertools import count

from app.services.profile_cache import PreparedCache


def test_a_value_is_made_once_per_revision() -> None:
    cache, numbers = PreparedCache[int](4), count()

    assert [cache.get("a", revision, lambda: next(numbers)) for revision in (1, 1, 2, 1)] == [0, 0, 1, 0]


def test_the_least_recently_used_goes_first() -> None:
    cache = PreparedCache[str](2)
    for key in ("a", "b", "a", "c"):
        cache.get(key, 1, lambda: "first")

    assert [cache.get(key, 1, lambda: "again") for key in ("a", "c", "b")] == ["first", "first", "again"]


def test_size_zero_keeps_nothing() -> None:
    cache = PreparedCache[str](0)
    cache.get("a", 1, lambda: "first")

    assert cache.get("a", 1, lambda: "again") == "again"


def test_a_forgotten_person_is_not_kept_in_any_revision() -> None:
    cache = PreparedCache[str](9)
    for candidate_id, revision in (("a", 1), ("a", 2), ("b", 1)):
        cache.get(candidate_id, revision, lambda: "first")

    cache.forget("a")

    assert [cache.get(*key, lambda: "again") for key in (("a", 1), ("a", 2), ("b", 1))] == ["again", "again", "first"]
