"""Lists of criteria: where each item starts and stops, its printed number, and glued items taken apart."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from app.nlp.components.content import asks
from app.nlp.components.layout import Line
from app.nlp.headings import match_heading
from app.nlp.list_noise import opens_with

_GLUED = re.compile(
    r"(?<=[^\W\d_])(\d{1,2})\s?[.)]\s?(?=[^\W\d_a-z])|(?<=[;.)])\s?(\d{1,2}|[A-Za-z])\s?[.)]\s?(?=[^\W\d_a-z])"
)
_NO_LIST_NUMBER = re.compile(r"(?:mbo|niveau|schaal|nlqf|stap|fase|artikel|art|boek)\W*$", re.IGNORECASE)
_ENDED = (".", ";", "!", "?", ")", ",")
_SENTENCES = re.compile(r"(?<!\b[a-z])(?<!bijv)(?<!min)(?<!max)(?<!excl)(?<!incl)[.!?](?=\s+[A-ZÀ-Ý]|\s*$)")
MANY_SENTENCES = 3
"""That ask something, from which on a paragraph is a list; two may be one demand with its explanation."""
LONG_LINE = 180
"""Characters; a longer line of several sentences may be a paragraph."""


_ANEW = re.compile(r"(?:je|jij|u|de kandidaat|you|the candidate)\s[a-z]", re.IGNORECASE)
_POINTS = re.compile(
    r"\b(?:dit|dat|deze|die|daar\w*|hier\w*|this|these|that|it|het cv|opgedaan|verkregen|minimaal|afgelopen|laatste)\b",
    re.IGNORECASE,
)
"""Points back at another sentence, or gives its window."""
TITLES = frozenset({"subhead", "rate", "location", "cv"})
"""Headings that are only the title of a numbered item."""


@dataclass(frozen=True, slots=True)
class Item:
    """One item of a list: flow range without its marker, and the number as printed."""

    number: str | None
    start: int
    end: int


def list_items(text: str, lines: tuple[Line, ...]) -> list[Item]:
    """The items among the lines of a section; introductions and closing remarks are not items."""
    kinds = {line.marker for line in lines}
    primary = frozenset({"number", "letter"}) if kinds & {"number", "letter"} else frozenset({"bullet"}) & kinds
    last_marked = max((i for i, line in enumerate(lines) if line.marker in primary), default=-1)
    if len(lines) == 1 and not primary and not asks(text[lines[0].body : lines[0].end]):
        lines = () if text[lines[0].body : lines[0].end].endswith(".") else lines
    # Where most lines open with a small letter, that does not make one the rest of the line above.
    small = sum(text[line.body].islower() for line in lines) * 2 > len(lines)
    items: list[Item] = []
    closed = bool(primary)
    for index, line in enumerate(lines):
        if _titled(text, lines, index - 1):
            # The line above is only this one's title, with its number.
            items[-1:] = [Item(lines[index - 1].number, line.body, line.end)]
            continue
        body = text[line.body : line.end]
        if not primary and _is_introduction(body):
            continue
        if line.marker in primary or (not primary and not opens_with(body, "closing")):
            closed = opens_with(body, "closing")
            if not closed and (primary or not _belongs_to_previous(items, body, small)):
                items.append(Item(line.number, line.body, line.end))
            elif not closed:
                items[-1] = Item(items[-1].number, items[-1].start, line.end)
        elif closed or opens_with(body, "closing"):
            closed = True
        elif line.marker is None and _is_unmarked_item(text[items[-1].start : items[-1].end], body):
            items.append(Item(None, line.body, line.end))
        elif line.marker or index < last_marked or _belongs_to_previous(items, body, small):
            items[-1] = Item(items[-1].number, items[-1].start, line.end)
        else:
            closed = True
    if not primary:
        items = [piece for item in items for piece in split_sentences(text, item)]
    return [piece for item in items for piece in split_glued(text, item)]


def _titled(text: str, lines: tuple[Line, ...], index: int) -> bool:
    """Whether a numbered line is the title of the unmarked one below it ("Nr. 1 Opleiding")."""
    if not 0 <= index < len(lines) - 1 or lines[index].marker != "number" or lines[index + 1].marker is not None:
        return False
    heading = match_heading(text[lines[index].body : lines[index].end])
    return heading is not None and heading.kind in TITLES and text[lines[index + 1].body].isupper()


def split_sentences(text: str, item: Item) -> list[Item]:
    """A paragraph that asks something in sentence after sentence, as one item for each; any other item as it is."""
    if item.end - item.start <= LONG_LINE:
        return _demands(text, item)
    found: list[Item] = []
    for start, end in sentences(text, item.start, item.end):
        sentence = text[start:end]
        goes_on = opens_with(sentence, "continuation") or not (asks(sentence) or opens_with(sentence, "opener"))
        if found and goes_on:
            found[-1] = Item(item.number, found[-1].start, end)
        else:
            found.append(Item(item.number, start, end))
    return found if len(found) >= MANY_SENTENCES else [item]


def _demands(text: str, item: Item) -> list[Item]:
    """Sentences that each say anew what the candidate has or does, and do not point at another, are items."""
    found = list(sentences(text, item.start, item.end))
    anew = [_ANEW.match(text, start, end) is not None and not _POINTS.search(text, start, end) for start, end in found]
    return [Item(item.number, *piece) for piece in found] if len(found) > 1 and all(anew) else [item]


def sentences(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The ranges of the sentences between two places of a flow."""
    position = start
    for found in _SENTENCES.finditer(text, start, end):
        yield position, found.end()
        position = found.end() + len(text[found.end() : end]) - len(text[found.end() : end].lstrip())
    if position < end:
        yield position, end


def _is_introduction(body: str) -> bool:
    """Whether a line without a mark only introduces what follows, or is a paragraph that asks nothing."""
    return len(body) > LONG_LINE and len(_SENTENCES.findall(body)) > 1 and not asks(body)


def _follows(number: str, printed: str) -> bool:
    if number.isdigit() and printed.isdigit():
        return int(printed) == int(number) + 1
    return len(number) == len(printed) == 1 and ord(printed) == ord(number) + 1


def _belongs_to_previous(items: list[Item], body: str, small: bool) -> bool:
    return bool(items) and (opens_with(body, "continuation") or (body[:1].islower() and not small))


def _is_unmarked_item(previous: str, body: str) -> bool:
    return previous.rstrip().endswith(_ENDED) and opens_with(body, "opener")


def split_glued(text: str, item: Item) -> Iterator[Item]:
    """Take items apart that were glued into one line ("... BAG/WOZ4. Minimaal 1 jaar ...")."""
    start, number = item.start, item.number
    for found in _GLUED.finditer(text, item.start, item.end):
        printed = found[1] or found[2]
        spaced = found[1] is None
        following = number is not None and _follows(number, printed)
        if (spaced and not following) or number is None or _NO_LIST_NUMBER.search(text, start, found.start()):
            continue
        yield Item(number, start, found.start())
        start, number = found.end(), printed
    yield Item(number, start, item.end)
