"""Running a job in this thread, with something else happening between ranking and keeping."""

import datetime as dt
import threading
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import sqlalchemy as sa
from fastapi.testclient import TestClient
from sqlmodel import Session, col, select

from app.database import Database
from app.main import create_app
from app.nlp.extractor import Extractor
from app.services.candidate_index import CandidateIndex
from app.services.clock import Clock, utc_now
from app.services.job_runner import JobRunner
from app.services.judging import CandidateJudge, JudgedCaches
from app.services.outbox import Outbox
from app.services.ranking import PostingRanker
from app.settings import Settings
from app.tables import JobPostingRow, JobRankRow, JobRow, PostingRow
from app.tenancy import FIRST_TENANT
from tests.api.helpers import created
from tests.jobs import effects, job_of, multiply, results_of, watch
from tests.local import LocalClient

_POSTINGS = 4


@pytest.fixture
def settings(database_url: str) -> Settings:
    return Settings(database_url=database_url, log_level="error", job_workers=0)


@pytest.fixture
def client(settings: Settings, reader: Extractor) -> Iterator[TestClient]:
    with LocalClient(create_app(settings, make_reader=lambda: reader)) as opened:
        yield opened


@pytest.fixture
def opened(client: TestClient, database_url: str) -> Iterator[Database]:
    database = Database(database_url).of(FIRST_TENANT)
    watch(database)
    yield database
    database.close()


@pytest.fixture
def candidates(client: TestClient, profiles: list[dict[str, Any]]) -> list[str]:
    return [created(client, "/v1/candidates", profile)["id"] for profile in profiles]


@pytest.fixture
def postings(client: TestClient, opened: Database, posting_text: str) -> list[str]:
    return multiply(opened, created(client, "/v1/postings", {"text": posting_text})["id"], _POSTINGS - 1)


@pytest.fixture
def job_id(client: TestClient, postings: list[str], candidates: list[str]) -> str:
    return str(created(client, "/v1/jobs", {"kind": "match_all", "postingIds": postings})["id"])


def runner(database: Database, settings: Settings, clock: Clock = utc_now) -> JobRunner:
    judge, index = CandidateJudge(database, 100, JudgedCaches(100)), CandidateIndex(database, 100)
    ranker = PostingRanker(index, judge, threading.BoundedSemaphore(2))
    return JobRunner(database, ranker, settings, clock, Outbox(lambda _: None))


def on_second_look(act: Callable[[], object]) -> Clock:
    """A clock that lets something happen when the second posting has been ranked and is about to be kept."""
    looks = iter(range(1_000))

    def clock() -> dt.datetime:
        if next(looks) == 1:
            act()
        return utc_now()

    return clock


def never() -> bool:
    return False


def set_job(database: Database, job_id: str, **values: object) -> None:
    with database.write() as session:
        session.execute(sa.update(JobRow).where(col(JobRow.id) == job_id).values(**values))


def test_whoever_is_erased_during_a_job_is_in_no_result(
    client: TestClient, opened: Database, settings: Settings, job_id: str, candidates: list[str]
) -> None:
    gone = candidates[0]
    clock = on_second_look(lambda: client.delete(f"/v1/candidates/{gone}"))

    runner(opened, settings, clock).run(job_id, never)

    results = results_of(client, job_id)
    assert len(results) == _POSTINGS
    assert all({rank["candidateId"] for rank in result["ranking"]} == set(candidates[1:]) for result in results)
    with Session(opened.engine) as session:
        assert session.exec(select(JobRankRow).where(col(JobRankRow.candidate_id) == gone)).first() is None


def test_a_job_cancelled_while_it_runs_keeps_what_it_had(
    client: TestClient, opened: Database, settings: Settings, job_id: str
) -> None:
    clock = on_second_look(lambda: client.post(f"/v1/jobs/{job_id}/cancellations"))

    runner(opened, settings, clock).run(job_id, never)

    job = job_of(client, job_id)
    assert (job["state"], job["progress"]) == ("cancelled", {"done": 1, "total": _POSTINGS})
    assert len(results_of(client, job_id)) == 1


def test_a_job_removed_while_it_runs_leaves_nothing(
    client: TestClient, opened: Database, settings: Settings, job_id: str
) -> None:
    clock = on_second_look(lambda: client.delete(f"/v1/jobs/{job_id}"))

    runner(opened, settings, clock).run(job_id, never)

    with Session(opened.engine) as session:
        assert [session.execute(sa.select(table)).all() for table in (JobRow, JobPostingRow, JobRankRow)] == [
            [],
            [],
            [],
        ]


def test_a_worker_taken_for_dead_keeps_nothing_more(
    client: TestClient, opened: Database, settings: Settings, job_id: str, postings: list[str]
) -> None:
    def taken_over() -> None:
        set_job(opened, job_id, lease_until=utc_now() - dt.timedelta(seconds=1))
        runner(opened, settings).run(job_id, never)

    runner(opened, settings, on_second_look(taken_over)).run(job_id, never)

    assert job_of(client, job_id)["state"] == "succeeded"
    assert effects(opened, job_id) == dict.fromkeys(postings, 1)


