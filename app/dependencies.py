"""Annotated aliases for what a route may ask for."""

from collections.abc import Callable, Coroutine
from typing import Annotated

from fastapi import Depends, Request
from fastapi.concurrency import run_in_threadpool

from app.services.appraisals import AppraisalService
from app.services.candidates import CandidateService
from app.services.comparing import ComparingService
from app.services.decisions import DecisionService
from app.services.documents import Document
from app.services.erasures import ErasureService
from app.services.explanations import ExplanationService
from app.services.exports import ExportService
from app.services.health import HealthService
from app.services.imports import ImportService
from app.services.jobs import JobService
from app.services.keys import KeyService
from app.services.matches import MatchService
from app.services.postings import PostingService
from app.services.reruns import RerunService
from app.services.retention import RetentionService
from app.wiring import TenantServices


def _service(name: str) -> Callable[[Request], Coroutine[None, None, object]]:
    async def find(request: Request) -> object:
        services: TenantServices = request.app.state.services
        tenant_id = request.state.principal.tenant_id
        made = services.known(tenant_id) or await run_in_threadpool(services.of, tenant_id)
        return getattr(made, name)

    return find


async def _health(request: Request) -> object:
    return request.app.state.health


async def _document(request: Request) -> Document | None:
    return getattr(request.state, "document", None)


Postings = Annotated[PostingService, Depends(_service("postings"))]
Candidates = Annotated[CandidateService, Depends(_service("candidates"))]
Imports = Annotated[ImportService, Depends(_service("imports"))]
Appraisals = Annotated[AppraisalService, Depends(_service("appraisals"))]
Decisions = Annotated[DecisionService, Depends(_service("decisions"))]
Erasures = Annotated[ErasureService, Depends(_service("erasures"))]
Retentions = Annotated[RetentionService, Depends(_service("retention"))]
Exports = Annotated[ExportService, Depends(_service("exports"))]
Explanations = Annotated[ExplanationService, Depends(_service("explanations"))]
Keys = Annotated[KeyService, Depends(_service("keys"))]
Jobs = Annotated[JobService, Depends(_service("jobs"))]
Matches = Annotated[MatchService, Depends(_service("matches"))]
Comparing = Annotated[ComparingService, Depends(_service("comparing"))]
Reruns = Annotated[RerunService, Depends(_service("reruns"))]
GivenDocument = Annotated[Document | None, Depends(_document)]
"""The document that a text was taken from, where the body was one."""
HealthCheck = Annotated[HealthService, Depends(_health)]
