"""Clients that write to a service until it is gone, and note what it answered."""

import http.client
import json
import random
import urllib.error
import urllib.request
from collections.abc import Callable
from typing import Any

from bench.promises import Promises

LINES = 20
"""How many candidates an import holds."""
_REPLACED = 5
_KINDS = ["candidate"] * 4 + ["replaced"] * 6 + ["import"] * 2 + ["posting", "match"]
_Found = dict[str, dict[str, Any]]


class Client:
    """One of those that write, with names that no other has. It goes on where it was with the next service."""

    def __init__(self, number: int, text: str, profile: dict[str, Any], dice: random.Random) -> None:
        self._name = f"{number:03d}"
        self._text = text
        self._profile = profile
        self._dice = dice
        self._count = 0
        self._posting: str | None = None
        self._base = ""

    def write(self, base: str, promises: Promises) -> None:
        """Write until the service is gone."""
        self._base = base
        writers: dict[str, Callable[[Promises], _Found]] = {
            "candidate": self._candidate,
            "replaced": self._replaced,
            "import": self._import,
            "posting": self._post,
            "match": self._match,
        }
        while True:
            self._count += 1
            kind = self._dice.choice(_KINDS) if self._posting else "posting"
            try:
                promises.note(kind, writers[kind](promises))
            except urllib.error.HTTPError as error:
                with error:
                    promises.refused(error.code)
            except (OSError, http.client.HTTPException, ValueError):
                return

    def store_one(self, base: str, promises: Promises) -> None:
        """Store a candidate, so that every match has somebody to speak of."""
        self._base = base
        promises.note("candidate", self._candidate(promises))

    def _candidate(self, _: Promises) -> _Found:
        stored = self._sent("POST", "/v1/candidates", self._profile | {"externalId": self._id("one")})
        return {f"/v1/candidates/{stored['id']}": stored}

    def _replaced(self, promises: Promises) -> _Found:
        name = f"slot-{self._name}-{self._dice.randrange(_REPLACED)}"
        address = f"/v1/candidates/by-external-id/{name}"
        mark = {"mark": self._count}
        before = promises.answered.get(address)
        if before is not None:
            promises.sending(address, {"resume": before["resume"] | mark})
        profile = self._profile | {"externalId": name, "resume": self._profile["resume"] | mark}
        return {address: self._sent("PUT", address, profile)}

    def _import(self, _: Promises) -> _Found:
        names = [f"{self._id('import')}-{line:02d}" for line in range(LINES)]
        lines = "\n".join(json.dumps(self._profile | {"externalId": name}) for name in names)
        told = self._answer("POST", "/v1/candidates/imports", lines, "application/x-ndjson").splitlines()
        found = [json.loads(line) for line in told]
        return {f"/v1/candidates/{one['candidateId']}": {"externalId": one["externalId"]} for one in found}

    def _post(self, _: Promises) -> _Found:
        stored = self._sent("POST", "/v1/postings", {"text": f"{self._text}\n{self._id('text')}"})
        self._posting = f"/v1/postings/{stored['id']}"
        return {self._posting: stored}

    def _match(self, _: Promises) -> _Found:
        stored = self._sent("POST", f"{self._posting}/matches", {"limit": 3})
        return {f"/v1/matches/{stored['id']}": stored}

    def _id(self, kind: str) -> str:
        return f"{kind}-{self._name}-{self._count:06d}"

    def _sent(self, method: str, path: str, body: object) -> dict[str, Any]:
        stored: dict[str, Any] = json.loads(self._answer(method, path, json.dumps(body), "application/json"))
        return stored

    def _answer(self, method: str, path: str, body: str, media_type: str) -> bytes:
        request = urllib.request.Request(
            f"{self._base}{path}", body.encode(), {"Content-Type": media_type}, method=method
        )
        with urllib.request.urlopen(request, timeout=30) as answer:
            told: bytes = answer.read()
        return told
