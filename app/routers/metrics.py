"""The figures for Prometheus. A coroutine with a thread of its own, so that it answers while every other is busy."""

import anyio.to_thread
from fastapi import APIRouter, Request, Response

from app.dependencies import Figures, Gauges, MayWatch

router = APIRouter(include_in_schema=False)


@router.get("/metrics", dependencies=[MayWatch])
async def show_metrics(request: Request, figures: Figures, gauges: Gauges) -> Response:
    """All figures, as OpenMetrics or Prometheus' own text."""
    accept = request.headers.get("accept", "")
    body, media_type = await anyio.to_thread.run_sync(figures.exposition, accept, limiter=gauges.limiter)
    return Response(body, headers={"Content-Type": media_type})
