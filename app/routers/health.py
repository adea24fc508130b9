"""Probes. Coroutines, so that they answer while every worker thread is busy."""

import anyio.to_thread
from fastapi import APIRouter

from app.dependencies import HealthCheck
from app.routers.common import problems
from app.schemas.health import Health

router = APIRouter(prefix="/health", tags=["health"])


@router.get("/live", operation_id="getLiveness", responses=problems(public=True))
async def get_liveness() -> Health:
    """The process runs."""
    return Health(status="ok")


@router.get("/ready", operation_id="getReadiness", responses=problems(public=True))
async def get_readiness(service: HealthCheck) -> Health:
    """The service can work: database migrated, pipeline loaded."""
    return await anyio.to_thread.run_sync(service.ready, limiter=service.limiter)
