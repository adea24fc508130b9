"""`findings`: contradictions and gaps that a careful reader would ask the publisher about. Nothing is corrected."""

from dataclasses import dataclass
from functools import cache

from spacy.language import Language
from spacy.tokens import Doc

from app.nlp import groups
from app.nlp.checks.calendar import check_dates
from app.nlp.checks.criteria import check_criteria
from app.nlp.checks.facts import check_facts
from app.nlp.checks.report import Evidence, Report
from app.nlp.checks.wording import check_wording
from app.nlp.components.criteria import CRITERIA, CriterionSpan
from app.nlp.components.facts import DOUBTS, FACTS, Fact
from app.nlp.components.requirements import REQUIREMENTS, RequirementSpan
from app.nlp.components.sections import SECTIONS, Section
from app.nlp.lexicons import rows

FINDINGS = "findings"


@dataclass(frozen=True, slots=True)
class FindingSpan:
    """A finding at a place in the flow."""

    code: str
    severity: str
    message: str
    pointer: str | None
    start: int
    end: int

    @property
    def label(self) -> str:
        """The code."""
        return self.code


@cache
def _catalogue() -> dict[str, tuple[str, str]]:
    return {row["code"]: (row["severity"], row["message"]) for row in rows("findings")}


@Language.component("findings", requires=["doc.spans"], assigns=["doc.spans"])
def findings(doc: Doc) -> Doc:
    """Attach the SpanGroup `findings`, in text order."""
    evidence = Evidence(
        text=groups.get_flow(doc).text,
        low=groups.get_flow(doc).low,
        sections=groups.get(doc, SECTIONS, Section),
        facts=groups.get(doc, FACTS, Fact),
        doubts=doc.user_data.get(DOUBTS, ()),
        criteria=groups.get(doc, CRITERIA, CriterionSpan),
        requirements=groups.get(doc, REQUIREMENTS, RequirementSpan),
    )
    report = Report(evidence.text)
    for check in (check_dates, check_wording, check_facts, check_criteria):
        check(evidence, report)
    found = []
    for note in sorted(report.notes, key=lambda note: (note.start, note.code)):
        severity, message = _catalogue()[note.code]
        found.append(
            FindingSpan(note.code, severity, message.format(**note.values), note.pointer, note.start, note.end)
        )
    groups.put(doc, FINDINGS, found)
    return doc
