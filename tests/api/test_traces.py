"""Spans, as an exporter gets them: what was done and how long it took, and nothing of anybody."""

from collections.abc import Iterator
from typing import Any

import pytest
from fastapi.testclient import TestClient
from opentelemetry.sdk.trace import ReadableSpan, TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from opentelemetry.trace import SpanKind, StatusCode

from app.criteria.posting import PostingReading
from app.main import create_app
from app.nlp.extractor import Extractor
from app.settings import Settings
from app.telemetry import Tracing
from tests.api.helpers import created
from tests.jobs import ended, until
from tests.local import LocalClient

TRACE = "4bf92f3577b34da6a3ce929d0e0e4736"
PARENT = "00f067aa0ba902b7"


@pytest.fixture
def exporter() -> InMemorySpanExporter:
    return InMemorySpanExporter()


@pytest.fixture
def client(settings: Settings, reader: Extractor, exporter: InMemorySpanExporter) -> Iterator[TestClient]:
    app = create_app(settings, make_reader=lambda: reader, tracing=traced(exporter))
    with LocalClient(app, raise_server_exceptions=False) as opened:
        yield opened


def traced(exporter: InMemorySpanExporter) -> Tracing:
    provider = TracerProvider()
    provider.add_span_processor(SimpleSpanProcessor(exporter))
    return Tracing(provider)


def named(exporter: InMemorySpanExporter, name: str) -> ReadableSpan:
    (span,) = [one for one in exporter.get_finished_spans() if one.name == name]
    return span


def attributes(span: ReadableSpan) -> dict[str, Any]:
    return dict(span.attributes or {})


def test_a_request_goes_on_with_the_trace_of_its_caller(client: TestClient, exporter: InMemorySpanExporter) -> None:
    headers = {"traceparent": f"00-{TRACE}-{PARENT}-01", "tracestate": "zonderling=1", "baggage": "name=zonderling"}

    client.get("/v1/postings", headers=headers)

    span = named(exporter, "GET /v1/postings")
    assert (f"{span.context.trace_id:032x}", f"{span.parent.span_id:016x}") == (TRACE, PARENT)  # type: ignore[union-attr]
    assert span.kind is SpanKind.SERVER
    assert attributes(span)["http.request.method"] == "GET"
    assert attributes(span)["http.route"] == "/v1/postings"
    assert attributes(span)["http.response.status_code"] == 200
    assert attributes(span)["gunning.db.statements"] >= 1
    assert "zonderling" not in span.to_json()


def test_steps_are_children_of_their_request(
    client: TestClient, exporter: InMemorySpanExporter, posting_text: str
) -> None:
    posting = created(client, "/v1/postings", {"text": posting_text})
    client.post(f"/v1/postings/{posting['id']}/matches")

    for step, request in (
        ("parse", "POST /v1/postings"),
        ("match", "POST /v1/postings/{id}/matches"),
    ):
        assert named(exporter, step).parent == named(exporter, request).context


def test_a_job_is_linked_to_the_request_that_made_it(
    client: TestClient, exporter: InMemorySpanExporter, posting_text: str
) -> None:
    posting = created(client, "/v1/postings", {"text": posting_text})
    job = created(client, "/v1/jobs", {"kind": "match_all", "postingIds": [posting["id"]]})
    ended(client, job["id"])
    until(lambda: "job match_all" in {one.name for one in exporter.get_finished_spans()})

    span = named(exporter, "job match_all")

    assert [link.context.span_id for link in span.links] == [named(exporter, "POST /v1/jobs").context.span_id]
    assert span.context.trace_id != named(exporter, "POST /v1/jobs").context.trace_id
    assert named(exporter, "job_posting").parent == span.context
    assert "traceparent" not in client.get(f"/v1/jobs/{job['id']}").text


def test_no_span_holds_what_was_sent(client: TestClient, exporter: InMemorySpanExporter, posting_text: str) -> None:
    candidate = {"externalId": "ATS-Zonderling-9", "resume": {"basics": {"name": "Zonderling"}}}
    client.post("/v1/candidates", json=candidate)
    client.post("/v1/candidates", json=candidate)
    client.get("/v1/candidates/by-external-id/ATS-Zonderling-9?q=Zonderling")
    client.get("/v1/Zonderling?q=Zonderling", headers={"User-Agent": "Zonderling", "X-Zonderling": "1"})
    client.post("/v1/parse", json={"text": f"{posting_text} Zonderling", "filename": "Zonderling.txt"})

    told = "".join(span.to_json() for span in exporter.get_finished_spans())

    assert "POST /v1/parse" in told
    assert "onderling" not in told


class FallingReader:
    """A reader whose failure quotes the text."""

    def read(self, text: str) -> PostingReading:
        raise RuntimeError(text)


def test_a_failure_is_told_by_its_type_only(settings: Settings, exporter: InMemorySpanExporter) -> None:
    app = create_app(settings, make_reader=FallingReader, tracing=traced(exporter))
    with LocalClient(app, raise_server_exceptions=False) as client:
        assert client.post("/v1/parse", json={"text": "geheim"}).status_code == 500

    span = named(exporter, "POST /v1/parse")
    assert span.status.status_code is StatusCode.ERROR
    assert attributes(span)["error.type"] == "RuntimeError"
    assert "geheim" not in "".join(one.to_json() for one in exporter.get_finished_spans())


def test_lines_of_the_log_bear_the_trace(
    client: TestClient, exporter: InMemorySpanExporter, capfd: pytest.CaptureFixture[str]
) -> None:
    from app.logs import configure_logs  # noqa: PLC0415 - the fixture has set another level

    configure_logs("info")
    client.get("/v1/postings", headers={"traceparent": f"00-{TRACE}-{PARENT}-01"})

    assert f'"trace_id": "{TRACE}"' in capfd.readouterr().err
