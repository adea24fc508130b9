"""A real service, at its most talkative: whatever is sent, no word of it is logged or comes back in an error."""

import json
import os
import sqlite3
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest

from demo.server import Service, free_port, wait_until_ready

pytestmark = pytest.mark.process
ROOT = Path(__file__).parent.parent.parent
MARK = "Qzvonderling"
NDJSON = "application/x-ndjson"
UNKNOWN = "01a21079-04f8-771c-8944-776d43d2e4df"
Answer = tuple[int, str]


class Talk:
    """Sends, and keeps every error answer."""

    def __init__(self, service: Service) -> None:
        self.service = service
        self.errors: list[Answer] = []

    def __call__(self, method: str, path: str, body: object = None, kind: str = "application/json") -> Answer:
        data = body if isinstance(body, bytes) else None if body is None else json.dumps(body).encode()
        headers = {"User-Agent": MARK, "Referer": f"https://{MARK}.example.org/", "Cookie": f"a={MARK}"}
        request = urllib.request.Request(
            self.service.base + path,
            data,
            headers | ({"Content-Type": kind} if data is not None else {}),
            method=method,
        )
        try:
            with urllib.request.urlopen(request, timeout=60) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as error:
            with error:
                found = error.code, f"{error.headers}{error.read().decode()}"
        self.errors.append(found)
        return found


@pytest.fixture
def logged(tmp_path: Path) -> Path:
    return tmp_path / "log"


@pytest.fixture
def talk(tmp_path: Path, logged: Path) -> Iterator[Talk]:
    port = free_port()
    variables = {
        "PORT": str(port),
        "DATABASE_URL": f"sqlite:///{tmp_path}/own.db",
        "LOG_LEVEL": "debug",
        "PYTHONWARNINGS": "default",
        "PYTHONASYNCIODEBUG": "1",
    }
    with logged.open("wb") as log:
        process = subprocess.Popen([sys.executable, "-m", "app.main"], cwd=ROOT, env=os.environ | variables, stderr=log)
    try:
        service = Service(port)
        wait_until_ready(service, process)
        yield Talk(service)
    finally:
        process.terminate()
        process.wait(timeout=20)


def marked(profile: dict[str, Any]) -> dict[str, Any]:
    """A profile with the marker wherever a text of a person may stand."""
    resume = {
        "basics": {"name": MARK, "email": f"{MARK}@example.org", "phone": MARK, "summary": MARK, "label": MARK},
        "work": [{"name": MARK, "position": MARK, "summary": MARK, "highlights": [MARK], "startDate": "2020-01-01"}],
        "education": [{"institution": MARK, "area": MARK, "studyType": MARK}],
        "certificates": [{"name": MARK, "issuer": MARK}],
        "skills": [{"name": MARK, "keywords": [MARK]}],
        "languages": [{"language": MARK, "fluency": MARK}],
    }
    return {"externalId": f"{MARK}/9", "resume": resume} | profile


def all_goes_well(talk: Talk, text: str) -> dict[str, str]:
    """The ordinary life of a service; the ids of what it stored."""
    posting = json.loads(talk("POST", "/v1/postings", {"text": f"{text}\n{MARK}", "filename": f"{MARK}.txt"})[1])
    talk("POST", "/v1/parse", {"text": f"{text}\n{MARK}"})
    talk("POST", "/v1/parse", f"{text}\n{MARK}".encode(), "text/plain")
    candidate = json.loads(talk("POST", "/v1/candidates", marked({}))[1])
    other = json.loads(talk("POST", "/v1/candidates", marked({"externalId": f"{MARK}-10"}))[1])
    lines = [json.dumps(marked({"externalId": f"{MARK}-{n}"})).encode() for n in range(3)]
    talk("POST", "/v1/candidates/imports", b"\n".join([*lines, b"{}", MARK.encode()]), NDJSON)
    by_own_id = f"/v1/candidates/by-external-id/{quote(MARK + '/9', safe='')}"
    talk("GET", by_own_id)
    talk("PUT", by_own_id, {"resume": {"basics": {"name": MARK}}})
    match = json.loads(talk("POST", f"/v1/postings/{posting['id']}/matches", {})[1])
    decision = {
        "candidateId": candidate["id"],
        "criterionId": posting["criteria"][0]["id"],
        "verdict": "met",
        "reason": MARK,
        "author": MARK,
    }
    talk("POST", f"/v1/matches/{match['id']}/overrides", {"overrides": [decision]})
    correction = {"criterionId": posting["criteria"][0]["id"], "kind": "award", "reason": MARK, "author": MARK}
    talk("PATCH", f"/v1/postings/{posting['id']}", {"revision": 1, "corrections": [correction]})
    pair = {"candidateIds": [candidate["id"], other["id"]]}
    talk("POST", f"/v1/postings/{posting['id']}/comparisons", pair)
    talk(
        "POST",
        f"/v1/postings/{posting['id']}/what-if",
        {"candidateId": candidate["id"], "profile": {"resume": marked({})["resume"]}},
    )
    talk("POST", f"/v1/candidates/{candidate['id']}/matches", {})
    talk("POST", f"/v1/matches/{match['id']}/reruns", {})
    job = json.loads(talk("POST", "/v1/jobs", {"kind": "match_all", "postingIds": [posting["id"]]})[1])
    for path in ("", "/results"):
        talk("GET", f"/v1/jobs/{job['id']}{path}")
    return {"posting": posting["id"], "candidate": candidate["id"], "match": match["id"], "job": job["id"]}


