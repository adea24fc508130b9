"""Annotated aliases for what a route may ask for."""

from typing import Annotated

from fastapi import Depends, Request

from app.services.appraisals import AppraisalService
from app.services.candidates import CandidateService
from app.services.comparing import ComparingService
from app.services.documents import Document
from app.services.health import HealthService
from app.services.imports import ImportService
from app.services.jobs import JobService
from app.services.matches import MatchService
from app.services.postings import PostingService
from app.services.reruns import RerunService


async def _postings(request: Request) -> PostingService:
    service: PostingService = request.app.state.services.postings
    return service


async def _candidates(request: Request) -> CandidateService:
    service: CandidateService = request.app.state.services.candidates
    return service


async def _imports(request: Request) -> ImportService:
    service: ImportService = request.app.state.services.imports
    return service


async def _matches(request: Request) -> MatchService:
    service: MatchService = request.app.state.services.matches
    return service


async def _reruns(request: Request) -> RerunService:
    service: RerunService = request.app.state.services.reruns
    return service


async def _comparing(request: Request) -> ComparingService:
    service: ComparingService = request.app.state.services.comparing
    return service


async def _appraisals(request: Request) -> AppraisalService:
    service: AppraisalService = request.app.state.services.appraisals
    return service


async def _jobs(request: Request) -> JobService:
    service: JobService = request.app.state.services.jobs
    return service


async def _health(request: Request) -> HealthService:
    service: HealthService = request.app.state.services.health
    return service


async def _document(request: Request) -> Document | None:
    return getattr(request.state, "document", None)


Postings = Annotated[PostingService, Depends(_postings)]
Candidates = Annotated[CandidateService, Depends(_candidates)]
Imports = Annotated[ImportService, Depends(_imports)]
Appraisals = Annotated[AppraisalService, Depends(_appraisals)]
Jobs = Annotated[JobService, Depends(_jobs)]
Matches = Annotated[MatchService, Depends(_matches)]
Comparing = Annotated[ComparingService, Depends(_comparing)]
Reruns = Annotated[RerunService, Depends(_reruns)]
GivenDocument = Annotated[Document | None, Depends(_document)]
"""The document that a text was taken from, where the body was one."""
HealthCheck = Annotated[HealthService, Depends(_health)]
