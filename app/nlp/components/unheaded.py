"""Criteria of a text that announces none: lists of demands without a heading, else sentences that demand."""

import re
from collections.abc import Iterator
from itertools import groupby

from app.nlp.components.content import asks, asks_much
from app.nlp.components.items import Item, list_items, sentences
from app.nlp.components.sections import Section
from app.nlp.lexicons import any_word, flat
from app.nlp.list_noise import opens_with

_DESCRIBING = frozenset({"header", "assignment", "organisation", "department", "other", "execution", "offer"})
"""Kinds of sections in which demands may stand without any announcement."""
_DEMAND = re.compile(rf"\b{any_word('demand')}\b")
LEAST_ITEMS = 2
MOST = 300
"""Characters of a sentence that is one demand."""


def unheaded_items(text: str, sections: tuple[Section, ...]) -> Iterator[Item]:
    """The demands of a text in which no heading announces any, in order."""
    described = [section for section in sections if section.kind in _DESCRIBING]
    listed = [item for section in described for item in _listed(text, section)]
    yield from listed or (item for section in described for item in _said(text, section))


def _listed(text: str, section: Section) -> Iterator[Item]:
    for marked, group in groupby(section.lines, key=lambda line: line.marker is not None):
        lines = tuple(group)
        if marked and len(lines) >= LEAST_ITEMS and asks_much(text, lines, least=LEAST_ITEMS):
            yield from list_items(text, lines)


def _said(text: str, section: Section) -> Iterator[Item]:
    for line in section.lines:
        for start, end in sentences(text, line.body, line.end):
            sentence = text[start:end]
            if len(sentence) <= MOST and not opens_with(sentence, "closing") and _demands(sentence):
                yield Item(None, start, end)


def _demands(sentence: str) -> bool:
    """Whether a sentence of running text asks something of a candidate, by a word that demands and by what it asks."""
    return asks(sentence) and _DEMAND.search(flat(sentence)) is not None
