"""`Idempotency-Key` on both kinds of database: one effect, the same answer, whatever happens in between."""

import datetime as dt
import random
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
import sqlalchemy as sa
from fastapi.testclient import TestClient
from httpx2 import Response

from app.claims import Claim, KeptAnswer, current_claim
from app.database import Database
from app.errors import AppError
from app.main import create_app
from app.nlp.extractor import Extractor
from app.schemas.candidates import CandidateInput
from app.schemas.erasures import ErasureInput
from app.services.candidates import CandidateService
from app.services.erasures import ErasureService
from app.services.idempotency import Answered, IdempotencyService
from app.services.outbox import Outbox
from app.settings import Settings
from app.tenancy import FIRST_TENANT
from tests.conftest import NOW
from tests.local import LocalClient

KEY = {"Idempotency-Key": "01a21079-04f8-771c-8944-776d43d2e4df"}
PLAIN = KEY | {"Accept-Encoding": "identity"}
CANDIDATE = {"externalId": "K-1", "cv": {"pages": 2}}


@pytest.fixture
def client(database_url: str, reader: Extractor) -> Iterator[TestClient]:
    settings = Settings(database_url=database_url, log_level="error", job_workers=0)
    with LocalClient(create_app(settings, make_reader=lambda: reader), raise_server_exceptions=False) as opened:
        yield opened


def kind(response: Response) -> tuple[int, str]:
    return response.status_code, response.json()["type"].rpartition(":")[2]


def same(first: Response, again: Response) -> bool:
    """Whether the second is the first, told again."""
    own = {"x-request-id", "idempotency-replayed", "date"}
    told = [{name: value for name, value in one.headers.items() if name not in own} for one in (first, again)]
    return (
        again.headers.get("idempotency-replayed") == "true"
        and "idempotency-replayed" not in first.headers
        and first.content == again.content
        and first.status_code == again.status_code
        and told[0] == told[1]
    )


def test_a_candidate_is_stored_once_and_answered_twice(client: TestClient) -> None:
    first = client.post("/v1/candidates", json=CANDIDATE, headers=PLAIN)
    again = client.post("/v1/candidates", json=CANDIDATE, headers=PLAIN)

    assert first.status_code == 201
    assert same(first, again)
    assert len(client.get("/v1/candidates").json()["items"]) == 1


def test_every_post_is_answered_the_same_again(client: TestClient, posting_text: str) -> None:
    """One after the other, each with a key of its own: what stores something and what does not."""
    posting = client.post("/v1/postings", json={"text": posting_text}).json()["id"]
    one, two = (client.post("/v1/candidates", json={}).json()["id"] for _ in range(2))
    match = client.post(f"/v1/postings/{posting}/matches", json={}).json()
    criterion = match["results"][0]["criteria"][0]["criterionId"]
    decided = {"candidateId": one, "criterionId": criterion, "verdict": "met", "reason": "Gezien", "author": "R. Lezer"}
    job = client.post("/v1/jobs", json={"kind": "match_all"}).json()["id"]
    asked: dict[str, Any] = {
        "/v1/parse": {"text": posting_text},
        "/v1/postings": {"text": posting_text},
        "/v1/candidates": {},
        f"/v1/candidates/{one}/matches": None,
        f"/v1/postings/{posting}/matches": None,
        f"/v1/postings/{posting}/what-if": {"candidateId": one},
        f"/v1/postings/{posting}/comparisons": {"candidateIds": [one, two]},
        f"/v1/matches/{match['id']}/overrides": {"overrides": [decided]},
        f"/v1/matches/{match['id']}/reruns": None,
        "/v1/jobs": {"kind": "match_all"},
        f"/v1/jobs/{job}/cancellations": {},
        f"/v1/candidates/{two}/erasures": {"reason": "request"},
    }
    differing = []
    for number, (path, body) in enumerate(asked.items()):
        headers = {"Idempotency-Key": f"key {number}", "Accept-Encoding": "identity"}
        first, again = (client.post(path, json=body, headers=headers) for _ in range(2))
        if not same(first, again):
            differing.append((path, first.status_code, again.status_code, again.text[:200]))

    assert differing == []


def test_an_import_is_answered_the_same_again_and_done_once(client: TestClient) -> None:
    lines = b"".join(b'{"externalId":"K-%d"}\n' % n for n in range(700)) + b"{}\n"
    headers = PLAIN | {"Content-Type": "application/x-ndjson"}

    first = client.post("/v1/candidates/imports", content=lines, headers=headers)
    again = client.post("/v1/candidates/imports", content=lines, headers=headers)
    other = client.post("/v1/candidates/imports", content=lines + b"\n", headers=headers)

    assert same(first, again)
    assert kind(other) == (400, "idempotency-key-reused")
    assert client.get("/v1/candidates/by-external-id/K-1").json()["revision"] == 1


@pytest.mark.parametrize(
    ("path", "body", "query"),
    [("/v1/candidates", {"cv": {"pages": 3}}, ""), ("/v1/jobs", CANDIDATE, ""), ("/v1/candidates", CANDIDATE, "?x=1")],
)
def test_a_key_belongs_to_one_request(client: TestClient, path: str, body: object, query: str) -> None:
    client.post("/v1/candidates", json=CANDIDATE, headers=KEY)

    assert kind(client.post(path + query, json=body, headers=KEY)) == (400, "idempotency-key-reused")


