"""Who gets in: keys, scopes, expiry, rotation, revocation, tokens of a provider, and the open door on loopback."""

import datetime as dt
import json
import threading
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from fastapi.testclient import TestClient
from jwt.algorithms import RSAAlgorithm

from app.access.__main__ import create_key
from app.access.opening import NoKeysError
from app.database import Database
from app.main import create_app
from app.nlp.extractor import Extractor
from app.principal import Scope
from app.settings import Settings
from tests.local import LocalClient
from tests.tenants import bearer

NOW = dt.datetime(2026, 5, 4, 10, 30, tzinfo=dt.UTC)
SOME_KEY = "gun_" + "0" * 32 + "_" + "a" * 43


class Time:
    """A clock that the test sets."""

    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> dt.datetime:
        return self.now

    def pass_by(self, **length: float) -> None:
        self.now += dt.timedelta(**length)


@pytest.fixture
def clock() -> Time:
    return Time()


@pytest.fixture
def strict(settings: Settings) -> Settings:
    """Keys are looked up anew each time, so that a test need not wait."""
    return settings.model_copy(update={"api_key_cache_seconds": 0.0, "job_workers": 0})


@pytest.fixture
def admin_key(strict: Settings) -> str:
    return key_of(strict, Scope.ADMIN)


def key_of(settings: Settings, *scopes: Scope, tenant: str = "default", days: int | None = None) -> str:
    database = Database(settings.database_url)
    key = create_key(database, tenant, "k", list(scopes), days)
    database.close()
    return key


@pytest.fixture
def client(strict: Settings, admin_key: str, reader: Extractor, clock: Time) -> Iterator[TestClient]:
    app = create_app(strict, clock=clock, make_reader=lambda: reader)
    with LocalClient(app, headers=bearer(admin_key), raise_server_exceptions=False) as opened:
        yield opened


def status(client: TestClient, key: str, method: str = "GET", path: str = "/v1/postings") -> int:
    return client.request(method, path, headers=bearer(key)).status_code


@pytest.mark.parametrize(
    "header",
    [
        None,
        "",
        "Bearer",
        "Bearer ",
        f"Bearer {SOME_KEY}",
        f"Basic {SOME_KEY}",
        "Bearer a.b.c",
        "Bearer " + "x" * 10_000,
        "Bearer gun_é",
    ],
)
def test_who_presents_no_valid_key_is_not_let_in(client: TestClient, header: str | None) -> None:
    headers = [] if header is None else [(b"authorization", header.encode())]
    del client.headers["Authorization"]

    answer = client.get("/v1/postings", headers=headers)

    assert answer.status_code == 401
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.headers["www-authenticate"].startswith('Bearer realm="gunning"')
    assert answer.json()["type"].endswith("unauthenticated")


def test_two_keys_in_one_request_are_none(client: TestClient, admin_key: str) -> None:
    pair = [("Authorization", f"Bearer {admin_key}"), ("Authorization", f"Bearer {admin_key}")]
    del client.headers["Authorization"]

    assert client.get("/v1/postings", headers=pair).status_code == 401


@pytest.mark.parametrize("path", ["/v1/nothing", "/v1/postings/1", "/v1//postings", "/v1/"])
def test_an_address_where_nothing_is_tells_strangers_nothing(client: TestClient, path: str) -> None:
    assert client.get(path, headers=bearer(SOME_KEY)).status_code == 401


@pytest.mark.parametrize("path", ["/health/live", "/health/ready", "/v1/openapi.json", "/docs"])
def test_probes_and_the_document_need_no_key(client: TestClient, path: str) -> None:
    del client.headers["Authorization"]

    assert client.get(path).status_code == 200


@pytest.mark.parametrize(
    ("scope", "method", "path", "expected"),
    [
        (Scope.READ, "GET", "/v1/postings", 200),
        (Scope.READ, "POST", "/v1/parse", 400),
        (Scope.READ, "POST", "/v1/postings", 403),
        (Scope.READ, "GET", "/v1/api-keys", 403),
        (Scope.WRITE, "GET", "/v1/postings", 200),
        (Scope.WRITE, "POST", "/v1/postings", 400),
        (Scope.WRITE, "POST", "/v1/api-keys", 403),
        (Scope.ADMIN, "POST", "/v1/postings", 400),
        (Scope.ADMIN, "GET", "/v1/api-keys", 200),
    ],
)
def test_a_key_may_do_what_its_scope_includes(
    client: TestClient, strict: Settings, scope: Scope, method: str, path: str, expected: int
) -> None:
    assert status(client, key_of(strict, scope), method, path) == expected


