"""Criteria and profiles that the concepts were not written on, judged by the whole pipeline from printed text.

`python -m tests.golden.heldout_pairs` prints how many verdicts are right, by domain and type of requirement.
"""

import datetime as dt
import json
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from app.criteria.profile import Profile
from app.criteria.verdicts import Verdict
from app.matching import PreparedPosting, judge, prepare_posting, prepare_profile
from app.nlp.extractor import Extractor

FOLDER = Path(__file__).parent / "heldout"
REFERENCE = dt.date(2026, 6, 1)
HEADINGS = {"knockout": "Knock-outcriteria", "award": "Gunningscriteria", "wish": "Wensen"}


class Pair(NamedTuple):
    """A criterion as printed, a profile, and the verdict that a fair expert gives on it by the contract."""

    id: str
    criterion: dict[str, Any]
    profile: Profile
    verdict: Verdict
    hard: str | None
    known_miss: str | None
    folder: str


def pairs() -> Iterator[Pair]:
    """Every pair of every file, in order; `freer` and `tempting` are later sets."""
    for path in sorted(FOLDER.rglob("*.json")):
        for criterion in json.loads(path.read_text(encoding="utf-8")):
            for number, pair in enumerate(criterion.pop("pairs"), start=1):
                said = {"resume": pair["resume"], "engagement": pair.get("engagement", {})}
                yield Pair(
                    f"{criterion['id']}-{number}",
                    criterion,
                    Profile.model_validate(said),
                    Verdict(pair["verdict"]),
                    pair.get("hard"),
                    pair.get("knownMiss"),
                    path.parent.name,
                )


def ask(reader: Extractor, criterion: dict[str, Any]) -> PreparedPosting:
    """A small posting with nothing but this criterion, read and compiled."""
    text = f"Inhuuropdracht\n\n{HEADINGS[criterion['kind']]}\n\n1. {criterion['text']}\n"
    return prepare_posting(reader.read(text))


def verdict(asked: PreparedPosting, profile: Profile) -> Verdict | None:
    """The verdict on the only criterion; None where the posting was not read into one."""
    judged = judge(asked, prepare_profile(profile), REFERENCE).criteria
    return judged[0].verdict if len(judged) == 1 else None


def _line(name: str, results: list[tuple[Pair, Verdict | None]]) -> str:
    right = sum(found is pair.verdict for pair, found in results)
    invented = [pair for pair, found in results if found is Verdict.MET and pair.verdict is not Verdict.MET]
    knockouts = sum(pair.criterion["kind"] == "knockout" for pair in invented)
    meant = [found for pair, found in results if pair.verdict is Verdict.MET]
    missed = sum(found is not Verdict.MET for found in meant)
    share = 100 * right / len(results)
    figures = (
        f"{right:4d} of {len(results):4d} {share:5.1f} %   false met {len(invented):3d} (knock-outs {knockouts:3d})"
    )
    return f"{name:24s} {figures}   missed met {missed:3d} of {len(meant):3d}"


def report(reader: Extractor) -> str:
    """Accuracy, false and missed "met", in all and by domain and type; then each pair judged otherwise."""
    asked: dict[str, PreparedPosting] = {}
    results = []
    for pair in pairs():
        key = pair.criterion["id"]
        asked.setdefault(key, ask(reader, pair.criterion))
        results.append((pair, verdict(asked[key], pair.profile)))
    lines = [_line("all", results), _line("hard", [result for result in results if result[0].hard])]
    for folder in dict.fromkeys(pair.folder for pair, _ in results):
        lines.append(_line(f"set: {folder}", [result for result in results if result[0].folder == folder]))
    for by in ("domain", "type", "kind"):
        for group in dict.fromkeys(pair.criterion[by] for pair, _ in results):
            lines.append(_line(group, [result for result in results if result[0].criterion[by] == group]))
    moves = Counter((pair.verdict, found) for pair, found in results)
    lines += [f"{expected} read as {found}: {count}" for (expected, found), count in sorted(moves.items(), key=str)]
    for pair, found in results:
        if found is not pair.verdict:
            lines.append(f"{pair.id}: {found}, not {pair.verdict}{f' ({pair.hard})' if pair.hard else ''}")
    return "\n".join(lines)


if __name__ == "__main__":
    sys.stdout.write(report(Extractor()) + "\n")
