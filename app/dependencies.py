"""Annotated aliases for what a route may ask for."""

from collections.abc import Callable, Coroutine
from typing import Annotated

from fastapi import Depends, Request

from app.errors import AppError
from app.services.appraisals import AppraisalService
from app.services.candidates import CandidateService
from app.services.comparing import ComparingService
from app.services.documents import Document
from app.services.gauges import GaugeService
from app.services.health import HealthService
from app.services.imports import ImportService
from app.services.jobs import JobService
from app.services.matches import MatchService
from app.services.postings import PostingService
from app.services.reruns import RerunService
from app.telemetry import Metrics


def _service(name: str) -> Callable[[Request], Coroutine[None, None, object]]:
    async def find(request: Request) -> object:
        return getattr(request.app.state.services, name)

    return find


async def _figures(request: Request) -> Metrics:
    found: Metrics = request.app.state.telemetry.metrics
    return found


async def _may_see_metrics(request: Request) -> None:
    """Let who asks from this machine see the figures, or anybody where the settings say so; raises the 401."""
    if request.app.state.settings.metrics_public or _is_on_this_machine(request):
        return
    raise AppError("unauthenticated", headers={"WWW-Authenticate": "Bearer"})


def _is_on_this_machine(request: Request) -> bool:
    # Whoever comes through a proxy on this machine is not on it.
    forwarded = any(name in request.headers for name in ("forwarded", "x-forwarded-for", "x-real-ip", "via"))
    return request.client is not None and request.client.host in {"127.0.0.1", "::1"} and not forwarded


async def _document(request: Request) -> Document | None:
    return getattr(request.state, "document", None)


Postings = Annotated[PostingService, Depends(_service("postings"))]
Candidates = Annotated[CandidateService, Depends(_service("candidates"))]
Imports = Annotated[ImportService, Depends(_service("imports"))]
Appraisals = Annotated[AppraisalService, Depends(_service("appraisals"))]
Jobs = Annotated[JobService, Depends(_service("jobs"))]
Matches = Annotated[MatchService, Depends(_service("matches"))]
Comparing = Annotated[ComparingService, Depends(_service("comparing"))]
Reruns = Annotated[RerunService, Depends(_service("reruns"))]
GivenDocument = Annotated[Document | None, Depends(_document)]
"""The document that a text was taken from, where the body was one."""
Figures = Annotated[Metrics, Depends(_figures)]
Gauges = Annotated[GaugeService, Depends(_service("gauges"))]
MayWatch = Depends(_may_see_metrics)
HealthCheck = Annotated[HealthService, Depends(_service("health"))]