def test_a_missing_scope_is_named(client: TestClient, strict: Settings) -> None:
    answer = client.get("/v1/api-keys", headers=bearer(key_of(strict, Scope.READ)))

    assert "`admin`" in answer.json()["detail"]
    assert "insufficient_scope" in answer.headers["www-authenticate"]


def test_a_key_without_the_scope_is_refused_before_its_body_is_read(client: TestClient, strict: Settings) -> None:
    answer = client.post("/v1/postings", content=b"{" * 100, headers=bearer(key_of(strict, Scope.READ)))

    assert answer.status_code == 403


def made(client: TestClient, **given: object) -> dict[str, Any]:
    answer = client.post("/v1/api-keys", json={"name": "ATS", "scopes": ["write"], **given})
    assert answer.status_code == 201, answer.text
    found: dict[str, Any] = answer.json()
    return found


def test_a_key_is_told_once(client: TestClient) -> None:
    new = made(client)

    shown = client.get(f"/v1/api-keys/{new['id']}").text + client.get("/v1/api-keys").text

    assert status(client, new["key"]) == 200
    assert new["key"] not in shown
    assert new["key"].split("_", 2)[-1] not in shown


def test_a_key_is_valid_until_it_expires(client: TestClient, clock: Time) -> None:
    new = made(client, expiresAt="2026-05-04T11:30:00Z")

    before = status(client, new["key"])
    clock.pass_by(hours=1)

    assert (before, status(client, new["key"])) == (200, 401)


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"expiresAt": "2026-05-04T10:30:00Z"}, "not_in_the_future"),
        ({"expiresAt": "2027-05-04T10:30:00"}, "timezone_aware"),
        ({"expiresAt": 1_893_456_000}, "datetime_type"),
        ({"expiresAt": "morgen"}, "datetime_type"),
        ({"scopes": []}, "too_short"),
        ({"scopes": ["read", "owner"]}, "enum"),
        ({"name": ""}, "string_too_short"),
        ({"tenant": "other"}, "extra_forbidden"),
    ],
)
def test_a_key_that_makes_no_sense_is_refused(client: TestClient, given: dict[str, Any], code: str) -> None:
    answer = client.post("/v1/api-keys", json={"name": "ATS", "scopes": ["read"], **given})

    assert (answer.status_code, [error["code"] for error in answer.json()["errors"]]) == (400, [code])


def test_a_revoked_key_is_refused_at_once(client: TestClient) -> None:
    new = made(client)
    before = status(client, new["key"])

    assert client.delete(f"/v1/api-keys/{new['id']}").status_code == 204
    assert (before, status(client, new["key"])) == (200, 401)
    assert client.get(f"/v1/api-keys/{new['id']}").json()["revokedAt"] == "2026-05-04T10:30:00.000Z"


def test_a_key_that_is_remembered_is_forgotten_where_it_is_revoked(settings: Settings, reader: Extractor) -> None:
    admin = key_of(settings, Scope.ADMIN)
    remembering = settings.model_copy(update={"api_key_cache_seconds": 300.0})
    with LocalClient(create_app(remembering, make_reader=lambda: reader), headers=bearer(admin)) as client:
        new = made(client)
        before = [status(client, new["key"]) for _ in range(3)]
        client.delete(f"/v1/api-keys/{new['id']}")

        assert (before, status(client, new["key"])) == ([200, 200, 200], 401)


def test_a_rotated_key_works_beside_the_new_one_for_the_overlap(client: TestClient, clock: Time) -> None:
    old = made(client)
    new = client.post(f"/v1/api-keys/{old['id']}/rotations", json={"overlapHours": 2}).json()

    clock.pass_by(hours=1.9)
    during = status(client, old["key"]), status(client, new["key"])
    clock.pass_by(hours=0.2)

    assert (during, status(client, old["key"]), status(client, new["key"])) == ((200, 200), 401, 200)
    assert (new["name"], new["scopes"]) == (old["name"], old["scopes"])
    assert client.get(f"/v1/api-keys/{old['id']}").json()["rotatedTo"] == new["id"]


