"""Sending over real sockets, to receivers of every kind."""

import datetime as dt
import socket
import ssl
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler
from ipaddress import ip_address
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from app.webhooks.addresses import AddressRules
from app.webhooks.sending import Answer, Transport
from app.webhooks.target import TargetError
from tests.webhooks import Receiver, receiving, respond

BODY, HEADERS = b'{"a":1}', {"webhook-id": "1", "Content-Type": "application/json"}
LOCAL = AddressRules(allow_private=True)


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with receiving() as opened:
        yield opened


def send(receiver: Receiver, seconds: float = 20) -> Answer:
    return Transport(LOCAL, seconds).send(receiver.url, BODY, HEADERS)


def test_the_body_and_the_headers_arrive(receiver: Receiver) -> None:
    answer = send(receiver)

    (one,) = receiver.received
    assert answer == Answer(None, 200)
    assert (one.path, one.body) == ("/hooks", BODY)
    assert one.headers["host"] == receiver.url.split("/")[2]
    assert one.headers["content-type"] == "application/json"
    assert "cookie" not in one.headers


@pytest.mark.parametrize("status", [200, 201, 202, 204, 299])
def test_2xx_is_success(receiver: Receiver, status: int) -> None:
    receiver.answers = [status]

    assert send(receiver) == Answer(None, status)


@pytest.mark.parametrize("status", [400, 404, 410, 429, 500, 503])
def test_an_error_is_a_failure(receiver: Receiver, status: int) -> None:
    receiver.answers = [status]

    assert send(receiver) == Answer("error_status", status)  # type: ignore[arg-type]


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_is_a_failure_and_not_followed(receiver: Receiver, status: int) -> None:
    receiver.answers = [lambda handler: respond(handler, status, Location=receiver.url)]

    answer = send(receiver)

    assert (answer.failure, answer.status) == ("redirected", status)
    assert len(receiver.received) == 1


@pytest.mark.parametrize(("header", "seconds"), [("120", 120), ("0", 0), ("soon", None), ("-5", None), ("9" * 30, 1e9)])
def test_a_receiver_asks_to_be_left_alone(receiver: Receiver, header: str, seconds: float | None) -> None:
    receiver.answers = [lambda handler: respond(handler, 503, Retry_After=header)]

    asked = send(receiver).retry_after

    assert asked == (pytest.approx(seconds, rel=1e-6) if seconds else seconds)


def test_a_receiver_asks_for_it_until_a_date(receiver: Receiver) -> None:
    then = dt.datetime.now(dt.UTC) + dt.timedelta(hours=1)
    receiver.answers = [
        lambda handler: respond(handler, 429, Retry_After=then.strftime("%a, %d %b %Y %H:%M:%S GMT")),
    ]

    asked = send(receiver).retry_after

    assert asked is not None
    assert 3_500 < asked <= 3_600


def trickled_headers(handler: BaseHTTPRequestHandler) -> None:
    handler.wfile.write(b"HTTP/1.1 200 OK\r\n")
    while True:
        handler.wfile.write(b"X-A: b\r\n")
        time.sleep(0.1)


def continued_for_ever(handler: BaseHTTPRequestHandler) -> None:
    while True:
        handler.wfile.write(b"HTTP/1.1 100 Continue\r\n\r\n")


@pytest.mark.parametrize("answer", [trickled_headers, continued_for_ever, lambda _: time.sleep(3)])
def test_no_receiver_takes_longer_than_there_is(receiver: Receiver, answer: Any) -> None:  # noqa: ANN401
    receiver.answers = [answer]

    assert send(receiver, seconds=1) == Answer("timed_out")  # type: ignore[arg-type]


