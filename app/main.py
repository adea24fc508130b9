"""The application: wiring only."""

import sys
import threading
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

import structlog
import uvicorn
from fastapi import FastAPI

from app.access.gate import Doorkeeper, Gate
from app.access.keyring import Keyring
from app.access.oidc import TokenIssuer
from app.access.opening import check_access, is_open
from app.database import Database
from app.documents.frames import Limits
from app.documents.pool import DocumentPool
from app.logs import configure_logs, server_log_config
from app.matching import warm
from app.middleware import API_VERSION, RequestEnvelope
from app.nlp import PARSER_VERSION
from app.nlp.extractor import Extractor
from app.openapi import build_openapi
from app.problem_handlers import problem_handlers
from app.protocol import ProblemProtocol
from app.queue import JobQueue
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
    postings,
)
from app.services.all_jobs import AllJobs
from app.services.all_retention import DailyRetention
from app.services.clock import Clock, utc_now
from app.services.documents import DocumentService
from app.services.health import HealthService
from app.services.reader import Reader, TextReader
from app.settings import Settings
from app.starting import BAD_SETTINGS, CANNOT_START, read_settings, tell_failure
from app.wiring import Shared, Tenants, TenantServices
from app.worker import Worker

_SHUTDOWN_SECONDS = 8
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
    {"name": "api-keys", "description": "Keys to this API, for the tenant that they are of."},
    {"name": "law", "description": "The log of decisions, erasure, terms of retention, and access to one's own data."},
    {"name": "health", "description": "Probes."},
]


def create_app(
    settings: Settings | None = None, clock: Clock = utc_now, make_reader: Callable[[], Reader] | None = None
) -> FastAPI:
    """The application for these settings (default: the environment's). It migrates and loads when it is started."""
    chosen = settings or Settings()
    configure_logs(chosen.log_level)

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        try:
            database = Database(chosen.database_url)
            database.migrate()
            tenants = Tenants(Shared(database, chosen, clock))
            keyring = Keyring(database, clock, chosen.api_key_cache_seconds)
            check_access(chosen, keyring)
            tenants.restore()
            queue = JobQueue(database)
            reader = make_reader() if make_reader else Extractor(model=chosen.spacy_model)
        except Exception as error:
            tell_failure(error)
            raise
        pool = DocumentPool(chosen.cpu_slots, Limits(chosen.document_seconds, chosen.document_memory_bytes))
        text_reader = TextReader(reader, chosen, tenants.shared.slots)
        app.state.services = TenantServices(tenants, text_reader, queue.put, keyring)
        app.state.documents = DocumentService(pool)
        app.state.health = HealthService(database)
        app.state.doorkeeper = Doorkeeper(keyring, TokenIssuer(chosen) if chosen.oidc_issuer else None, is_open(chosen))
        retention = DailyRetention(database, chosen, clock, tenants.forget)
        worker = _worker(database, queue, chosen, AllJobs(database, tenants.runner), retention)
        # What the first match would else wait for.
        warming = threading.Thread(target=warm, name="warm")
        warming.start()
        tenants.catch_up_soon()
        _log.info("ready", parser=PARSER_VERSION, database=database.engine.dialect.name)
        try:
            yield
        finally:
            if worker:
                worker.stop()
            queue.close()
            pool.close()
            tenants.close()
            warming.join()
            database.close()

    app = FastAPI(
        title="Gunning",
        version=API_VERSION,
        summary="From posting text to a ranked, explained shortlist.",
        description=_DESCRIPTION,
        contact={"name": "Gunning", "url": "https://example.org/gunning"},
        license_info={"name": "MIT", "identifier": "MIT"},
        openapi_tags=_TAGS,
        openapi_url=None,
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
        lifespan=lifespan,
        exception_handlers=problem_handlers(),
        telemetry={"tracing": False, "metrics": False, "logs": False, "auto_configure": False},
    )
    app.state.settings = chosen
    app.add_middleware(Gate)
    app.add_middleware(RequestEnvelope)
    docs.mount_assets(app)
    app.include_router(docs.router)
    app.include_router(health.router)
    every = (postings, corrections, imports, candidates, matches, appraisals, jobs, keys, law, explanations)
    for router in (one.router for one in every):
        app.include_router(router, prefix="/v1")
    _serve_document(app)
    return app


def _serve_document(app: FastAPI) -> None:
    built: list[dict[str, Any]] = []

    def document() -> dict[str, Any]:
        if not built:
            built.append(build_openapi(app))
        return built[0]

    app.openapi = document  # type: ignore[method-assign]


def _worker(
    database: Database, queue: JobQueue, settings: Settings, jobs: AllJobs, retention: DailyRetention
) -> Worker | None:
    # In a database in memory all threads share one connection; there, nothing may work beside the requests.
    if not settings.job_workers or database.in_memory:
        return None
    worker = Worker(queue, jobs, settings.job_workers, settings.job_lease_seconds, retention.turn)
    worker.start()
    return worker


def run() -> int:
    """Serve on HOST and PORT until interrupted; the exit status: 2 for bad settings, 3 where it cannot start."""
    settings = read_settings()
    if settings is None:
        return BAD_SETTINGS
    config = uvicorn.Config(
        create_app(settings),
        host=settings.host,
        port=settings.port,
        http=ProblemProtocol,
        ws="none",
        access_log=False,
        log_config=server_log_config(),
        server_header=False,
        date_header=True,
        timeout_graceful_shutdown=_SHUTDOWN_SECONDS,
    )
    # Bound before the pipeline loads, so that a port in use is told at once; it listens when all is ready.
    socket = config.bind_socket()
    server = uvicorn.Server(config)
    server.run(sockets=[socket])
    return 0 if server.started else CANNOT_START


if __name__ == "__main__":
    sys.exit(run())
