"""What lines ask by their own words: to tell a list of demands from one of offers, tasks or remarks."""

import re
from collections.abc import Iterable

from app.nlp.components.layout import Line
from app.nlp.grammar.clauses import HEADS
from app.nlp.lexicons import any_of, flat
from app.nlp.list_noise import opens_with, phrases
from app.nlp.values.education import find_levels

MOST_LOOKED_AT = 300
"""Characters at the start of a line that are looked at."""
LEAST_SHARE = 0.6
"""Of the lines under an unsure heading that must ask something."""
_ASKING = frozenset(
    {
        "knowledge_experience",
        "knowledge_or",
        "experience",
        "training",
        "certificate",
        "education",
        "language",
        "knowledge",
    }
)
_OFFERS = re.compile(rf"\b{any_of(phrases('offer'))}\b")
_ACTIVITY = re.compile(
    r"^(?:het\s)?(?:(?:mede|actief|zelfstandig|samen)\s)?[a-zà-ÿ-]{3,}en\s(?:van|aan|op|met|voor|over|bij|in)\b"
)
"""Opens a task ("Coördineren van ...", "het opstellen van ...")."""


def asks(text: str) -> bool:
    """Whether a line asks something of a candidate: experience, an education, a certificate, knowledge, a language."""
    piece = text[:MOST_LOOKED_AT]
    folded = flat(piece).strip()
    if _OFFERS.search(folded) or _ACTIVITY.match(folded) or folded.endswith("?"):
        return False
    if any(found.lastgroup in _ASKING for found in HEADS.finditer(piece)):
        return True
    return bool(find_levels(piece)) or opens_with(piece, "wish_start")


def asks_much(text: str, lines: Iterable[Line], *, least: int) -> bool:
    """Whether most of the items among `lines`, and at least `least`, ask something.

    Where some lines are marked, only those are items.
    """
    known = list(lines)
    marked = [line for line in known if line.marker]
    items = [text[line.body : line.end] for line in marked or known]
    asking = sum(map(asks, items))
    return asking >= least and asking >= LEAST_SHARE * len(items)
