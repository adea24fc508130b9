"""Taking in many candidates at once."""

import json
import threading
from typing import Any

import pytest
from fastapi.testclient import TestClient

from app.database import Database
from app.errors import AppError
from app.main import create_app
from app.nlp.extractor import Extractor
from app.services.clock import utc_now
from app.services.imports import ImportService
from app.settings import Settings
from app.tenancy import FIRST_TENANT
from tests.api.helpers import created
from tests.local import LocalClient

Line = dict[str, Any]
ADDRESS = "/v1/candidates/imports"
NDJSON = {"Content-Type": "application/x-ndjson"}


def person(external_id: str | None, position: str = "Jurist") -> Line:
    return {"externalId": external_id, "resume": {"work": [{"name": "Gemeente Rietdam", "position": position}]}}


def imported(client: TestClient, *lines: Line | str) -> list[Line]:
    body = "\n".join(line if isinstance(line, str) else json.dumps(line) for line in lines)
    response = client.post(ADDRESS, content=body.encode(), headers=NDJSON)
    assert response.status_code == 200, response.text
    assert response.headers["content-type"] == "application/x-ndjson"
    return [json.loads(line) for line in response.text.splitlines()]


def test_every_line_is_a_candidate(client: TestClient) -> None:
    told = imported(client, person("A-1"), person("A-2"))

    assert [(one["line"], one["outcome"], one["externalId"]) for one in told] == [
        (1, "created", "A-1"),
        (2, "created", "A-2"),
    ]
    assert client.get(f"/v1/candidates/{told[1]['candidateId']}").json()["externalId"] == "A-2"


def test_a_known_external_id_is_replaced(client: TestClient) -> None:
    before = created(client, "/v1/candidates", person("A-1"))

    told = imported(client, person("A-1", "Adviseur"))
    after = client.get(f"/v1/candidates/{before['id']}").json()

    assert (told[0]["outcome"], told[0]["candidateId"]) == ("replaced", before["id"])
    assert after["resume"]["work"][0]["position"] == "Adviseur"
    assert after["revision"] == 2


def test_of_two_lines_about_one_candidate_the_later_stands(client: TestClient) -> None:
    told = imported(client, person("A-1", "Jurist"), person("A-2"), person("A-1", "Adviseur"))

    assert [one["outcome"] for one in told] == ["created", "created", "replaced"]
    stored = client.get("/v1/candidates/by-external-id/A-1").json()
    assert stored["resume"]["work"][0]["position"] == "Adviseur"


def test_a_bad_line_costs_no_good_one(client: TestClient) -> None:
    told = imported(client, person("A-1"), '{"externalId": "A-2", "resume": 3}', "{nonsense", person("A-3"))

    assert [one["outcome"] for one in told] == ["created", "refused", "refused", "created"]
    assert [error["pointer"] for error in told[1]["errors"]] == ["/resume"]
    assert [error["code"] for error in told[2]["errors"]] == ["json_invalid"]
    assert client.get("/v1/candidates/by-external-id/A-3").status_code == 200


def test_a_line_needs_the_id_that_makes_sending_it_again_harmless(client: TestClient) -> None:
    told = imported(client, person(None))

    assert [(error["pointer"], error["code"]) for error in told[0]["errors"]] == [("/externalId", "missing")]


def test_blank_lines_count_and_say_nothing(client: TestClient) -> None:
    told = imported(client, "", person("A-1"), "  ", person("A-2"), "")

    assert [one["line"] for one in told] == [2, 4]


def test_a_line_that_is_too_long_is_refused_and_the_next_is_stored(client: TestClient) -> None:
    long = json.dumps({"externalId": "A-1", "resume": {"basics": {"summary": "x" * 4_000_001}}})

    told = imported(client, long, person("A-2"))

    assert [(one["outcome"], one["line"]) for one in told] == [("refused", 1), ("created", 2)]
    assert told[0]["errors"][0]["code"] == "line_too_long"


@pytest.mark.parametrize("sent", ["application/json", "text/plain", "application/x-ndjson; charset=latin-1"])
def test_only_lines_of_json_are_taken(client: TestClient, sent: str) -> None:
    response = client.post(ADDRESS, content=b"{}", headers={"Content-Type": sent})

    assert response.status_code == 415
    assert response.headers["accept"] == "application/x-ndjson"


def test_an_unknown_parameter_is_refused(client: TestClient) -> None:
    response = client.post(f"{ADDRESS}?dryRun=true", content=b"", headers=NDJSON)

    assert response.status_code == 400


def test_what_was_imported_is_matched(client: TestClient) -> None:
    posting = created(client, "/v1/postings", {"text": "Jurist\n\nEisen:\n1. Minimaal 1 jaar ervaring als jurist.\n"})
    imported(client, *(person(f"A-{n}") for n in range(1_200)))

    match = created(client, f"/v1/postings/{posting['id']}/matches", {})

    assert match["considered"] == 1_200


def test_an_imported_candidate_is_stored_as_a_created_one(client: TestClient, profiles: list[Line]) -> None:
    sent = {**profiles[0], "externalId": "A-1"}
    one = created(client, "/v1/candidates", sent)
    imported(client, {**sent, "externalId": "A-2"})

    other = client.get("/v1/candidates/by-external-id/A-2").json()

    assert {name: other[name] for name in ("resume", "engagement", "cv", "retention")} == {
        name: one[name] for name in ("resume", "engagement", "cv", "retention")
    }


def test_no_more_lines_are_taken_than_the_settings_say(settings: Settings, reader: Extractor) -> None:
    few = settings.model_copy(update={"max_import_lines": 2})
    with LocalClient(create_app(few, make_reader=lambda: reader)) as client:
        body = "\n".join(json.dumps(person(f"A-{n}")) for n in range(3))
        response = client.post(ADDRESS, content=body.encode(), headers=NDJSON)

    assert response.status_code == 413
    assert response.json()["type"].endswith(":too-many-lines")


@pytest.mark.parametrize("sent", ["x" * 201, "a\nb", 7])
def test_a_refused_line_repeats_nothing_that_is_no_id(client: TestClient, sent: object) -> None:
    told = imported(client, {"externalId": sent})

    assert told[0]["externalId"] is None


def test_a_line_has_so_many_errors_and_no_more(client: TestClient) -> None:
    told = imported(client, {"externalId": "A-1", **{f"m{n}": 1 for n in range(300)}})

    assert (told[0]["externalId"], len(told[0]["errors"])) == ("A-1", 10)


def test_whoever_comes_while_others_import_is_told_to_come_again(settings: Settings) -> None:
    database = Database(settings.database_url).of(FIRST_TENANT)
    service = ImportService(database, settings, utc_now, threading.Semaphore(2), threading.Semaphore(4), lambda: None)
    line = json.dumps(person(None)).encode()
    busy = [service.take_all((n, line) for n in range(600)) for _ in range(4)]
    for one in busy:
        next(one)

    with pytest.raises(AppError) as refused:
        next(service.take_all([(1, line)]))
    busy[0].close()

    assert refused.value.kind == "unavailable"
    assert next(service.take_all([(1, line)])).line == 1
    database.close()
