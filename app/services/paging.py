"""Cursors: opaque to clients, the id of the last item inside."""

import base64
import binascii
import re
from collections.abc import Sequence
from typing import Protocol, TypeVar

from app.errors import AppError, field_error, invalid_input
from app.schemas.problems import ProblemError
from app.settings import Settings

_ID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


class _HasId(Protocol):
    @property
    def id(self) -> str: ...


RowT = TypeVar("RowT", bound=_HasId)


def read_cursor(cursor: str | None) -> str | None:
    """The id that a cursor stands for; raises the 400 for one that no list gave."""
    if cursor is None:
        return None
    try:
        found = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)).decode("ascii")
    except (binascii.Error, ValueError):
        found = ""
    if not _ID.fullmatch(found):
        raise invalid_input(field_error("cursor", "cursor", "query"))
    return found


def page_size(limit: int | None, settings: Settings) -> int:
    """How many items to list; raises the 400 for more than the settings allow."""
    if limit is not None and limit > settings.max_page_size:
        raise invalid_input(field_error("page_too_large", "limit", "query", limit=settings.max_page_size))
    return limit or settings.default_page_size


def page_request(cursor: str | None, limit: int | None, settings: Settings) -> tuple[int, str | None]:
    """How many items to list, and after which id; raises one 400 for whatever is wrong with either."""
    errors: list[ProblemError] = []
    size, after = 0, None
    try:
        size = page_size(limit, settings)
    except AppError as error:
        errors += error.errors
    try:
        after = read_cursor(cursor)
    except AppError as error:
        errors += error.errors
    if errors:
        raise invalid_input(*errors)
    return size, after


def cut_page(rows: Sequence[RowT], size: int) -> tuple[Sequence[RowT], str | None]:
    """Of `size + 1` rows asked for: those on the page, and the cursor of the next page, or null."""
    if len(rows) <= size:
        return rows, None
    shown = rows[:size]
    return shown, base64.urlsafe_b64encode(shown[-1].id.encode()).decode().rstrip("=")