@pytest.mark.parametrize("size", [b"", b"Content-Length: 999999999999\r\n", b"Transfer-Encoding: chunked\r\n"])
def test_a_body_without_end_is_not_read_to_it(receiver: Receiver, size: bytes) -> None:
    written: list[int] = []

    def answer(handler: BaseHTTPRequestHandler) -> None:
        handler.wfile.write(b"HTTP/1.1 200 OK\r\n" + size + b"\r\n")
        while True:
            handler.wfile.write(b"5\r\nabcde\r\n" * 1_000)
            written.append(1)

    receiver.answers = [answer]

    assert send(receiver) == Answer(None, 200)
    assert len(written) < 10_000


@pytest.mark.parametrize(
    "garbage",
    [
        b"\x16\x03\x01 no http at all\r\n\r\n",
        b"HTTP/1.1 abc\r\n\r\n",
        b"HTTP/1.1 99 x\r\n\r\n",
        b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * 200 + b"\r\n",
        b"HTTP/1.1 200 OK\r\nX: " + b"y" * 70_000 + b"\r\n\r\n",
    ],
)
def test_garbage_is_a_failure(receiver: Receiver, garbage: bytes) -> None:
    receiver.answers = [lambda handler: handler.wfile.write(garbage)]

    assert send(receiver) == Answer("no_http")  # type: ignore[arg-type]


def test_a_receiver_that_hangs_up_is_a_failure(receiver: Receiver) -> None:
    receiver.answers = [lambda handler: handler.connection.shutdown(socket.SHUT_RDWR)]

    assert send(receiver) == Answer("connection_failed")  # type: ignore[arg-type]


def test_nobody_there_is_a_failure() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]

    assert Transport(LOCAL, 5).send(f"http://127.0.0.1:{port}/", BODY, HEADERS) == Answer(
        "connection_failed"  # type: ignore[arg-type]
    )


def test_proxies_of_the_environment_are_not_used(receiver: Receiver, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "HTTP_PROXY", "https_proxy", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:1")

    assert send(receiver) == Answer(None, 200)


class Names:
    """A resolver of names, each time with the next of its answers."""

    def __init__(self, *answers: str) -> None:
        self.answers = list(answers)
        self.asked = 0

    def __call__(self, _host: str, port: int, **_: object) -> list[tuple[Any, ...]]:
        self.asked += 1
        address = self.answers.pop(0)
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port))]


def test_the_address_that_was_checked_is_the_one_connected_to(
    receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    names = Names("127.0.0.1", "169.254.169.254")
    monkeypatch.setattr(socket, "getaddrinfo", names)

    answer = Transport(LOCAL, 5).send(receiver.url.replace("127.0.0.1", "hooks.example"), BODY, HEADERS)

    assert answer == Answer(None, 200)
    assert names.asked == 1
    assert receiver.received[0].headers["host"].startswith("hooks.example:")


def test_a_name_that_leads_elsewhere_later_is_refused_then(receiver: Receiver, monkeypatch: pytest.MonkeyPatch) -> None:
    url = receiver.url.replace("http://127.0.0.1", "https://hooks.example")
    transport = Transport(AddressRules(allow_private=False), 5)
    monkeypatch.setattr(socket, "getaddrinfo", Names("1.1.1.1", "127.0.0.1"))

    transport.check(url, 1)

    assert transport.send(url, BODY, HEADERS) == Answer("address_refused")  # type: ignore[arg-type]
    assert receiver.received == []


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "127.1", "2130706433", "0x7f000001", "0177.0.0.1", "localhost", "[::1]", "[::ffff:127.0.0.1]"]
)
def test_no_spelling_of_the_own_machine_is_sent_to(receiver: Receiver, host: str) -> None:
    transport = Transport(AddressRules(allow_private=False), 5)
    url = f"https://{host}:{receiver.server.server_port}/"

    with pytest.raises(TargetError) as refused:
        transport.check(url, 5)

    assert refused.value.code in {"url_address", "url_unknown_host"}
    assert transport.send(url, BODY, HEADERS).failure in {"address_refused", "host_not_found"}
    assert receiver.received == []


def test_plain_http_stays_within_networks_that_are_allowed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(socket, "getaddrinfo", Names("1.1.1.1"))

    with pytest.raises(TargetError) as refused:
        Transport(LOCAL, 5).check("http://hooks.example/", 1)

    assert refused.value.code == "url_scheme"


