"""Erasure with a receipt, terms, a person's own data, the log, and results explained."""

import datetime as dt
import json
from collections.abc import Iterator
from typing import Any

import pytest
from fastapi.testclient import TestClient

from app.main import create_app
from app.nlp.extractor import Extractor
from app.settings import Settings
from tests.api.helpers import created, errors_of
from tests.conftest import NOW
from tests.local import LocalClient

_OTHER_ID = "01a21079-04f8-771c-8944-776d43d2e4df"


@pytest.fixture
def stored(client: TestClient, posting_text: str, profiles: list[dict[str, Any]]) -> dict[str, Any]:
    """A posting, the demonstration's candidates and a match of them; `candidate` is the best one."""
    posting = created(client, "/v1/postings", {"text": posting_text})
    ids = [created(client, "/v1/candidates", one)["id"] for one in profiles]
    match = created(client, f"/v1/postings/{posting['id']}/matches", {})
    return {"posting": posting, "ids": ids, "match": match, "candidate": match["results"][0]["candidateId"]}


def log(client: TestClient, **sought: object) -> list[dict[str, Any]]:
    listed: list[dict[str, Any]] = client.get("/v1/decisions", params=sought).json()["items"]  # type: ignore[arg-type]
    return listed


def override(client: TestClient, stored: dict[str, Any], reason: str = "Gesproken") -> dict[str, Any]:
    decided = {
        "candidateId": stored["candidate"],
        "criterionId": stored["posting"]["criteria"][0]["id"],
        "verdict": "not_met",
        "reason": reason,
        "author": "M. de Beslisser",
    }
    return created(client, f"/v1/matches/{stored['match']['id']}/overrides", {"overrides": [decided]})


def test_every_change_is_logged_with_versions_and_digests(client: TestClient, stored: dict[str, Any]) -> None:
    again = override(client, stored)

    entries = log(client)
    assert [one["action"] for one in entries] == [
        "posting.created",
        *["candidate.created"] * len(stored["ids"]),
        "match.created",
        "match.overridden",
    ]
    assert [one["number"] for one in entries] == list(range(1, len(entries) + 1))
    assert {one["actor"] for one in entries} == {"local"}
    made = entries[-2]["details"]
    assert made["resultsSha256"] == stored["match"]["resultsSha256"]
    assert made["engineVersion"] == stored["match"]["engineVersion"]
    assert entries[-1]["matchId"] == again["id"]
    assert entries[-1]["details"]["basedOn"] == stored["match"]["id"]


def test_the_log_holds_nothing_personal(client: TestClient, stored: dict[str, Any]) -> None:
    override(client, stored)
    client.delete(f"/v1/candidates/{stored['candidate']}")

    text = json.dumps(log(client))
    for external_id in {one["externalId"] for one in stored["match"]["results"]}:
        assert external_id not in text
    assert "Beslisser" not in text
    assert "Gesproken" not in text


def test_the_log_is_listed_by_what_it_is_about(client: TestClient, stored: dict[str, Any]) -> None:
    candidate, match = stored["candidate"], stored["match"]["id"]

    assert [one["action"] for one in log(client, candidateId=candidate)] == ["candidate.created", "match.created"]
    assert [one["action"] for one in log(client, matchId=match)] == ["match.created"]
    assert {one["postingId"] for one in log(client, postingId=stored["posting"]["id"])} == {stored["posting"]["id"]}
    assert len(log(client, action="candidate.created")) == len(stored["ids"])
    assert [one["number"] for one in log(client, after=2, limit=2)] == [3, 4]


def test_the_pages_of_the_log_are_all_of_it_and_bear_its_head(client: TestClient, stored: dict[str, Any]) -> None:
    numbers, cursor = [], None
    while True:
        page = client.get("/v1/decisions", params={"limit": 2} | ({"cursor": cursor} if cursor else {})).json()
        numbers += [one["number"] for one in page["items"]]
        cursor = page["nextCursor"]
        if cursor is None:
            break

    assert numbers == list(range(1, len(stored["ids"]) + 3))
    assert page["head"] == {"number": numbers[-1], "hash": page["items"][-1]["hash"]}
    assert errors_of(client.get("/v1/decisions", params={"cursor": "bm9uZQ"})) == {"cursor": "cursor"}


def test_erasing_gives_a_receipt_of_what_went(client: TestClient, stored: dict[str, Any]) -> None:
    override(client, stored)
    path = f"/v1/candidates/{stored['candidate']}"

    answer = client.post(f"{path}/erasures", json={"reason": "withdrawn_consent", "reference": "AVG-7"})

    receipt = answer.json()
    assert answer.status_code == 201
    assert receipt["removed"] == {"matchesRedacted": 2, "overrides": 1, "jobRanks": 0, "idempotencyRecords": 0}
    assert (receipt["reason"], receipt["reference"]) == ("withdrawn_consent", "AVG-7")
    assert "toestemming" in receipt["statement"]
    assert client.get(answer.headers["Location"]).json() == receipt
    entry = log(client, action="candidate.erased")[0]
    assert (entry["number"], entry["hash"]) == (receipt["logNumber"], receipt["logHash"])
    assert client.get(path).status_code == 404


def test_erasing_again_gives_the_same_receipt(client: TestClient, stored: dict[str, Any]) -> None:
    path = f"/v1/candidates/{stored['candidate']}/erasures"
    first = client.post(path)

    second = client.post(path, json={"reason": "other"})

    assert second.status_code == 200
    assert second.json() == first.json()
    assert client.post(f"/v1/candidates/{_OTHER_ID}/erasures").status_code == 404


