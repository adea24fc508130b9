"""Requests a second over HTTP, from a few clients that keep their connections."""

import http.client
import json
import threading
import time


def requests_per_second(port: int, path: str, body: object, seconds: float = 3.0, clients: int = 4) -> float:
    """How many times a second a POST is answered with success."""
    sent = json.dumps(body).encode()
    counts = [0] * clients
    end = time.perf_counter() + seconds

    def work(number: int) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        while time.perf_counter() < end:
            connection.request("POST", path, sent, {"Content-Type": "application/json"})
            answer = connection.getresponse()
            answer.read()
            if answer.status >= 300:
                raise RuntimeError(f"{path} answered {answer.status}")
            counts[number] += 1
        connection.close()

    threads = [threading.Thread(target=work, args=(number,)) for number in range(clients)]
    began = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sum(counts) / (time.perf_counter() - began)
