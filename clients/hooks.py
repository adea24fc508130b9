"""What Schemathesis must know of this API besides its document; loaded by `clients/schemathesis.toml`."""

import json
import os
import uuid
from typing import Any

import schemathesis
from hypothesis import strategies as st

_OWN_KEY = os.environ.get("GUNNING_KEY_ID", "")


@schemathesis.hook
def before_call(context: Any, case: schemathesis.Case, kwargs: dict[str, Any]) -> None:  # noqa: ANN401 - its own
    """Keep the tester from revoking its own key, which the list of keys shows: all that follows would be a 401."""
    _ = context, kwargs
    if _OWN_KEY and (case.path_parameters or {}).get("id") == _OWN_KEY:
        case.path_parameters["id"] = str(uuid.uuid4())


def _line(number: int) -> bytes:
    return json.dumps({"externalId": f"S-{number}", "resume": {"work": []}}).encode() + b"\n"


schemathesis.openapi.media_type(
    "application/x-ndjson",
    st.lists(st.one_of(st.integers(0, 999).map(_line), st.binary(max_size=40)), max_size=5).map(b"".join),
)


@schemathesis.serializer("application/x-ndjson")
def lines(context: Any, value: Any) -> bytes:  # noqa: ANN401 - whatever was made up
    """A body of lines as bytes."""
    _ = context
    return value if isinstance(value, bytes) else str(value).encode()
