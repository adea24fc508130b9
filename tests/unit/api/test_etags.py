"""Entity tags: what is a list of them, and what matches (RFC 9110, 8.8.3 and 13.1)."""

import pytest

from app.errors import AppError
from app.etags import Preconditions, content_tag, preconditions, revision_tag
from app.schemas.candidates import Candidate
from app.schemas.postings import Posting

TAG = '"a1"'


def holds(current: str | None, *, if_match: list[str] | None = None, if_none_match: list[str] | None = None) -> bool:
    asked = preconditions(if_match or [], if_none_match or [])
    try:
        asked.check(current)
    except AppError:
        return False
    return True


def test_a_condition_that_does_not_hold_is_the_412() -> None:
    with pytest.raises(AppError, match="precondition-failed"):
        preconditions(['"b"'], []).check(TAG)


@pytest.mark.parametrize("given", ['"a1"', "*", '"b", "a1"', '"b" ,\t"a1",', ',"a1"', '"a1--gzip"', '"a1--br"'])
def test_if_match_holds_for_the_tag(given: str) -> None:
    assert holds(TAG, if_match=[given])


@pytest.mark.parametrize("given", ['"b"', 'W/"a1"', '"A1"', '""', '"a1x"'])
def test_if_match_does_not_hold_for_another_or_a_weak_tag(given: str) -> None:
    assert not holds(TAG, if_match=[given])


@pytest.mark.parametrize("given", ["*", '"a1"'])
def test_if_match_never_holds_where_there_is_nothing(given: str) -> None:
    assert not holds(None, if_match=[given])


def test_if_none_match_holds_where_there_is_nothing() -> None:
    assert holds(None, if_none_match=["*"])


@pytest.mark.parametrize("given", ["*", '"a1"', 'W/"a1"', '"b", "a1"'])
def test_if_none_match_does_not_hold_for_the_tag_even_a_weak_one(given: str) -> None:
    assert not holds(TAG, if_none_match=[given])


def test_values_of_several_headers_are_one_list() -> None:
    assert holds(TAG, if_match=['"b"', '"a1"'])


@pytest.mark.parametrize("given", ["", "a1", '"a1', '"a1" "b"', 'w/"a1"', '*, "a1"', '"a b"', "W/", ","])
def test_what_is_no_list_of_tags_is_refused(given: str) -> None:
    with pytest.raises(AppError) as refused:
        preconditions([given], [])

    assert [error.code for error in refused.value.errors] == ["entity_tags"]


def test_the_client_is_told_the_tag_that_it_has() -> None:
    assert preconditions([], ['"b", W/"a1--br"']).known(TAG) == 'W/"a1--br"'
    assert preconditions([], ["*"]).known(TAG) == TAG
    assert Preconditions().known(TAG) is None


def test_a_tag_tells_ids_revisions_and_shapes_apart() -> None:
    tags = {revision_tag(shape, of, at) for shape in (Candidate, Posting) for of in ("1", "2") for at in (1, 2, 11)}

    assert len(tags) == 12


def test_the_same_content_has_the_same_tag() -> None:
    assert content_tag(b"one") == content_tag(b"one") != content_tag(b"other")
