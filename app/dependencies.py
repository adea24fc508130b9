"""Annotated aliases for what a route may ask for."""

from collections.abc import Callable, Coroutine
from typing import Annotated

from fastapi import Depends, Request
from fastapi.concurrency import run_in_threadpool

from app.access.gate import is_local
from app.errors import AppError
from app.etags import Preconditions, preconditions
from app.services.appraisals import AppraisalService
from app.services.candidates import CandidateService
from app.services.comparing import ComparingService
from app.services.decisions import DecisionService
from app.services.documents import Document
from app.services.erasures import ErasureService
from app.services.explanations import ExplanationService
from app.services.exports import ExportService
from app.services.gauges import GaugeService
from app.services.health import HealthService
from app.services.imports import ImportService
from app.services.jobs import JobService
from app.services.keys import KeyService
from app.services.matches import MatchService
from app.services.postings import PostingService
from app.services.reruns import RerunService
from app.services.retention import RetentionService
from app.services.webhook_deliveries import WebhookDeliveryService
from app.services.webhook_endpoints import WebhookEndpointService
from app.telemetry import Metrics
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


async def _gauges(request: Request) -> object:
    return request.app.state.gauges


async def _figures(request: Request) -> object:
    return request.app.state.telemetry.metrics


async def _may_watch(request: Request) -> None:
    """Let who asks from this machine see the figures, or anybody where the settings say so; else any key will do."""
    if not request.app.state.settings.metrics_public and not is_local(request.scope, request.headers):
        await request.app.state.doorkeeper.admit(request.scope)


async def _document(request: Request) -> Document | None:
    return getattr(request.state, "document", None)


async def _wished(request: Request) -> Preconditions:
    return preconditions(request.headers.getlist("if-match"), request.headers.getlist("if-none-match"))


async def _expected(request: Request) -> Preconditions:
    found = await _wished(request)
    if found.if_match is None and request.app.state.settings.require_if_match:
        raise AppError("precondition-required")
    return found


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
WebhookEndpoints = Annotated[WebhookEndpointService, Depends(_service("webhook_endpoints"))]
WebhookDeliveries = Annotated[WebhookDeliveryService, Depends(_service("webhook_deliveries"))]
GivenDocument = Annotated[Document | None, Depends(_document)]
"""The document that a text was taken from, where the body was one."""
Figures = Annotated[Metrics, Depends(_figures)]
Gauges = Annotated[GaugeService, Depends(_gauges)]
MayWatch = Depends(_may_watch)
HealthCheck = Annotated[HealthService, Depends(_health)]
Expected = Annotated[Preconditions, Depends(_expected)]
"""The conditions of a change; the 428 where the settings ask for one and there is none."""
Wished = Annotated[Preconditions, Depends(_wished)]
"""The conditions of a request, if it has any."""
