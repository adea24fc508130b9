"""Mixed traffic at saturation on two services, then ten times as many clients, then the first number again.

`python -m bench.load --seconds 60 --database postgresql`. The services are processes on one database; clients, in
processes of their own, take them in turns as a proxy would. A 503 with `Retry-After` is counted and is no error; such a
client asks again after a twentieth of a second, which is sooner than it was told.
"""

import argparse
import json
import multiprocessing
import statistics
import sys
import tempfile
import time
import urllib.request
from collections import Counter
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from bench.load_clients import KINDS, Sample, Work, drive
from bench.service import ROOT, Service, database, replicas
from demo.server import Service as Caller

_PROCESSES = 2
_CLIENTS = 8
_TIMES = 10
_BURST_SECONDS = 20.0
_AFTER_SECONDS = 30.0
_WARM_SECONDS = 5.0
_CANDIDATES = 300
_POSTINGS = 5
_NORMAL = 1.5
_FEWEST = 5


class Load:
    """Clients in processes of their own, and the services that they ask."""

    def __init__(self, services: Sequence[Service], work: Work, pool: ProcessPoolExecutor) -> None:
        self._services = services
        self._work = work
        self._pool = pool
        self._phase = 0

    def ask(self, clients: int, seconds: float) -> tuple[list[Sample], list[int]]:
        """What this many clients saw in so many seconds, and the services' memory in the middle, in MB."""
        self._phase += 1
        end = time.monotonic() + seconds
        asked = [
            self._pool.submit(drive, self._work, clients // _PROCESSES, end, f"{self._phase}-{n}")
            for n in range(_PROCESSES)
        ]
        time.sleep(seconds / 2)
        memory = self.memory()
        return [sample for one in asked for sample in one.result()], memory

    def memory(self) -> list[int]:
        """The resident memory of each service, in MB."""
        return [resident_mb(service.process.pid) for service in self._services]

    def gone(self) -> int:
        """How many services have ended."""
        return sum(service.status() is not None for service in self._services)


def resident_mb(process_id: int) -> int:
    """The resident memory of a process in MB, 0 where it has ended (proc(5), VmRSS)."""
    try:
        lines = Path(f"/proc/{process_id}/status").read_text(encoding="ascii").splitlines()
    except FileNotFoundError:
        return 0
    return next((int(line.split()[1]) // 1024 for line in lines if line.startswith("VmRSS:")), 0)


def seconds_until_normal(samples: Sequence[Sample], since: float, normal: float) -> int | None:
    """The first whole second after `since` from whose answers the median is at most 1.5 times `normal` again.

    Null where there is none. Refusals are quick, and no answers to go by; a second with fewer than five answers, or
    with a refusal or a failure, is not normal.
    """
    by_second: dict[int, list[Sample]] = {}
    for sample in samples:
        by_second.setdefault(int(sample.at - since) + 1, []).append(sample)
    for second, found in sorted(by_second.items()):
        took = [sample.seconds for sample in found]
        fine = not any(sample.refused or sample.failed for sample in found)
        if fine and len(found) >= _FEWEST and statistics.median(took) <= _NORMAL * normal:
            return second
    return None


def percentile(values: Sequence[float], of_hundred: int) -> float:
    """The smallest value that so many of a hundred do not exceed."""
    return sorted(values)[max(-(-len(values) * of_hundred // 100) - 1, 0)]


def told(samples: Sequence[Sample], seconds: float) -> list[str]:
    """Lines on what clients saw."""
    statuses = Counter(sample.status for sample in samples)
    refused, failed = (sum(map(check, samples)) for check in (_refused, _failed))
    good = [sample for sample in samples if 200 <= sample.status < 300]
    lines = [
        f"{len(samples) / seconds:.1f} requests/s, {len(good) / seconds:.1f} of them answered 2xx; "
        f"503 with Retry-After: {refused}; errors: {failed} ({100 * failed / max(len(samples), 1):.2f}%); "
        f"statuses, 0 for none: {', '.join(f'{status} {count}' for status, count in sorted(statuses.items()))}"
    ]
    for kind in dict.fromkeys(KINDS):
        took = [1000 * sample.seconds for sample in good if sample.kind == kind]
        if took:
            line = (
                f"  {kind:<8} {len(took):>6}  p50 {percentile(took, 50):>7.0f} ms  p99 {percentile(took, 99):>7.0f} ms"
            )
            lines.append(line)
    return lines


def _refused(sample: Sample) -> bool:
    return sample.refused


def _failed(sample: Sample) -> bool:
    return sample.failed


def prepare(services: Sequence[Service]) -> Work:
    """Store candidates and postings to ask for."""
    caller = Caller(services[0].port)
    text = (ROOT / "demo" / "posting.txt").read_text(encoding="utf-8")
    profiles = json.loads((ROOT / "demo" / "candidates.json").read_text(encoding="utf-8"))
    lines = [profiles[n % len(profiles)] | {"externalId": f"stored-{n}"} for n in range(_CANDIDATES)]
    request = urllib.request.Request(
        f"{caller.base}/v1/candidates/imports",
        "\n".join(map(json.dumps, lines)).encode(),
        {"Content-Type": "application/x-ndjson"},
        method="POST",
    )
    urllib.request.urlopen(request, timeout=120).close()
    postings = [caller.post("/v1/postings", {"text": f"{text}\n{n}"})["id"] for n in range(_POSTINGS)]
    return Work([service.port for service in services], text, profiles[0], postings)


def run(load: Load, seconds: float, kind: str) -> int:
    """Ask, and print what came of it; the exit status."""
    load.ask(_CLIENTS * _PROCESSES, _WARM_SECONDS)
    memory = [load.memory()]
    print(f"{_CLIENTS * _PROCESSES} clients for {seconds:.0f} s ...", flush=True)
    samples, middle = load.ask(_CLIENTS * _PROCESSES, seconds)
    memory += [middle, load.memory()]
    normal = statistics.median(sample.seconds for sample in samples)
    print(f"{_TIMES * _CLIENTS * _PROCESSES} clients for {_BURST_SECONDS:.0f} s ...", flush=True)
    began = time.monotonic()
    burst, _ = load.ask(_TIMES * _CLIENTS * _PROCESSES, _BURST_SECONDS)
    ended = began + _BURST_SECONDS
    print(f"{_CLIENTS * _PROCESSES} clients again ...", flush=True)
    after, _ = load.ask(_CLIENTS * _PROCESSES, _AFTER_SECONDS)
    again = seconds_until_normal(after, ended, normal)

    print(f"two services on {kind}, {_CLIENTS * _PROCESSES} clients, {seconds:.0f} s")
    print("\n".join(told(samples, seconds)))
    print(f"  RSS at start, middle, end: {', '.join(' + '.join(map(str, one)) for one in memory)} MB")
    print(f"{_TIMES} times the clients, {_BURST_SECONDS:.0f} s")
    print("\n".join(told(burst, _BURST_SECONDS)))
    failed = sum(sample.failed for sample in (*samples, *burst, *after))
    print(f"services that ended: {load.gone()}; RSS after it all: {' + '.join(map(str, load.memory()))} MB")
    print(f"median of all kinds before: {1000 * normal:.0f} ms; again within {_NORMAL} times that: ", end="")
    print(f"{again} s after the last of them" if again else f"not within {_AFTER_SECONDS:.0f} s")
    return 1 if failed or load.gone() or again is None else 0


def main() -> int:
    """The exit status: 1 where there was an error, a service ended, or it did not become normal again."""
    parser = argparse.ArgumentParser(description=__doc__, prog="python -m bench.load")
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument("--database", choices=["sqlite", "postgresql"], default="sqlite")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        with (
            database(given.database, folder) as url,
            replicas(url, folder) as services,
            ProcessPoolExecutor(_PROCESSES, multiprocessing.get_context("spawn")) as pool,
        ):
            return run(Load(services, prepare(services), pool), given.seconds, given.database)


if __name__ == "__main__":
    sys.exit(main())
