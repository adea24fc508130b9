"""A real service: its spans arrive at a collector, its figures at a scraper, and it says that it is about to end."""

import http.client
import json
import os
import signal
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest
from opentelemetry.proto.trace.v1.trace_pb2 import Span

from demo.server import Service, free_port, wait_until_ready

pytestmark = pytest.mark.process
ROOT = Path(__file__).parent.parent.parent
TRACE = "4bf92f3577b34da6a3ce929d0e0e4736"


class Collector(ThreadingHTTPServer):
    """Takes what is exported over OTLP."""

    def __init__(self) -> None:
        self.taken: list[tuple[str, ExportTraceServiceRequest]] = []
        taken = self.taken

        class Take(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                message = ExportTraceServiceRequest()
                message.ParseFromString(body)
                taken.append((self.path, message))
                self.send_response(200)
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, *_: object) -> None: ...

        super().__init__(("127.0.0.1", 0), Take)

    def spans(self) -> list[Span]:
        return [span for _, sent in self.taken for r in sent.resource_spans for s in r.scope_spans for span in s.spans]


@pytest.fixture
def collector() -> Iterator[Collector]:
    with Collector() as made:
        thread = threading.Thread(target=made.serve_forever)
        thread.start()
        yield made
        made.shutdown()
        thread.join()


class Process:
    """A service with variables of its own, and what it logs."""

    def __init__(self, folder: Path, **variables: str) -> None:
        self.port = free_port()
        self.log = folder / "log"
        own = {"PORT": str(self.port), "DATABASE_URL": f"sqlite:///{folder}/own.db", "LOG_LEVEL": "info"}
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "app.main"], cwd=ROOT, env=os.environ | own | variables, stderr=log
            )
        self.service = Service(self.port)
        wait_until_ready(self.service, self.process)

    def end(self) -> int:
        self.process.terminate()
        return self.process.wait(timeout=30)


def test_spans_arrive_at_a_collector(tmp_path: Path, collector: Collector, posting_text: str) -> None:
    variables = {"OTEL_EXPORTER_OTLP_ENDPOINT": f"http://127.0.0.1:{collector.server_port}", "OTEL_SERVICE_NAME": "g1"}
    process = Process(tmp_path, **variables)
    try:
        body = json.dumps({"text": posting_text}).encode()
        headers = {"Content-Type": "application/json", "traceparent": f"00-{TRACE}-00f067aa0ba902b7-01"}
        with urllib.request.urlopen(
            urllib.request.Request(f"{process.service.base}/v1/parse", body, headers), timeout=30
        ) as answer:
            assert answer.status == 200
    finally:
        # What was not sent yet is sent at the end.
        process.end()

    assert {path for path, _ in collector.taken} == {"/v1/traces"}
    resource = collector.taken[0][1].resource_spans[0].resource
    assert ("service.name", "g1") in {(one.key, one.value.string_value) for one in resource.attributes}
    ours = [span for span in collector.spans() if span.trace_id.hex() == TRACE]
    assert {"POST /v1/parse", "parse", "wait"} == {span.name for span in ours}
    logged = [json.loads(line) for line in process.log.read_text().splitlines()]
    assert [line["route"] for line in logged if line.get("trace_id") == TRACE] == ["/v1/parse"]


def test_a_collector_that_is_gone_does_no_harm(tmp_path: Path) -> None:
    endpoint = f"http://127.0.0.1:{free_port()}"
    process = Process(tmp_path, OTEL_EXPORTER_OTLP_ENDPOINT=endpoint, OTEL_BSP_SCHEDULE_DELAY="10")
    try:
        assert process.service.get("/v1/postings")["items"] == []
    finally:
        process.end()

    lines = [json.loads(line) for line in process.log.read_text().splitlines()]
    assert all({"time", "level", "event"} <= set(line) for line in lines)


def test_figures_are_there_for_a_scraper_on_this_machine(tmp_path: Path) -> None:
    process = Process(tmp_path)
    try:
        with urllib.request.urlopen(f"{process.service.base}/metrics", timeout=10) as answer:
            text = answer.read().decode()
    finally:
        process.end()

    assert "gunning_build_info{" in text
    assert "process_resident_memory_bytes" in text


def test_before_it_ends_a_service_says_so_and_goes_on(tmp_path: Path) -> None:
    process = Process(tmp_path, DRAIN_SECONDS="3")
    told: set[tuple[int, int]] = set()
    process.process.send_signal(signal.SIGTERM)
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline and process.process.poll() is None:
        try:
            told.add((_status(process.port, "/health/ready"), _status(process.port, "/v1/postings")))
        except OSError:
            break
        time.sleep(0.05)

    assert (503, 200) in told
    assert process.process.wait(timeout=20) in {0, -signal.SIGTERM}


def _status(port: int, path: str) -> int:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        connection.request("GET", path)
        return connection.getresponse().status
    finally:
        connection.close()
