"""The figures for Prometheus: what they count, who sees them, and that they hold nothing of anybody."""

from collections.abc import Iterator
from typing import Any

import pytest
from fastapi.testclient import TestClient
from prometheus_client.parser import text_string_to_metric_families

from app.database import Database
from app.main import create_app
from app.nlp.extractor import Extractor
from app.settings import Settings
from tests.api.helpers import created
from tests.local import LocalClient

ON_THIS_MACHINE = ("127.0.0.1", 50_000)
ELSEWHERE = ("192.0.2.7", 50_000)
Samples = dict[tuple[str, frozenset[tuple[str, str]]], float]


@pytest.fixture
def local(settings: Settings, reader: Extractor) -> Iterator[TestClient]:
    app = create_app(settings.model_copy(update={"job_workers": 0}), make_reader=lambda: reader)
    with LocalClient(app, raise_server_exceptions=False) as opened:
        yield opened


def samples(client: TestClient) -> Samples:
    answer = client.get("/metrics")
    assert answer.status_code == 200, answer.text
    families = text_string_to_metric_families(answer.text)
    return {(one.name, frozenset(one.labels.items())): one.value for family in families for one in family.samples}


def value(found: Samples, name: str, **labels: str) -> float:
    return found.get((name, frozenset(labels.items())), 0.0)


def requests(found: Samples, route: str, method: str, status: str) -> float:
    return value(found, "gunning_http_request_seconds_count", route=route, method=method, status=status)


def test_requests_are_counted_by_pattern_method_and_class_of_status(local: TestClient) -> None:
    local.post("/v1/candidates", json={"externalId": "A-1"})
    local.post("/v1/candidates", json={"externalId": "A-1"})
    local.get("/v1/candidates/by-external-id/A-1")
    local.get("/v1/nothing-here")

    found = samples(local)

    assert requests(found, "/v1/candidates", "POST", "2xx") == 1
    assert requests(found, "/v1/candidates", "POST", "4xx") == 1
    assert requests(found, "/v1/candidates/by-external-id/{externalId}", "GET", "2xx") == 1
    assert requests(found, "none", "GET", "4xx") == 1
    assert value(found, "gunning_http_requests_in_progress") == 1  # the one that asks


def test_an_address_adds_no_series(local: TestClient) -> None:
    local.get("/v1/candidates/by-external-id/A-1")
    before = set(samples(local))

    for n in range(20):
        local.get(f"/v1/candidates/by-external-id/zonderling-{n}")
        local.get(f"/v1/zonderling-{n}")

    after = samples(local)
    new = {name for name in set(after) - before if "/v1/" in str(name)}
    assert not new
    assert "zonderling" not in str(after)


def test_steps_are_timed(local: TestClient, posting_text: str) -> None:
    posting = created(local, "/v1/postings", {"text": posting_text})
    local.post("/v1/parse", files={"file": ("a.txt", posting_text.encode(), "text/plain")})
    local.post(f"/v1/postings/{posting['id']}/matches")

    found = samples(local)

    assert value(found, "gunning_parse_seconds_count") == 2
    assert value(found, "gunning_document_seconds_count") == 1
    assert value(found, "gunning_match_seconds_count") == 1
    assert value(found, "gunning_slot_wait_seconds_count") == 3


def test_lines_of_imports_are_counted(local: TestClient) -> None:
    lines = b'{"externalId": "A-1"}\n{"externalId": "A-2"}\n{"externalId": "A-1"}\nno json\n'
    local.post("/v1/candidates/imports", content=lines, headers={"Content-Type": "application/x-ndjson"})

    found = samples(local)

    outcomes = [value(found, "gunning_import_lines_total", outcome=name) for name in ("created", "replaced", "refused")]
    assert outcomes == [2, 1, 1]


def test_jobs_and_the_index_are_told(
    local: TestClient, settings: Settings, posting_text: str, profiles: list[dict[str, Any]]
) -> None:
    posting = created(local, "/v1/postings", {"text": posting_text})
    for profile in profiles:
        created(local, "/v1/candidates", profile)
    local.post(f"/v1/postings/{posting['id']}/matches")
    created(local, "/v1/candidates", {})
    created(local, "/v1/jobs", {"kind": "match_all", "limit": 1})

    found = samples(local)

    assert value(found, "gunning_jobs", state="queued") == 1
    assert value(found, "gunning_jobs", state="failed") == 0
    assert value(found, "gunning_index_candidates") == len(profiles)
    assert value(found, "gunning_index_lag_changes") == 1
    assert value(found, "gunning_database_up") == 1


def test_a_database_that_is_gone_is_a_figure(local: TestClient, settings: Settings) -> None:
    intruder = Database(settings.database_url)
    with intruder.engine.begin() as connection:
        connection.exec_driver_sql("DROP TABLE job_rank")
        connection.exec_driver_sql("DROP TABLE job_posting")
        connection.exec_driver_sql("DROP TABLE job")
    intruder.close()

    found = samples(local)

    assert ("gunning_database_up", frozenset()) in found
    assert value(found, "gunning_database_up") == 0
    assert not [name for name, _ in found if name == "gunning_jobs"]


def test_versions_and_the_process_are_told(local: TestClient) -> None:
    found = {name for name, _ in samples(local)}

    assert {"gunning_build_info", "process_cpu_seconds_total", "process_resident_memory_bytes"} <= found


def test_openmetrics_is_answered_to_who_prefers_it(local: TestClient) -> None:
    answer = local.get("/metrics", headers={"Accept": "application/openmetrics-text; version=1.0.0"})

    assert answer.headers["content-type"].startswith("application/openmetrics-text")
    assert answer.text.endswith("# EOF\n")


@pytest.mark.parametrize(
    ("client", "headers", "public", "status"),
    [
        (ON_THIS_MACHINE, {}, False, 200),
        (ON_THIS_MACHINE, {"X-Forwarded-For": "192.0.2.7"}, False, 401),
        (ELSEWHERE, {}, False, 401),
        (ELSEWHERE, {}, True, 200),
    ],
    ids=["local", "through a proxy", "elsewhere", "public"],
)
def test_figures_are_not_for_everybody(
    settings: Settings, reader: Extractor, client: tuple[str, int], headers: dict[str, str], public: bool, status: int
) -> None:
    chosen = settings.model_copy(update={"metrics_public": public, "job_workers": 0})
    app = create_app(chosen, make_reader=lambda: reader)
    with TestClient(app, base_url="http://localhost", client=client, raise_server_exceptions=False) as opened:
        answer = opened.get("/metrics", headers=headers)

    assert answer.status_code == status
    assert ("gunning_build_info" in answer.text) is (status == 200)


def test_two_applications_count_for_themselves(settings: Settings, reader: Extractor, local: TestClient) -> None:
    with LocalClient(create_app(settings, make_reader=lambda: reader)) as other:
        other.get("/v1/postings")

    assert requests(samples(local), "/v1/postings", "GET", "2xx") == 0
