"""A client of the application in this process, as it would be on the same machine."""

from typing import Any

from fastapi import FastAPI
from fastapi.testclient import TestClient


class LocalClient(TestClient):
    """Asks from a loopback address, so that a service without keys lets it in."""

    def __init__(self, app: FastAPI, **options: Any) -> None:  # noqa: ANN401 - as the class it is of
        super().__init__(app, base_url="http://127.0.0.1", client=("127.0.0.1", 50_000), **options)
