"""Explain one candidate's result of a stored match to the person it is about, in plain Dutch."""

import datetime as dt
from collections.abc import Iterable, Mapping
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

from app.criteria.base import Points
from app.criteria.criterion import Criterion
from app.criteria.verdicts import Assessed, Evidence, GateResult
from app.database import Database
from app.errors import AppError
from app.repositories.matches import MatchRepository
from app.repositories.postings import PostingRepository
from app.schemas.explanations import (
    ExplainedEvidence,
    ExplainedLine,
    ExplainedOverride,
    ExplainedVersions,
    Explanation,
)
from app.schemas.matches import Match
from app.schemas.overrides import Override
from app.services.dutch_days import day_of
from app.services.law_texts import explanation_texts
from app.services.matches import match_of
from app.services.postings import reading_at
from app.settings import Settings

_TEMPLATES = Path(__file__).parent.parent / "messages"
_MONTHS = "januari februari maart april mei juni juli augustus september oktober november december"
_MARKED = str.maketrans({sign: f"\\{sign}" for sign in "\\`*_{}[]()#+-.!|<>~&"})


class ExplanationService:
    """The use case of explaining. Unknown matches, and candidates who are not in them any more, raise the 404."""

    def __init__(self, database: Database, settings: Settings) -> None:
        self._database = database
        self._settings = settings

    def explain(self, match_id: str, candidate_id: str) -> Explanation:
        """The result of this candidate, with nothing of anybody else."""
        with self._database.read() as session:
            match = match_of(MatchRepository(session).get(match_id))
            posting = PostingRepository(session).get(match.posting_id)
        result = next((one for one in match.results if one.candidate_id == candidate_id and not one.erased), None)
        if posting is None or result is None:
            raise AppError("not-found")
        texts = explanation_texts()
        criteria = {one.id: one for one in reading_at(posting, match.posting_revision).criteria}
        made = [one for one in match.overrides if one.candidate_id == candidate_id]
        return Explanation(
            match_id=match.id,
            candidate_id=candidate_id,
            posting_id=match.posting_id,
            posting_title=posting.title,
            posting_reference=posting.reference,
            organisation_name=posting.organisation_name,
            made_at=match.created_at,
            reference_date=match.reference_date,
            rank=result.rank,
            considered=match.considered,
            outcome=result.outcome,
            outcome_words=texts["outcomes"][result.outcome],
            points=result.points,
            criteria=tuple(_criterion_line(one, criteria[one.criterion_id], made) for one in result.criteria),
            conditions=tuple(map(_condition_line, result.gates)),
            decided_by=texts["decided_by"],
            traits=texts["traits"],
            objection=texts["objection"],
            contact=self._settings.objection_contact or None,
            versions=_versions(match, result.candidate_revision),
        )

    def as_html(self, found: Explanation) -> str:
        """A page that stands alone: no script, nothing fetched, every value escaped."""
        return _templates().get_template("explanation.html.j2").render(found=found, texts=explanation_texts())

    def as_markdown(self, found: Explanation) -> str:
        """The same as Markdown (CommonMark), with every sign of a value that could be mark-up escaped."""
        return _templates().get_template("explanation.md.j2").render(found=found, texts=explanation_texts())


def _versions(match: Match, candidate_revision: int | None) -> ExplainedVersions:
    return ExplainedVersions(
        engine_version=match.engine_version,
        parser_version=match.inputs.parser_version if match.inputs else None,
        posting_revision=match.posting_revision,
        candidate_revision=candidate_revision,
        reading_sha256=match.inputs.reading_sha256 if match.inputs else None,
        results_sha256=match.results_sha256,
    )


def _criterion_line(line: Assessed, criterion: Criterion, made: Iterable[Override]) -> ExplainedLine:
    texts = explanation_texts()
    worth = None
    if criterion.points is not None:
        worth = texts["worth"]["points"].format(points=_number(criterion.points))
    elif criterion.weight_percent is not None:
        worth = texts["worth"]["percent"].format(percent=_number(criterion.weight_percent))
    return ExplainedLine(
        id=criterion.id,
        kind=texts["kinds"][criterion.kind],
        text=criterion.text,
        worth=worth,
        points=line.points,
        overrides=tuple(
            ExplainedOverride(
                before=texts["verdicts"][one.verdict_before], author=one.author, reason=one.reason, made_at=one.made_at
            )
            for one in made
            if one.criterion_id == criterion.id
        ),
        **_said(line),
    )


def _condition_line(gate: GateResult) -> ExplainedLine:
    texts = explanation_texts()
    return ExplainedLine(
        id=gate.gate,
        kind=texts["kinds"]["condition"],
        text=texts["conditions"].get(gate.gate, gate.gate),
        worth=None,
        points=None,
        overrides=(),
        **_said(gate),
    )


def _said(line: Assessed | GateResult) -> dict[str, Any]:
    texts = explanation_texts()
    return {
        "verdict": line.verdict,
        "verdict_words": texts["verdicts"][line.verdict],
        "explanation": line.explanation,
        "evidence": tuple(map(_evidence, line.evidence)),
        "rule": _longest(texts["rules"], line.reason.code)[1],
        "rule_code": line.reason.code,
        "advice": line.advice,
    }


def _evidence(one: Evidence) -> ExplainedEvidence:
    beginning, place = _longest(explanation_texts()["places"], one.pointer)
    index = one.pointer.removeprefix(beginning).split("/")[0]
    number = str(int(index) + 1) if index.isdigit() else ""
    return ExplainedEvidence(quote=one.quote, place=place.format(n=number).strip(), pointer=one.pointer)


def _longest(table: Mapping[str, str], text: str) -> tuple[str, str]:
    """The entry with the longest key that the text begins with; the empty key fits all."""
    return max(((key, value) for key, value in table.items() if text.startswith(key)), key=lambda one: len(one[0]))


def _number(value: Points) -> str:
    written = f"{Decimal(value):f}"
    return (written.rstrip("0").rstrip(".") if "." in written else written).replace(".", ",")


def _date(value: dt.date) -> str:
    day = day_of(value) if isinstance(value, dt.datetime) else value
    return f"{day.day} {_MONTHS.split()[day.month - 1]} {day.year}"


def _escape_markdown(value: object) -> str:
    return " ".join(str(value).split()).translate(_MARKED)


@cache
def _templates() -> Environment:
    made = Environment(
        loader=FileSystemLoader(_TEMPLATES),
        autoescape=select_autoescape(["html.j2"]),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters |= {"number": _number, "date": _date, "md": _escape_markdown}
    return made
