"""Jobs over HTTP, run by the service itself."""

import datetime as dt
import signal
import threading
from collections.abc import Iterator
from typing import Any

import pytest
from fastapi.testclient import TestClient

from app.database import Database
from app.main import create_app
from app.nlp.extractor import Extractor
from app.queue import JobQueue
from app.settings import Settings
from app.tenancy import FIRST_TENANT
from tests.api.helpers import created, errors_of
from tests.jobs import ended, job_of, results_of
from tests.local import LocalClient

NOWHERE = "01a21079-04f8-771c-8944-776d43d2e4df"


@pytest.fixture
def posting(client: TestClient, posting_text: str) -> dict[str, Any]:
    return created(client, "/v1/postings", {"text": posting_text})


@pytest.fixture
def ids(client: TestClient, profiles: list[dict[str, Any]]) -> list[str]:
    return [created(client, "/v1/candidates", profile)["id"] for profile in profiles]


@pytest.fixture
def idle(settings: Settings, reader: Extractor) -> Iterator[TestClient]:
    """A client of a service that leaves jobs to other processes."""
    alone = settings.model_copy(update={"job_workers": 0})
    with LocalClient(create_app(alone, make_reader=lambda: reader), raise_server_exceptions=False) as opened:
        yield opened


def make_job(client: TestClient, **asked: object) -> dict[str, Any]:
    return created(client, "/v1/jobs", {"kind": "match_all", **asked})


def test_a_job_is_answered_before_it_is_done(idle: TestClient, posting_text: str) -> None:
    created(idle, "/v1/postings", {"text": posting_text.replace("2026", "2031")})

    response = idle.post("/v1/jobs", json={"kind": "match_all"})

    job = response.json()
    assert (response.status_code, response.headers["location"]) == (201, f"/v1/jobs/{job['id']}")
    assert (job["state"], job["progress"]) == ("queued", {"done": 0, "total": 1})
    assert [job["startedAt"], job["finishedAt"], job["error"]] == [None, None, None]
    assert job["request"] == {"kind": "match_all", "postingIds": None, "limit": 25, "referenceDate": None}
    assert job_of(idle, job["id"]) == job
    assert results_of(idle, job["id"]) == []


def test_a_job_finds_what_a_match_finds(client: TestClient, posting: dict[str, Any], ids: list[str]) -> None:
    job = ended(client, make_job(client)["id"])
    match = created(client, f"/v1/postings/{posting['id']}/matches", {})

    assert (job["state"], job["progress"]) == ("succeeded", {"done": 1, "total": 1})
    assert job["startedAt"]
    assert job["finishedAt"]
    (result,) = results_of(client, job["id"])
    counted = ("postingId", "postingRevision", "referenceDate", "engineVersion", "considered", "eligible")
    assert {name: result[name] for name in counted} == {name: match[name] for name in counted}
    ranked = ("rank", "candidateId", "outcome", "points", "hourlyRate")
    assert result["ranking"] == [{name: one[name] for name in ranked} for one in match["results"]]
    assert len(result["ranking"]) == len(ids)


def test_the_limit_and_the_reference_date_are_those_asked(
    client: TestClient, posting: dict[str, Any], ids: list[str]
) -> None:
    asked = {"limit": 2, "referenceDate": "2020-01-01"}
    job = ended(client, make_job(client, **asked)["id"])
    match = created(client, f"/v1/postings/{posting['id']}/matches", asked)

    (result,) = results_of(client, job["id"])
    assert result["referenceDate"] == "2020-01-01"
    assert [rank["candidateId"] for rank in result["ranking"]] == [one["candidateId"] for one in match["results"]]
    assert result["considered"] == len(ids) > len(result["ranking"]) == 2


def test_results_are_lines(client: TestClient, posting: dict[str, Any], ids: list[str]) -> None:
    job = ended(client, make_job(client)["id"])

    answer = client.get(f"/v1/jobs/{job['id']}/results")

    assert answer.headers["content-type"] == "application/x-ndjson"
    assert answer.text.endswith("}\n")


def test_closed_postings_are_matched_only_when_asked_for(
    client: TestClient, posting: dict[str, Any], posting_text: str
) -> None:
    closed = created(client, "/v1/postings", {"text": posting_text.replace("2026", "2024")})

    of_all = ended(client, make_job(client)["id"])
    of_one = ended(client, make_job(client, postingIds=[closed["id"]])["id"])

    assert [result["postingId"] for result in results_of(client, of_all["id"])] == [posting["id"]]
    assert [result["postingId"] for result in results_of(client, of_one["id"])] == [closed["id"]]


def test_a_job_about_nothing_succeeds(client: TestClient) -> None:
    job = ended(client, make_job(client)["id"])

    assert (job["state"], job["progress"]) == ("succeeded", {"done": 0, "total": 0})
    assert results_of(client, job["id"]) == []


def test_every_error_is_named_at_once(client: TestClient, posting: dict[str, Any]) -> None:
    answers = [
        client.post("/v1/jobs", json=body)
        for body in (
            {},
            {"kind": "other", "limit": "3", "extra": 1},
            {"kind": "match_all", "postingIds": []},
            {"kind": "match_all", "postingIds": [posting["id"], posting["id"]]},
            {"kind": "match_all", "postingIds": [posting["id"], NOWHERE]},
        )
    ]

    assert {answer.status_code for answer in answers} == {400}
    assert [errors_of(answer) for answer in answers] == [
        {"/kind": "missing"},
        {"/kind": "literal_error", "/limit": "int_type", "/extra": "extra_forbidden"},
        {"/postingIds": "too_short"},
        {"/postingIds/1": "duplicate"},
        {"/postingIds/1": "unknown_posting"},
    ]
    assert client.get("/v1/jobs").json()["items"] == []


