"""Points for the rate, by the formula that the posting prints and by no other."""

from typing import Any

import pytest
from fastapi.testclient import TestClient

from tests.api.helpers import created
from tests.api.test_placements import person
from tests.conftest import ROOT

GOLDEN = ROOT / "tests" / "golden" / "layouts" / "printed-procedure.txt"


def adviser(rate: str | None, *, completed: bool = True) -> dict[str, Any]:
    profile = person(rate or "1")
    profile["resume"] = {
        "work": [
            {"name": "Waterschap Noord", "position": "Adviseur informatieveiligheid", "startDate": "2018-01",
             "summary": "Voert de BIO in."}
        ],
        "education": [{"area": "Informatica", "level": "hbo_bachelor", "completed": completed}] if completed else [],
    }  # fmt: skip
    if rate is None:
        del profile["engagement"]["hourlyRate"]
    return profile


@pytest.fixture
def posting(client: TestClient) -> dict[str, Any]:
    return created(client, "/v1/postings", {"text": GOLDEN.read_text(encoding="utf-8")})


def match(client: TestClient, posting: dict[str, Any]) -> dict[str, Any]:
    return created(client, f"/v1/postings/{posting['id']}/matches", {})


def test_the_lowest_rate_gets_all_points_and_others_their_share(client: TestClient, posting: dict[str, Any]) -> None:
    for rate in ("80", "100", "90"):
        created(client, "/v1/candidates", adviser(rate))

    prices = [result["price"] for result in match(client, posting)["results"]]

    assert prices == [
        {"points": 30, "available": 30, "among": 3},
        {"points": "26.67", "available": 30, "among": 3},
        {"points": 24, "available": 30, "among": 3},
    ]


def test_without_a_rate_there_is_no_score_and_whoever_is_stopped_sets_no_lowest(
    client: TestClient, posting: dict[str, Any]
) -> None:
    created(client, "/v1/candidates", adviser(None))
    stopped = adviser("40")
    stopped["resume"]["education"] = [{"area": "Informatica", "level": "mbo_4", "completed": True}]
    created(client, "/v1/candidates", stopped)
    created(client, "/v1/candidates", adviser("80"))

    results = match(client, posting)["results"]

    assert [(one["outcome"], one["price"] and one["price"]["points"]) for one in results] == [
        ("eligible", 30), ("eligible", None), ("not_eligible", None),
    ]  # fmt: skip


def test_points_for_the_rate_change_no_rank(client: TestClient, posting: dict[str, Any]) -> None:
    created(client, "/v1/candidates", adviser("10") | {"resume": {"work": []}})
    created(client, "/v1/candidates", adviser("100"))

    first, second = match(client, posting)["results"]

    assert (first["points"]["awarded"], second["points"]["awarded"]) == (70, 0)
    assert second["price"]["points"] == 30


def test_erasing_anyone_takes_the_scores_that_would_tell_the_rate(client: TestClient, posting: dict[str, Any]) -> None:
    gone = created(client, "/v1/candidates", adviser("80"))
    created(client, "/v1/candidates", adviser("100"))
    found = match(client, posting)

    client.delete(f"/v1/candidates/{gone['id']}")

    left = client.get(f"/v1/matches/{found['id']}").json()
    assert [result["price"] for result in left["results"]] == [None, None]


def test_without_a_printed_formula_there_is_no_score_and_it_is_said(client: TestClient) -> None:
    text = GOLDEN.read_text(encoding="utf-8").replace("laagste tarief gedeeld door", "zie bijlage, niet")
    created(client, "/v1/candidates", adviser("80"))

    found = match(client, created(client, "/v1/postings", {"text": text}))

    assert found["results"][0]["price"] is None
    assert "priceFormula" in found["procedure"]["notPrinted"]
    assert found["procedure"]["pricePoints"] == 30


@pytest.mark.parametrize(
    ("cv", "verdicts"),
    [
        ({}, {"not_demonstrated"}),
        ({"pages": 4, "language": "nl", "references": 2, "format": "pdf", "anonymous": False, "template": True},
         {"met"}),
        ({"pages": 5, "language": "en", "references": 1, "format": "word", "anonymous": True, "template": False},
         {"not_met"}),
    ],
)  # fmt: skip
def test_every_printed_rule_for_the_cv_is_checked(
    client: TestClient, posting: dict[str, Any], cv: dict[str, Any], verdicts: set[str]
) -> None:
    created(client, "/v1/candidates", adviser("80") | {"cv": cv})

    (result,) = match(client, posting)["results"]

    checks = result["checklist"]
    assert [one["check"] for one in checks] == ["pages", "references", "language", "format", "named", "template"]
    assert {one["verdict"] for one in checks} == verdicts
    assert all(one["quotes"][0]["quote"] for one in checks)
    assert result["outcome"] == "eligible"
    assert all((one["advice"] is None) == (one["verdict"] == "met") for one in checks)
