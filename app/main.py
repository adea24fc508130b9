"""The application: wiring only."""

import platform
import sys
import threading
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import ExitStack, asynccontextmanager
from typing import Any

import anyio.to_thread
import structlog
import uvicorn
from fastapi import FastAPI

from app.access.gate import Doorkeeper, Gate
from app.access.keyring import Keyring
from app.access.oidc import TokenIssuer
from app.access.opening import check_access, check_row_security, is_open
from app.admission import Admission, Turns
from app.compression import Compression
from app.documents.frames import Limits
from app.documents.pool import DocumentPool
from app.idempotency import Idempotency
from app.logs import configure_logs, configure_process, server_log_config
from app.matching import ENGINE_VERSION, warm
from app.middleware import API_VERSION, RequestEnvelope
from app.nlp import PARSER_VERSION
from app.nlp.extractor import Extractor
from app.openapi import build_openapi
from app.problem_handlers import problem_handlers
from app.protocol import ProblemProtocol
from app.queue import JobQueue
from app.rate_limit import RateLimit
from app.routers import (
    appraisals,
    candidates,
    corrections,
    docs,
    explanations,
    health,
    imports,
    jobs,
    keys,
    law,
    matches,
    metrics,
    postings,
    webhooks,
)
from app.routers.webhook_events import declare_events
from app.server import GracefulServer
from app.services.all_jobs import AllJobs
from app.services.clock import Clock, utc_now
from app.services.documents import DocumentService
from app.services.gauges import GaugeService
from app.services.health import HealthService
from app.services.reader import Reader, TextReader
from app.settings import Settings
from app.starting import BAD_SETTINGS, CANNOT_START, open_database, read_settings, tell_failure
from app.sweeps import Sweep
from app.telemetry import Telemetry, Tracing
from app.telemetry.middleware import Observed
from app.telemetry.statements import count_statements
from app.telemetry.tracing import TracingMissingError, tracing_to
from app.upkeep import upkeep
from app.webhook_parts import WebhookParts
from app.webhook_worker import QUEUE, WebhookWorker
from app.wiring import Shared, Tenants, TenantServices
from app.worker import Worker

_SPARE_THREADS = 16
"""For what is read or sent outside of a request's turn."""
_log = structlog.get_logger("gunning")
_DESCRIPTION = (
    "Reads Dutch public-sector hiring postings into exact criteria, and ranks candidates against them in the posting's "
    "own points, with a quote for every verdict. Every verdict is a proposal; a person decides."
)
_TAGS = [
    {"name": "postings", "description": "Texts of publishers, and what they state."},
    {"name": "candidates", "description": "Profiles: a JSON Resume document and the terms of an engagement."},
    {"name": "matches", "description": "Rankings, explained."},
    {"name": "jobs", "description": "Work that goes on after its request was answered."},
    {"name": "webhooks", "description": "Who is told of what happens, and what was sent."},
    {"name": "api-keys", "description": "Keys to this API, for the tenant that they are of."},
    {"name": "document", "description": "What this API is, for machines."},
    {"name": "law", "description": "The log of decisions, erasure, terms of retention, and access to one's own data."},
]


