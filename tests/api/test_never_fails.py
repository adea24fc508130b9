"""Whatever a profile or text holds, the answer is a result or a problem of the sender's, never a failure of ours."""

import copy
import json
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.api.helpers import created

PROFILES = json.loads((Path(__file__).parents[2] / "demo" / "candidates.json").read_text(encoding="utf-8"))
LEAVES = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(2**63), 2**64 - 1),
    st.floats(allow_nan=False, allow_infinity=False),
    st.text(max_size=30),
    st.sampled_from(
        ["2021-02-30", "2021", "2999-12-31", "1000", "1e999", "-0", "mbo_4", "NaN", "🙂\u200d", "\x1b[0m", "ß" * 999]
    ),
)
VALUES = st.recursive(
    LEAVES, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3)
)
ONE_DATABASE = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=80)


def places(value: object, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    found = [path] if path else []
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, item in items:
        found += places(item, (*path, key))
    return found


@st.composite
def damaged(draw: st.DrawFn) -> dict[str, Any]:
    """A profile of the demonstration with a few of its values replaced."""
    profile: dict[str, Any] = copy.deepcopy(draw(st.sampled_from(PROFILES)))
    del profile["externalId"]
    for _ in range(draw(st.integers(1, 3))):
        path = draw(st.sampled_from(places(profile)))
        holder: Any = profile
        for part in path[:-1]:
            holder = holder[part]
        holder[path[-1]] = draw(VALUES)
    return profile


@pytest.fixture
def posting_id(client: TestClient, posting_text: str) -> str:
    return str(created(client, "/v1/postings", {"text": posting_text})["id"])


@ONE_DATABASE
@given(profile=damaged())
def test_a_damaged_profile_is_judged_or_refused(client: TestClient, posting_id: str, profile: dict[str, Any]) -> None:
    stored = client.post("/v1/candidates", json=profile)

    assert stored.status_code in {201, 400}
    if stored.status_code == 201:
        candidate = stored.json()
        assert client.get(f"/v1/candidates/{candidate['id']}").json() == candidate
        matched = client.post(f"/v1/postings/{posting_id}/matches", json={"candidateIds": [candidate["id"]]})
        assert matched.status_code == 201
        assert client.get(matched.headers["location"]).json() == matched.json()


@ONE_DATABASE
@given(
    cut=st.integers(0, 4_000),
    length=st.integers(0, 400),
    put=st.text(st.characters(exclude_categories=["Cs"]), max_size=20),
)
def test_a_damaged_posting_is_read_or_refused(
    client: TestClient, posting_text: str, cut: int, length: int, put: str
) -> None:
    text = posting_text[:cut] + put + posting_text[cut + length :]

    response = client.post("/v1/parse", json={"text": text})

    assert response.status_code in {200, 400}


@ONE_DATABASE
@given(body=VALUES)
@pytest.mark.parametrize("path", ["/v1/parse", "/v1/candidates"])
def test_any_json_is_answered(client: TestClient, path: str, body: object) -> None:
    assert client.post(path, json=body).status_code < 500
