"""The rank that a candidate would take among all, and what would change it."""

from typing import Any

import pytest
from fastapi.testclient import TestClient

from tests.api.helpers import created

TEXT = """Eisen
- Rijbewijs B
Gunningscriteria
- Ervaring met Excel (60 punten)
- Ervaring met Power BI (40 punten)

Beoordelingsprocedure
Stap 1: Toetsing aan de knock-outcriteria
Stap 2: Beoordeling op de gunningscriteria
De 2 kandidaten met de hoogste score worden uitgenodigd. Bij een gelijke score is het uurtarief doorslaggevend.
Stap 3: Selectiegesprek
"""


def person(rate: str, *tools: str, licence: bool = True) -> dict[str, Any]:
    work = [{"position": "Adviseur", "startDate": "2020-01", "summary": f"Werkt met {tool}."} for tool in tools]
    certificates = [{"name": "Rijbewijs B", "date": "2010"}] if licence else []
    return {
        "resume": {"work": work, "certificates": certificates},
        "engagement": {"hourlyRate": {"amount": rate, "vat": "excluded"}},
    }


@pytest.fixture
def posting(client: TestClient) -> dict[str, Any]:
    return created(client, "/v1/postings", {"text": TEXT})


@pytest.fixture
def ids(client: TestClient) -> dict[str, str]:
    people = {
        "both": person("80", "Excel", "Power BI"),
        "cheap": person("70", "Excel"),
        "dear": person("75", "Excel"),
        "open": person("60", "Excel", "Power BI", licence=False),
    }
    return {name: created(client, "/v1/candidates", profile)["id"] for name, profile in people.items()}


def what_if(client: TestClient, posting: dict[str, Any], **body: object) -> dict[str, Any]:
    response = client.post(f"/v1/postings/{posting['id']}/what-if", json=body)
    assert response.status_code == 200, response.text
    answer: dict[str, Any] = response.json()
    return answer


def test_a_candidate_is_placed_among_all_that_are_stored(
    client: TestClient, posting: dict[str, Any], ids: dict[str, str]
) -> None:
    place = what_if(client, posting, candidateId=ids["dear"])["before"]["placement"]

    assert (place["rank"], place["considered"], place["shortlisted"]) == (3, 4, False)
    assert place["weakest"]["candidateId"] == place["rival"]["candidateId"] == ids["cheap"]
    assert place["margin"] == {"points": 0, "ahead": False, "decidedBy": "rate"}


def test_another_rate_takes_another_place(client: TestClient, posting: dict[str, Any], ids: dict[str, str]) -> None:
    answer = what_if(client, posting, candidateId=ids["dear"], profile=person("65", "Excel"))

    assert [answer[when]["placement"]["rank"] for when in ("before", "after")] == [3, 2]
    after = answer["after"]["placement"]
    assert (after["shortlisted"], after["weakest"]["candidateId"]) == (True, ids["dear"])
    assert (after["rival"]["candidateId"], after["lead"]["decidedBy"]) == (ids["cheap"], "rate")


def test_what_may_still_be_shown_says_what_comes_of_it(
    client: TestClient, posting: dict[str, Any], ids: dict[str, str]
) -> None:
    dear = what_if(client, posting, candidateId=ids["dear"])["before"]
    unlicensed = what_if(client, posting, candidateId=ids["open"])["before"]

    (gain,) = dear["gains"]
    assert (gain["points"], gain["outcomeIfShown"], gain["rankIfShown"], gain["shortlistedIfShown"]) == (
        40, "eligible", 1, True,
    )  # fmt: skip
    (blocked,) = unlicensed["gains"]
    assert (blocked["blocks"], blocked["outcomeIfShown"], blocked["rankIfShown"]) == (True, "eligible", 1)
    assert unlicensed["placement"]["rank"] == 4


def test_bounds_say_the_best_and_the_worst_that_may_come(
    client: TestClient, posting: dict[str, Any], ids: dict[str, str]
) -> None:
    bounds = what_if(client, posting, candidateId=ids["open"])["before"]["bounds"]

    assert bounds["best"] == {"points": 100, "outcome": "eligible", "rank": 1, "shortlisted": True}
    assert bounds["worst"] == {"points": 100, "outcome": "not_eligible", "rank": 4, "shortlisted": False}


def test_a_candidate_is_placed_for_each_open_posting(
    client: TestClient, posting: dict[str, Any], ids: dict[str, str]
) -> None:
    answer = client.post(f"/v1/candidates/{ids['both']}/matches").json()

    (result,) = answer["results"]
    assert result["postingId"] == posting["id"]
    assert result["appraisal"]["placement"]["rank"] == 1
    assert result["appraisal"]["placement"]["lead"] == {"points": 40, "ahead": True, "decidedBy": "points"}


def test_without_a_printed_size_there_is_a_rank_and_no_shortlist(client: TestClient, ids: dict[str, str]) -> None:
    plain = created(client, "/v1/postings", {"text": TEXT.split("Beoordelingsprocedure", maxsplit=1)[0]})

    place = what_if(client, plain, candidateId=ids["cheap"])["before"]["placement"]

    assert place["rank"] == 2
    assert [place[name] for name in ("shortlisted", "weakest", "margin", "rival", "lead")] == [None] * 5


def test_the_rules_for_the_cv_are_checked_before_and_after(client: TestClient, ids: dict[str, str]) -> None:
    posting = created(client, "/v1/postings", {"text": f"{TEXT}\nCv-eisen\nHet cv telt maximaal 3 pagina's.\n"})

    answer = what_if(client, posting, candidateId=ids["both"], profile=person("80", "Excel") | {"cv": {"pages": 3}})

    assert [answer[when]["checklist"][0]["verdict"] for when in ("before", "after")] == ["not_demonstrated", "met"]
