"""A result explained to the person it is about (AI Act art. 86, GDPR art. 15(1)(h)). All texts are Dutch."""

import datetime as dt

from app.criteria.base import Points, Value
from app.criteria.verdicts import Outcome, PointsSummary, Verdict
from app.schemas.base import Instant


class ExplainedEvidence(Value):
    """What was found in the profile: the words, the place in words, and the RFC 6901 pointer to it."""

    quote: str
    place: str
    pointer: str


class ExplainedOverride(Value):
    """A verdict that a person changed: who, when and why."""

    before: str
    author: str
    reason: str
    made_at: Instant


class ExplainedLine(Value):
    """What was asked, what was found, the verdict and the rule by which it was given. `text`: as printed."""

    id: str
    kind: str
    text: str
    worth: str | None
    verdict: Verdict
    verdict_words: str
    points: Points | None
    explanation: str
    evidence: tuple[ExplainedEvidence, ...]
    rule: str
    rule_code: str
    advice: str | None
    overrides: tuple[ExplainedOverride, ...]


class ExplainedVersions(Value):
    """From what the result was made; the digests are SHA-256."""

    engine_version: str
    parser_version: str | None
    posting_revision: int
    candidate_revision: int | None
    reading_sha256: str | None
    results_sha256: str | None


class Explanation(Value):
    """One candidate's result for one posting. `decided_by`, `traits` and `objection`: what the law asks to be said."""

    match_id: str
    candidate_id: str
    posting_id: str
    posting_title: str | None
    posting_reference: str | None
    organisation_name: str | None
    made_at: Instant
    reference_date: dt.date
    rank: int
    considered: int
    outcome: Outcome
    outcome_words: str
    points: PointsSummary
    criteria: tuple[ExplainedLine, ...]
    conditions: tuple[ExplainedLine, ...]
    decided_by: str
    traits: str
    objection: str
    contact: str | None
    versions: ExplainedVersions
