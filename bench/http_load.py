"""Requests a second over HTTP, from a few clients that keep their connections."""

import http.client
import json
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor


def requests_per_second(
    port: int, path: str, bodies: Sequence[object], seconds: float = 4.0, warm_up: float = 1.0, clients: int = 4
) -> float:
    """How many times a second a POST of one body after another is answered; raises when one is not a success."""
    sent = [json.dumps(body).encode() for body in bodies]
    _answered_until(port, path, sent, time.perf_counter() + warm_up, 0)
    began = time.perf_counter()
    with ThreadPoolExecutor(clients) as pool:
        counts = list(pool.map(lambda n: _answered_until(port, path, sent, began + seconds, n), range(clients)))
    return sum(counts) / (time.perf_counter() - began)


def _answered_until(port: int, path: str, sent: Sequence[bytes], end: float, start: int) -> int:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    count = 0
    while time.perf_counter() < end:
        body = sent[(start + count) % len(sent)]
        connection.request("POST", path, body, {"Content-Type": "application/json"})
        answer = connection.getresponse()
        answer.read()
        if answer.status >= 300:
            raise RuntimeError(f"{path} answered {answer.status}")
        count += 1
    connection.close()
    return count
