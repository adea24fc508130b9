"""Kills workers in the middle of their jobs: each posting of each job is done exactly once, whoever was killed when.

`python -m bench.worker_crash --times 50 --database postgresql`. A trigger in the database counts what is done.
"""

import argparse
import random
import signal
import sys
import tempfile
import time
from pathlib import Path

from app.database import Database
from app.main import create_app
from app.nlp.extractor import Extractor
from app.settings import Settings
from app.tenancy import FIRST_TENANT
from bench.service import ROOT, database
from tests.jobs import WorkerProcess, effects, ended, job_of, multiply, results_of, until, watch
from tests.local import LocalClient

_POSTINGS = 400
_KILLS_OF_A_JOB = 10
_TOLD_EVERY = 10


def crash(url: str, times: int, dice: random.Random) -> int:
    """Kill this often; how many postings were not done exactly once, or have no result."""
    settings = Settings(database_url=url, log_level="error", job_workers=0)
    reader = Extractor()
    text = (ROOT / "demo" / "posting.txt").read_text(encoding="utf-8")
    wrong = jobs = kills = 0
    with LocalClient(create_app(settings, make_reader=lambda: reader)) as client:
        for number in range(6):
            client.post("/v1/candidates", json={"externalId": f"W-{number}"}).raise_for_status()
        posting = client.post("/v1/postings", json={"text": text}).raise_for_status().json()
        opened = Database(url).of(FIRST_TENANT)
        watch(opened)
        postings = multiply(opened, posting["id"], _POSTINGS - 1)
        while kills < times:
            asked = {"kind": "match_all", "postingIds": postings, "limit": 6}
            job_id = client.post("/v1/jobs", json=asked).raise_for_status().json()["id"]
            jobs += 1
            for _ in range(min(_KILLS_OF_A_JOB, times - kills)):
                before = job_of(client, job_id)["progress"]["done"]
                worker = WorkerProcess(url)
                until(lambda of=job_id, before=before: job_of(client, of)["progress"]["done"] > before)  # type: ignore[misc]
                time.sleep(dice.uniform(0, 0.1))
                in_work = job_of(client, job_id)["state"] == "running"
                worker.end(signal.SIGKILL)
                kills += in_work
                if not in_work:
                    break
                if kills % _TOLD_EVERY == 0:
                    print(f"{kills} workers killed in the middle of {jobs} jobs")
            worker = WorkerProcess(url)
            job = ended(client, job_id)
            worker.end(signal.SIGTERM)
            counted = effects(opened, job_id)
            wrong += sum(counted[one] != 1 for one in postings) + (job["state"] != "succeeded")
            wrong += [result["postingId"] for result in results_of(client, job_id)] != postings
        opened.close()
    print(f"{kills} kills, {jobs} jobs of {_POSTINGS} postings: {wrong} not done exactly once")
    return wrong


def main() -> int:
    """The exit status: 1 where anything was not done exactly once."""
    parser = argparse.ArgumentParser(description=__doc__, prog="python -m bench.worker_crash")
    parser.add_argument("--times", type=int, default=50)
    parser.add_argument("--database", choices=["sqlite", "postgresql"], default="sqlite")
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, database(given.database, Path(folder)) as url:
        wrong = crash(url, given.times, random.Random(given.seed))
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
