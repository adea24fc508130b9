"""What tests of webhooks share: a receiver on a real socket, and a clock that is set by hand."""

import datetime as dt
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, NamedTuple

from standardwebhooks import Webhook


class Received(NamedTuple):
    path: str
    headers: dict[str, str]
    body: bytes

    def verified_by(self, secret: str) -> Any:  # noqa: ANN401 - whatever JSON it is
        """The body, as a receiver gets it out of the library of the specification."""
        return Webhook(secret).verify(self.body, self.headers)


class Receiver:
    """Keeps what it gets, and answers as it is told: a status, or whatever a function does with the handler."""

    def __init__(self) -> None:
        self.received: list[Received] = []
        self.answers: list[int | Callable[[BaseHTTPRequestHandler], object]] = []
        self.busy = self.most_busy = 0
        self.lock = threading.Lock()
        self.let_go = threading.Event()
        receiver = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                receiver.take(self)

            def log_message(self, *_: object) -> None:
                pass

        class Server(ThreadingHTTPServer):
            daemon_threads = True

            def handle_error(self, *_: object) -> None:
                pass

        self.server = Server(("127.0.0.1", 0), Handler)
        self.thread = threading.Thread(target=self.server.serve_forever, args=(0.02,), daemon=True)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server.server_port}/hooks"

    @property
    def ids(self) -> list[str]:
        """The `webhook-id` of whatever came, in order."""
        return [one.headers["webhook-id"] for one in self.received]

    def take(self, handler: BaseHTTPRequestHandler) -> None:
        body = handler.rfile.read(int(handler.headers["Content-Length"]))
        headers = {name.lower(): value for name, value in handler.headers.items()}
        with self.lock:
            self.received.append(Received(handler.path, headers, body))
            answer = self.answers.pop(0) if self.answers else 200
            self.busy += 1
            self.most_busy = max(self.busy, self.most_busy)
        try:
            if callable(answer):
                answer(handler)
            else:
                respond(handler, answer)
        finally:
            with self.lock:
                self.busy -= 1


def respond(handler: BaseHTTPRequestHandler, status: int, **headers: str) -> None:
    """Answer with a status, headers (`_` for `-`) and no body."""
    handler.send_response(status)
    for name, value in headers.items():
        handler.send_header(name.replace("_", "-"), value)
    handler.send_header("Content-Length", "0")
    handler.end_headers()


@contextmanager
def receiving() -> Iterator[Receiver]:
    """A receiver that listens."""
    receiver = Receiver()
    receiver.thread.start()
    try:
        yield receiver
    finally:
        receiver.let_go.set()
        receiver.server.shutdown()
        receiver.server.server_close()
        receiver.thread.join()


class Hands:
    """A clock that stands still until it is moved. It begins now, so that signatures are of our time."""

    def __init__(self) -> None:
        self.now = dt.datetime.now(dt.UTC).replace(microsecond=0)

    def __call__(self) -> dt.datetime:
        return self.now

    def move(self, seconds: float) -> None:
        self.now += dt.timedelta(seconds=seconds)