def test_nobody_else_runs_a_job_within_its_lease(
    client: TestClient, opened: Database, settings: Settings, job_id: str
) -> None:
    seen: list[int] = []

    def somebody_else() -> None:
        runner(opened, settings).run(job_id, never)
        seen.append(job_of(client, job_id)["progress"]["done"])

    runner(opened, settings, on_second_look(somebody_else)).run(job_id, never)

    assert seen == [1]
    assert job_of(client, job_id)["state"] == "succeeded"


def test_a_job_handed_back_goes_on_where_it_was(
    client: TestClient, opened: Database, settings: Settings, job_id: str, postings: list[str]
) -> None:
    answers = iter([False, False, True])
    first = runner(opened, settings).run(job_id, lambda: next(answers))
    handed_back = job_of(client, job_id)

    second = runner(opened, settings).run(job_id, never)

    assert (first, second) == (False, True)
    assert (handed_back["state"], handed_back["progress"]["done"]) == ("queued", 2)
    assert job_of(client, job_id)["state"] == "succeeded"
    assert effects(opened, job_id) == dict.fromkeys(postings, 1)


def test_a_job_that_cannot_be_waited_for_is_handed_back_at_once(
    client: TestClient, opened: Database, settings: Settings, job_id: str, postings: list[str]
) -> None:
    there, go_on = threading.Event(), threading.Event()

    def slow() -> dt.datetime:
        there.set()
        go_on.wait()
        return utc_now()

    slow_runner = runner(opened, settings, slow)
    thread = threading.Thread(target=slow_runner.run, args=(job_id, never))
    thread.start()
    there.wait()

    assert slow_runner.let_go() == [job_id]
    assert job_of(client, job_id)["state"] == "queued"
    go_on.set()
    thread.join()

    assert slow_runner.let_go() == []
    assert job_of(client, job_id)["progress"]["done"] == 0
    assert runner(opened, settings).unattended() == [job_id]


def test_a_posting_removed_during_a_job_is_in_neither_number(
    client: TestClient, opened: Database, settings: Settings, job_id: str, postings: list[str]
) -> None:
    clock = on_second_look(lambda: [client.delete(f"/v1/postings/{one}") for one in (postings[0], postings[1])])

    runner(opened, settings, clock).run(job_id, never)

    job = job_of(client, job_id)
    assert (job["state"], job["progress"]) == ("succeeded", {"done": 2, "total": 2})
    assert [result["postingId"] for result in results_of(client, job_id)] == postings[2:]


def test_a_job_that_cannot_be_done_fails_and_says_nothing_personal(
    client: TestClient,
    opened: Database,
    settings: Settings,
    job_id: str,
    postings: list[str],
    capfd: pytest.CaptureFixture[str],
) -> None:
    with opened.write() as session:
        session.get_one(PostingRow, postings[2]).reading = {"title": "Anna Voorbeeld"}

    runner(opened, settings).run(job_id, never)

    job = job_of(client, job_id)
    assert (job["state"], job["progress"]["done"]) == ("failed", 2)
    assert job["error"]["type"] == "urn:problem-type:gunning:job-failed"
    assert job["error"]["requestId"] == job_id
    logged = capfd.readouterr().err
    assert job_id in logged
    assert "Voorbeeld" not in logged + str(job)


def test_a_job_that_ends_every_process_is_given_up(
    client: TestClient, opened: Database, settings: Settings, job_id: str
) -> None:
    set_job(opened, job_id, attempts=settings.job_attempts)

    runner(opened, settings).run(job_id, never)

    job = job_of(client, job_id)
    assert job["state"] == "failed"
    assert job["error"]["type"] == "urn:problem-type:gunning:job-abandoned"


def test_who_gets_on_is_not_given_up(client: TestClient, opened: Database, settings: Settings, job_id: str) -> None:
    for _ in range(_POSTINGS):
        answers = iter([False, True])
        set_job(opened, job_id, attempts=settings.job_attempts - 1)
        runner(opened, settings).run(job_id, lambda answers=answers: next(answers))  # type: ignore[misc]
    runner(opened, settings).run(job_id, never)

    assert job_of(client, job_id)["state"] == "succeeded"


def test_a_database_that_goes_away_leaves_the_job_to_its_lease(
    client: TestClient, opened: Database, settings: Settings, job_id: str, postings: list[str]
) -> None:
    def away() -> dt.datetime:
        raise sa.exc.OperationalError("", {}, Exception("gone"))

    runner(opened, settings, away).run(job_id, never)
    left = job_of(client, job_id)
    set_job(opened, job_id, lease_until=utc_now() - dt.timedelta(seconds=1))

    assert (left["state"], left["progress"]["done"]) == ("running", 0)
    assert runner(opened, settings).unattended() == [job_id]


def test_jobs_that_are_run_or_have_ended_are_attended(opened: Database, settings: Settings, job_id: str) -> None:
    runs = runner(opened, settings)
    assert runs.unattended() == [job_id]
    seen: list[list[str]] = []

    runner(opened, settings, on_second_look(lambda: seen.append(runs.unattended()))).run(job_id, never)

    assert [*seen, runs.unattended()] == [[], []]