def test_errors_are_told_again_too(client: TestClient) -> None:
    first, again = (client.post("/v1/candidates", json={"cv": 5}, headers=PLAIN) for _ in range(2))

    assert first.status_code == 400
    assert same(first, again)


def test_of_many_at_once_one_is_done(client: TestClient) -> None:
    start = threading.Barrier(8)

    def post(_: int) -> Response:
        start.wait()
        return client.post("/v1/candidates", json={"cv": {"pages": 2}}, headers=PLAIN)

    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(post, range(8)))

    assert len(client.get("/v1/candidates").json()["items"]) == 1
    assert {answer.status_code for answer in answers} <= {201, 409}
    assert len({answer.content for answer in answers if answer.status_code == 201}) == 1
    for answer in answers:
        if answer.status_code == 409:
            assert kind(answer) == (409, "idempotency-in-progress")
            assert int(answer.headers["retry-after"]) > 0


def test_an_erased_person_is_in_no_kept_answer(client: TestClient, posting_text: str, database_url: str) -> None:
    posting = client.post("/v1/postings", json={"text": posting_text}).json()["id"]
    person = {"externalId": "K-1", "cv": {"pages": 2}}
    stored = client.post("/v1/candidates", json=person, headers=KEY).json()["id"]
    client.post(f"/v1/postings/{posting}/matches", headers={"Idempotency-Key": "match"})
    client.post(f"/v1/postings/{posting}/what-if", json={"candidateId": stored}, headers={"Idempotency-Key": "what-if"})
    ndjson = {"Content-Type": "application/x-ndjson", "Idempotency-Key": "import"}
    client.post("/v1/candidates/imports", content=b'{"externalId":"K-1"}\n', headers=ndjson)
    client.post("/v1/candidates", json={"externalId": "K-2"}, headers={"Idempotency-Key": "other"})

    client.delete(f"/v1/candidates/{stored}")

    assert kind(client.post("/v1/candidates", json=person, headers=KEY)) == (409, "idempotency-answer-erased")
    database = Database(database_url)
    with database.everywhere().read() as session:
        kept = session.execute(sa.text("SELECT key, answer, body_sha256 FROM idempotency WHERE answer IS NOT NULL"))
        assert [row[0] for row in kept] == ["other"]
    database.close()


def test_a_secret_is_not_kept(client: TestClient) -> None:
    given = {"name": "ATS", "scopes": ["admin"]}
    first = client.post("/v1/api-keys", json=given, headers=KEY)
    bearer = {"Authorization": f"Bearer {first.json()['key']}"}

    again = client.post("/v1/api-keys", json=given, headers=KEY | bearer)

    assert kind(again) == (409, "idempotency-answer-secret")
    assert len(client.get("/v1/api-keys", headers=bearer).json()["items"]) == 1


def test_who_may_do_less_is_not_told_the_answer(client: TestClient) -> None:
    keys: dict[str, str] = {}
    for scopes in (["admin"], ["read"], ["admin"]):
        headers = {"Authorization": f"Bearer {keys['admin']}"} if keys else {}
        made = client.post("/v1/api-keys", json={"name": "k", "scopes": scopes}, headers=headers).json()["key"]
        keys[scopes[0] if scopes[0] not in keys else "rotated"] = made

    def post(name: str) -> Response:
        return client.post("/v1/candidates", json=CANDIDATE, headers=PLAIN | {"Authorization": f"Bearer {keys[name]}"})

    first, reader, rotated = post("admin"), post("read"), post("rotated")

    assert kind(reader) == (400, "idempotency-key-reused")
    assert same(first, rotated)


@pytest.mark.parametrize("key", ["", "x" * 256, "caf\xe9", "tab\there"])
def test_an_odd_key_is_refused(client: TestClient, key: str) -> None:
    response = client.post("/v1/candidates", json={}, headers={b"Idempotency-Key": key.encode("latin-1")})

    assert kind(response) == (400, "invalid-input")
    assert response.json()["errors"][0]["parameter"] == "Idempotency-Key"


def test_two_keys_are_refused(client: TestClient) -> None:
    headers = [("Idempotency-Key", "a"), ("Idempotency-Key", "b")]

    assert client.post("/v1/candidates", json={}, headers=headers).status_code == 400


class Time:
    """A clock that is set by hand."""

    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> dt.datetime:
        return self.now

    def pass_by(self, **units: float) -> None:
        self.now += dt.timedelta(**units)


@pytest.fixture
def time() -> Time:
    return Time()


@pytest.fixture
def keys(database: Database, time: Time) -> IdempotencyService:
    return IdempotencyService(database.of(FIRST_TENANT), Settings(idempotency_lease_seconds=30), time)


def store(database: Database, claim: Claim) -> str:
    """Store a candidate as a request does that has this claim."""
    token = current_claim.set(claim)
    claim.feed(b"{}", last=True)
    try:
        service = CandidateService(database.of(FIRST_TENANT), Settings(), lambda: NOW)
        return service.create(CandidateInput()).id
    finally:
        current_claim.reset(token)


