"""Answers of the API as text for a terminal: pure, given a width and whether there is colour."""

import textwrap
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

Json = Mapping[str, Any]

_COLOURS = {
    "met": "32",
    "eligible": "32",
    "not_met": "31",
    "not_eligible": "31",
    "error": "31",
    "not_demonstrated": "33",
    "needs_review": "33",
    "warning": "33",
    "heading": "1",
    "faint": "2",
}
_LABEL_WIDTH = 29
_GROUNDS = 22


@cache
def _labels() -> dict[str, dict[str, str]]:
    return tomllib.loads(Path(__file__).with_name("labels.toml").read_text(encoding="utf-8"))


@dataclass(frozen=True)
class Terminal:
    """What the text is for: `width` in columns."""

    width: int
    colour: bool

    def paint(self, text: str, style: str) -> str:
        """The text in the colour of a style, where there is colour."""
        code = _COLOURS.get(style)
        return f"\x1b[{code}m{text}\x1b[0m" if self.colour and code else text

    def title(self, text: str) -> str:
        """A heading over the full width."""
        return self.paint(f"== {text} ".ljust(self.width, "="), "heading")

    def hang(self, lead: str, text: str, indent: int) -> Iterator[str]:
        """`lead`, then the text wrapped to hang at column `indent`."""
        room = max(self.width - indent, 20)
        lines = textwrap.wrap(text, room) or [""]
        yield lead.ljust(indent) + lines[0]
        yield from (" " * indent + line for line in lines[1:])


def render_posting(posting: Json, terminal: Terminal) -> str:
    """The facts that the text states, the criteria and the findings."""
    lines = [terminal.title("What the posting says")]
    for label, path in _labels()["facts"].items():
        value = _plain(_at(posting, path))
        if value:
            lines += terminal.hang(f"  {label}", value, _LABEL_WIDTH)
    for kind, label in _labels()["kinds"].items():
        criteria = [criterion for criterion in posting["criteria"] if criterion["kind"] == kind]
        if criteria:
            lines += ["", terminal.paint(label + _total(criteria), "heading")]
            for criterion in criteria:
                lines += _criterion(criterion, terminal)
    lines += ["", terminal.paint("Ask the publisher", "heading")]
    if not posting["findings"]:
        lines.append("  nothing found")
    for finding in posting["findings"]:
        lines += terminal.hang("  -", f"{finding['message']} [{finding['code']}]", 4)
    return "\n".join(lines)


def _criterion(criterion: Json, terminal: Terminal) -> Iterator[str]:
    points = _weight(criterion)
    yield from terminal.hang(f"  {criterion['id']:<6}{points:>6}", criterion["text"], 16)
    for index, group in enumerate(criterion["requirementGroups"]):
        for requirement in group["requirements"]:
            lead = "or: " if index else ""
            for line in terminal.hang("", f"{lead}{requirement['type']}: {_fields(requirement)}", 18):
                yield terminal.paint(line, "faint")


def _fields(requirement: Json) -> str:
    """What a requirement asks; how several terms combine is left out where there are not several."""
    shown = []
    for key, item in requirement.items():
        terms = requirement.get(key.removesuffix("Match")) if key.endswith("Match") else None
        if key == "type" or (key.endswith("Match") and len(terms or ()) < 2):
            continue
        if value := _plain(item):
            shown.append(f"{key} {value}")
    return ", ".join(shown)


def _weight(criterion: Json) -> str:
    if criterion["points"] is not None:
        return f"{criterion['points']} pt"
    return f"{criterion['weightPercent']} %" if criterion["weightPercent"] is not None else ""


def _total(criteria: list[Json]) -> str:
    points = [Decimal(str(criterion["points"])) for criterion in criteria if criterion["points"] is not None]
    return f" ({sum(points)} points)" if points else ""


def render_match(match: Json, names: Mapping[str, str], terminal: Terminal) -> str:
    """The ranking; `names`: candidate id to a name for people, which the ranking itself never sees."""
    counts = f"{match['eligible']} eligible, {match['needsReview']} to review, {match['notEligible']} not eligible"
    lines = [
        terminal.title("Ranking"),
        f"{match['considered']} candidates: {counts}. Experience counts back from {match['referenceDate']}.",
    ]
    for result in match["results"]:
        lines += ["", *_result(result, names, terminal)]
    lines += ["", "Every verdict is a proposal with its grounds; a person decides."]
    return "\n".join(lines)


def _result(result: Json, names: Mapping[str, str], terminal: Terminal) -> Iterator[str]:
    points, rate, outcome = result["points"], result["hourlyRate"], result["outcome"]
    best = f" (up to {points['max']})" if str(points["max"]) != str(points["awarded"]) else ""
    price = f", {rate['amount']} {rate['currency']} an hour" if rate else ""
    head = f"{result['rank']}. {names.get(result['candidateId'], '')} [{result['externalId']}]"
    score = f"{points['awarded']} of {points['available']} points{best}{price}"
    yield terminal.paint(head, "heading") + f"  {terminal.paint(_labels()['outcomes'][outcome], outcome)}  {score}"
    for line in result["criteria"]:
        earned = f"{line['points']} pt" if line["points"] is not None else ""
        yield from _verdict(line, line["criterionId"], earned, terminal)
    for gate in result["gates"]:
        if gate["verdict"] != "met":
            yield from _verdict(gate, gate["gate"], "" if gate["decides"] else "info", terminal)


def _verdict(line: Json, name: str, earned: str, terminal: Terminal) -> Iterator[str]:
    verdict = line["verdict"]
    lead = f"   {_labels()['marks'][verdict]} {name:<9} {earned:>5}  "
    label = _labels()["verdicts"][verdict]
    first, *rest = terminal.hang(lead, f"{label}: {line['explanation']}", max(len(lead), _GROUNDS))
    yield terminal.paint(first, verdict)
    yield from (terminal.paint(wrapped, verdict) for wrapped in rest)
    for evidence in line["evidence"][:2]:
        months = f", {evidence['months']} months" if evidence["months"] is not None else ""
        quote = f'"{" ".join(evidence["quote"].split())}" ({evidence["pointer"]}{months})'
        yield from (terminal.paint(wrapped, "faint") for wrapped in terminal.hang("", quote, _GROUNDS))
    if line["advice"] and verdict != "met":
        yield from terminal.hang("", f"-> {line['advice']}", _GROUNDS)


def _at(document: Json, path: str) -> object:
    value: object = document
    for part in path.split("."):
        value = value.get(part) if isinstance(value, Mapping) else None
    return value


def _plain(value: object) -> str:
    """A value in words; empty for what the text does not state."""
    if value is None or value == "unknown":
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Mapping):
        return ", ".join(f"{key} {text}" for key, item in value.items() if (text := _plain(item)))
    if isinstance(value, list):
        return "; ".join(text for item in value if (text := _plain(item)))
    return str(value)