def test_deleting_leads_to_the_receipt(client: TestClient, stored: dict[str, Any]) -> None:
    answer = client.delete(f"/v1/candidates/{stored['candidate']}")

    address = answer.headers["Link"].split(">")[0].removeprefix("<")
    assert answer.status_code == 204
    assert client.get(address).json()["candidateId"] == stored["candidate"]


@pytest.mark.parametrize("reference", ["Jan de Vries", "jan@example.org", "x" * 65, ""])
def test_a_reference_is_a_code(client: TestClient, stored: dict[str, Any], reference: str) -> None:
    answer = client.post(f"/v1/candidates/{stored['candidate']}/erasures", json={"reference": reference})

    assert set(errors_of(answer)) == {"/reference"}
    assert client.get(f"/v1/candidates/{stored['candidate']}").status_code == 200


def test_an_export_holds_everything_of_the_person_and_nothing_of_others(
    client: TestClient, stored: dict[str, Any]
) -> None:
    override(client, stored)
    mine = next(one for one in stored["match"]["results"] if one["candidateId"] == stored["candidate"])

    found = client.get(f"/v1/candidates/{stored['candidate']}/export").json()

    assert found["candidate"] == client.get(f"/v1/candidates/{stored['candidate']}").json()
    assert found["matches"][0]["matchId"] == stored["match"]["id"]
    first = found["matches"][0]
    assert first["result"]["criteria"] == mine["criteria"]
    assert first["postingTitle"] == stored["posting"]["title"]
    assert (first["result"]["margin"], first["result"]["price"]) == (None, None)
    assert [one["author"] for one in found["matches"][1]["overrides"]] == ["M. de Beslisser"]
    assert [one["action"] for one in found["log"]] == ["candidate.created", "match.created", "match.overridden"]
    text = json.dumps(found)
    for other in stored["match"]["results"]:
        if other["candidateId"] != stored["candidate"]:
            assert other["candidateId"] not in text
            assert other["externalId"] not in text
    assert log(client)[-1]["action"] == "export.made"


def test_an_explanation_says_what_was_asked_found_and_decided(client: TestClient, stored: dict[str, Any]) -> None:
    again = override(client, stored, "Het <b>gesprek</b> & de map")

    answer = client.get(f"/v1/matches/{again['id']}/candidates/{stored['candidate']}/explanation")

    page = answer.text
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert '<html lang="nl">' in page
    assert "<script" not in page
    assert "Het <b>" not in page
    assert "Het &lt;b&gt;gesprek&lt;/b&gt; &amp; de map" in page
    assert "M. de Beslisser" in page
    assert "Een medewerker van de organisatie bekijkt het voorstel en beslist." in page
    assert "tellen niet mee" in page
    assert stored["match"]["engineVersion"] in page
    for other in stored["ids"]:
        assert (other in page) == (other == stored["candidate"])


def test_an_explanation_is_answered_as_asked(client: TestClient, stored: dict[str, Any]) -> None:
    path = f"/v1/matches/{stored['match']['id']}/candidates/{stored['candidate']}/explanation"

    as_json = client.get(path, headers={"Accept": "application/json"})
    as_markdown = client.get(path, headers={"Accept": "text/markdown, text/html;q=0.5"})
    refused = client.get(path, headers={"Accept": "image/png"})

    assert [one["text"] for one in as_json.json()["criteria"]] == [one["text"] for one in stored["posting"]["criteria"]]
    assert {one["verdictWords"] for one in as_json.json()["criteria"]} <= {
        "voldoet",
        "voldoet niet",
        "niet aangetoond",
    }
    assert as_markdown.text.startswith("# Uitleg bij de vergelijking van uw profiel\n")
    assert refused.status_code == 406


def test_an_explanation_of_who_was_erased_is_gone(client: TestClient, stored: dict[str, Any]) -> None:
    client.delete(f"/v1/candidates/{stored['candidate']}")

    path = f"/v1/matches/{stored['match']['id']}/candidates/{stored['candidate']}/explanation"
    assert client.get(path).status_code == 404


class Moving:
    """A clock that is set."""

    now = NOW

    def __call__(self) -> dt.datetime:
        return self.now


@pytest.fixture
def moving(settings: Settings, reader: Extractor) -> Iterator[tuple[TestClient, Moving]]:
    """A client, and the clock of its service."""
    clock = Moving()
    with LocalClient(create_app(settings, clock=clock, make_reader=lambda: reader)) as opened:
        yield opened, clock


def test_due_candidates_are_listed_with_their_last_day(moving: tuple[TestClient, Moving]) -> None:
    client, clock = moving
    first = created(client, "/v1/candidates", {"retention": {"basis": "procedure", "until": "2026-05-10"}})
    created(client, "/v1/candidates", {"retention": {"basis": "consent"}})

    clock.now = dt.datetime(2026, 5, 10, 21, 59, tzinfo=dt.UTC)
    before = client.get("/v1/due-candidates").json()
    clock.now = dt.datetime(2026, 5, 10, 22, 0, tzinfo=dt.UTC)
    after = client.get("/v1/due-candidates").json()

    assert before["items"] == []
    assert after["items"] == [
        {"candidateId": first["id"], "basis": "procedure", "termFrom": "until", "keepUntilDate": "2026-05-10"}
    ]
    assert after["enabled"] is False
