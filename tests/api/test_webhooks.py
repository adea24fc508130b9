"""Webhook endpoints and deliveries over HTTP, sent by the service itself."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from fastapi.testclient import TestClient

from app.main import create_app
from app.nlp.extractor import Extractor
from app.settings import Settings
from tests.api.helpers import created, errors_of
from tests.jobs import ended, until
from tests.local import LocalClient
from tests.webhooks import Receiver, receiving

ENDPOINTS = "/v1/webhook-endpoints"
NOWHERE = "01a21079-04f8-771c-8944-776d43d2e4df"
EVERY = ["posting.parsed", "posting.closing-soon", "match.completed", "job.completed", "candidate.erased"]


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with receiving() as opened:
        yield opened


@pytest.fixture
def local(settings: Settings) -> Settings:
    return settings.model_copy(update={"webhook_allow_private_addresses": True})


@pytest.fixture
def client(local: Settings, reader: Extractor) -> Iterator[TestClient]:
    """A client of a service that sends within its own network, at the real time."""
    with LocalClient(create_app(local, make_reader=lambda: reader), raise_server_exceptions=False) as opened:
        yield opened


@pytest.fixture
def idle(local: Settings, reader: Extractor) -> Iterator[TestClient]:
    """A client of a service that leaves sending to other processes."""
    alone = local.model_copy(update={"job_workers": 0, "max_webhook_endpoints": 3})
    with LocalClient(create_app(alone, make_reader=lambda: reader), raise_server_exceptions=False) as opened:
        yield opened


def make_endpoint(client: TestClient, url: str = "http://127.0.0.1:9000/", **given: object) -> dict[str, Any]:
    return created(client, ENDPOINTS, {"url": url, "eventTypes": EVERY, **given})


def deliveries_of(client: TestClient, endpoint: dict[str, Any], query: str = "") -> list[dict[str, Any]]:
    listed: list[dict[str, Any]] = client.get(f"{ENDPOINTS}/{endpoint['id']}/deliveries{query}").json()["items"]
    return listed


def test_an_endpoint_is_made_and_its_secret_shown_once(idle: TestClient) -> None:
    answer = idle.post(ENDPOINTS, json={"url": "http://127.0.0.1:9000/x", "eventTypes": ["match.completed"]})

    endpoint = answer.json()
    assert (answer.status_code, answer.headers["location"]) == (201, f"{ENDPOINTS}/{endpoint['id']}")
    assert re.fullmatch(r"whsec_[A-Za-z0-9+/]{43}=", endpoint.pop("secret"))
    assert idle.get(f"{ENDPOINTS}/{endpoint['id']}").json() == endpoint
    assert endpoint | {"id": "", "createdAt": "", "updatedAt": ""} == {
        "id": "",
        "revision": 1,
        "createdAt": "",
        "updatedAt": "",
        "url": "http://127.0.0.1:9000/x",
        "eventTypes": ["match.completed"],
        "description": None,
        "disabled": False,
        "disabledReason": None,
        "disabledAt": None,
    }
    assert "whsec" not in idle.get(ENDPOINTS).text


def test_endpoints_are_listed_in_pages(idle: TestClient) -> None:
    made = [make_endpoint(idle)["id"] for _ in range(3)]

    first = idle.get(f"{ENDPOINTS}?limit=2").json()
    second = idle.get(f"{ENDPOINTS}?limit=2&cursor={first['nextCursor']}").json()

    assert [item["id"] for page in (first, second) for item in page["items"]] == made
    assert second["nextCursor"] is None


def test_there_are_so_many_endpoints_at_most(idle: TestClient) -> None:
    for _ in range(3):
        made = make_endpoint(idle)
    body = {"url": "http://127.0.0.1:9000/", "eventTypes": ["match.completed"]}

    answer = idle.post(ENDPOINTS, json=body)

    assert (answer.status_code, answer.json()["type"]) == (409, "urn:problem-type:gunning:too-many-endpoints")
    assert idle.delete(f"{ENDPOINTS}/{made['id']}").status_code == 204
    assert idle.post(ENDPOINTS, json=body).status_code == 201


@pytest.mark.parametrize(
    ("body", "errors"),
    [
        ({}, {"/url": "missing", "/eventTypes": "missing"}),
        (
            {"url": 1, "eventTypes": [], "description": "x" * 501, "secret": "mine"},
            {
                "/url": "string_type",
                "/eventTypes": "too_short",
                "/description": "string_too_long",
                "/secret": "extra_forbidden",
            },
        ),
        ({"url": "https://u:p@a.example/", "eventTypes": ["posting.parsed"]}, {"/url": "url_credentials"}),
        ({"url": "http://a.example:22/", "eventTypes": ["posting.parsed"]}, {"/url": "url_port"}),
        ({"url": "http://127.0.0.1:9000/", "eventTypes": ["posting.parsed"] * 2}, {"/eventTypes/1": "duplicate"}),
        (
            {"url": "http://169.254.169.254/", "eventTypes": ["job.completed", "webhook.test"]},
            {"/eventTypes/1": "enum"},
        ),
        (
            {"url": "http://169.254.169.254/", "eventTypes": ["posting.parsed"] * 2},
            {"/url": "url_address", "/eventTypes/1": "duplicate"},
        ),
    ],
)
def test_every_error_is_named_at_once(idle: TestClient, body: dict[str, Any], errors: dict[str, str]) -> None:
    answer = idle.post(ENDPOINTS, json=body)

    assert (answer.status_code, errors_of(answer)) == (400, errors)
    assert idle.get(ENDPOINTS).json()["items"] == []


@pytest.mark.parametrize("url", ["https://127.0.0.1:9000/", "https://[::1]/", "https://10.0.0.1/", "https://0x7f.1/"])
def test_private_addresses_are_refused_unless_allowed(settings: Settings, reader: Extractor, url: str) -> None:
    with LocalClient(create_app(settings, make_reader=lambda: reader)) as client:
        endpoint = {"url": url, "eventTypes": ["posting.parsed"]}

        assert errors_of(client.post(ENDPOINTS, json=endpoint)) == {"/url": "url_address"}


def test_what_is_given_is_changed(idle: TestClient) -> None:
    endpoint = make_endpoint(idle, description="before")
    address = f"{ENDPOINTS}/{endpoint['id']}"
    endpoint.pop("secret")

    changed = idle.patch(address, json={"url": "http://127.0.0.1:9001/", "eventTypes": ["candidate.erased"]}).json()
    cleared = idle.patch(address, json={"description": None}).json()
    unchanged = idle.patch(address, json={"url": "http://127.0.0.1:9001/"}).json()

    assert changed == endpoint | {
        "url": "http://127.0.0.1:9001/",
        "eventTypes": ["candidate.erased"],
        "revision": 2,
        "updatedAt": changed["updatedAt"],
    }
    assert (cleared["description"], cleared["revision"]) == (None, 3)
    assert unchanged == cleared == idle.get(address).json()


def test_what_cannot_be_taken_away_is_named(idle: TestClient) -> None:
    endpoint = make_endpoint(idle)

    answer = idle.patch(
        f"{ENDPOINTS}/{endpoint['id']}", json={"url": None, "eventTypes": None, "disabled": None, "revision": 3}
    )

    assert errors_of(answer) == {
        "/url": "not_null",
        "/eventTypes": "not_null",
        "/disabled": "not_null",
        "/revision": "extra_forbidden",
    }


def test_a_disabled_endpoint_is_told_nothing_until_it_is_enabled(idle: TestClient, posting_text: str) -> None:
    endpoint = make_endpoint(idle)
    address = f"{ENDPOINTS}/{endpoint['id']}"
    created(idle, "/v1/postings", {"text": posting_text})

    disabled = idle.patch(address, json={"disabled": True}).json()
    created(idle, "/v1/postings", {"text": posting_text})
    refused = [
        idle.post(f"{address}/tests"),
        idle.post(f"{address}/deliveries/{deliveries_of(idle, endpoint)[0]['id']}/retries"),
    ]
    enabled = idle.patch(address, json={"disabled": False}).json()
    created(idle, "/v1/postings", {"text": posting_text})

    assert (disabled["disabled"], disabled["disabledReason"]) == (True, "by_request")
    assert disabled["disabledAt"]
    assert {answer.json()["type"] for answer in refused} == {"urn:problem-type:gunning:endpoint-disabled"}
    assert {answer.status_code for answer in refused} == {409}
    assert [enabled["disabled"], enabled["disabledReason"], enabled["disabledAt"]] == [False, None, None]
    assert [one["state"] for one in deliveries_of(idle, endpoint)] == ["pending", "cancelled"]


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", ""),
        ("PATCH", ""),
        ("DELETE", ""),
        ("POST", "/secret-rotations"),
        ("POST", "/tests"),
        ("GET", "/deliveries"),
        ("GET", f"/deliveries/{NOWHERE}"),
        ("POST", f"/deliveries/{NOWHERE}/retries"),
    ],
)
def test_an_unknown_endpoint_is_a_404(idle: TestClient, method: str, path: str) -> None:
    answer = idle.request(method, f"{ENDPOINTS}/{NOWHERE}{path}", json={} if method == "PATCH" else None)

    assert (answer.status_code, answer.headers["content-type"]) == (404, "application/problem+json")


def test_deliveries_are_found_at_their_own_endpoint_only(idle: TestClient) -> None:
    one, other = make_endpoint(idle), make_endpoint(idle)
    delivery = created(idle, f"{ENDPOINTS}/{one['id']}/tests", None)

    assert idle.get(f"{ENDPOINTS}/{one['id']}/deliveries/{delivery['id']}").json() == delivery
    for method, path in (("GET", ""), ("POST", "/retries")):
        address = f"{ENDPOINTS}/{other['id']}/deliveries/{delivery['id']}{path}"
        assert idle.request(method, address).status_code == 404
    assert deliveries_of(idle, other) == []


def test_deliveries_are_listed_newest_first_in_pages(idle: TestClient) -> None:
    endpoint = make_endpoint(idle)
    made = [created(idle, f"{ENDPOINTS}/{endpoint['id']}/tests", None) for _ in range(3)]

    first = idle.get(f"{ENDPOINTS}/{endpoint['id']}/deliveries?limit=2").json()
    second = idle.get(f"{ENDPOINTS}/{endpoint['id']}/deliveries?limit=2&cursor={first['nextCursor']}").json()

    assert [item for page in (first, second) for item in page["items"]] == made[::-1]
    assert second["nextCursor"] is None
    assert deliveries_of(idle, endpoint, "?state=failed") == []
    assert len(deliveries_of(idle, endpoint, "?state=pending")) == 3
    assert errors_of(idle.get(f"{ENDPOINTS}/{endpoint['id']}/deliveries?state=lost")) == {"state": "enum"}


def test_a_test_arrives_and_is_verified(client: TestClient, receiver: Receiver) -> None:
    endpoint = make_endpoint(client, receiver.url, eventTypes=["match.completed"])

    answer = client.post(f"{ENDPOINTS}/{endpoint['id']}/tests")
    until(lambda: client.get(answer.headers["location"]).json()["state"] == "succeeded")

    delivery = client.get(answer.headers["location"]).json()
    (one,) = receiver.received
    event = one.verified_by(endpoint["secret"])
    assert event == {
        "type": "webhook.test",
        "timestamp": event["timestamp"],
        "data": {"endpointId": endpoint["id"]},
    }
    assert one.headers["webhook-id"] == delivery["eventId"]
    assert one.headers["content-type"] == "application/json"
    assert one.headers["user-agent"].startswith("Gunning-Webhooks/")
    assert (delivery["eventType"], delivery["attempts"], delivery["lastStatusCode"]) == ("webhook.test", 1, 200)
    assert [delivery["lastFailure"], delivery["nextAttemptAt"]] == [None, None]
    assert delivery["lastAttemptAt"]


def test_whatever_happens_is_told_and_says_nothing_personal(
    client: TestClient, receiver: Receiver, posting_text: str, profiles: list[dict[str, Any]]
) -> None:
    endpoint = make_endpoint(client, receiver.url)
    posting = created(client, "/v1/postings", {"text": posting_text})
    candidate = created(client, "/v1/candidates", profiles[0])
    match = created(client, f"/v1/postings/{posting['id']}/matches", {})
    job = ended(client, created(client, "/v1/jobs", {"kind": "match_all", "postingIds": [posting["id"]]})["id"])
    client.delete(f"/v1/candidates/{candidate['id']}")

    until(lambda: len(receiver.received) == 4)

    told = {
        event["type"]: event["data"] for event in (one.verified_by(endpoint["secret"]) for one in receiver.received)
    }
    kinds = [criterion["kind"] for criterion in posting["criteria"]]
    assert told == {
        "posting.parsed": {
            "postingId": posting["id"],
            "revision": 1,
            "parserVersion": posting["parserVersion"],
            "knockouts": kinds.count("knockout"),
            "awards": kinds.count("award"),
            "wishes": kinds.count("wish"),
            "findings": len(posting["findings"]),
            "submissionDeadline": posting["deadlines"]["submission"].replace("Z", ".000Z"),
        },
        "match.completed": {
            "matchId": match["id"],
            "postingId": posting["id"],
            "postingRevision": 1,
            "considered": 1,
            **{name: match[name] for name in ("eligible", "needsReview", "notEligible")},
        },
        "job.completed": {"jobId": job["id"], "state": "succeeded", "done": 1, "total": 1},
        "candidate.erased": {"candidateId": candidate["id"]},
    }
    assert len(set(receiver.ids)) == 4
    sent = b"".join(one.body for one in receiver.received).decode()
    assert profiles[0]["externalId"] not in sent


def test_an_endpoint_is_told_only_what_it_asked_for(client: TestClient, receiver: Receiver, posting_text: str) -> None:
    endpoint = make_endpoint(client, receiver.url, eventTypes=["match.completed"])
    posting = created(client, "/v1/postings", {"text": posting_text})
    created(client, f"/v1/postings/{posting['id']}/matches", {})

    until(lambda: len(receiver.received) == 1)

    assert [one["eventType"] for one in deliveries_of(client, endpoint)] == ["match.completed"]


def test_two_endpoints_are_told_of_one_event_by_one_id(
    client: TestClient, receiver: Receiver, posting_text: str
) -> None:
    made = [make_endpoint(client, f"{receiver.url}/{number}") for number in range(2)]
    created(client, "/v1/postings", {"text": posting_text})

    until(lambda: len(receiver.received) == 2)

    assert len(set(receiver.ids)) == 1
    by_path = {one.path: one for one in receiver.received}
    for number, endpoint in enumerate(made):
        assert by_path[f"/hooks/{number}"].verified_by(endpoint["secret"])["type"] == "posting.parsed"


def test_a_match_by_a_person_is_told_too(client: TestClient, receiver: Receiver, posting_text: str) -> None:
    endpoint = make_endpoint(client, receiver.url, eventTypes=["match.completed"])
    posting = created(client, "/v1/postings", {"text": posting_text})
    candidate = created(client, "/v1/candidates", {})
    match = created(client, f"/v1/postings/{posting['id']}/matches", {})
    override = {
        "candidateId": candidate["id"],
        "criterionId": posting["criteria"][0]["id"],
        "verdict": "met",
        "reason": "Diploma gezien.",
        "author": "B. Lezer",
    }
    again = created(client, f"/v1/matches/{match['id']}/overrides", {"overrides": [override]})

    until(lambda: len(receiver.received) == 2)

    told = [one.verified_by(endpoint["secret"])["data"]["matchId"] for one in receiver.received]
    assert sorted(told) == [match["id"], again["id"]]


def test_after_a_rotation_both_secrets_verify(client: TestClient, receiver: Receiver) -> None:
    endpoint = make_endpoint(client, receiver.url)
    address = f"{ENDPOINTS}/{endpoint['id']}"

    rotated = client.post(f"{address}/secret-rotations").json()
    client.post(f"{address}/tests")
    until(lambda: len(receiver.received) == 1)

    (one,) = receiver.received
    assert rotated["secret"] != endpoint["secret"]
    assert rotated["revision"] == 2
    assert len(one.headers["webhook-signature"].split(" ")) == 2
    for secret in (rotated["secret"], endpoint["secret"]):
        assert one.verified_by(secret)["type"] == "webhook.test"


@pytest.mark.parametrize("hours", [-1, 169, 1.5, "24"])
def test_an_overlap_has_bounds(idle: TestClient, hours: object) -> None:
    endpoint = make_endpoint(idle)

    answer = idle.post(f"{ENDPOINTS}/{endpoint['id']}/secret-rotations", json={"overlapHours": hours})

    assert list(errors_of(answer)) == ["/overlapHours"]


def test_a_receiver_that_fails_is_told_again_by_the_same_id(client: TestClient, receiver: Receiver) -> None:
    endpoint = make_endpoint(client, receiver.url)
    receiver.answers = [500]
    client.post(f"{ENDPOINTS}/{endpoint['id']}/tests")
    until(lambda: deliveries_of(client, endpoint)[0]["attempts"] == 1)
    until(lambda: deliveries_of(client, endpoint)[0]["lastStatusCode"] == 500)
    (waiting,) = deliveries_of(client, endpoint)

    answer = client.post(f"{ENDPOINTS}/{endpoint['id']}/deliveries/{waiting['id']}/retries")
    until(lambda: len(receiver.received) == 2)
    until(lambda: deliveries_of(client, endpoint)[0]["state"] == "succeeded")

    assert (waiting["state"], waiting["lastFailure"]) == ("pending", "error_status")
    assert waiting["nextAttemptAt"] > waiting["lastAttemptAt"]
    assert (answer.status_code, answer.json()["state"]) == (200, "pending")
    assert len(set(receiver.ids)) == 1
    assert len({one.body for one in receiver.received}) == 1


def test_what_succeeded_can_be_sent_again(client: TestClient, receiver: Receiver) -> None:
    endpoint = make_endpoint(client, receiver.url)
    client.post(f"{ENDPOINTS}/{endpoint['id']}/tests")
    until(lambda: bool(deliveries_of(client, endpoint, "?state=succeeded")))

    client.post(f"{ENDPOINTS}/{endpoint['id']}/deliveries/{deliveries_of(client, endpoint)[0]['id']}/retries")
    until(lambda: deliveries_of(client, endpoint)[0]["attempts"] == 2)
    until(lambda: bool(deliveries_of(client, endpoint, "?state=succeeded")))

    assert len(receiver.received) == 2
    assert len(set(receiver.ids)) == 1


def test_a_removed_endpoint_is_gone_with_its_deliveries(idle: TestClient) -> None:
    endpoint = make_endpoint(idle)
    created(idle, f"{ENDPOINTS}/{endpoint['id']}/tests", None)

    assert idle.delete(f"{ENDPOINTS}/{endpoint['id']}").status_code == 204

    assert idle.get(f"{ENDPOINTS}/{endpoint['id']}").status_code == 404
    assert idle.get(f"{ENDPOINTS}/{endpoint['id']}/deliveries").status_code == 404


def test_a_slow_receiver_keeps_nobody_waiting(
    client: TestClient, receiver: Receiver, posting_text: str, profiles: list[dict[str, Any]]
) -> None:
    slow = make_endpoint(client, f"{receiver.url}/slow")
    receiver.answers = [lambda _: receiver.let_go.wait(60)] * 6
    for _ in range(6):
        client.post(f"{ENDPOINTS}/{slow['id']}/tests")
    until(lambda: receiver.busy == 2)
    receiver.answers = []

    with receiving() as other:
        quick = make_endpoint(client, other.url)
        posting = created(client, "/v1/postings", {"text": posting_text})
        job = ended(client, created(client, "/v1/jobs", {"kind": "match_all", "postingIds": [posting["id"]]})["id"])
        until(lambda: len(other.received) == 2)
        until(lambda: len(deliveries_of(client, quick, "?state=succeeded")) == 2)

    assert job["state"] == "succeeded"
    assert receiver.most_busy == 2
    assert deliveries_of(client, slow, "?state=succeeded") == []


def test_the_log_tells_of_sending_and_not_where_to(
    local: Settings, reader: Extractor, receiver: Receiver, capfd: pytest.CaptureFixture[str]
) -> None:
    talkative = local.model_copy(update={"log_level": "info"})
    receiver.answers = [410]
    with LocalClient(create_app(talkative, make_reader=lambda: reader)) as client:
        endpoint = make_endpoint(client, f"{receiver.url}?token=geheim")
        delivery = created(client, f"{ENDPOINTS}/{endpoint['id']}/tests", None)
        until(lambda: bool(client.get(f"{ENDPOINTS}/{endpoint['id']}").json()["disabled"]))

    logged = capfd.readouterr().err
    assert receiver.received[0].path == "/hooks?token=geheim"
    assert delivery["id"] in logged
    assert "webhook_endpoint_disabled" in logged
    assert "webhook_secret_not_sealed" in logged
    assert "geheim" not in logged
    assert endpoint["secret"] not in logged


def test_a_test_asked_for_twice_under_one_key_is_sent_once(client: TestClient, receiver: Receiver) -> None:
    endpoint = make_endpoint(client, receiver.url)
    once = {"Idempotency-Key": "probeer-1"}

    first, second = (client.post(f"{ENDPOINTS}/{endpoint['id']}/tests", headers=once) for _ in range(2))
    until(lambda: bool(deliveries_of(client, endpoint, "?state=succeeded")))

    assert (first.status_code, second.status_code) == (201, 201)
    assert first.json() == second.json()
    assert [first.headers["location"]] * 2 == [first.headers["location"], second.headers["location"]]
    assert len(receiver.received) == len(deliveries_of(client, endpoint)) == 1


@pytest.mark.parametrize("rotated", [False, True])
def test_a_secret_is_not_told_again_to_who_repeats_a_key(idle: TestClient, rotated: bool) -> None:
    path, body = ENDPOINTS, {"url": "http://127.0.0.1:9000/", "eventTypes": EVERY}
    if rotated:
        path, body = f"{ENDPOINTS}/{make_endpoint(idle)['id']}/secret-rotations", {}
    first, second = (idle.post(path, json=body, headers={"Idempotency-Key": "geheim-1"}) for _ in range(2))

    assert first.json()["secret"].startswith("whsec_")
    assert second.status_code == 409
    assert "whsec_" not in second.text
    assert len(idle.get(ENDPOINTS).json()["items"]) == 1


def test_the_document_describes_each_event(client: TestClient) -> None:
    document = client.get("/v1/openapi.json").json()

    assert set(document["webhooks"]) == {*EVERY, "webhook.test"}
    for event_type, item in document["webhooks"].items():
        reference = item["post"]["requestBody"]["content"]["application/json"]["schema"]["$ref"]
        schema = document["components"]["schemas"][reference.rpartition("/")[2]]
        assert schema["properties"]["type"] == {"const": event_type, "type": "string"}
        assert [one["name"] for one in item["post"]["parameters"]] == [
            "webhook-id",
            "webhook-timestamp",
            "webhook-signature",
        ]
        assert "422" not in item["post"]["responses"]
