"""What stays of a person in a stored match: which result it was, its points, and how many verdicts of each kind."""

from typing import Any

_GONE: dict[str, Any] = {
    "externalId": None,
    "hourlyRate": None,
    "criteria": [],
    "gates": [],
    "checklist": [],
    "erased": True,
}


def without_person(result: dict[str, Any], candidate_id: str) -> dict[str, Any]:
    """The stored match (wire names) without anything that was said about a candidate; the input is not changed."""
    left = result | {
        "overrides": [one for one in result.get("overrides", []) if one["candidateId"] != candidate_id],
        "results": [
            # What others earned by their rates would tell this person's.
            entry | {"price": None} | (_GONE if entry["candidateId"] == candidate_id else {})
            for entry in result["results"]
        ],
    }
    shortlist = result.get("shortlist")
    if shortlist and shortlist["weakest"] and shortlist["weakest"]["candidateId"] == candidate_id:
        left["shortlist"] = shortlist | {"weakest": shortlist["weakest"] | {"hourlyRate": None}}
    return left