def test_limits_are_those_of_the_settings(settings: Settings, reader: Extractor) -> None:
    small = settings.model_copy(update={"max_posting_ids": 1, "max_match_limit": 30})
    with LocalClient(create_app(small, make_reader=lambda: reader)) as client:
        answer = client.post("/v1/jobs", json={"kind": "match_all", "limit": 31, "postingIds": ["a", "b"]})

    assert errors_of(answer) == {"/limit": "page_too_large", "/postingIds": "too_many_items"}


def test_jobs_are_listed_in_pages(idle: TestClient) -> None:
    made = [make_job(idle)["id"] for _ in range(3)]

    first = idle.get("/v1/jobs?limit=2").json()
    second = idle.get(f"/v1/jobs?limit=2&cursor={first['nextCursor']}").json()

    assert [item["id"] for page in (first, second) for item in page["items"]] == made
    assert second["nextCursor"] is None
    assert first["items"][0] == {name: value for name, value in job_of(idle, made[0]).items() if name != "request"}


def test_a_waiting_job_can_be_cancelled_twice(idle: TestClient) -> None:
    job = make_job(idle)

    answers = [idle.post(f"/v1/jobs/{job['id']}/cancellations") for _ in range(2)]

    assert [answer.status_code for answer in answers] == [200, 200]
    assert answers[0].json() == answers[1].json() == job_of(idle, job["id"])
    assert answers[0].json()["state"] == "cancelled"
    assert answers[0].json()["finishedAt"]


def test_a_job_that_has_ended_cannot_be_cancelled(client: TestClient) -> None:
    job = ended(client, make_job(client)["id"])

    answer = client.post(f"/v1/jobs/{job['id']}/cancellations")

    assert (answer.status_code, answer.json()["type"]) == (409, "urn:problem-type:gunning:job-ended")
    assert job_of(client, job["id"])["state"] == "succeeded"


def test_a_removed_job_is_gone(client: TestClient, posting: dict[str, Any], ids: list[str]) -> None:
    job = ended(client, make_job(client)["id"])

    assert client.delete(f"/v1/jobs/{job['id']}").status_code == 204

    assert client.get(f"/v1/jobs/{job['id']}").status_code == 404
    assert client.get(f"/v1/jobs/{job['id']}/results").status_code == 404


@pytest.mark.parametrize(
    ("method", "path"), [("GET", ""), ("GET", "/results"), ("POST", "/cancellations"), ("DELETE", "")]
)
def test_an_unknown_job_is_a_404(client: TestClient, method: str, path: str) -> None:
    answer = client.request(method, f"/v1/jobs/{NOWHERE}{path}")

    assert (answer.status_code, answer.headers["content-type"]) == (404, "application/problem+json")


def test_an_erased_person_vanishes_from_results(client: TestClient, posting: dict[str, Any], ids: list[str]) -> None:
    job = ended(client, make_job(client)["id"])
    (before,) = results_of(client, job["id"])

    assert client.delete(f"/v1/candidates/{ids[0]}").status_code == 204

    (after,) = results_of(client, job["id"])
    assert ids[0] not in str(after)
    assert after["ranking"] == [rank for rank in before["ranking"] if rank["candidateId"] != ids[0]]
    assert len(after["ranking"]) == len(before["ranking"]) - 1


def test_a_removed_posting_vanishes_from_results(client: TestClient, posting: dict[str, Any], ids: list[str]) -> None:
    job = ended(client, make_job(client)["id"])

    assert client.delete(f"/v1/postings/{posting['id']}").status_code == 204

    assert results_of(client, job["id"]) == []
    assert job_of(client, job["id"])["progress"] == {"done": 0, "total": 0}


def test_a_job_that_the_queue_lost_is_found(settings: Settings, reader: Extractor, idle: TestClient) -> None:
    job = make_job(idle)
    database = Database(settings.database_url).of(FIRST_TENANT)
    queue = JobQueue(database)
    queue._huey.storage.flush_queue()
    queue.close()
    database.close()

    with LocalClient(create_app(settings, make_reader=lambda: reader)) as client:
        assert ended(client, job["id"])["state"] == "succeeded"


def test_the_embedded_worker_leaves_signals_alone(client: TestClient) -> None:
    handlers = {signal.getsignal(number) for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)}

    assert handlers <= {signal.SIG_DFL, signal.default_int_handler, signal.SIG_IGN}


def test_a_service_may_end_as_soon_as_it_has_started(settings: Settings, reader: Extractor) -> None:
    for _ in range(10):
        with LocalClient(create_app(settings, make_reader=lambda: reader)):
            running = {thread.name for thread in threading.enumerate()}
        assert "Worker-1" in running
        assert "Worker-1" not in {thread.name for thread in threading.enumerate()}


def test_a_service_in_memory_runs_no_jobs_beside_its_requests(reader: Extractor) -> None:
    settings = Settings(database_url="sqlite://", log_level="error")
    with LocalClient(create_app(settings, make_reader=lambda: reader)) as client:
        assert make_job(client)["state"] == "queued"


def test_times_are_told(client: TestClient) -> None:
    job = ended(client, make_job(client)["id"])

    assert dt.datetime.fromisoformat(job["createdAt"]).tzinfo == dt.UTC
