"""`make quality`: how well postings are read: precision, recall and F1 per field, criterion kind and requirement type.

    python -m bench.quality --texts folder --gold folder [--misses 40] [--json figures.json]

Any folder of `<slug>.txt` with `<slug>.json` beside it or elsewhere; a gold file is a partial posting on the wire, in
which an explicit null says that the text states nothing. Where the gold says nothing, nothing is counted.
"""

import argparse
import json
import sys
from pathlib import Path
from typing import Any

from app.nlp.extractor import Extractor
from bench.quality_counts import Counts, Tally
from bench.quality_criteria import count_criteria
from bench.quality_facts import count_facts, count_findings

_GOLDEN = Path(__file__).parent.parent / "tests" / "golden"
_OWN = (_GOLDEN / "postings", _GOLDEN / "layouts")
_TABLES = (
    ("field", "fields, stated or not"),
    ("kind", "criteria by kind"),
    ("weight", "numbers and weights of criteria"),
    ("type", "requirements by type"),
    ("part", "parts of requirements"),
    ("finding", "findings (recall only: gold names what must be reported)"),
)


def main(arguments: list[str] | None = None) -> int:
    """Print the figures; 1 where there is nothing to measure."""
    options = _options(arguments)
    folders = [(options.texts, options.gold or options.texts)] if options.texts else [(one, one) for one in _OWN]
    pairs = [pair for texts, golds in folders for pair in find_pairs(texts, golds)]
    if not pairs:
        print(f"No <slug>.txt in {folders[0][0]} with a <slug>.json in {folders[0][1]}.", file=sys.stderr)
        return 1
    tally, extractor = Tally(), Extractor()
    for done, (gold_file, text_file) in enumerate(pairs, start=1):
        if sys.stderr.isatty():
            print(f"\r{done} of {len(pairs)} postings", end="", file=sys.stderr, flush=True)
        count_posting(extractor, text_file.read_text(encoding="utf-8"), gold_file, tally)
    if sys.stderr.isatty():
        print(file=sys.stderr)
    print(f"{len(pairs)} postings from {', '.join(str(texts) for texts, _ in folders)}")
    report(tally, options.misses)
    if options.json:
        options.json.write_text(json.dumps(as_json(tally), ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return 0


def find_pairs(texts: Path, golds: Path) -> list[tuple[Path, Path]]:
    """The gold files of a folder with the texts they are about."""
    found = [(path, texts / f"{path.stem}.txt") for path in sorted(golds.glob("*.json"))]
    return [(gold, text) for gold, text in found if text.exists() and not gold.stem.endswith(".match")]


def count_posting(extractor: Extractor, text: str, gold_file: Path, tally: Tally) -> None:
    """Read `text` and add to `tally` what it has right and wrong by its gold file."""
    gold: dict[str, Any] = json.loads(gold_file.read_text(encoding="utf-8"))
    got = extractor.read(text).model_dump(mode="json", by_alias=True)
    tally.slug = gold_file.stem
    count_facts({name: value for name, value in gold.items() if name not in ("criteria", "findings")}, got, "", tally)
    count_findings(gold.get("findings", []), got["findings"], tally)
    if "criteria" in gold:
        count_criteria(gold["criteria"], got["criteria"], tally)


def report(tally: Tally, most_misses: int) -> None:
    """Print every table, then the misses."""
    for table, title in _TABLES:
        rows = tally.table(table)
        if rows:
            print(f"\n{title:44} {'right':>6} {'extra':>6} {'missed':>6} {'P':>7} {'R':>7} {'F1':>7}")
            for name, counts in sorted(rows.items()):
                _print_row(name, counts)
            _print_row("all", sum(rows.values(), Counts()))
    print(f"\n{len(tally.misses)} misses")
    for miss in tally.misses[:most_misses]:
        print(f"  - {miss}")
    if len(tally.misses) > most_misses:
        print(f"  … and {len(tally.misses) - most_misses} more (--misses)")


def as_json(tally: Tally) -> dict[str, Any]:
    """The figures by table and name, and the misses."""
    tables = {table: {name: counts.as_json() for name, counts in tally.table(table).items()} for table, _ in _TABLES}
    return {"figures": tables, "misses": tally.misses}


def _print_row(name: str, counts: Counts) -> None:
    figures = " ".join(
        f"{'-' if value is None else format(value, '.4f'):>7}" for value in (counts.precision, counts.recall, counts.f1)
    )
    print(f"  {name:42} {counts.right:6} {counts.extra:6} {counts.missed:6} {figures}")


def _options(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--texts", type=Path, default=None, help="folder with <slug>.txt; our own by default")
    parser.add_argument("--gold", type=Path, default=None, help="folder with <slug>.json; the texts' folder by default")
    parser.add_argument("--misses", type=int, default=40, help="how many misses to print")
    parser.add_argument("--json", type=Path, default=None, help="write figures and misses here")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main())
