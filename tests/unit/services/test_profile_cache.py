"""Prepared profiles are kept, but not too many and not of the erased."""

from collections.abc import Iterable

from app.services.profile_cache import PreparedCache


def filled(size: int, keys: Iterable[tuple[str, int]]) -> PreparedCache[str]:
    cache = PreparedCache[str](size)
    for candidate_id, revision in keys:
        cache.put(candidate_id, revision, f"{candidate_id}{revision}")
    return cache


def test_a_value_is_found_by_id_and_revision() -> None:
    cache = filled(4, [("a", 1)])

    assert (cache.get("a", 1), cache.get("a", 2), cache.get("b", 1)) == ("a1", None, None)


def test_the_least_recently_used_goes_first() -> None:
    cache = filled(2, [("a", 1), ("b", 1)])
    cache.get("a", 1)

    cache.put("c", 1, "c1")

    assert [cache.get(key, 1) for key in "abc"] == ["a1", None, "c1"]


def test_size_zero_keeps_nothing() -> None:
    assert filled(0, [("a", 1)]).get("a", 1) is None


def test_a_forgotten_person_is_not_kept_in_any_revision() -> None:
    cache = filled(9, [("a", 1), ("a", 2), ("b", 1)])

    cache.forget("a")

    assert [cache.get(*key) for key in (("a", 1), ("a", 2), ("b", 1))] == [None, None, "b1"]
