"""`requirements`: the typed requirements inside each criterion."""

import re
from dataclasses import dataclass
from decimal import Decimal

from spacy.language import Language
from spacy.tokens import Doc

from app.criteria.criterion import RequirementGroup, Tier, Understanding
from app.criteria.scales import SelfEmployed
from app.nlp import groups
from app.nlp.components.criteria import CRITERIA, CriterionSpan
from app.nlp.components.facts import FACTS, Fact
from app.nlp.grammar.clauses import HEADS
from app.nlp.grammar.requirements import Reading, read_requirements

REQUIREMENTS = "requirements"
_ALL_OF_THEM = re.compile(r"\b(?:beide|allebei|alle drie|alle)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class RequirementSpan:
    """What one criterion asks; `criterion` is its id, the offsets are those of its text."""

    criterion: str
    start: int
    end: int
    groups: tuple[RequirementGroup, ...]
    tiers: tuple[Tier, ...]
    understanding: Understanding

    @property
    def label(self) -> str:
        """The type of the first requirement."""
        return self.groups[0].requirements[0].type


@Language.component("requirements", requires=["doc.spans"], assigns=["doc.spans"])
def requirements(doc: Doc) -> Doc:
    """Attach the SpanGroup `requirements`: one span per criterion, in their order."""
    text = groups.get_flow(doc).text
    execution = next(
        (SelfEmployed(str(fact.value)) for fact in groups.get(doc, FACTS, Fact) if fact.pointer == "/selfEmployed"),
        SelfEmployed.UNKNOWN,
    )
    found = []
    for one in groups.get(doc, CRITERIA, CriterionSpan):
        tiers = read_tiers(text, one, execution)
        if tiers:
            any_tier = tuple(group for tier in tiers for group in tier.requirement_groups)
            reading = Reading(any_tier, Understanding.PARTIAL)
        else:
            reading = read_requirements(plain(text[one.text_start : one.text_end]), execution)
        found.append(
            RequirementSpan(one.id, one.text_start, one.text_end, reading.groups, tiers, reading.understanding)
        )
    groups.put(doc, REQUIREMENTS, found)
    return doc


def plain(text: str) -> str:
    """A piece of flow as one line."""
    return " ".join(text.split())


def _opening(piece: str) -> str:
    """What later tiers leave out: everything up to the word that says what kind of thing is asked."""
    head = HEADS.search(piece)
    return piece[: head.end()] if head else ""


def _total(text: str, one: CriterionSpan) -> str | None:
    """The opening of a criterion whose first points are the most it can earn, with its tiers behind it; else None."""
    start, _, points = one.mentions[0]
    most = max(Decimal(value) for *_, value in one.mentions[1:])
    opening = text[one.start : start]
    bracket = opening.rfind("(")
    if Decimal(points) != most or not (
        bracket > opening.rfind(")") or opening.rstrip().endswith(("max.", "max", "maximaal"))
    ):
        return None
    return plain(opening[:bracket] if bracket >= 0 else opening).strip(" :;,.–-")


_SCALE = re.compile(
    r"[.:;,(–-]\s*((?:(?:[<>≥≤]=?|minder dan|meer dan|vanaf|tussen(?: de)?|minimaal|tot)\s?)?\d{1,2}"
    r"(?:\s?(?:-|–|tot|à|en)\s?\d{1,2})?\+?\s?(?:jaar|jaren|jr\.?|maanden|years?)\b[^.;:]{0,30}[:=(–-]?\s*)$",
    re.IGNORECASE,
)
"""Before the first points: the lowest step of a scale of years, behind what is asked ("... . 0-1 jaar: 0 punten")."""


def read_tiers(text: str, one: CriterionSpan, execution: SelfEmployed) -> tuple[Tier, ...]:
    """The tiers of a criterion that prints several numbers of points, each with the text in front of it.

    A later tier leaves out what the first one opens with ("Ervaring met A 5 punten, met B 5 punten, met beide 10").
    """
    mentions, position, opening = one.mentions, one.start, ""
    if len(mentions) > 2 and (total := _total(text, one)) is not None:
        opening, position, mentions = total, mentions[0][1], mentions[1:]
    elif mentions and (scale := _SCALE.search(text, one.start, mentions[0][0])):
        opening, position = plain(text[one.text_start : scale.start()]), scale.start(1)
    shared = bool(opening)
    if len(mentions) < 2:
        return ()
    tiers: list[Tier] = []
    for start, end, points in mentions:
        piece = plain(text[position:start]).strip(" ()[]:;,.–-=•")
        position = end
        if not piece or (shared and not points):
            continue
        if _ALL_OF_THEM.search(piece) and tiers:
            together = tuple(r for tier in tiers for r in tier.requirement_groups[0].requirements)
            tiers.append(Tier(points=points, requirement_groups=(RequirementGroup(requirements=together),)))
            continue
        reading = read_requirements(piece, execution)
        if opening and (reading.understanding is Understanding.TEXT_ONLY or shared):
            reading = read_requirements(f"{opening} {piece}", execution)
        opening = opening or _opening(piece)
        tiers.append(Tier(points=points, requirement_groups=reading.groups))
    return tuple(tiers) if len(tiers) > 1 else ()
