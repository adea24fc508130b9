"""Matching against many stored candidates, over HTTP: taking them in, cold, warm, a change, a new start."""

import contextlib
import http.client
import itertools
import json
import time
from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import Any

from app.criteria.profile import Profile
from app.database import Database
from app.matching import judge, prepare_posting, prepare_profile, rank
from app.nlp.extractor import Extractor
from app.repositories.candidates import CandidateRepository
from app.services.clock import utc_now
from app.tenancy import FIRST_TENANT
from bench.measure import Times, resident_megabytes, time_each
from bench.people import make_profile
from bench.report import row, say
from bench.sql import bench_sql
from demo.server import Service, running_service

_ROUNDS = 25
_LOOP = 300
"""Candidates that the plain loop goes through; it grows with their number."""
_PORTION = 50_000
_PATIENCE = 3_600


class Caller:
    """A client that keeps its connection."""

    def __init__(self, service: Service) -> None:
        self._connection = http.client.HTTPConnection(service.base.removeprefix("http://"), timeout=_PATIENCE)

    def send(self, method: str, path: str, body: object, kind: str = "application/json") -> Any:  # noqa: ANN401 - JSON
        """The decoded answer, null for lines; raises where it is no success."""
        sent = body if isinstance(body, bytes) else json.dumps(body).encode()
        self._connection.request(method, path, sent, {"Content-Type": kind})
        answer = self._connection.getresponse()
        told = answer.read()
        if answer.status >= 300:
            raise RuntimeError(f"{method} {path} answered {answer.status}")
        return json.loads(told) if kind == "application/json" else None

    def hang_up(self) -> None:
        """Close the connection; the next request opens another."""
        self._connection.close()

    def match(self, posting: dict[str, Any]) -> dict[str, Any]:
        """The best ten for a posting."""
        found: dict[str, Any] = self.send("POST", f"/v1/postings/{posting['id']}/matches", {"limit": 10})
        return found


def bench_matching(extractor: Extractor, texts: list[str], folder: Path, count: int) -> None:
    """Each text against `count` stored candidates; the best ten are explained and stored."""
    say(f"\nMatching against {count:,} stored candidates, over HTTP (top 10, explained and stored)")
    folder.mkdir()
    with running_service(folder) as service:
        caller = Caller(service)
        taken = 0.0
        for portion in _portions(count):
            # Making it may have taken longer than the service keeps a connection that says nothing.
            caller.hang_up()
            began = time.perf_counter()
            caller.send("POST", "/v1/candidates/imports", portion, "application/x-ndjson")
            taken += time.perf_counter() - began
        row("taken in, as lines", f"{count / taken:,.0f} a second")
        postings = [caller.send("POST", "/v1/postings", {"text": text}) for text in texts]
        before = resident_megabytes(service.process_id)
        cold = time_each(caller.match, postings[:1])
        row("cold: the index is made first", f"{cold.median:,.0f} ms, {cold.median / count * 1000:,.0f} µs a candidate")
        bench_warm(service, caller, postings, before)
    with running_service(folder) as service:
        began = time.perf_counter()
        Caller(service).match(postings[0])
        row("after a start: the first match", f"{(time.perf_counter() - began) * 1000:,.0f} ms")
    _plain_loop(folder, extractor, texts[0], count)
    bench_sql(count)


def bench_warm(service: Service, caller: Caller, postings: list[dict[str, Any]], before: float) -> None:
    """What matches cost once the index is there."""
    fresh = time_each(caller.match, postings[1:])
    row("warm, a posting's first match", _told(fresh))
    row("warm, matched before", _told(time_each(caller.match, postings, _ROUNDS)))
    memory = resident_megabytes(service.process_id)
    row("memory of the process", f"{memory:,.0f} MB, {memory - before:,.0f} MB of it since before the index")
    changes = [{"externalId": f"changed-{n}", **make_profile(Random(n))} for n in range(_ROUNDS)]
    row("storing one more", _told(time_each(lambda one: caller.send("POST", "/v1/candidates", one), changes)))
    caller.match(postings[0])
    again = [one | {"cv": {"pages": 2}} for one in changes]
    address = "/v1/candidates/by-external-id/"
    both = time_each(
        lambda one: (caller.send("PUT", address + one["externalId"], one), caller.match(postings[0])), again
    )
    row("changing one, and a match", _told(both))


def _told(times: Times) -> str:
    return f"median {times.median:.1f} ms, p95 {times.p95:.1f} ms"


def _portions(count: int) -> Iterator[bytes]:
    chance = Random(7)
    lines = (json.dumps({"externalId": f"bench-{n}", **make_profile(chance)}) for n in range(count))
    while portion := list(itertools.islice(lines, _PORTION)):
        yield "\n".join(portion).encode()


def _plain_loop(folder: Path, extractor: Extractor, text: str, count: int) -> None:
    """Every candidate read, prepared and judged by itself: what the index stands in for."""
    reading = extractor.read(text)
    posting = prepare_posting(reading)
    reference = utc_now().date()
    with (
        contextlib.closing(Database(f"sqlite:///{folder}/gunning.db").of(FIRST_TENANT)) as database,
        database.read() as session,
    ):
        repository = CandidateRepository(session)
        ids = [one.id for one in next(repository.chunks(None, min(_LOOP, count)))]
        began = time.perf_counter()
        judged = [
            (one, judge(posting, prepare_profile(Profile.model_validate(document)), reference))
            for one, (_, document) in repository.profiles(ids).items()
        ]
        rank(judged, reading.selection.tie_break)
        loop = (time.perf_counter() - began) / len(ids) * count * 1000
    row(f"beside it: the plain loop (from {len(ids)})", f"{loop:,.0f} ms")
