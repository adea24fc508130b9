"""One request to one address that was checked: no second look at the name, no redirect, no proxy, and an end to it."""

import contextlib
import datetime as dt
import io
import socket
import ssl
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from http.client import HTTPConnection, HTTPException, HTTPResponse

from app.webhooks.addresses import Address, AddressRules
from app.webhooks.failures import DeliveryFailure
from app.webhooks.resolving import UnresolvedError, resolve
from app.webhooks.target import Target, TargetError, read_target

_ANSWER_BYTES = 16_384
"""Of an answer's body that are read, so that an ordinary receiver sees its answer taken."""
_BODY_SECONDS = 2.0
_LOOK_UP_SECONDS = 5.0


@dataclass(frozen=True, slots=True)
class Answer:
    """What came of an attempt: `failure` is null where it succeeded, `status` where no HTTP answer came.

    `retry_after`: seconds that the receiver asked to be left alone.
    """

    failure: DeliveryFailure | None
    status: int | None = None
    retry_after: float | None = None


class Transport:
    """Sends. `seconds`: for an attempt in all, from looking up the name to the answer's headers."""

    def __init__(self, rules: AddressRules, seconds: float) -> None:
        self._rules = rules
        self._seconds = seconds
        self._tls = ssl.create_default_context()
        self._tls.minimum_version = ssl.TLSVersion.TLSv1_2

    def check(self, url: str, seconds: float) -> None:
        """Raise `TargetError` for a URL that is not sent to; one that nobody can answer for now is left to sending."""
        target = read_target(url)
        with contextlib.suppress(UnresolvedError):
            resolve(target, self._rules, seconds)

    def send(self, url: str, body: bytes, headers: Mapping[str, str]) -> Answer:
        """POST `body`. Never raises for what the network or the receiver does."""
        deadline = time.monotonic() + self._seconds
        try:
            target = read_target(url)
            addresses = resolve(target, self._rules, min(_LOOK_UP_SECONDS, self._seconds))
            with _connect(addresses, target.port, deadline) as plain, self._secured(plain, target, deadline) as used:
                return _exchange(_Timed(used, deadline), target, body, headers)
        except TargetError as error:
            unknown = error.code == "url_unknown_host"
            return Answer(DeliveryFailure.HOST_NOT_FOUND if unknown else DeliveryFailure.ADDRESS_REFUSED)
        except UnresolvedError:
            return Answer(DeliveryFailure.HOST_NOT_FOUND)
        except TimeoutError:
            return Answer(DeliveryFailure.TIMED_OUT)
        except ssl.SSLError:
            return Answer(DeliveryFailure.TLS_FAILED)
        except OSError:
            return Answer(DeliveryFailure.CONNECTION_FAILED)
        except (HTTPException, ValueError):
            return Answer(DeliveryFailure.NO_HTTP)

    def _secured(self, plain: socket.socket, target: Target, deadline: float) -> socket.socket:
        if target.scheme == "http":
            return plain
        plain.settimeout(_left(deadline))
        return self._tls.wrap_socket(plain, server_hostname=target.host)


class _Timed(io.RawIOBase):
    """A socket whose every step gets only the time that is left: a receiver that trickles cannot stretch it."""

    def __init__(self, used: socket.socket, deadline: float) -> None:
        self._socket = used
        self.deadline = deadline

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override] # it is given nothing else
        self._socket.settimeout(_left(self.deadline))
        return self._socket.recv_into(buffer)

    def sendall(self, data: bytes) -> None:
        """As a socket's."""
        self._socket.settimeout(_left(self.deadline))
        self._socket.sendall(data)

    def makefile(self, _mode: str) -> io.BufferedReader:
        """What `http.client` reads an answer from."""
        return io.BufferedReader(self)


def _left(deadline: float) -> float:
    left = deadline - time.monotonic()
    if left <= 0:
        raise TimeoutError
    return left


def _connect(addresses: Sequence[Address], port: int, deadline: float) -> socket.socket:
    failed: OSError | None = None
    for number, address in enumerate(addresses):
        # What is left is shared among the addresses, so that one that is silent leaves time for the next.
        seconds = _left(deadline) / (len(addresses) - number)
        # The library's `create_connection` would look the address up again.
        opened = socket.socket(socket.AF_INET if address.version == 4 else socket.AF_INET6)
        opened.settimeout(seconds)
        try:
            opened.connect((str(address), port))
        except OSError as error:
            opened.close()
            failed = error
        else:
            return opened
    raise failed or OSError


def _exchange(timed: _Timed, target: Target, body: bytes, headers: Mapping[str, str]) -> Answer:
    connection = HTTPConnection(target.host, target.port)
    # It needs no more of a socket than this.
    connection.sock = timed
    connection.request("POST", target.path, body, {"Host": target.authority, **headers, "Connection": "close"})
    response = HTTPResponse(timed, method="POST")  # type: ignore[arg-type] # as above
    response.begin()
    answer = _judged(response)
    timed.deadline = min(timed.deadline, time.monotonic() + _BODY_SECONDS)
    # The status has said it all; whatever is wrong with the body changes nothing.
    with contextlib.suppress(OSError, HTTPException, ValueError):
        response.read(_ANSWER_BYTES)
    return answer


def _judged(response: HTTPResponse) -> Answer:
    status = response.status
    if 200 <= status < 300:
        return Answer(None, status)
    failure = DeliveryFailure.REDIRECTED if 300 <= status < 400 else DeliveryFailure.ERROR_STATUS
    return Answer(failure, status, _seconds_asked(response.headers.get("Retry-After")))


def _seconds_asked(header: str | None) -> float | None:
    """Retry-After (RFC 9110): seconds, or a date; null for anything else."""
    if header is None:
        return None
    text = header.strip()
    if text.isascii() and text.isdigit():
        return float(text[:9])
    try:
        then = parsedate_to_datetime(text)
    except (TypeError, ValueError):
        return None
    then = then if then.tzinfo else then.replace(tzinfo=dt.UTC)
    return max((then - dt.datetime.now(dt.UTC)).total_seconds(), 0.0)
