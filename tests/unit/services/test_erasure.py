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
    "checklist": [{"explanation": "geheim"}],
    "price": {"points": 40},
    "erased": False,
}


def test_only_ids_points_and_counts_stay() -> None:
    (left,) = without_person({"results": [RESULT]}, "a")["results"]

    emptied: dict[str, Any] = {
        "criteria": [],
        "gates": [],
        "checklist": [],
        "externalId": None,
        "hourlyRate": None,
        "price": None,
    }
    assert left == RESULT | emptied | {"erased": True}


def test_the_rate_of_the_weakest_on_the_shortlist_goes_with_the_person() -> None:
    weakest = {"candidateId": "a", "points": 5, "hourlyRate": {"amount": "80"}}
    given = {"shortlist": {"size": 1, "candidateIds": ["a"], "weakest": weakest}, "results": []}

    assert without_person(given, "a")["shortlist"]["weakest"] == weakest | {"hourlyRate": None}
    assert without_person(given, "b")["shortlist"] == given["shortlist"]


def test_others_and_the_given_result_are_untouched() -> None:
    given: dict[str, Any] = {"id": "m", "results": [RESULT, RESULT | {"candidateId": "b"}]}

    assert without_person(given, "a")["results"][1] == given["results"][1] | {"price": None}
    assert given["results"][0]["externalId"] == "X"
