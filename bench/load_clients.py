"""Clients that ask all the time, in threads: what they asked, what came of it and how long it took."""

import http.client
import json
import random
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

KINDS = ["parse"] * 3 + ["create"] * 2 + ["replace"] * 3 + ["match"] * 2 + ["list"] * 2
"""What is asked, each as often as it stands here."""
_REFUSED_SECONDS = 0.05
_IDLE_SECONDS = 3.0
_TIMEOUT_SECONDS = 60.0
_REPLACED = 50
_SENT_JSON = {"Content-Type": "application/json"}


@dataclass(frozen=True)
class Sample:
    """One request: when its answer came on the machine's monotonic clock, and after how many seconds.

    `status` is 0 where there was no answer, `later` whether a `Retry-After` came with it.
    """

    kind: str
    status: int
    later: bool
    at: float
    seconds: float

    @property
    def refused(self) -> bool:
        """Whether it was told to come back later, in order."""
        return self.status == http.HTTPStatus.SERVICE_UNAVAILABLE and self.later

    @property
    def failed(self) -> bool:
        """Whether it failed: without an answer, or by a fault of the service."""
        return not self.refused and (self.status == 0 or self.status >= http.HTTPStatus.INTERNAL_SERVER_ERROR)


@dataclass(frozen=True)
class Work:
    """What clients need to know: where the services are, a text, a profile and stored postings."""

    ports: Sequence[int]
    text: str
    profile: dict[str, Any]
    postings: Sequence[str]


def drive(work: Work, clients: int, end: float, seed: str) -> list[Sample]:
    """What this many clients saw until `end` on the monotonic clock; each waits for an answer, then asks again."""
    with ThreadPoolExecutor(clients) as pool:
        found = list(pool.map(lambda n: _ask_until(work, end, f"{seed}-{n}"), range(clients)))
    return [sample for samples in found for sample in samples]


def _ask_until(work: Work, end: float, name: str) -> list[Sample]:
    dice = random.Random(name)
    connections = [_Connection(port) for port in work.ports]
    samples: list[Sample] = []
    count = dice.randrange(len(connections))
    while (began := time.monotonic()) < end:
        kind = dice.choice(KINDS)
        status, later = connections[count % len(connections)].ask(*_request(work, kind, f"{name}-{count}", dice))
        samples.append(Sample(kind, status, later, time.monotonic(), time.monotonic() - began))
        if samples[-1].refused or not status:
            time.sleep(_REFUSED_SECONDS)
        count += 1
    for connection in connections:
        connection.close()
    return samples


def _request(work: Work, kind: str, name: str, dice: random.Random) -> tuple[str, str, object]:
    if kind == "parse":
        return "POST", "/v1/parse", {"text": f"{work.text}\n{name}"}
    if kind == "create":
        return "POST", "/v1/candidates", work.profile | {"externalId": f"new-{name}"}
    if kind == "replace":
        external_id = f"slot-{dice.randrange(_REPLACED)}"
        return "PUT", f"/v1/candidates/by-external-id/{external_id}", work.profile | {"externalId": external_id}
    if kind == "match":
        return "POST", f"/v1/postings/{dice.choice(work.postings)}/matches", {"limit": 10}
    return "GET", "/v1/candidates?limit=20", None


class _Connection:
    """A connection that is kept, and made anew before the other side would take it for idle."""

    def __init__(self, port: int) -> None:
        self._connection = http.client.HTTPConnection("127.0.0.1", port, timeout=_TIMEOUT_SECONDS)
        self._used = time.monotonic()

    def ask(self, method: str, path: str, body: object) -> tuple[int, bool]:
        """The status, 0 where there was no answer, and whether there was a `Retry-After`."""
        if time.monotonic() - self._used > _IDLE_SECONDS:
            self._connection.close()
        try:
            sent = None if body is None else json.dumps(body)
            self._connection.request(method, path, sent, _SENT_JSON if sent else {})
            answer = self._connection.getresponse()
            answer.read()
        except (OSError, http.client.HTTPException):
            self._connection.close()
            return 0, False
        finally:
            self._used = time.monotonic()
        return answer.status, answer.getheader("Retry-After") is not None

    def close(self) -> None:
        """Let go of it."""
        self._connection.close()
