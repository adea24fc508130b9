"""Doc to PostingReading: pure, the last step; nothing of spaCy leaves here."""

from typing import TypeAlias, TypeVar

from pydantic import JsonValue
from spacy.tokens import Doc

from app.criteria.criterion import Criterion, CriterionKind, TextSpan, Understanding
from app.criteria.posting import Finding, FindingSeverity, PostingReading, Provenance
from app.nlp import groups
from app.nlp.components.criteria import CRITERIA, CriterionSpan
from app.nlp.components.facts import FACTS, Fact
from app.nlp.components.findings import FINDINGS, FindingSpan
from app.nlp.components.requirements import REQUIREMENTS, RequirementSpan, plain
from app.nlp.flow import Flow
from app.nlp.language import detect_language

Tree: TypeAlias = dict[str, JsonValue]

_LISTS = ("competences", "tasks", "statements", "obligations", "stages")
_SCALARS: tuple[str, ...] = (
    "title", "reference", "educationLevel", "dynamicPurchasingSystem", "rate", "salaryScale", "fee", "positions",
)  # fmt: skip
_OBJECTS = ("organisation", "location", "period", "hoursPerWeek", "deadlines", "selection", "cvRequirements")
T = TypeVar("T")


def read_out(doc: Doc) -> PostingReading:
    """The plain, validated reading of a processed Doc."""
    flow = groups.get_flow(doc)
    facts = groups.get(doc, FACTS, Fact)
    criteria = _criteria(doc, flow)
    tree = _tree(facts)
    return PostingReading.model_validate(
        {
            "language": detect_language(flow.low),
            "platform": "unknown",
            "selfEmployed": "unknown",
            "workdays": [],
            **dict.fromkeys(_SCALARS),
            **{name: {} for name in _OBJECTS},
            **{name: [] for name in _LISTS[:4]},
            **tree,
            "criteria": criteria,
            "findings": [_finding(flow, one) for one in groups.get(doc, FINDINGS, FindingSpan)],
            "provenance": _provenance(doc, flow, facts),
        }
    )


def _tree(facts: tuple[Fact, ...]) -> Tree:
    tree: Tree = {}
    for fact in facts:
        *path, leaf = fact.pointer.removeprefix("/").split("/")
        node: JsonValue = tree
        for index, step in enumerate(path):
            if not isinstance(node, dict):
                break
            listed = index == len(path) - 1 and leaf.isdigit()
            node = node.setdefault(step, [] if listed else {})
        if isinstance(node, list) and len(node) == int(leaf):
            node.append(fact.value)
        elif isinstance(node, dict):
            node.setdefault(leaf, fact.value)
    return tree


def _criteria(doc: Doc, flow: Flow) -> list[Criterion]:
    asked = {span.criterion: span for span in groups.get(doc, REQUIREMENTS, RequirementSpan)}
    criteria = []
    for one in groups.get(doc, CRITERIA, CriterionSpan):
        start, end = flow.source_range(one.start, one.end)
        read = asked.get(one.id)
        criteria.append(
            Criterion(
                id=one.id,
                kind=CriterionKind(one.kind),
                number=one.number,
                text=plain(flow.text[one.text_start : one.text_end]),
                points=one.points,
                weight_percent=one.weight_percent,
                requirement_groups=read.groups if read else (),
                tiers=read.tiers if read else (),
                understanding=read.understanding if read else Understanding.TEXT_ONLY,
                span=TextSpan(start=start, end=end),
            )
        )
    return criteria


def _finding(flow: Flow, one: FindingSpan) -> Finding:
    start, end = flow.source_range(one.start, one.end)
    spans = (TextSpan(start=start, end=end),) if one.end > one.start else ()
    return Finding(
        code=one.code, severity=FindingSeverity(one.severity), message=one.message, pointer=one.pointer, spans=spans
    )


def _provenance(doc: Doc, flow: Flow, facts: tuple[Fact, ...]) -> list[Provenance]:
    entries = [(fact.pointer, fact.start, fact.end, fact.rule) for fact in facts]
    entries += [
        (f"/criteria/{index}", one.start, one.end, f"criterion:{one.kind}")
        for index, one in enumerate(groups.get(doc, CRITERIA, CriterionSpan))
    ]
    source = groups.get_source(doc)
    return [_entry(source, flow, *entry) for entry in dict.fromkeys(entries) if entry[2] > entry[1]]


def _entry(source: str, flow: Flow, pointer: str, start: int, end: int, rule: str) -> Provenance:
    first, last = flow.source_range(start, end)
    return Provenance(pointer=pointer, start=first, end=last, quote=" ".join(source[first:last].split()), rule=rule)