def operations(document: dict[str, Any]) -> dict[str, Any]:
    """The items of a document of the API by their whole path."""
    found = {document["servers"][0]["url"].rstrip("/") + path: item for path, item in document["paths"].items()}
    return found | {path: {"get": {}} for path in ("/health/live", "/health/ready", "/metrics")}


def all_goes_wrong(talk: Talk) -> None:
    """Every operation of the API with words in every place where one can be put."""
    document = json.loads(talk("GET", "/v1/openapi.json")[1])
    bad: list[object] = [
        {"text": 4, "externalId": [MARK], "resume": {"basics": {"name": [MARK]}, "work": MARK}, "engagement": MARK},
        [MARK],
        MARK.encode(),
        f'{{"text": "{MARK}'.encode(),
        f"{MARK}\xff".encode("latin-1"),
    ]
    for path, item in operations(document).items():
        for known in (UNKNOWN, MARK, quote(f"{MARK}/\n{MARK}", safe="")):
            address = path.replace("{id}", known)
            while "{" in address:
                address = address[: address.index("{")] + known + address[address.index("}") + 1 :]
            for method in (name.upper() for name in item):
                bodies = bad if method in {"POST", "PUT", "PATCH"} else [None]
                for body in bodies:
                    talk(method, f"{address}?limit={MARK}&cursor={MARK}", body)
                    talk(method, address, body, f"text/{MARK}")
    talk("GET", f"/{MARK}?{MARK}={MARK}")
    talk("POST", "/v1/parse", MARK.encode(), "application/pdf")
    talk("POST", "/v1/parse", MARK.encode(), f"multipart/form-data; boundary={MARK}")
    for method in ("TRACE", "PROPFIND", "OPTIONS"):
        talk(method, f"/v1/{MARK}")


def the_database_fails(talk: Talk, path: Path, ids: dict[str, str], text: str) -> None:
    """Statements that fail, with all that they carry."""
    with sqlite3.connect(path) as connection:
        connection.execute("PRAGMA foreign_keys=OFF")
        for table in ("candidate", "posting", "match"):
            connection.execute(f"ALTER TABLE {table} RENAME TO gone_{table}")
    connection.close()
    answers = [
        talk("POST", "/v1/postings", {"text": f"{text}\n{MARK}"}),
        talk("POST", "/v1/candidates", marked({})),
        talk("PUT", f"/v1/candidates/by-external-id/{MARK}", {"resume": {"basics": {"name": MARK}}}),
        talk("POST", "/v1/candidates/imports", json.dumps(marked({})).encode(), NDJSON),
        talk("GET", f"/v1/candidates/by-external-id/{MARK}"),
        talk("POST", f"/v1/postings/{ids['posting']}/matches", {}),
        talk("GET", f"/v1/matches/{ids['match']}"),
        talk("DELETE", f"/v1/candidates/{ids['candidate']}"),
    ]
    assert {status for status, _ in answers} <= {500, 503}


def test_no_word_of_anybody_is_logged_or_comes_back(
    talk: Talk, logged: Path, tmp_path: Path, posting_text: str
) -> None:
    ids = all_goes_well(talk, posting_text)
    assert not talk.errors
    all_goes_wrong(talk)
    talk("DELETE", f"/v1/candidates/{ids['candidate']}")
    the_database_fails(talk, tmp_path / "own.db", ids, posting_text)

    lines = [json.loads(line) for line in logged.read_text(encoding="utf-8").splitlines()]
    assert not [line for line in lines if not {"time", "level", "event"} <= set(line)]
    document = json.loads((ROOT / "openapi" / "openapi.json").read_text(encoding="utf-8"))
    asked = {line.get("route") for line in lines if line["event"] == "answered"}
    assert set(operations(document)) <= asked
    assert "database" in {line["event"] for line in lines}
    assert not [line for line in lines if MARK.lower() in json.dumps(line).lower()]
    # Names of members and query keys are told, and only they: here it is the name of a key once.
    told = [error for error in talk.errors if MARK.lower() in error[1].lower()]
    assert not [error for error in told if f'"parameter":"{MARK}"' not in error[1]], told[:3]
    assert len(talk.errors) > 300
