"""Kills a service while it writes, again and again: what it answered is there afterwards, and nothing is by half.

`python -m bench.crash --times 200 --database postgresql`. Four clients store postings, candidates, imports and matches;
at a random moment the process gets SIGKILL, and on PostgreSQL every fourth time its connections are ended a moment
before, too. The next process must answer everything that was answered 200 or 201, with the same content.
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
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from app.database import Database
from bench.service import ROOT, ForkedService, database
from tests.postgres import Server, find

_CLIENTS = 4
_LINES = 20
_SAMPLE = 40
_TOLD_EVERY = 20
_LONGEST_SECONDS = 1.5
_SETTINGS = {"JOB_WORKERS": "0", "INDEX_PATH": ""}
_HALVES = {
    "candidates without a number of their change": (
        "SELECT count(*) FROM candidate c WHERE NOT EXISTS "
        "(SELECT 1 FROM candidate_change n WHERE n.candidate_id = c.id)"
    ),
    "candidates of matches that are not there": (
        "SELECT count(*) FROM match_candidate o WHERE NOT EXISTS (SELECT 1 FROM match m WHERE m.id = o.match_id)"
    ),
    "imports stored in part": (
        "SELECT count(*) FROM (SELECT substr(external_id, 1, 22) AS import FROM candidate "
        "WHERE substr(external_id, 1, 7) = 'import-' "
        f"GROUP BY substr(external_id, 1, 22) HAVING count(*) <> {_LINES}) AS parts"
    ),
}


@dataclass
class Promised:
    """What was answered: the address of each resource and what must be found there."""

    resources: dict[str, Any] = field(default_factory=dict)
    counts: Counter[str] = field(default_factory=Counter)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def note(self, kind: str, found: dict[str, Any]) -> None:
        """Keep these answers, by address."""
        with self.lock:
            self.resources |= found
            self.counts[kind] += 1


def _send(address: str, body: bytes, media_type: str = "application/json") -> bytes:
    request = urllib.request.Request(address, body, {"Content-Type": media_type}, method="POST")
    with urllib.request.urlopen(request, timeout=30) as answer:
        sent: bytes = answer.read()
    return sent


def _write(base: str, name: str, text: str, profile: dict[str, Any], promised: Promised) -> None:
    """Write until the service is gone."""
    dice = random.Random(name)
    posting = None
    for number in range(1_000_000):
        try:
            kind = "posting" if posting is None else dice.choice(["posting", "candidate", "import", "match"])
            if kind == "posting":
                stored = json.loads(
                    _send(f"{base}/v1/postings", json.dumps({"text": f"{text}\n{name} {number}"}).encode())
                )
                posting = f"/v1/postings/{stored['id']}"
                promised.note(kind, {posting: stored})
            elif kind == "candidate":
                sent = profile | {"externalId": f"one-{name}-{number}"}
                stored = json.loads(_send(f"{base}/v1/candidates", json.dumps(sent).encode()))
                promised.note(kind, {f"/v1/candidates/{stored['id']}": stored})
            elif kind == "match":
                stored = json.loads(_send(f"{base}{posting}/matches", b'{"limit": 3}'))
                promised.note(kind, {f"/v1/matches/{stored['id']}": stored})
            else:
                ids = [f"import-{name}-{number:06d}-{line:02d}" for line in range(_LINES)]
                lines = "\n".join(json.dumps(profile | {"externalId": one}) for one in ids).encode()
                told = _send(f"{base}/v1/candidates/imports", lines, "application/x-ndjson").splitlines()
                found = {one["candidateId"]: one["externalId"] for one in map(json.loads, told)}
                promised.note(kind, {f"/v1/candidates/{key}": {"externalId": value} for key, value in found.items()})
        except urllib.error.HTTPError as error:
            with promised.lock:
                promised.counts[f"answered {error.code}"] += 1
        except (OSError, ValueError):
            return


def _missing(base: str, resources: dict[str, Any]) -> list[str]:
    wrong = []
    for path, promised in resources.items():
        try:
            with urllib.request.urlopen(f"{base}{path}", timeout=30) as answer:
                found = json.load(answer)
        except urllib.error.HTTPError as error:
            wrong.append(f"{path}: {error.code}")
            continue
        if any(found[name] != value for name, value in promised.items()):
            wrong.append(f"{path}: not as it was answered")
    return wrong


def _halves(url: str) -> list[str]:
    opened = Database(url)
    with opened.everywhere().engine.connect() as connection:
        if connection.dialect.name == "postgresql":
            connection.exec_driver_sql("SELECT set_config('gunning.tenant', '*', true)")
        found = {name: connection.exec_driver_sql(query).scalar_one() for name, query in _HALVES.items()}
    opened.close()
    return [f"{number} {name}" for name, number in found.items() if number]


def crash(url: str, folder: Path, times: int, dice: random.Random, server: Server | None) -> int:
    """Kill this often; how much was lost or half there."""
    text = (ROOT / "demo" / "posting.txt").read_text(encoding="utf-8")
    profile = json.loads((ROOT / "demo" / "candidates.json").read_text(encoding="utf-8"))[0]
    everything = Promised()
    lost: list[str] = []
    starts: list[float] = []
    service = ForkedService(url, folder / "service.log", _SETTINGS)
    service.wait()
    for number in range(1, times + 1):
        promised = Promised()
        writers = [
            threading.Thread(target=_write, args=(service.address, f"{number:04d}-{n:03d}", text, profile, promised))
            for n in range(_CLIENTS)
        ]
        for writer in writers:
            writer.start()
        time.sleep(dice.uniform(0.05, _LONGEST_SECONDS))
        if server and number % 4 == 0:
            server.end_sessions(url)
            time.sleep(dice.uniform(0, 0.02))
        service.end(signal.SIGKILL)
        for writer in writers:
            writer.join()
        began = time.monotonic()
        service = ForkedService(url, folder / "service.log", _SETTINGS)
        service.wait()
        starts.append(time.monotonic() - began)
        earlier = dice.sample(sorted(everything.resources), min(_SAMPLE, len(everything.resources)))
        checked = promised.resources | {path: everything.resources[path] for path in earlier}
        lost += [f"round {number}: {one}" for one in [*_missing(service.address, checked), *_halves(url)]]
        everything.resources |= promised.resources
        everything.counts += promised.counts
        if number % _TOLD_EVERY == 0 or number == times:
            print(f"{number} kills: {len(everything.resources)} resources were answered, {len(lost)} lost or half")
    lost += _missing(service.address, everything.resources)
    service.end()
    told = ", ".join(f"{count} {kind}" for kind, count in sorted(everything.counts.items()))
    print(f"{times} kills on {'PostgreSQL' if server else 'SQLite'}: {told}")
    print(f"all {len(everything.resources)} resources read again at the end; {len(lost)} lost, changed or half there")
    print(f"a start took {sorted(starts)[len(starts) // 2]:.1f} s (median), {max(starts):.1f} s at most")
    for one in lost[:20]:
        print(f"  {one}")
    return len(lost)


def main() -> int:
    """The exit status: 1 where anything was lost."""
    parser = argparse.ArgumentParser(description=__doc__, prog="python -m bench.crash")
    parser.add_argument("--times", type=int, default=200)
    parser.add_argument("--database", choices=["sqlite", "postgresql"], default="sqlite")
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    server = find() if given.database == "postgresql" else None
    with tempfile.TemporaryDirectory() as folder, database(given.database, Path(folder)) as url:
        lost = crash(url, Path(folder), given.times, random.Random(given.seed), server)
    if server:
        server.close()
    return 1 if lost else 0


if __name__ == "__main__":
    sys.exit(main())
