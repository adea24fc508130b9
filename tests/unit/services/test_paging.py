"""Cursors and page sizes."""

from dataclasses import dataclass

import pytest

from app.errors import AppError
from app.ids import new_id
from app.services.paging import cut_page, page_request, page_size, read_cursor
from app.settings import Settings


@dataclass
class Row:
    id: str


def test_a_cursor_leads_to_the_last_item_shown() -> None:
    rows = [Row(new_id()) for _ in range(3)]

    shown, cursor = cut_page(rows, 2)

    assert (shown, read_cursor(cursor)) == (rows[:2], rows[1].id)


@pytest.mark.parametrize("count", [0, 1, 2])
def test_the_last_page_has_no_cursor(count: int) -> None:
    rows = [Row(new_id()) for _ in range(count)]

    assert cut_page(rows, 2) == (rows, None)


@pytest.mark.parametrize("cursor", ["", "x", "é", "====", "AAAA", "Li4vLi4vZXRjL3Bhc3N3ZA", "a" * 100])
def test_a_made_up_cursor_is_refused(cursor: str) -> None:
    with pytest.raises(AppError, match="invalid-input"):
        read_cursor(cursor)


def test_a_bad_limit_and_a_bad_cursor_are_told_together() -> None:
    with pytest.raises(AppError) as refused:
        page_request("zz", 21, Settings(default_page_size=10, max_page_size=20))

    assert [error.code for error in refused.value.errors] == ["page_too_large", "cursor"]


def test_page_size_has_a_default_and_a_maximum() -> None:
    settings = Settings(default_page_size=10, max_page_size=20)

    assert (page_size(None, settings), page_size(20, settings)) == (10, 20)
    with pytest.raises(AppError, match="invalid-input"):
        page_size(21, settings)