def test_a_key_is_rotated_once(client: TestClient) -> None:
    old = made(client)
    client.post(f"/v1/api-keys/{old['id']}/rotations")

    assert client.post(f"/v1/api-keys/{old['id']}/rotations").status_code == 409


def test_rotating_lengthens_no_life(client: TestClient, clock: Time) -> None:
    old = made(client, expiresAt="2026-05-04T11:00:00Z")
    client.post(f"/v1/api-keys/{old['id']}/rotations", json={"overlapHours": 24})
    clock.pass_by(hours=1)

    assert status(client, old["key"]) == 401


def test_the_last_use_of_a_key_is_noted_by_the_minute(client: TestClient, clock: Time) -> None:
    new = made(client)
    uses = []
    for _ in range(3):
        status(client, new["key"])
        uses.append(client.get(f"/v1/api-keys/{new['id']}").json()["lastUsedAt"])
        clock.pass_by(seconds=40)

    assert [use[11:19] for use in uses] == ["10:30:00", "10:30:00", "10:31:20"]


def test_without_keys_the_same_machine_gets_in(settings: Settings, reader: Extractor) -> None:
    with LocalClient(create_app(settings, make_reader=lambda: reader)) as client:
        assert client.get("/v1/postings").status_code == 200


@pytest.mark.parametrize(
    "headers",
    [{"Host": "evil.example"}, {"Host": "evil.example:8000"}, {"X-Forwarded-For": "192.0.2.1"}, {"Forwarded": "for=x"}],
)
def test_without_keys_a_page_of_another_site_or_a_proxy_does_not(
    settings: Settings, reader: Extractor, headers: dict[str, str]
) -> None:
    with LocalClient(create_app(settings, make_reader=lambda: reader)) as client:
        assert client.get("/v1/postings", headers=headers).status_code == 401


def test_without_keys_another_machine_does_not(settings: Settings, reader: Extractor) -> None:
    app = create_app(settings, make_reader=lambda: reader)
    with TestClient(app, base_url="http://127.0.0.1", client=("192.0.2.7", 50_000)) as client:
        assert client.get("/v1/postings").status_code == 401


def test_the_first_key_closes_the_open_door(strict: Settings, reader: Extractor) -> None:
    with LocalClient(create_app(strict, make_reader=lambda: reader)) as client:
        before = client.get("/v1/postings").status_code
        made(client)

        assert (before, client.get("/v1/postings").status_code) == (200, 401)


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.0.2.1", "gunning.example"])
def test_a_service_that_others_can_reach_does_not_start_without_keys(
    settings: Settings, reader: Extractor, host: str
) -> None:
    app = create_app(settings.model_copy(update={"host": host}), make_reader=lambda: reader)
    with pytest.raises(NoKeysError, match="create-key"), LocalClient(app):
        pass


def test_with_a_key_it_starts(strict: Settings, admin_key: str, reader: Extractor) -> None:
    app = create_app(strict.model_copy(update={"host": "0.0.0.0"}), make_reader=lambda: reader)
    with LocalClient(app) as client:
        assert (client.get("/v1/postings").status_code, status(client, admin_key)) == (401, 200)


class Provider:
    """An identity provider: its keys at an address, and tokens signed with them."""

    def __init__(self) -> None:
        self.keys = {"one": rsa.generate_private_key(65537, 2048)}
        self.asked = 0
        provider = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                provider.asked += 1
                keys = [
                    RSAAlgorithm.to_jwk(key.public_key(), as_dict=True) | {"kid": name, "use": "sig"}
                    for name, key in provider.keys.items()
                ]
                self.send_response(200)
                self.end_headers()
                self.wfile.write(json.dumps({"keys": keys}).encode())

            def log_message(self, *_: object) -> None:
                """Nothing."""

        self.server = HTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    @property
    def settings(self) -> dict[str, str]:
        return {
            "oidc_issuer": "https://login.example.org",
            "oidc_audience": "gunning",
            "oidc_jwks_url": f"http://127.0.0.1:{self.server.server_port}/keys",
        }

    def token(self, key: str = "one", algorithm: str = "RS256", **claims: object) -> str:
        given = {
            "iss": "https://login.example.org",
            "aud": "gunning",
            "sub": "u-1",
            "exp": int(time.time()) + 600,
            "tenant": "first",
            "scope": "openid gunning:read",
        } | claims
        present = {name: value for name, value in given.items() if value is not None}
        return jwt.encode(present, self.keys["one"], algorithm=algorithm, headers={"kid": key})


