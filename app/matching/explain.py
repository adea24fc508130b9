"""Verdicts in words: Dutch explanations and advice from the message catalogue, with the evidence behind them."""

import datetime as dt
import tomllib
from functools import cache
from pathlib import Path

from app.criteria.verdicts import Assessed, Evidence, GateResult, Reason
from app.matching.experience import AskedExperience
from app.matching.judgement import MET, OPEN, WORTH, Judged, JudgedCriterion, JudgedGate
from app.matching.months import as_decimal
from app.matching.profile import PreparedProfile
from app.matching.score import Asked, AskedCriterion, evidence_for

_COUNTED = ("experience_long_enough", "experience_too_short", "experience_outside_window")
_MESSAGES = Path(__file__).parent / "data" / "messages.toml"


@cache
def messages() -> dict[str, dict[str, str]]:
    """The catalogue: per reason code an explanation and, where something can be added, advice."""
    return tomllib.loads(_MESSAGES.read_text(encoding="utf-8"))


def number(value: float) -> str:
    """Months in Dutch, cut off as on the wire."""
    return str(as_decimal(value)).replace(".", ",")


def _value(name: str, value: object) -> str:
    if isinstance(value, bool):
        return "ja" if value else "nee"
    if isinstance(value, float):
        return number(value)
    if isinstance(value, tuple):
        return ", ".join(_value(name, item) for item in value)
    if value is None:
        return ""
    return messages()["words"].get(str(value), _date(str(value)))


def _date(text: str) -> str:
    if len(text) == len("2000-01-01") and text[4] == text[7] == "-" and text[:4].isdigit():
        return f"{int(text[8:])} {messages()['months'][text[5:7]]} {text[:4]}"
    return text


def what(asked: Asked) -> str:
    """The thing that a requirement asks, for use in a sentence."""
    if not isinstance(asked, AskedExperience):
        return ""
    r = asked.requirement
    parts = []
    if r.roles:
        parts.append("als " + " of ".join(r.roles))
    things = [*r.subjects, *r.tools]
    if things:
        parts.append("met " + ", ".join(things))
    if r.organisations:
        parts.append("bij " + " of ".join(r.organisations))
    return " ".join(parts) or "zoals gevraagd"


def _fill(template: str, judged: Judged, extra: dict[str, str]) -> str:
    values = {name: _value(name, value) for name, value in judged.params.items()} | extra
    window = judged.params.get("window")
    values["in_window"] = f" in de laatste {window} maanden" if window else ""
    for name, value in values.items():
        template = template.replace("{" + name + "}", value)
    return template


def _deciding(judged: JudgedCriterion) -> int:
    return min(range(len(judged.judged)), key=lambda i: WORTH[judged.judged[i].verdict], default=-1)


def explain_criterion(
    asked: AskedCriterion, judged: JudgedCriterion, profile: PreparedProfile, reference: dt.date
) -> Assessed:
    """A criterion's line: the reason of its weakest requirement, the evidence of all that were met."""
    groups = asked.tiers[judged.tier].groups or ((),)
    group = groups[judged.group]
    evidence: list[Evidence] = []
    sentences: list[str] = []
    advice: list[str] = []
    for requirement, found in zip(group, judged.judged, strict=True):
        quotes = evidence_for(requirement, found, profile, reference)
        evidence.extend(quote for quote in quotes if quote not in evidence)
        text, tip = phrase(
            found, what(requirement), found.code in _COUNTED and any(quote.imprecise for quote in quotes)
        )
        sentences.append(text)
        if tip and tip not in advice:
            advice.append(tip)
    at = _deciding(judged)
    reason = judged.judged[at] if at >= 0 else Judged(OPEN, "other_for_a_person", {})
    if not sentences:
        text, tip = phrase(reason, "", False)
        sentences, advice = [text], [tip] if tip else []
    return Assessed(
        criterion_id=asked.criterion.id,
        verdict=judged.verdict,
        points=judged.points,
        reason=_reason(reason),
        explanation=" ".join(dict.fromkeys(sentences)),
        evidence=tuple(evidence),
        advice=None if judged.verdict is MET else " ".join(advice) or None,
    )


def _reason(judged: Judged) -> Reason:
    params = {k: as_decimal(v) if isinstance(v, float) else v for k, v in judged.params.items()}
    return Reason(code=judged.code, params=params)


def phrase(judged: Judged, asked: str, imprecise: bool) -> tuple[str, str | None]:
    """The explanation of one verdict and, unless it is met, what could be added."""
    entry = messages()[judged.code]
    extra = {"what": asked}
    text = _fill(entry["explanation"], judged, extra)
    if imprecise:
        text += " " + messages()["notes"]["imprecise"]
    advice = entry.get("advice")
    return text, _fill(advice, judged, extra) if advice and judged.verdict is not MET else None


def explain_gate(gate: JudgedGate) -> GateResult:
    """A gate's line, shaped like a criterion's."""
    text, advice = phrase(gate.judged, "", False)
    return GateResult(
        gate=gate.gate,
        verdict=gate.judged.verdict,
        decides=gate.decides,
        reason=_reason(gate.judged),
        explanation=text,
        evidence=tuple(Evidence(pointer=pointer, quote=quote) for pointer, quote in gate.evidence),
        advice=advice,
    )
