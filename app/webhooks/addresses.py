"""Which addresses a webhook may be sent to: none that leads into the operator's own network, unless that is allowed."""

import csv
from collections.abc import Iterator, Sequence
from enum import StrEnum
from functools import cache
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_network
from pathlib import Path
from typing import NamedTuple, TypeAlias

Address: TypeAlias = IPv4Address | IPv6Address
Network: TypeAlias = IPv4Network | IPv6Network

_NETWORKS = Path(__file__).parent / "data" / "networks.csv"
# IPv6 that carries an IPv4 address, and the bit that it ends at: RFC 4291 (compatible, mapped), RFC 2765 (translated),
# RFC 6052 (NAT64), RFC 3056 (6to4). NAT64's own prefixes (RFC 8215) do not tell where in them it is, and are refused.
_WRAPPERS = (
    (IPv6Network("::/96"), 0),
    (IPv6Network("::ffff:0:0/96"), 0),
    (IPv6Network("::ffff:0:0:0/96"), 0),
    (IPv6Network("64:ff9b::/96"), 0),
    (IPv6Network("2002::/16"), 80),
)
_SHORT = 2**16
"""Addresses under ::/96 below this are themselves (`::`, `::1`), not IPv4."""


class Kind(StrEnum):
    """`private` may be allowed by a setting, `never` only by naming its network."""

    PUBLIC = "public"
    PRIVATE = "private"
    NEVER = "never"


class AddressRules(NamedTuple):
    """What is allowed besides public addresses."""

    allow_private: bool
    networks: Sequence[Network] = ()

    def allow(self, address: Address) -> bool:
        """Whether a webhook may be sent to this address."""
        wrapped = unwrapped(address)
        if any(one in network for network in self.networks for one in (address, wrapped)):
            return True
        kind = kind_of(wrapped)
        return kind is Kind.PUBLIC or (kind is Kind.PRIVATE and self.allow_private)


def kind_of(address: Address) -> Kind:
    """What an address is, by the most specific network that holds it (the registries of special-purpose addresses)."""
    return next(kind for network, kind in _networks() if address in network)


def unwrapped(address: Address) -> Address:
    """The IPv4 address that an IPv6 address leads to; any other as it is."""
    if isinstance(address, IPv4Address) or int(address) < _SHORT:
        return address
    for network, shift in _WRAPPERS:
        if address in network:
            return IPv4Address(int(address) >> shift & 0xFFFF_FFFF)
    return address


@cache
def _networks() -> tuple[tuple[Network, Kind], ...]:
    return tuple(sorted(_read(), key=lambda row: row[0].prefixlen, reverse=True))


def _read() -> Iterator[tuple[Network, Kind]]:
    with _NETWORKS.open(encoding="utf-8", newline="") as rows:
        for row in csv.DictReader(rows):
            yield ip_network(row["network"]), Kind(row["kind"])