@pytest.fixture(scope="module")
def provider() -> Iterator[Provider]:
    made = Provider()
    yield made
    made.server.shutdown()
    made.server.server_close()


@pytest.fixture
def with_provider(strict: Settings, provider: Provider, reader: Extractor) -> Iterator[TestClient]:
    settings = strict.model_copy(update=provider.settings)
    with LocalClient(create_app(settings, make_reader=lambda: reader), raise_server_exceptions=False) as client:
        yield client


def test_a_token_of_the_provider_is_let_in(with_provider: TestClient, provider: Provider) -> None:
    token = provider.token()

    assert (status(with_provider, token), status(with_provider, token, "POST")) == (200, 403)


def test_scopes_may_be_a_list(with_provider: TestClient, provider: Provider) -> None:
    assert status(with_provider, provider.token(scope=["admin"]), path="/v1/api-keys") == 200


def test_a_token_is_of_its_tenant(with_provider: TestClient, provider: Provider) -> None:
    own, other = (provider.token(tenant=name, scope="write") for name in ("first", "other"))
    with_provider.post("/v1/candidates", json={}, headers=bearer(own))

    counts = [len(with_provider.get("/v1/candidates", headers=bearer(token)).json()["items"]) for token in (own, other)]
    assert counts == [1, 0]


def unsigned(provider: Provider) -> str:
    return jwt.encode(jwt.decode(provider.token(), options={"verify_signature": False}), "", algorithm="none")


def signed_with_the_public_key(provider: Provider) -> str:
    claims = jwt.decode(provider.token(), options={"verify_signature": False})
    number = str(provider.keys["one"].public_key().public_numbers().n) * 2
    return jwt.encode(claims, number, algorithm="HS256", headers={"kid": "one"})


def signed_by_another(provider: Provider) -> str:
    claims = jwt.decode(provider.token(), options={"verify_signature": False})
    return jwt.encode(claims, rsa.generate_private_key(65537, 2048), algorithm="RS256", headers={"kid": "one"})


@pytest.mark.parametrize(
    "make",
    [
        lambda provider: provider.token(exp=int(time.time()) - 60),
        lambda provider: provider.token(exp=None),
        lambda provider: provider.token(nbf=int(time.time()) + 600),
        lambda provider: provider.token(iss="https://evil.example"),
        lambda provider: provider.token(aud="other"),
        lambda provider: provider.token(aud=None),
        lambda provider: provider.token(sub=None),
        lambda provider: provider.token(tenant=None),
        lambda provider: provider.token(tenant="*"),
        lambda provider: provider.token(tenant="First"),
        lambda provider: provider.token(tenant=["first"]),
        lambda provider: provider.token(key="unknown"),
        unsigned,
        signed_with_the_public_key,
        signed_by_another,
    ],
)
def test_a_token_that_is_not_valid_is_refused(
    with_provider: TestClient, provider: Provider, make: Callable[[Provider], str]
) -> None:
    assert status(with_provider, make(provider)) == 401


def test_a_token_without_our_scopes_may_do_nothing(with_provider: TestClient, provider: Provider) -> None:
    assert status(with_provider, provider.token(scope="openid email")) == 403


def test_made_up_key_ids_do_not_make_us_ask_each_time(with_provider: TestClient, provider: Provider) -> None:
    before = provider.asked
    for number in range(5):
        status(with_provider, provider.token(key=f"made-up-{number}"))

    assert provider.asked - before <= 2


def test_a_provider_makes_keys_needed_on_loopback_too(with_provider: TestClient) -> None:
    assert with_provider.get("/v1/postings").status_code == 401


def test_a_provider_that_cannot_be_reached_is_a_503(strict: Settings, provider: Provider, reader: Extractor) -> None:
    away = provider.settings | {"oidc_jwks_url": "http://127.0.0.1:9/keys"}
    app = create_app(strict.model_copy(update=away), make_reader=lambda: reader)
    with LocalClient(app, raise_server_exceptions=False) as client:
        answer = client.get("/v1/postings", headers=bearer(provider.token()))

    assert (answer.status_code, "retry-after" in answer.headers) == (503, True)
