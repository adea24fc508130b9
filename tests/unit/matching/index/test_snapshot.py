"""The index in a file, and without those who are gone: what it says stays the same."""

from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.criteria.profile import Profile
from app.matching import judge, prepare_posting, rank
from app.matching.index import Population, Remembered, load, rank_all, save, watch
from tests.unit.matching.builders import posting
from tests.unit.matching.index.made_up import REFERENCE, make_criterion, make_profile
from tests.unit.matching.index.test_equal import People, check


def loaded(path: Path) -> Population:
    found = load(path)
    assert found is not None
    return found[0]


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("index") / "candidates.index"


@settings(deadline=None, max_examples=25)
@given(st.integers(0, 2**32))
def test_what_is_read_back_judges_alike(path: Path, seed: int) -> None:
    chance = Random(seed)
    people = People([make_profile(chance) for _ in range(6)])
    asked = posting(*(make_criterion(chance, n) for n in range(5)))
    watch(people.index, prepare_posting(asked), people.load)
    save(people.index, path, {"at": 6})

    people.index = loaded(path)
    people.remembered = Remembered(people.index)

    check(people, asked, REFERENCE)
    for _ in range(3):
        people.add(make_profile(chance))
    check(people, asked, REFERENCE)


@settings(deadline=None, max_examples=25)
@given(st.integers(0, 2**32), st.sets(st.integers(0, 7), min_size=1, max_size=6))
def test_without_those_who_are_gone_the_others_are_judged_alike(seed: int, gone: set[int]) -> None:
    chance = Random(seed)
    people = People([make_profile(chance) for _ in range(8)])
    asked = posting(*(make_criterion(chance, n) for n in range(5)))
    for number in gone:
        del people.prepared[f"c-{number:04}"]
        people.index.remove(f"c-{number:04}")

    people.index.compact()
    people.remembered = Remembered(people.index)

    assert len(people.index) == 8 - len(gone)
    check(people, asked, REFERENCE)


def test_those_who_come_after_a_compaction_take_their_own_place() -> None:
    chance = Random(11)
    people = People([make_profile(chance) for _ in range(6)])
    people.index.remove("c-0002")
    del people.prepared["c-0002"]
    people.index.compact()
    people.remembered = Remembered(people.index)
    people.prepared["c-0002"] = people.prepared["c-0005"]
    people.index.put("c-0002", people.prepared["c-0002"])
    prepared = prepare_posting(posting(*(make_criterion(chance, n) for n in range(4))))
    watch(people.index, prepared, people.load)

    ranked = rank_all(people.remembered, prepared, REFERENCE, 10)

    judged = [(one, judge(prepared, profile, REFERENCE)) for one, profile in people.prepared.items()]
    assert list(ranked.ids) == [one for _, one, _ in rank(judged, prepared.gates.reading.selection.tie_break)]


def test_the_mark_comes_back(path: Path) -> None:
    save(Population(), path, {"last": [["a", 3]]})

    found = load(path)

    assert found is not None
    assert found[1] == {"last": [["a", 3]]}


@pytest.mark.parametrize("cut", [0, 5, 40, -1])
def test_a_file_that_is_not_whole_is_refused(path: Path, cut: int) -> None:
    save(People([make_profile(Random(1))]).index, path, None)
    path.write_bytes(path.read_bytes()[:cut])

    with pytest.raises(ValueError, match="index file"):
        load(path)


def test_a_file_of_another_engine_is_passed_over(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    save(Population(), path, None)
    monkeypatch.setattr("app.matching.index.snapshot.ENGINE_VERSION", "0.0.0+other")

    assert load(path) is None


def test_neither_the_id_nor_the_studies_of_those_who_are_gone_are_written(path: Path) -> None:
    chance = Random(4)
    people = People([make_profile(chance) for _ in range(3)])
    people.add(Profile.model_validate({"resume": {"education": [{"area": "Klokkengieten voor Gevorderden"}]}}))
    gone = people.index.ids[3]
    save(people.index, path, None)
    before = path.read_bytes()
    people.index.remove(gone)
    people.index.compact()

    save(people.index, path, None)

    for word in (gone, "Klokkengieten voor Gevorderden"):
        assert word.encode() in before
        assert word.encode() not in path.read_bytes()
    assert len(loaded(path)) == 3
