"""What stays of a person in a stored match: which result it was, its points, and how many verdicts of each kind."""

from typing import Any


def without_person(result: dict[str, Any], candidate_id: str) -> dict[str, Any]:
    """The stored match (wire names) without anything that was said about a candidate; the input is not changed."""
    return result | {
        "overrides": [one for one in result.get("overrides", []) if one["candidateId"] != candidate_id],
        "results": [
            entry | {"externalId": None, "hourlyRate": None, "criteria": [], "gates": [], "erased": True}
            if entry["candidateId"] == candidate_id
            else entry
            for entry in result["results"]
        ],
    }
