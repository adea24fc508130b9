"""The application: wiring only."""

import sys
import threading
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

import structlog
import uvicorn
from fastapi import FastAPI

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
from app.routers import appraisals, candidates, corrections, docs, health, imports, jobs, matches, postings
from app.services.appraisals import AppraisalService
from app.services.candidate_index import CandidateIndex, index_file
from app.services.candidates import CandidateService
from app.services.clock import Clock, utc_now
from app.services.comparing import ComparingService
from app.services.documents import DocumentService
from app.services.health import HealthService
from app.services.imports import ImportService
from app.services.job_runner import JobRunner
from app.services.jobs import JobService
from app.services.judging import CandidateJudge
from app.services.matches import MatchService
from app.services.placing import Placer
from app.services.postings import PostingService
from app.services.ranking import PostingRanker
from app.services.reader import Reader, TextReader
from app.services.reruns import RerunService
from app.services.running import MatchRunner
from app.settings import Settings
from app.starting import BAD_SETTINGS, CANNOT_START, open_database, read_settings, tell_failure
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
    {"name": "health", "description": "Probes."},
]


@dataclass(frozen=True, slots=True)
class Services:
    """The use cases, made once per application."""

    documents: DocumentService
    postings: PostingService
    candidates: CandidateService
    imports: ImportService
    matches: MatchService
    reruns: RerunService
    comparing: ComparingService
    appraisals: AppraisalService
    jobs: JobService
    job_runner: JobRunner
    health: HealthService


def create_app(
    settings: Settings | None = None, clock: Clock = utc_now, make_reader: Callable[[], Reader] | None = None
) -> FastAPI:
    """The application for these settings (default: the environment's). It migrates and loads when it is started."""
    chosen = settings or Settings()
    configure_logs(chosen.log_level)

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        try:
            database = open_database(chosen)
            index = CandidateIndex(database, chosen.match_chunk_size, index_file(chosen, database))
            # Before anything is read: the words in its file are then known by the same codes here.
            index.restore()
            queue = JobQueue(database)
            reader = make_reader() if make_reader else Extractor(model=chosen.spacy_model)
        except Exception as error:
            tell_failure(error)
            raise
        pool = DocumentPool(chosen.cpu_slots, Limits(chosen.document_seconds, chosen.document_memory_bytes))
        app.state.services = _services(database, queue, chosen, clock, reader, pool, index)
        worker = _worker(database, queue, chosen, app.state.services.job_runner)
        # What the first match would else wait for.
        warming = threading.Thread(target=warm, name="warm")
        warming.start()
        index.catch_up_soon()
        _log.info("ready", parser=PARSER_VERSION, database=database.engine.dialect.name)
        try:
            yield
        finally:
            if worker:
                worker.stop()
            queue.close()
            pool.close()
            index.close()
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
    app.add_middleware(RequestEnvelope)
    docs.mount_assets(app)
    app.include_router(docs.router)
    app.include_router(health.router)
    every = (postings, corrections, imports, candidates, matches, appraisals, jobs)
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


def _worker(database: Database, queue: JobQueue, settings: Settings, runner: JobRunner) -> Worker | None:
    # In a database in memory all threads share one connection; there, nothing may work beside the requests.
    if not settings.job_workers or database.in_memory:
        return None
    worker = Worker(queue, runner, settings.job_workers, settings.job_lease_seconds)
    worker.start()
    return worker


def _services(
    database: Database,
    queue: JobQueue,
    settings: Settings,
    clock: Clock,
    reader: Reader,
    pool: DocumentPool,
    index: CandidateIndex,
) -> Services:
    # Reading and judging hold the CPU: more of them at once than there are cores only makes each slower.
    slots = threading.BoundedSemaphore(settings.cpu_slots)
    judge = CandidateJudge(database, settings.match_chunk_size, settings.prepared_profiles)
    runner = MatchRunner(index, judge, slots)

    return Services(
        documents=DocumentService(pool),
        postings=PostingService(database, TextReader(reader, settings, slots), settings, clock, PARSER_VERSION),
        candidates=CandidateService(database, settings, clock, runner.forget),
        imports=ImportService(database, settings, clock, slots, index.catch_up_soon),
        matches=MatchService(database, runner, settings, clock),
        reruns=RerunService(database, runner),
        comparing=ComparingService(database, judge, settings, clock, slots),
        appraisals=AppraisalService(database, Placer(index, judge), settings, clock, slots),
        jobs=JobService(database, settings, clock, queue.put),
        job_runner=JobRunner(database, PostingRanker(index, judge, slots), settings, clock),
        health=HealthService(database),
    )


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
