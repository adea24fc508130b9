"""Where a webhook is sent to: an address of the web, taken apart strictly."""

import re
from dataclasses import dataclass
from typing import Literal
from urllib.parse import urlsplit

MAX_URL = 2_000
_PRINTABLE = re.compile(r"[\x21-\x7e]+")
_HOST = re.compile(r"[A-Za-z0-9_]([A-Za-z0-9_.-]{0,251}[A-Za-z0-9_.])?|\[[0-9A-Fa-f:.]+\]")
_PORTS = {"http": 80, "https": 443}
_LOWEST_OTHER_PORT = 1_024


class TargetError(Exception):
    """`code`: what is wrong with it, as in the table of field errors."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class Target:
    """`host` without the brackets of IPv6; `path` with its query."""

    scheme: Literal["http", "https"]
    host: str
    port: int
    path: str

    @property
    def authority(self) -> str:
        """What the Host header says."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == _PORTS[self.scheme] else f"{host}:{self.port}"


def read_target(url: str) -> Target:
    """Take a URL apart; raises `TargetError` for whatever a webhook is not sent to.

    Readers of URLs differ most in what is odd about them, so nothing odd is taken: printable ASCII only (hosts as
    `xn--...`), no backslash, no credentials, no fragment, and of the ports below 1024 only 80 and 443.
    """
    if len(url) > MAX_URL or not _PRINTABLE.fullmatch(url) or "\\" in url:
        raise TargetError("url_malformed")
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise TargetError("url_malformed") from None
    if parts.scheme not in _PORTS:
        raise TargetError("url_scheme")
    if "@" in parts.netloc:
        raise TargetError("url_credentials")
    if "#" in url:
        raise TargetError("url_fragment")
    if not _HOST.fullmatch(re.sub(r":\d*$", "", parts.netloc)) or not parts.hostname:
        raise TargetError("url_malformed")
    if port is not None and port < _LOWEST_OTHER_PORT and port not in _PORTS.values():
        raise TargetError("url_port")
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    scheme: Literal["http", "https"] = "https" if parts.scheme == "https" else "http"
    return Target(scheme, parts.hostname, port or _PORTS[scheme], path)