def test_one_bad_address_among_good_ones_refuses_all(monkeypatch: pytest.MonkeyPatch) -> None:
    both = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (one, 443)) for one in ("1.1.1.1", "10.0.0.1")]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: both)

    with pytest.raises(TargetError) as refused:
        Transport(AddressRules(allow_private=False), 5).check("https://hooks.example/", 1)

    assert refused.value.code == "url_address"


def test_a_resolver_that_does_not_answer_holds_nobody_up(monkeypatch: pytest.MonkeyPatch) -> None:
    answered = threading.Event()
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: answered.wait(30) and [])
    transport = Transport(AddressRules(allow_private=False), 1)

    transport.check("https://hooks.example/", 0.1)

    assert transport.send("https://hooks.example/", BODY, HEADERS) == Answer("host_not_found")  # type: ignore[arg-type]
    assert not answered.is_set()
    answered.set()


def test_a_name_that_does_not_exist_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    def unknown(*_: object, **__: object) -> None:
        raise socket.gaierror(socket.EAI_NONAME, "")

    monkeypatch.setattr(socket, "getaddrinfo", unknown)

    with pytest.raises(TargetError) as refused:
        Transport(AddressRules(allow_private=False), 5).check("https://hooks.example/", 1)

    assert refused.value.code == "url_unknown_host"


def certificate(folder: Path, name: str) -> tuple[Path, Path]:
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "hooks")])
    now = dt.datetime.now(dt.UTC)
    names: x509.GeneralName = x509.DNSName(name)
    if name[0].isdigit():
        names = x509.IPAddress(ip_address(name))
    made = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - dt.timedelta(days=1))
        .not_valid_after(now + dt.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([names]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    certificate_file, key_file = folder / "certificate.pem", folder / "key.pem"
    certificate_file.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    key_file.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    return certificate_file, key_file


def secured(receiver: Receiver, certificate_file: Path, key_file: Path, newest: ssl.TLSVersion) -> str:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.minimum_version = ssl.TLSVersion.MINIMUM_SUPPORTED
    context.maximum_version = newest
    context.load_cert_chain(certificate_file, key_file)
    plain = receiver.server.socket
    receiver.server.socket = context.wrap_socket(plain, server_side=True)
    return receiver.url.replace("http://", "https://")


@pytest.mark.parametrize(
    ("name", "trusted", "newest", "answer"),
    [
        ("127.0.0.1", True, ssl.TLSVersion.TLSv1_3, Answer(None, 200)),
        ("127.0.0.1", True, ssl.TLSVersion.TLSv1_2, Answer(None, 200)),
        ("127.0.0.1", False, ssl.TLSVersion.TLSv1_3, Answer("tls_failed")),  # type: ignore[arg-type]
        ("other.example", True, ssl.TLSVersion.TLSv1_3, Answer("tls_failed")),  # type: ignore[arg-type]
    ],
)
def test_certificates_are_verified(
    receiver: Receiver,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    name: str,
    trusted: bool,
    newest: ssl.TLSVersion,
    answer: Answer,
) -> None:
    certificate_file, key_file = certificate(tmp_path, name)
    url = secured(receiver, certificate_file, key_file, newest)
    if trusted:
        monkeypatch.setenv("SSL_CERT_FILE", str(certificate_file))

    assert Transport(LOCAL, 10).send(url, BODY, HEADERS) == answer


def test_a_receiver_that_speaks_no_tls_is_a_failure(receiver: Receiver) -> None:
    answer = Transport(LOCAL, 5).send(receiver.url.replace("http://", "https://"), BODY, HEADERS)

    assert answer == Answer("tls_failed")  # type: ignore[arg-type]


def test_no_older_tls_is_spoken() -> None:
    assert Transport(LOCAL, 5)._tls.minimum_version is ssl.TLSVersion.TLSv1_2
