"""Loads two services on one database to saturation, then with ten times as many clients, and sees how they recover.

`python -m bench.load --seconds 60 --database postgresql`. The clients take the two ports in turns, as behind a load
balancer that costs nothing; they are in processes of their own on the same machine, so the figures are a lower bound.
"""

import argparse
import json
import multiprocessing
import random
import sys
import tempfile
import threading
import urllib.request
from collections import Counter
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from statistics import median

from bench.load_client import Answer, Load, Request, run
from bench.service import ROOT, Service, database, replicas

_KINDS = ("parse", "match", "put candidate", "get candidate")
_SHARES = (40, 20, 25, 15)
_CANDIDATES = 1_000
_OVERLOAD = 10
_PROCESSES = 2
_NORMAL = 2.0
"""How many times its usual median a second may take to count as normal again."""


def _ask(text: str, profile: str, posting: str, candidates: Sequence[str], dice: random.Random, number: int) -> Request:
    kind = dice.choices(_KINDS, _SHARES)[0]
    if kind == "parse":
        return kind, _written("POST", "/v1/parse", json.dumps({"text": f"{text}\nRegel {number}"}))
    if kind == "match":
        return kind, _written("POST", f"/v1/postings/{posting}/matches", '{"limit": 10}')
    if kind == "put candidate":
        return kind, _written("PUT", f"/v1/candidates/by-external-id/L-{dice.randrange(_CANDIDATES)}", profile)
    return kind, _written("GET", f"/v1/candidates/{dice.choice(candidates)}", "")


def _written(method: str, path: str, body: str) -> bytes:
    sent = body.encode()
    head = f"{method} {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n"
    return f"{head}Content-Length: {len(sent)}\r\n\r\n".encode() + sent


def _post(address: str, body: bytes, media_type: str = "application/json") -> bytes:
    request = urllib.request.Request(address, body, {"Content-Type": media_type}, method="POST")
    with urllib.request.urlopen(request, timeout=120) as answer:
        found: bytes = answer.read()
    return found


def _loaded(services: Sequence[Service], clients: int, seconds: float, ask: partial[Request]) -> list[Answer]:
    ports = [service.port for service in services]
    loads = [Load(ports, clients // _PROCESSES, seconds, ask, random.randrange(1_000)) for _ in range(_PROCESSES)]
    with multiprocessing.get_context("spawn").Pool(_PROCESSES) as pool:
        return [answer for answers in pool.map(run, loads) for answer in answers]


def _megabytes(services: Sequence[Service]) -> str:
    found = []
    for service in services:
        status = Path(f"/proc/{service.process.pid}/status").read_text(encoding="utf-8")
        found.append(next(int(line.split()[1]) // 1024 for line in status.splitlines() if line.startswith("VmRSS")))
    return " and ".join(f"{size} MB" for size in found)


def _is_good(answer: Answer) -> bool:
    return 200 <= answer.status < 300


def _tell(title: str, answers: Sequence[Answer]) -> None:
    length = max(one.began + one.seconds for one in answers) - min(one.began for one in answers)
    good = [one for one in answers if _is_good(one)]
    statuses = Counter(one.status for one in answers if not _is_good(one))
    wrong = ", ".join(f"{count} times {status or 'broken'}" for status, count in sorted(statuses.items())) or "none"
    print(f"{title}: {len(good) / length:.0f} answered a second, {len(answers)} requests, errors: {wrong}")
    for kind in _KINDS:
        took = sorted(one.seconds * 1000 for one in good if one.kind == kind)
        if took:
            print(f"  {kind:14} {len(took):7}  p50 {median(took):7.1f} ms  p99 {took[int(len(took) * 0.99)]:7.1f} ms")


def _recovery(answers: Sequence[Answer], usual: float) -> str:
    first = min(one.began for one in answers)
    for second in range(int(max(one.began for one in answers) - first) + 1):
        within = [one for one in answers if second <= one.began - first < second + 1]
        if all(map(_is_good, within)) and median(one.seconds for one in within) <= usual * _NORMAL:
            return f"normal again in second {second + 1} after it"
    return "not normal again while we looked"


def measure(kind: str, seconds: float, clients: int) -> int:
    """Print what was found; how many answers were wrong: errors under load, or under overload any but 503s."""
    text = (ROOT / "demo" / "posting.txt").read_text(encoding="utf-8")
    profiles = json.loads((ROOT / "demo" / "candidates.json").read_text(encoding="utf-8"))
    with (
        tempfile.TemporaryDirectory() as made,
        database(kind, Path(made)) as url,
        replicas(url, Path(made)) as services,
    ):
        base = services[0].address
        posting = json.loads(_post(f"{base}/v1/postings", json.dumps({"text": text}).encode()))["id"]
        lines = [json.dumps(profiles[n % len(profiles)] | {"externalId": f"L-{n}"}) for n in range(_CANDIDATES)]
        told = _post(f"{base}/v1/candidates/imports", "\n".join(lines).encode(), "application/x-ndjson")
        ids = [json.loads(line)["candidateId"] for line in told.splitlines()]
        body = json.dumps({name: value for name, value in profiles[0].items() if name != "externalId"})
        ask = partial(_ask, text, body, posting, ids)
        _loaded(services, clients, 5, ask)

        print(f"two services on {kind}, {_CANDIDATES} candidates, {clients} clients, {seconds:.0f} s")
        print(f"  memory at the start: {_megabytes(services)}")
        middle = threading.Timer(seconds / 2, lambda: print(f"  memory in the middle: {_megabytes(services)}"))
        middle.start()
        usual = _loaded(services, clients, seconds, ask)
        middle.join()
        print(f"  memory at the end: {_megabytes(services)}")
        _tell("at saturation", usual)

        over = _loaded(services, clients * _OVERLOAD, seconds / 3, ask)
        _tell(f"{_OVERLOAD} times as many clients", over)
        refused = [one for one in over if one.status == 503]
        told_when = sum(one.retry_after for one in refused)
        print(f"  503: {len(refused)}, of which {told_when} with Retry-After; memory: {_megabytes(services)}")
        crashed = sum(service.status() is not None for service in services)
        after = _loaded(services, clients, seconds / 4, ask)
        print(f"  services that ended: {crashed}; {_recovery(after, median(one.seconds for one in usual))}")
    wrong = [one for one in usual if not _is_good(one)]
    collapsed = [one for one in over if not _is_good(one) and not (one.status == 503 and one.retry_after)]
    return len(wrong) + len(collapsed) + crashed


def main() -> int:
    """The exit status: 1 where an answer was neither good nor a 503 of an overload that says when to come again."""
    parser = argparse.ArgumentParser(description=__doc__, prog="python -m bench.load")
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--clients", type=int, default=64)
    parser.add_argument("--database", choices=["sqlite", "postgresql"], default="postgresql")
    given = parser.parse_args()
    return 1 if measure(given.database, given.seconds, given.clients) else 0


if __name__ == "__main__":
    sys.exit(main())
