"""What the printed procedure makes of a match: shortlist, margins, price points and the rules for the CV."""

import json
from hashlib import sha256
from typing import Any

import pytest
from fastapi.testclient import TestClient

from tests.api.helpers import created
from tests.api.test_placements import TEXT, ids, person, posting

__all__ = ["ids", "posting"]


@pytest.fixture
def match(client: TestClient, posting: dict[str, Any], ids: dict[str, str]) -> dict[str, Any]:
    return created(client, f"/v1/postings/{posting['id']}/matches", {})


def places(match: dict[str, Any], name: str) -> list[Any]:
    return [result[name] for result in match["results"]]


def test_a_match_tells_the_printed_procedure_and_what_is_not_printed(match: dict[str, Any]) -> None:
    procedure = match["procedure"]

    assert (procedure["shortlistSize"], procedure["tieBreak"]) == (2, "lowest_rate")
    assert [stage["kind"] for stage in procedure["stages"]] == ["knockouts", "award", "interview"]
    assert set(procedure["notPrinted"]) == {
        "priceWeightPercent", "qualityWeightPercent", "priceFormula", "pricePoints", "maxCandidatesPerSupplier",
    }  # fmt: skip
    quotes = {entry["pointer"]: entry["quote"] for entry in procedure["quotes"]}
    assert "2 kandidaten" in quotes["/selection/shortlistSize"]


def test_results_tell_who_is_on_the_shortlist_and_how_far_off(match: dict[str, Any], ids: dict[str, str]) -> None:
    assert places(match, "candidateId") == [ids[name] for name in ("both", "cheap", "dear", "open")]
    assert places(match, "shortlisted") == [True, True, False, False]
    assert match["shortlist"]["candidateIds"] == [ids["both"], ids["cheap"]]
    assert match["shortlist"]["weakest"]["candidateId"] == ids["cheap"]
    assert match["shortlist"]["weakest"]["hourlyRate"]["amount"] == "70"
    assert places(match, "margin") == [
        {"points": 40, "ahead": True, "decidedBy": "points"},
        {"points": 0, "ahead": False, "decidedBy": None},
        {"points": 0, "ahead": False, "decidedBy": "rate"},
        {"points": 40, "ahead": False, "decidedBy": "outcome"},
    ]


def test_the_shortlist_reaches_beyond_the_results(
    client: TestClient, posting: dict[str, Any], ids: dict[str, str]
) -> None:
    match = created(client, f"/v1/postings/{posting['id']}/matches", {"limit": 1})

    assert places(match, "candidateId") == [ids["both"]]
    assert match["shortlist"]["candidateIds"] == [ids["both"], ids["cheap"]]


def test_the_weakest_loses_the_rate_when_erased_even_beyond_the_results(
    client: TestClient, posting: dict[str, Any], ids: dict[str, str]
) -> None:
    match = created(client, f"/v1/postings/{posting['id']}/matches", {"limit": 1})

    assert client.delete(f"/v1/candidates/{ids['cheap']}").status_code == 204

    assert client.get(f"/v1/matches/{match['id']}").json()["shortlist"]["weakest"]["hourlyRate"] is None


def test_a_decision_tells_the_shortlist_anew(client: TestClient, match: dict[str, Any], ids: dict[str, str]) -> None:
    decision = {
        "candidateId": ids["dear"], "criterionId": match["results"][0]["criteria"][2]["criterionId"],
        "verdict": "met", "reason": "Blijkt uit het gesprek.", "author": "A. Beoordelaar",
    }  # fmt: skip

    after = created(client, f"/v1/matches/{match['id']}/overrides", {"overrides": [decision]})

    assert after["shortlist"]["candidateIds"] == [ids["dear"], ids["both"]]
    assert places(after, "shortlisted") == [True, True, False, False]


def test_the_digest_is_that_of_the_results_as_anyone_writes_them(client: TestClient, match: dict[str, Any]) -> None:
    written = json.dumps(match["results"], sort_keys=True, separators=(",", ":"), ensure_ascii=False)

    assert sha256(written.encode()).hexdigest() == match["resultsSha256"]
    assert client.get(f"/v1/matches/{match['id']}").json() == match


def test_a_match_tells_what_it_was_made_from(match: dict[str, Any], posting: dict[str, Any]) -> None:
    assert match["inputs"]["candidateIds"] is None
    assert match["inputs"]["limit"] == 25
    assert match["inputs"]["parserVersion"] == posting["parserVersion"]
    assert places(match, "candidateRevision") == [1, 1, 1, 1]


def test_the_rules_for_the_cv_are_checked_with_the_words_of_the_posting(client: TestClient) -> None:
    text = f"{TEXT}\nCv-eisen\nHet cv telt maximaal 3 pagina's, is in het Nederlands en noemt 2 referenties.\n"
    posting = created(client, "/v1/postings", {"text": text})
    created(client, "/v1/candidates", person("80", "Excel") | {"cv": {"pages": 4, "language": "nl"}})

    match = created(client, f"/v1/postings/{posting['id']}/matches", {})

    checks = {one["check"]: one for one in match["results"][0]["checklist"]}
    assert {name: one["verdict"] for name, one in checks.items()} == {
        "pages": "not_met", "language": "met", "references": "not_demonstrated",
    }  # fmt: skip
    assert "maximaal 3 pagina" in checks["pages"]["quotes"][0]["quote"]
    assert checks["pages"]["advice"] == "Kort het cv in tot 3 pagina's."
    assert match["results"][0]["outcome"] == "eligible"
