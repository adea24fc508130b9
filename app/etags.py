"""Entity tags and the conditions that a request puts on them (RFC 9110, 8.8.3 and 13.1)."""

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import TypeAlias

import orjson
from pydantic import BaseModel

from app.errors import AppError, field_error, invalid_input

CODING_MARK = "--"
"""Stands in a tag between that of the resource and the content coding it was sent in."""
_ANY = "*"
_TAG = re.compile(r'(W/)?"([\x21\x23-\x7e\x80-\xff]*)"')
_BETWEEN = re.compile(r"[ \t]*(?:,[ \t]*)+")


@dataclass(frozen=True, slots=True)
class EntityTag:
    """A tag as a header holds it: the text between the quotes, and whether it is weak."""

    opaque: str
    weak: bool

    def names(self, tag: str) -> bool:
        """Whether this is `tag` (with quotes), in whichever content coding it was sent."""
        return self.opaque.partition(CODING_MARK)[0] == tag.strip('"')

    def __str__(self) -> str:
        return f'{"W/" if self.weak else ""}"{self.opaque}"'


Tags: TypeAlias = tuple[EntityTag, ...] | None
"""Empty for `*`, null where the header is absent."""


@dataclass(frozen=True, slots=True)
class Preconditions:
    """What a request wants to be true of a resource before it is answered or changed."""

    if_match: Tags = None
    if_none_match: Tags = None

    def check(self, current: str | None) -> None:
        """Raise the 412 where `current`, the resource's tag (null: there is none), is not what was asked for."""
        if self.if_match is not None and not self._matches(current):
            raise AppError("precondition-failed")
        if self.if_none_match is not None and current is not None and self.known(current) is not None:
            raise AppError("precondition-failed")

    def known(self, current: str) -> str | None:
        """The tag by which the client knows the resource already, as it wrote it; null where it does not."""
        if self.if_none_match is None:
            return None
        if not self.if_none_match:
            return current
        return next((str(tag) for tag in self.if_none_match if tag.names(current)), None)

    def _matches(self, current: str | None) -> bool:
        if current is None:
            return False
        return not self.if_match or any(not tag.weak and tag.names(current) for tag in self.if_match)


NO_PRECONDITIONS = Preconditions()


def preconditions(if_match: Sequence[str], if_none_match: Sequence[str]) -> Preconditions:
    """The conditions of a request, from the values of its headers; raises the 400 for what is no list of tags."""
    try:
        return Preconditions(_read("If-Match", if_match), _read("If-None-Match", if_none_match))
    except _MalformedError as error:
        raise invalid_input(field_error("entity_tags", str(error), "header")) from None


def revision_tag(shape: type[BaseModel], resource_id: str, revision: int) -> str:
    """The strong tag of a revision of a resource, answered in a model's shape."""
    return _quoted(f"{_digest_of(shape)}\n{resource_id}\n{revision}".encode())


def content_tag(content: bytes) -> str:
    """The strong tag of what is answered without a revision: its bytes decide."""
    return _quoted(content)


class _MalformedError(Exception):
    pass


def _read(name: str, values: Sequence[str]) -> Tags:
    if not values:
        return None
    text = ",".join(values).strip(" \t")
    if text == _ANY:
        return ()
    tags: list[EntityTag] = []
    at = 0
    if leading := _BETWEEN.match(text):
        at = leading.end()
    while at < len(text):
        found = _TAG.match(text, at)
        if found is None:
            raise _MalformedError(name)
        tags.append(EntityTag(found[2], found[1] is not None))
        at = found.end()
        separator = _BETWEEN.match(text, at)
        if separator is None and at < len(text):
            raise _MalformedError(name)
        at = separator.end() if separator else at
    if not tags:
        raise _MalformedError(name)
    return tuple(tags)


def _quoted(content: bytes) -> str:
    return f'"{hashlib.sha256(content).hexdigest()[:32]}"'


@cache
def _digest_of(shape: type[BaseModel]) -> str:
    # A version that answers other members of the same revision sends other bytes: then the tag is another too.
    schema = shape.model_json_schema(mode="serialization", by_alias=True)
    return hashlib.sha256(orjson.dumps(schema, option=orjson.OPT_SORT_KEYS)).hexdigest()
