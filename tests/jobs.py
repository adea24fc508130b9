"""What tests of jobs share: many postings quickly, workers in processes, and a witness of every effect."""

import json
import os
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from fastapi.testclient import TestClient
from sqlmodel import Session, col, select

from app.database import Database
from app.ids import new_id
from app.tables import PostingRow

ROOT = Path(__file__).parent.parent
_PATIENCE_SECONDS = 120.0
_WITNESS = {
    "sqlite": [
        "CREATE TRIGGER witness AFTER UPDATE OF done_at ON job_posting BEGIN "
        "INSERT INTO effect VALUES (NEW.job_id, NEW.posting_id); END",
    ],
    "postgresql": [
        "CREATE FUNCTION witness() RETURNS trigger LANGUAGE plpgsql AS "
        "'BEGIN INSERT INTO effect VALUES (NEW.job_id, NEW.posting_id); RETURN NEW; END'",
        "CREATE TRIGGER witness AFTER UPDATE OF done_at ON job_posting FOR EACH ROW EXECUTE FUNCTION witness()",
    ],
}


def multiply(database: Database, posting_id: str, times: int) -> list[str]:
    """Store a posting `times` times more; all their ids."""
    with database.write() as session:
        row = session.get_one(PostingRow, posting_id)
        copies = [row.model_dump() | {"id": new_id()} for _ in range(times)]
        session.execute(sa.insert(PostingRow), copies)
        return list(session.exec(select(PostingRow.id).order_by(col(PostingRow.id))).all())


def watch(database: Database) -> None:
    """Let the database itself note whenever a posting of a job is done."""
    with database.engine.begin() as connection:
        connection.exec_driver_sql("CREATE TABLE effect (job_id VARCHAR(36), posting_id VARCHAR(36))")
        for statement in _WITNESS[connection.dialect.name]:
            connection.exec_driver_sql(statement)


def effects(database: Database, job_id: str) -> Counter[str]:
    """How many times each posting of a job was done."""
    with Session(database.engine) as session:
        found = sa.text("SELECT posting_id FROM effect WHERE job_id = :job")
        return Counter(session.connection().execute(found, {"job": job_id}).scalars())


def until(condition: Callable[[], bool]) -> None:
    """Wait for a condition; fails after two minutes."""
    deadline = time.monotonic() + _PATIENCE_SECONDS
    while not condition():
        assert time.monotonic() < deadline, "waited for too long"
        time.sleep(0.01)


def job_of(client: TestClient, job_id: str) -> dict[str, Any]:
    """A job as it is now."""
    found: dict[str, Any] = client.get(f"/v1/jobs/{job_id}").json()
    return found


def ended(client: TestClient, job_id: str) -> dict[str, Any]:
    """A job, once it has ended."""
    until(lambda: job_of(client, job_id)["state"] not in {"queued", "running"})
    return job_of(client, job_id)


def results_of(client: TestClient, job_id: str) -> list[dict[str, Any]]:
    """What a job found until now."""
    answer = client.get(f"/v1/jobs/{job_id}/results")
    assert answer.status_code == 200
    return [json.loads(line) for line in answer.text.splitlines()]


class WorkerProcess:
    """`python -m app.worker` on a database, with leases of a second and whatever other settings are given."""

    def __init__(self, database_url: str, **others: str) -> None:
        variables = {"DATABASE_URL": database_url, "LOG_LEVEL": "error", "JOB_LEASE_SECONDS": "1", "JOB_ATTEMPTS": "50"}
        environment = os.environ | variables | others
        self.process = subprocess.Popen([sys.executable, "-m", "app.worker"], cwd=ROOT, env=environment)

    def end(self, how: signal.Signals) -> int:
        """Send a signal; the exit status."""
        self.process.send_signal(how)
        return self.process.wait(timeout=30)