def create_app(
    settings: Settings | None = None,
    clock: Clock = utc_now,
    make_reader: Callable[[], Reader] | None = None,
    tracing: Tracing | None = None,
) -> FastAPI:
    """The application for these settings (default: the environment's). It migrates and loads when it is started."""
    chosen = settings or Settings()
    configure_logs(chosen.log_level)
    telemetry = Telemetry(tracing)
    telemetry.metrics.tell_build(
        api=API_VERSION, parser=PARSER_VERSION, engine=ENGINE_VERSION, python=platform.python_version()
    )

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        opened = ExitStack()
        try:
            database = open_database(chosen)
            opened.callback(database.close)
            queue, webhook_queue = JobQueue(database), JobQueue(database, QUEUE)
            opened.callback(queue.close)
            opened.callback(webhook_queue.close)
            if telemetry.tracing.on:
                count_statements(database.engine)
            told = WebhookParts(database, chosen, clock, webhook_queue.put)
            tenants = Tenants(Shared(database, chosen, clock, telemetry, told))
            keyring = Keyring(database, clock, chosen.api_key_cache_seconds)
            check_access(chosen, keyring)
            check_row_security(database)
            tenants.restore()
            reader = make_reader() if make_reader else Extractor(model=chosen.spacy_model)
        except Exception as error:
            opened.close()
            tell_failure(error)
            raise
        app.state.turns = Turns(chosen.max_requests_in_work, chosen.request_timeout_seconds)
        # A request that has its turn must not wait for a thread.
        threads = anyio.to_thread.current_default_thread_limiter()
        threads.total_tokens = max(threads.total_tokens, chosen.max_requests_in_work + _SPARE_THREADS)
        pool = DocumentPool(chosen.cpu_slots, Limits(chosen.document_seconds, chosen.document_memory_bytes))
        text_reader = TextReader(reader, chosen, tenants.shared.slots, telemetry.timed)
        app.state.services = TenantServices(tenants, text_reader, queue.put, keyring)
        app.state.documents = DocumentService(pool, telemetry.timed)
        app.state.health = HealthService(database)
        app.state.gauges = GaugeService(database.everywhere(), tenants.indexes)
        telemetry.metrics.look_at(app.state.gauges.standing)
        app.state.doorkeeper = Doorkeeper(keyring, TokenIssuer(chosen) if chosen.oidc_issuer else None, is_open(chosen))
        sweeps = (*told.sweeps, *upkeep(database, chosen, clock, told.outbox, tenants.forget))
        workers = _workers(queue, webhook_queue, chosen, AllJobs(database, tenants.runner), told, sweeps)
        # What the first match would else wait for.
        warming = threading.Thread(target=warm, name="warm")
        warming.start()
        tenants.catch_up_soon()
        _log.info("ready", parser=PARSER_VERSION, database=database.engine.dialect.name)
        try:
            yield
        finally:
            for worker in workers:
                worker.stop()
            queue.close()
            webhook_queue.close()
            pool.close()
            tenants.close()
            warming.join()
            database.close()
            telemetry.tracing.close()

    app = FastAPI(
        title="Gunning",
        version=API_VERSION,
        summary="From posting text to a ranked, explained shortlist.",
        description=_DESCRIPTION,
        contact={"name": "Gunning", "url": "https://example.org/gunning"},
        license_info={"name": "MIT", "url": "https://spdx.org/licenses/MIT.html"},
        openapi_tags=sorted(_TAGS, key=lambda tag: tag["name"]),
        openapi_url=None,
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
        lifespan=lifespan,
        exception_handlers=problem_handlers(),
        # Its own puts whole addresses and the words of exceptions into spans.
        telemetry={"tracing": False, "metrics": False, "logs": False, "auto_configure": False},
    )
    app.state.settings = chosen
    app.state.telemetry = telemetry
    _surround(app, chosen, telemetry)
    docs.mount_assets(app)
    app.include_router(docs.router)
    app.include_router(health.router)
    app.include_router(metrics.router)
    every = (
        postings,
        corrections,
        imports,
        candidates,
        matches,
        appraisals,
        jobs,
        webhooks,
        keys,
        law,
        explanations,
    )
    for router in (one.router for one in every):
        app.include_router(router, prefix="/v1")
    declare_events(app.webhooks)
    _serve_document(app)
    return app


def _surround(app: FastAPI, settings: Settings, telemetry: Telemetry) -> None:
    """The middleware, from the router outwards."""
    app.add_middleware(Idempotency)
    if settings.rate_limit_requests_per_minute:
        app.add_middleware(RateLimit, requests_per_minute=settings.rate_limit_requests_per_minute)
    app.add_middleware(Gate)
    app.add_middleware(Admission, most=settings.max_requests_in_work + settings.max_requests_waiting)
    if settings.compress_from_bytes:
        app.add_middleware(Compression, smallest=settings.compress_from_bytes)
    app.add_middleware(Observed, telemetry=telemetry)
    app.add_middleware(RequestEnvelope)


def _serve_document(app: FastAPI) -> None:
    built: list[dict[str, Any]] = []

    def document() -> dict[str, Any]:
        if not built:
            built.append(build_openapi(app))
        return built[0]

    app.openapi = document  # type: ignore[method-assign]


def _workers(
    queue: JobQueue,
    webhook_queue: JobQueue,
    settings: Settings,
    jobs: AllJobs,
    told: WebhookParts,
    sweeps: Sequence[Sweep],
) -> list[Worker | WebhookWorker]:
    # In a database in memory all threads share one connection; there, nothing may work beside the requests.
    if not settings.job_workers or jobs.in_memory:
        return []
    workers: list[Worker | WebhookWorker] = [
        Worker(queue, jobs, settings.job_workers, settings.job_lease_seconds, sweeps),
        WebhookWorker(webhook_queue, told.all, settings.webhook_senders),
    ]
    for worker in workers:
        worker.start()
    return workers


def run(make_reader: Callable[[], Reader] | None = None) -> int:
    """Serve on HOST and PORT until interrupted; the exit status: 2 for bad settings, 3 where it cannot start."""
    settings = read_settings()
    if settings is None:
        return BAD_SETTINGS
    configure_process(settings.log_level)
    try:
        tracing = tracing_to(settings.otel_exporter_otlp_endpoint, settings.otel_service_name, API_VERSION)
    except TracingMissingError as error:
        tell_failure(error)
        return CANNOT_START
    app = create_app(settings, make_reader=make_reader, tracing=tracing)

    def drain() -> None:
        app.state.health.drain()

    config = uvicorn.Config(
        app,
        host=settings.host,
        port=settings.port,
        http=ProblemProtocol,
        ws="none",
        access_log=False,
        log_config=server_log_config(),
        server_header=False,
        date_header=True,
        timeout_graceful_shutdown=settings.shutdown_seconds,
    )
    # Bound before the pipeline loads, so that a port in use is told at once; it listens when all is ready.
    socket = config.bind_socket()
    server = GracefulServer(config, settings.drain_seconds, drain)
    server.run(sockets=[socket])
    return 0 if server.started else CANNOT_START


if __name__ == "__main__":
    sys.exit(run())
