"""Probes: for operators, not in the API's document. Coroutines: they answer while every worker thread is busy."""

import anyio.to_thread
from fastapi import APIRouter

from app.dependencies import HealthCheck
from app.schemas.health import Health

router = APIRouter(prefix="/health", include_in_schema=False)


@router.get("/live")
async def get_liveness() -> Health:
    """The process runs."""
    return Health(status="ok")


@router.get("/ready")
async def get_readiness(service: HealthCheck) -> Health:
    """The service can work: database migrated, pipeline loaded."""
    return await anyio.to_thread.run_sync(service.ready, limiter=service.limiter)
