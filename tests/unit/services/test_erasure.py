"""What stays of a person in a stored match."""

from typing import Any

from app.services.erasure import without_person

RESULT: dict[str, Any] = {
    "candidateId": "a",
    "rank": 1,
    "externalId": "X",
    "hourlyRate": {"amount": "80"},
    "outcome": "eligible",
    "points": {"awarded": 5},
    "verdictCounts": {"met": 1},
    "criteria": [{"explanation": "geheim"}],
    "gates": [{}],
    "erased": False,
}


def test_only_ids_points_and_counts_stay() -> None:
    (left,) = without_person({"results": [RESULT]}, "a")["results"]

    assert left == RESULT | {"externalId": None, "hourlyRate": None, "criteria": [], "gates": [], "erased": True}


def test_others_and_the_given_result_are_untouched() -> None:
    given: dict[str, Any] = {"id": "m", "results": [RESULT, RESULT | {"candidateId": "b"}]}

    assert without_person(given, "a")["results"][1] == given["results"][1]
    assert given["results"][0]["externalId"] == "X"
