"""SHA-256 of JSON, the same for the same values: members sorted, no white space, UTF-8."""

import hashlib
from typing import Any

import orjson
from pydantic import BaseModel

from app.criteria.posting import PostingReading


def digest(value: object) -> str:
    """The digest in hexadecimal, of a value as the wire has it."""
    return hashlib.sha256(orjson.dumps(value, option=orjson.OPT_SORT_KEYS)).hexdigest()


def wire(model: BaseModel) -> Any:  # noqa: ANN401 - JSON
    """A model's JSON as values; by way of text, which is several times faster than straight."""
    return orjson.loads(model.model_dump_json(by_alias=True))


def reading_digest(reading: PostingReading) -> str:
    """The digest of what was read from a posting."""
    return digest(wire(reading))
