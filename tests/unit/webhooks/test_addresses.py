"""Where webhooks may be sent to."""

from ipaddress import ip_address, ip_network

import pytest

from app.webhooks.addresses import AddressRules, kind_of

PUBLIC = [
    "1.1.1.1",
    "100.63.255.255",
    "100.128.0.0",
    "172.15.255.255",
    "172.32.0.0",
    "192.0.1.1",
    "198.17.255.255",
    "223.255.255.255",
    "2606:4700::1111",
    "2a00:1450:400e::1",
    "::ffff:1.1.1.1",
    "64:ff9b::1.1.1.1",
    "2002:101:101::1",
]
PRIVATE = [
    "10.0.0.1",
    "10.255.255.255",
    "100.64.0.1",
    "127.0.0.1",
    "127.255.255.254",
    "172.16.0.1",
    "172.31.255.255",
    "192.168.1.1",
    "::1",
    "fc00::1",
    "fdff::1",
    "::ffff:127.0.0.1",
    "::ffff:10.0.0.1",
    "::10.0.0.1",
    "::ffff:0:192.168.0.1",
    "64:ff9b::10.0.0.1",
    "64:ff9b::7f00:1",
    "2002:7f00:1::1",
    "2002:c0a8:101::",
]
NEVER = [
    "0.0.0.0",
    "0.1.2.3",
    "169.254.169.254",
    "169.254.0.1",
    "192.0.0.8",
    "192.0.2.1",
    "192.88.99.1",
    "198.18.0.1",
    "198.51.100.1",
    "203.0.113.1",
    "224.0.0.1",
    "239.255.255.255",
    "240.0.0.1",
    "255.255.255.255",
    "::",
    "fe80::1",
    "fec0::1",
    "ff02::1",
    "100::1",
    "2001::1",
    "2001:db8::1",
    "3fff::1",
    "4000::1",
    "64:ff9b:1::a00:1",
    "::ffff:169.254.169.254",
    "64:ff9b::169.254.169.254",
    "2002:a9fe:a9fe::1",
    "::ffff:0.0.0.0",
]


@pytest.mark.parametrize("address", PUBLIC)
def test_public_addresses_are_sent_to(address: str) -> None:
    assert AddressRules(allow_private=False).allow(ip_address(address))


@pytest.mark.parametrize("address", PRIVATE)
def test_private_addresses_are_sent_to_only_where_that_is_allowed(address: str) -> None:
    assert not AddressRules(allow_private=False).allow(ip_address(address))
    assert AddressRules(allow_private=True).allow(ip_address(address))


@pytest.mark.parametrize("address", NEVER)
def test_other_addresses_are_not_sent_to_even_then(address: str) -> None:
    assert not AddressRules(allow_private=True).allow(ip_address(address))


@pytest.mark.parametrize("address", ["10.1.2.3", "::ffff:10.1.2.3", "64:ff9b::10.1.2.3"])
def test_a_network_that_is_named_is_sent_to(address: str) -> None:
    rules = AddressRules(allow_private=False, networks=(ip_network("10.1.0.0/16"),))

    assert rules.allow(ip_address(address))
    assert not rules.allow(ip_address("10.2.0.1"))


def test_what_is_not_assigned_is_no_place_to_send_to() -> None:
    assert kind_of(ip_address("4000::1")) == "never"
