"""The addresses of a host, within a bounded time, and only those that a webhook may be sent to."""

import socket
import threading
from collections.abc import Sequence
from ipaddress import ip_address

from app.webhooks.addresses import Address, AddressRules
from app.webhooks.target import Target, TargetError

# The system's resolver cannot be told to give up: a thread that waits for it is left behind, so many at most.
_turns = threading.BoundedSemaphore(32)


class UnresolvedError(Exception):
    """Nobody answered for the host in time, or not now. It may be asked again."""


def resolve(target: Target, rules: AddressRules, seconds: float) -> Sequence[Address]:
    """Every address of the host. Raises `UnresolvedError`, or `TargetError` where it may not be sent to.

    One address that is not allowed refuses all: whoever answers for the name chooses which of them is used.
    """
    found = _look_up(target.host, target.port, seconds)
    if not all(map(rules.allow, found)):
        raise TargetError("url_address")
    public = AddressRules(allow_private=False)
    if target.scheme == "http" and any(map(public.allow, found)):
        # Without TLS only where it stays within a network that the operator allowed.
        raise TargetError("url_scheme")
    return found


def _look_up(host: str, port: int, seconds: float) -> Sequence[Address]:
    answer: list[Sequence[Address] | socket.gaierror | UnicodeError] = []

    def ask() -> None:
        try:
            rows = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, proto=socket.IPPROTO_TCP)
            # A zone (`%eth0`) is of link-local addresses only, which are not allowed.
            answer.append(tuple(dict.fromkeys(ip_address(str(row[4][0]).partition("%")[0]) for row in rows)))
        except (socket.gaierror, UnicodeError) as error:
            answer.append(error)
        finally:
            _turns.release()

    if not _turns.acquire(timeout=seconds):
        raise UnresolvedError
    asking = threading.Thread(target=ask, name="resolve", daemon=True)
    asking.start()
    asking.join(seconds)
    found = answer[0] if answer else None
    if isinstance(found, socket.gaierror) and found.errno in {socket.EAI_NONAME, socket.EAI_NODATA}:
        raise TargetError("url_unknown_host")
    if isinstance(found, UnicodeError):
        raise TargetError("url_malformed")
    if not found or isinstance(found, Exception):
        raise UnresolvedError
    return found
