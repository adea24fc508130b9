"""`criteria`: one span per criterion with its kind, printed number and weight."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import islice

from spacy.language import Language
from spacy.tokens import Doc

from app.criteria.base import Points
from app.nlp import groups
from app.nlp.components.items import Item, list_items, sentences
from app.nlp.components.sections import CRITERIA_KINDS, SECTIONS, Section
from app.nlp.components.unheaded import unheaded_items
from app.nlp.components.weights import Weight, are_weighed, read_weight
from app.nlp.lexicons import any_of, flat, fold, rows
from app.nlp.list_noise import opens_with, phrases

CRITERIA = "criteria"
MAX_CRITERIA = 500
"""Read from one text; real postings have up to sixty. More is not a posting, and must not cost more time."""
_PREFIX = {"knockout": "ko", "award": "aw", "wish": "wi"}
_NOT_ASKED = re.compile(
    r"\b(?:is|zijn)\s(?:niet\s(?:vereist|nodig|noodzakelijk|verplicht)|geen\s(?:vereiste|eis|must|verplichting))[\s.;]*$",
    re.IGNORECASE,
)
"""Ends an item that says what is not asked."""
_EDGE = " \t\n;,|"
_MARKS = {row["phrase"]: row["kind"] for row in rows("item_marks")}
_MARK_BEHIND = re.compile(rf"\s?[(\[]\s?({any_of(_MARKS)})\s?[)\]][.;,\s]*$")
_MARK_BEFORE = re.compile(rf"[(\[]?\s?({any_of(_MARKS)})\s?(?:[)\]]\s?[:–-]?|:)\s+(?=\S)")


@dataclass(frozen=True, slots=True)
class CriterionSpan:
    """A criterion in flow offsets; `text_start`-`text_end` leave out its marker and weight."""

    id: str
    kind: str
    number: str | None
    start: int
    end: int
    text_start: int
    text_end: int
    points: Points | None
    weight_percent: Points | None
    mentions: tuple[tuple[int, int, Points], ...]

    @property
    def label(self) -> str:
        """The kind of criterion."""
        return self.kind


@Language.component("criteria", requires=["doc.spans"], assigns=["doc.spans"])
def criteria(doc: Doc) -> Doc:
    """Attach the SpanGroup `criteria`, in the order printed."""
    text = groups.get_flow(doc).text
    items = (item for section in groups.get(doc, SECTIONS, Section) for item in _items(text, section))
    found = [_criterion(text, *item) for item in islice(items, MAX_CRITERIA)]
    if not found:
        unheaded = unheaded_items(text, groups.get(doc, SECTIONS, Section))
        found = [_criterion(text, "mixed", item) for item in islice(unheaded, MAX_CRITERIA)]
    groups.put(doc, CRITERIA, number_all([one for one in found if one.text_end > one.text_start]))
    return doc


def _items(text: str, section: Section) -> Iterator[tuple[str, Item, bool]]:
    """The items of a section of criteria: its kind, the item, and whether its list is weighed by bare percentages."""
    if section.kind not in CRITERIA_KINDS:
        return
    items = list_items(text, section.lines)
    bare = are_weighed(text, [(item.start, item.end) for item in items])
    for item in items:
        if not _is_selection(text, section.kind, item):
            yield section.kind, item, bare


def _criterion(text: str, section: str, item: Item, bare: bool = False) -> CriterionSpan:
    weight = read_weight(text, item.start, item.end, bare=bare)
    start, end, marked = _without_mark(text, *_trim(text, weight.text_start, weight.text_end))
    kind = _kind(marked or section, text[start:end], weight)
    return CriterionSpan(
        "", kind, item.number, item.start, item.end, start, end, weight.points, weight.percent, weight.mentions
    )


def _is_selection(text: str, section: str, item: Item) -> bool:
    """A price or interview weight is of the procedure, no criterion (the contract); nor is what is not asked."""
    words = re.sub(r"\(.*|\d.*|[:;,.–-].*", "", text[item.start : item.end]).split()
    weight = section in ("award", "wish") and len(words) <= 5 and opens_with(text[item.start : item.end], "selection")
    return weight or _NOT_ASKED.search(text, item.start, item.end) is not None


def _without_mark(text: str, start: int, end: int) -> tuple[int, int, str | None]:
    """The item without a mark that says what it is ("(eis)", "Wens:"), and what that is, where it bears one."""
    piece = text[start:end]
    if found := _MARK_BEHIND.search(flat(piece)):
        kind = _MARKS[found[1]]
        return start, start + len(piece[: found.start()].rstrip(_EDGE)), kind
    if found := _MARK_BEFORE.match(flat(piece)):
        return start + found.end(), end, _MARKS[found[1]]
    return start, end, None


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    piece = text[start:end]
    return start + len(piece) - len(piece.lstrip(_EDGE)), end - (len(piece) - len(piece.rstrip(_EDGE)))


def _kind(section: str, text: str, weight: Weight) -> str:
    weighed = weight.points is not None or weight.percent is not None
    wished = fold(text).startswith(phrases("wish_start")) or any(map(_wishes, _about_all(text)))
    if section == "award" or weighed:
        return "award"
    return "wish" if section == "wish" or wished else "knockout"


def _about_all(text: str) -> Iterator[str]:
    """The sentences that speak of a whole item, folded: the first, and later ones that point back at it."""
    for index, (start, end) in enumerate(sentences(text, 0, len(text))):
        folded = fold(text[start:end])
        if index == 0 or folded.startswith(phrases("pointing_back")):
            yield folded


def _wishes(folded: str) -> bool:
    return any(re.search(rf"\b{re.escape(phrase)}\b", folded) for phrase in phrases("wish") if phrase in folded)


def number_all(found: list[CriterionSpan]) -> list[CriterionSpan]:
    """Give each criterion its id: kind and printed number, or its position where no unique number is printed."""
    printed = Counter((one.kind, one.number) for one in found if one.number)
    positions: Counter[str] = Counter()
    copies: Counter[str] = Counter()
    numbered: list[CriterionSpan] = []
    for one in found:
        positions[one.kind] += 1
        unique = one.number is not None and printed[one.kind, one.number] == 1
        base = f"{_PREFIX[one.kind]}-{one.number if unique else positions[one.kind]}"
        copies[base] += 1
        numbered.append(replace(one, id=base if copies[base] == 1 else f"{base}-{copies[base]}"))
    return numbered
