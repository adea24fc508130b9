"""Kills a service while it writes, again and again: what it answered is there afterwards, and nothing is by half.

`python -m bench.crash --times 200 --database postgresql`. Four clients store candidates and put others in their place,
store imports, and now and then postings and matches; at a random moment the process gets SIGKILL, and on PostgreSQL
every fourth time its connections are ended a moment before, too. The next process must answer everything that was
answered 200 or 201, as it was answered or as what was being sent when the process died.
"""

import argparse
import json
import random
import signal
import sys
import tempfile
import threading
import time
import urllib.error
import urllib.request
from http import HTTPStatus
from pathlib import Path
from typing import Any

from app.database import Database
from bench.crash_clients import LINES, Client
from bench.promises import Promises
from bench.service import ROOT, ForkedService, database
from tests.postgres import Server, find

_CLIENTS = 4
_SAMPLE = 40
_TOLD_EVERY = 20
_SECONDS = (0.2, 1.0)
_SETTINGS = {"JOB_WORKERS": "0", "INDEX_PATH": ""}
_HALVES = {
    "candidates without the number of their change": (
        "SELECT count(*) FROM candidate c WHERE NOT EXISTS "
        "(SELECT 1 FROM candidate_change n WHERE n.candidate_id = c.id)"
    ),
    "numbers of changes without their candidate": (
        "SELECT count(*) FROM candidate_change n WHERE NOT EXISTS "
        "(SELECT 1 FROM candidate c WHERE c.id = n.candidate_id)"
    ),
    "matches without their candidates": (
        "SELECT count(*) FROM match m WHERE NOT EXISTS (SELECT 1 FROM match_candidate o WHERE o.match_id = m.id)"
    ),
    "candidates of matches that are not there": (
        "SELECT count(*) FROM match_candidate o WHERE NOT EXISTS (SELECT 1 FROM match m WHERE m.id = o.match_id)"
    ),
    "imports stored in part": (
        "SELECT count(*) FROM (SELECT substr(external_id, 1, 17) AS import FROM candidate "
        "WHERE substr(external_id, 1, 7) = 'import-' "
        f"GROUP BY substr(external_id, 1, 17) HAVING count(*) <> {LINES}) AS parts"
    ),
}


class Crashes:
    """A service that is killed and started again, and the account of what was found each time."""

    def __init__(self, url: str, folder: Path, dice: random.Random, server: Server | None) -> None:
        self._url = url
        self._log = folder / "service.log"
        self._dice = dice
        self._server = server
        text = (ROOT / "demo" / "posting.txt").read_text(encoding="utf-8")
        profile = json.loads((ROOT / "demo" / "candidates.json").read_text(encoding="utf-8"))[0]
        self._clients = [Client(n, text, profile, random.Random(dice.random())) for n in range(_CLIENTS)]
        self.promises = Promises()
        self.checked = 0
        self.idle = 0
        self.lost: list[str] = []
        self.torn: list[str] = []
        self.starts: list[float] = []
        self._service = self._started()

    def run(self, times: int) -> None:
        """Kill the service this often, and read everything again at the end."""
        self._clients[0].store_one(self._service.address, self.promises)
        self.promises.fresh()
        for number in range(1, times + 1):
            self._kill(number)
            self._service = self._started()
            fresh = self.promises.fresh()
            self.idle += not fresh
            earlier = self._dice.sample(sorted(self.promises.answered), min(_SAMPLE, len(self.promises.answered)))
            self._check(f"round {number}", fresh | set(earlier))
            if number % _TOLD_EVERY == 0 or number == times:
                print(
                    f"round {number}: {len(self.promises.answered)} resources answered, "
                    f"{self.checked} reads compared, {len(self.lost)} lost, {len(self.torn)} torn, "
                    f"{self.idle} rounds without an answer",
                    flush=True,
                )
        self._check("at the end", set(self.promises.answered))

    def end(self) -> None:
        """Stop the service."""
        if self._service.status() is None:
            self._service.end()

    def _started(self) -> ForkedService:
        began = time.monotonic()
        service = ForkedService(self._url, self._log, _SETTINGS)
        try:
            service.wait()
        except RuntimeError:
            if service.status() is None:
                service.end(signal.SIGKILL)
            raise
        self.starts.append(time.monotonic() - began)
        return service

    def _kill(self, number: int) -> None:
        threads = [
            threading.Thread(target=client.write, args=(self._service.address, self.promises))
            for client in self._clients
        ]
        for thread in threads:
            thread.start()
        time.sleep(self._dice.uniform(*_SECONDS))
        if self._server and number % 4 == 0:
            self._server.end_sessions(self._url)
            time.sleep(self._dice.uniform(0, 0.02))
        by_itself = self._service.status()
        if by_itself is None:
            self._service.end(signal.SIGKILL)
        for thread in threads:
            thread.join()
        if by_itself is not None:
            raise RuntimeError(f"the service ended by itself, with {by_itself}: {self._log.read_text()[-2_000:]}")

    def _check(self, when: str, addresses: set[str]) -> None:
        for address in sorted(addresses):
            wrong = self.promises.wrong(address, _found(self._service.address + address))
            self.checked += 1
            if wrong:
                self.lost.append(f"{when}: {address}: {wrong}")
        self.torn += [f"{when}: {half}" for half in halves(self._url)]


def halves(url: str) -> list[str]:
    """What is by half in a database, as texts."""
    opened = Database(url)
    with opened.everywhere().engine.connect() as connection:
        if connection.dialect.name == "postgresql":
            connection.exec_driver_sql("SELECT set_config('gunning.tenant', '*', true)")
        found = {name: connection.exec_driver_sql(query).scalar_one() for name, query in _HALVES.items()}
    opened.close()
    return [f"{number} {name}" for name, number in found.items() if number]


def _found(address: str) -> dict[str, Any] | None:
    try:
        with urllib.request.urlopen(address, timeout=30) as answer:
            found: dict[str, Any] = json.load(answer)
    except urllib.error.HTTPError as error:
        with error:
            if error.code != HTTPStatus.NOT_FOUND:
                raise
        return None
    return found


def main() -> int:
    """The exit status: 1 where anything was lost or torn."""
    parser = argparse.ArgumentParser(description=__doc__, prog="python -m bench.crash")
    parser.add_argument("--times", type=int, default=200)
    parser.add_argument("--database", choices=["sqlite", "postgresql"], default="sqlite")
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    server = find() if given.database == "postgresql" else None
    with tempfile.TemporaryDirectory() as folder, database(given.database, Path(folder)) as url:
        crashes = Crashes(url, Path(folder), random.Random(given.seed), server)
        try:
            crashes.run(given.times)
        finally:
            crashes.end()
    if server:
        server.close()
    told = ", ".join(f"{count} {kind}" for kind, count in sorted(crashes.promises.counts.items()))
    starts = sorted(crashes.starts)
    print(f"{given.times} kills on {given.database}: {sum(crashes.promises.counts.values())} answers ({told})")
    print(f"{len(crashes.promises.answered)} resources, all read again at the end; {crashes.checked} reads compared")
    print(f"rounds that were killed before anything was answered, and prove nothing: {crashes.idle}")
    print(f"lost or changed: {len(crashes.lost)}; torn: {len(crashes.torn)}")
    print(f"a start took {starts[len(starts) // 2]:.1f} s (median), {starts[-1]:.1f} s at most")
    for one in (crashes.lost + crashes.torn)[:20]:
        print(f"  {one}")
    return 1 if crashes.lost or crashes.torn else 0


if __name__ == "__main__":
    sys.exit(main())
