"""SHA-256 of JSON, the same for the same values: members sorted, no white space, UTF-8."""

import hashlib

import orjson

from app.criteria.posting import PostingReading


def digest(value: object) -> str:
    """The digest in hexadecimal, of a value as the wire has it."""
    return hashlib.sha256(orjson.dumps(value, option=orjson.OPT_SORT_KEYS)).hexdigest()


def reading_digest(reading: PostingReading) -> str:
    """The digest of what was read from a posting."""
    return digest(reading.model_dump(mode="json", by_alias=True))
