"""Routes for jobs."""

from collections.abc import Iterable, Iterator

from fastapi import APIRouter, Response, status
from fastapi.responses import StreamingResponse

from app.dependencies import Jobs
from app.json_route import JsonRoute
from app.line_body import NDJSON
from app.routers.common import WITH_BODY, Cursor, PageLimit, ResourceId, problems
from app.schemas.jobs import Job, JobPage, JobResult, MatchAllInput

router = APIRouter(route_class=JsonRoute, tags=["jobs"])


class NdjsonResponse(StreamingResponse):
    """One JSON document a line."""

    media_type = NDJSON


@router.post("/jobs", operation_id="createJob", status_code=status.HTTP_201_CREATED, responses=problems(*WITH_BODY))
def create_job(given: MatchAllInput, service: Jobs, response: Response) -> Job:
    """Ask for work that takes long. It goes on after the answer, and after a restart; the job tells how far it is."""
    job = service.create(given)
    response.headers["Location"] = f"/v1/jobs/{job.id}"
    return job


@router.get("/jobs", operation_id="listJobs", responses=problems(400))
def list_jobs(service: Jobs, cursor: Cursor = None, limit: PageLimit = None) -> JobPage:
    """Jobs, oldest first."""
    return service.page(cursor, limit)


@router.get("/jobs/{id}", operation_id="getJob", responses=problems(404))
def get_job(id: ResourceId, service: Jobs) -> Job:
    """A job: its state, and how far it is."""
    return service.get(id)


@router.get(
    "/jobs/{id}/results",
    operation_id="getJobResults",
    response_class=NdjsonResponse,
    response_model=None,
    responses={200: {"description": "A line for each posting that is done.", "model": JobResult}, **problems(404)},
)
def get_job_results(id: ResourceId, service: Jobs) -> NdjsonResponse:
    """What the job found until now, a line for each posting that is done, oldest posting first."""
    return NdjsonResponse(_lines(service.results(id)))


@router.post("/jobs/{id}/cancellations", operation_id="cancelJob", responses=problems(404, 409))
def cancel_job(id: ResourceId, service: Jobs) -> Job:
    """End a job. What it found until now stays; cancelling twice changes nothing."""
    return service.cancel(id)


@router.delete(
    "/jobs/{id}",
    operation_id="deleteJob",
    status_code=status.HTTP_204_NO_CONTENT,
    response_class=Response,
    responses=problems(404),
)
def delete_job(id: ResourceId, service: Jobs) -> None:
    """Remove a job and what it found; one that runs ends."""
    service.delete(id)


def _lines(results: Iterable[JobResult]) -> Iterator[bytes]:
    for result in results:
        yield result.model_dump_json(by_alias=True).encode() + b"\n"
