"""Printed criteria and profiles that the concepts were not written on: the whole pipeline gives an expert's verdict."""

from typing import Any

import pytest

from app.matching import PreparedPosting
from app.nlp.extractor import Extractor
from tests.golden.heldout_pairs import Pair, ask, pairs, verdict


def _params() -> list[Any]:
    return [
        pytest.param(
            pair, id=pair.id, marks=pytest.mark.xfail(strict=True, reason=pair.known_miss) if pair.known_miss else ()
        )
        for pair in pairs()
    ]


@pytest.fixture(scope="module")
def asked() -> dict[str, PreparedPosting]:
    """Criteria read so far, by id."""
    return {}


@pytest.mark.parametrize("pair", _params())
def test_a_profile_gets_the_verdict_that_an_expert_gives(
    reader: Extractor, asked: dict[str, PreparedPosting], pair: Pair
) -> None:
    key = pair.criterion["id"]
    if key not in asked:
        asked[key] = ask(reader, pair.criterion)

    assert verdict(asked[key], pair.profile) is pair.verdict


def test_each_verdict_is_asked_often_enough_to_notice_a_lenient_matcher() -> None:
    found = list(pairs())
    hard = [pair for pair in found if pair.hard and pair.verdict != "met"]

    assert len({pair.id for pair in found}) == len(found)
    assert len(hard) >= 200
