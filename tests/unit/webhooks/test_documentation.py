"""What the documentation tells receivers to do works."""

import datetime as dt
import json
import re
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from app.webhooks.signing import new_secret, signed_headers

_TEXT = (Path(__file__).parents[3] / "docs" / "webhooks.md").read_text(encoding="utf-8")
BODY = '{"type":"webhook.test","data":{"naam":"Zoë"}}'


def sample(language: str) -> str:
    (found,) = re.findall(rf"```{language}\n(.*?)```", _TEXT, re.DOTALL)
    return str(found)


def by_python(secret: str, headers: dict[str, str], body: str) -> bool:
    names: dict[str, Any] = {}
    exec(sample("python"), names)
    return bool(names["verified"](secret, headers, body.encode()))


def by_node(secret: str, headers: dict[str, str], body: str) -> bool:
    node = shutil.which("node")
    if node is None:
        pytest.skip("no node")
    call = f"console.log(verified(...{json.dumps([secret, headers, body])}))"
    ran = subprocess.run([node, "-e", sample("js") + call], capture_output=True, text=True, check=True, timeout=60)
    return ran.stdout.strip() == "true"


@pytest.mark.parametrize("verified", [by_python, by_node])
def test_a_receiver_believes_what_was_signed_and_nothing_else(
    verified: Callable[[str, dict[str, str], str], bool],
) -> None:
    secret, before = new_secret(), new_secret()
    now = dt.datetime.now(dt.UTC)
    headers = signed_headers([secret, before], "1", now, BODY)
    old = signed_headers([secret], "1", now - dt.timedelta(minutes=10), BODY)

    assert verified(secret, headers, BODY)
    assert verified(before, headers, BODY)
    assert not verified(new_secret(), headers, BODY)
    assert not verified(secret, headers, BODY + " ")
    assert not verified(secret, headers | {"webhook-id": "2"}, BODY)
    assert not verified(secret, old, BODY)
