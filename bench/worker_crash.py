"""Kills workers in the middle of jobs: every posting of every job has its effect exactly once.

`python -m bench.worker_crash --times 50 --database postgresql`. A service takes jobs that it does not run; one worker
process after another works on them and gets SIGKILL a moment after it has done something. A trigger of the database
itself notes each effect.
"""

import argparse
import json
import random
import signal
import sys
import tempfile
import time
import urllib.request
from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from app.database import Database
from app.tenancy import FIRST_TENANT
from bench.service import ROOT, database, replicas
from demo.server import Service as Caller
from tests.jobs import WorkerProcess, effects, multiply, until, watch

_POSTINGS = 150
_TOLD_EVERY = 10
_MOST_SECONDS = 0.3
_ENDED = {"succeeded", "failed", "cancelled"}


def wrong(postings: Iterable[str], done: Mapping[str, int], told: Iterable[str]) -> list[str]:
    """What is wrong with a job that has ended: its postings, how often each was done, and of which it tells results."""
    asked, results = set(postings), Counter(told)
    return [
        f"{text}: {posting}"
        for text, found in (
            ("not done", asked - {posting for posting, times in done.items() if times}),
            ("done more than once", {posting for posting, times in done.items() if times > 1}),
            ("done, and not asked for", set(done) - asked),
            ("without a result", asked - set(results)),
            ("with more than one result", {posting for posting, times in results.items() if times > 1}),
        )
        for posting in sorted(found)
    ]


class WorkerCrashes:
    """Jobs, the workers that are killed while they run them, and what was found in the end."""

    def __init__(self, url: str, port: int, dice: random.Random) -> None:
        self._url = url
        self._caller = Caller(port)
        self._dice = dice
        for profile in json.loads((ROOT / "demo" / "candidates.json").read_text(encoding="utf-8")):
            self._caller.post("/v1/candidates", profile)
        text = (ROOT / "demo" / "posting.txt").read_text(encoding="utf-8")
        posting = self._caller.post("/v1/postings", {"text": text})["id"]
        self._witness = Database(url).of(FIRST_TENANT)
        watch(self._witness)
        self._postings = multiply(self._witness, posting, _POSTINGS - 1)
        self.jobs: list[str] = []
        self.in_mid_job = 0
        self.wrong: list[str] = []

    def run(self, times: int) -> None:
        """Kill this many workers, let a last one end what is left, and look at every job."""
        for number in range(1, times + 1):
            if not self.jobs or self._job()["state"] in _ENDED:
                asked = {"kind": "match_all", "postingIds": self._postings, "limit": 10}
                self.jobs.append(self._caller.post("/v1/jobs", asked)["id"])
            self._kill_one()
            if number % _TOLD_EVERY == 0 or number == times:
                print(f"round {number}: {self.in_mid_job} killed in mid-job, {len(self.jobs)} jobs", flush=True)
        worker = self._worker()
        try:
            until(lambda: self._job()["state"] in _ENDED)
        finally:
            worker.end(signal.SIGTERM)
        for job_id in self.jobs:
            self._look_at(job_id)
        self._witness.close()

    def _kill_one(self) -> None:
        before = self._done()
        worker = self._worker()
        try:
            until(lambda: self._done() > before)
            time.sleep(self._dice.uniform(0, _MOST_SECONDS))
        finally:
            worker.end(signal.SIGKILL)
        self.in_mid_job += self._job()["state"] == "running"

    def _worker(self) -> WorkerProcess:
        return WorkerProcess(self._url, JOB_ATTEMPTS="1000")

    def _job(self) -> dict[str, Any]:
        found: dict[str, Any] = self._caller.get(f"/v1/jobs/{self.jobs[-1]}")
        return found

    def _done(self) -> int:
        return int(self._job()["progress"]["done"])

    def _look_at(self, job_id: str) -> None:
        state = self._caller.get(f"/v1/jobs/{job_id}")["state"]
        if state != "succeeded":
            self.wrong.append(f"job {job_id}: {state}")
        with urllib.request.urlopen(f"{self._caller.base}/v1/jobs/{job_id}/results", timeout=60) as answer:
            told = [json.loads(line)["postingId"] for line in answer.read().splitlines()]
        found = wrong(self._postings, effects(self._witness, job_id), told)
        self.wrong += [f"job {job_id}: {one}" for one in found]


def main() -> int:
    """The exit status: 1 where anything was done not once."""
    parser = argparse.ArgumentParser(description=__doc__, prog="python -m bench.worker_crash")
    parser.add_argument("--times", type=int, default=50)
    parser.add_argument("--database", choices=["sqlite", "postgresql"], default="sqlite")
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        with (
            database(given.database, folder) as url,
            replicas(url, folder, count=1, JOB_WORKERS="0") as (service,),
        ):
            crashes = WorkerCrashes(url, service.port, random.Random(given.seed))
            crashes.run(given.times)
    print(f"{given.times} workers killed on {given.database}, {crashes.in_mid_job} of them in mid-job")
    print(f"{len(crashes.jobs)} jobs of {_POSTINGS} postings: {len(crashes.wrong)} effects not exactly once")
    for one in crashes.wrong[:20]:
        print(f"  {one}")
    return 1 if crashes.wrong else 0


if __name__ == "__main__":
    sys.exit(main())
