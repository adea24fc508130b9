"""Every phrasing of the corpora gives its values; every negative gives none."""

import json
from typing import Any

import pytest

from tests.unit.nlp.values.corpus import CORPUS, FINDERS, negatives, phrasings, read


@pytest.mark.parametrize(("kind", "text", "expected"), list(phrasings()))
def test_phrasing_is_read(kind: str, text: str, expected: list[Any]) -> None:
    assert read(kind, text) == expected


@pytest.mark.parametrize(("kind", "text"), list(negatives()))
def test_nothing_is_found(kind: str, text: str) -> None:
    assert read(kind, text) == []


@pytest.mark.parametrize("kind", [*FINDERS, "numerals", "extension"])
def test_corpus_is_large_enough(kind: str) -> None:
    corpus = json.loads((CORPUS / f"{kind}.json").read_text("utf-8"))
    texts = [text for group in corpus["phrasings"] for text in group["texts"]]
    assert (len(set(texts)) >= 25, len(set(corpus["none"])) >= 20) == (True, True)