def claimed(keys: IdempotencyService) -> Claim:
    found = keys.claim("key", "target")
    assert isinstance(found, Claim)
    return found


def stored(database: Database) -> int:
    with database.everywhere().read() as session:
        return int(session.execute(sa.text("SELECT count(*) FROM candidate")).scalar_one())


def test_a_process_that_ends_after_the_effect_has_kept_the_answer(database: Database, keys: IdempotencyService) -> None:
    candidate_id = store(database, claimed(keys))

    again = keys.claim("key", "target")

    assert isinstance(again, Answered)
    assert again.answer.status == 201
    assert again.answer.headers["location"] == f"/v1/candidates/{candidate_id}"
    assert candidate_id.encode() in (again.answer.body or b"")


def test_a_process_that_ends_before_the_effect_holds_the_key_until_its_lease_ends(
    keys: IdempotencyService, time: Time
) -> None:
    claimed(keys)
    time.pass_by(seconds=29)
    with pytest.raises(AppError, match="idempotency-in-progress"):
        keys.claim("key", "target")

    time.pass_by(seconds=2)

    assert isinstance(keys.claim("key", "target"), Claim)


def test_who_goes_on_renews(keys: IdempotencyService, time: Time) -> None:
    first = claimed(keys)
    time.pass_by(seconds=20)
    keys.renew(first)
    time.pass_by(seconds=20)

    with pytest.raises(AppError, match="idempotency-in-progress"):
        keys.claim("key", "target")


def test_who_was_taken_for_dead_stores_nothing(database: Database, keys: IdempotencyService, time: Time) -> None:
    slow = claimed(keys)
    time.pass_by(seconds=31)
    second = claimed(keys)

    with pytest.raises(AppError, match="idempotency-in-progress"):
        store(database, slow)
    store(database, second)

    assert stored(database) == 1


def test_who_was_taken_for_dead_frees_nothing(keys: IdempotencyService, time: Time) -> None:
    slow = claimed(keys)
    time.pass_by(seconds=31)
    claimed(keys)

    keys.release(slow)

    with pytest.raises(AppError, match="idempotency-in-progress"):
        keys.claim("key", "target")


def test_an_answer_too_large_to_keep_is_the_resource_read_again(client: TestClient, database_url: str) -> None:
    first = client.post("/v1/candidates", json=CANDIDATE, headers=PLAIN)
    database = Database(database_url)
    with database.everywhere().write() as session:
        session.execute(sa.text("UPDATE idempotency SET answer = NULL"))
    database.close()

    assert same(first, client.post("/v1/candidates", json=CANDIDATE, headers=PLAIN))


def test_an_answer_too_large_with_no_resource_is_not_kept(keys: IdempotencyService) -> None:
    claim = claimed(keys)
    claim.feed(b"", last=True)

    keys.finish(claim, KeptAnswer(200, {}, random.Random(1).randbytes(1_100_000)))

    assert isinstance(keys.claim("key", "target"), Claim)


def test_what_has_expired_is_free_and_is_purged(database: Database, keys: IdempotencyService, time: Time) -> None:
    store(database, claimed(keys))
    time.pass_by(hours=23)
    assert keys.purge(time()) == 0
    assert isinstance(keys.claim("key", "target"), Answered)
    time.pass_by(hours=2)

    assert IdempotencyService(database.everywhere(), Settings(), time).purge(time()) == 1
    assert isinstance(keys.claim("key", "other target"), Claim)


def test_an_expired_key_is_free_before_it_is_purged(database: Database, keys: IdempotencyService, time: Time) -> None:
    store(database, claimed(keys))
    time.pass_by(hours=25)

    assert isinstance(keys.claim("key", "other target"), Claim)


def test_the_answer_about_who_was_erased_meanwhile_is_not_kept(database: Database, keys: IdempotencyService) -> None:
    candidates = CandidateService(database.of(FIRST_TENANT), Settings(), lambda: NOW)
    person = candidates.create(CandidateInput()).id
    claim = claimed(keys)
    claim.feed(b"", last=True)
    erasures = ErasureService(database.of(FIRST_TENANT), lambda: NOW, lambda _: None, Outbox(lambda _: None))
    erasures.erase(person, ErasureInput())

    keys.finish(claim, KeptAnswer(200, {}, f'{{"candidateId":"{person}"}}'.encode()))

    assert isinstance(keys.claim("key", "target"), Claim)


def test_two_writers_with_the_same_tag_make_one_change(client: TestClient) -> None:
    made = client.post("/v1/candidates", json=CANDIDATE)
    path, seen = made.headers["location"], {"If-Match": made.headers["etag"]}
    start = threading.Barrier(8)

    def put(pages: int) -> int:
        start.wait()
        return client.put(path, json={"cv": {"pages": pages + 3}}, headers=seen).status_code

    with ThreadPoolExecutor(8) as pool:
        statuses = sorted(pool.map(put, range(8)))

    assert statuses == [200] + [412] * 7
    assert client.get(path).json()["revision"] == 2
