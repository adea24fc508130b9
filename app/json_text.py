"""JSON text to values: bounded in depth, without recursion; what is wrong with it is told as a problem."""

import json
from collections import Counter

import orjson

from app.errors import MAX_ERRORS, AppError, field_error, invalid_input, json_pointer
from app.schemas.problems import ProblemError


def read_json(body: bytes, max_depth: int) -> object:
    """What a JSON text holds, however it came; raises `AppError` (400) for what is no JSON or must not be stored."""
    try:
        value: object = orjson.loads(body)
    except orjson.JSONDecodeError as error:
        raise AppError("malformed-json", [field_error("json_invalid", position=error.pos)]) from None
    errors = [] if _plainly_fine(body, value, max_depth) else _check_values(value, max_depth) or _check_names(body)
    if errors:
        raise invalid_input(*errors[:MAX_ERRORS])
    return value


class _RepeatedError(Exception):
    """An object has a member twice."""


def _unrepeated(pairs: list[tuple[str, object]]) -> None:
    if len(pairs) > 1 and len({name for name, _ in pairs}) < len(pairs):
        raise _RepeatedError


def _plainly_fine(body: bytes, value: object, max_depth: int) -> bool:
    """Does a quick look rule out all that the checks below look for? It never rules out what is there."""
    if b"\\u0000" in body:
        return False
    level, depth = [value], 0
    while level := [item for item in level if isinstance(item, dict | list)]:
        depth += 1
        if depth > max_depth:
            return False
        level = [child for item in level for child in (item.values() if isinstance(item, dict) else item)]
    try:
        json.loads(body, object_pairs_hook=_unrepeated)
    except _RepeatedError:
        return False
    return True


def _check_values(value: object, max_depth: int) -> list[ProblemError]:
    """Look at every value without recursion: nesting, and U+0000, which PostgreSQL cannot store."""
    errors: list[ProblemError] = []
    stack: list[tuple[object, tuple[int | str, ...]]] = [(value, ())]
    while stack:
        item, path = stack.pop()
        if isinstance(item, str):
            if "\0" in item:
                errors.append(field_error("json_nul", json_pointer(path)))
            continue
        if isinstance(item, dict):
            if any("\0" in key for key in item):
                errors.append(field_error("json_nul", json_pointer(path)))
            children = list(item.items())
        elif isinstance(item, list):
            children = list(enumerate(item))
        else:
            continue
        if len(path) >= max_depth:
            return [field_error("json_depth", limit=max_depth)]
        stack.extend((child, (*path, key)) for key, child in children)
    return errors


class _Object(dict[str, object]):
    """An object as the standard library reads it, knowing which of its members came more than once."""

    repeated: tuple[str, ...] = ()


def _object(pairs: list[tuple[str, object]]) -> _Object:
    made = _Object(pairs)
    if len(made) < len(pairs):
        made.repeated = tuple(name for name, times in Counter(name for name, _ in pairs).items() if times > 1)
    return made


def _check_names(body: bytes) -> list[ProblemError]:
    """Every member that an object has twice: which of the two is meant cannot be known. Depth was checked before."""
    errors: list[ProblemError] = []
    stack: list[tuple[object, tuple[int | str, ...]]] = [(json.loads(body, object_pairs_hook=_object), ())]
    while stack:
        item, path = stack.pop()
        if isinstance(item, _Object):
            errors += (field_error("json_repeated", json_pointer((*path, name))) for name in item.repeated)
            stack.extend((child, (*path, name)) for name, child in item.items())
        elif isinstance(item, list):
            stack.extend((child, (*path, index)) for index, child in enumerate(item))
    return errors
