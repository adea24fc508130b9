"""`make fuzz`: mutated texts and documents through the real readers. Anything but a reading or a known problem fails.

    python -m bench.fuzz --texts 100000 --documents 10000 --seed 1

The same seed gives the same run; the worst case is named by its number, so that `--only text:123` repeats it alone.
"""

import argparse
import random
import sys
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field

from app.documents.extracted import DocumentError
from app.documents.frames import Limits
from app.documents.pool import DocumentPool
from app.errors import AppError
from app.nlp.extractor import Extractor
from app.services.documents import DocumentService, with_document
from app.services.reader import check_text
from app.settings import Settings
from bench.measure import resident_megabytes
from bench.mutations import mutate_document, mutate_text
from bench.texts import load_texts
from tests.documents import MAKERS

SLOW = 12.0
"""Seconds, above which a case fails: a document's limit and some for its text."""
_EVERY = 500
"""Cases between two lines of progress."""


@dataclass(slots=True)
class Run:
    """What came of the cases: outcomes by name, failures, and the slowest."""

    outcomes: Counter[str] = field(default_factory=Counter)
    failures: list[str] = field(default_factory=list)
    slowest: tuple[float, str] = (0.0, "")

    def add(self, name: str, case: Callable[[], str]) -> None:
        """Run one case and note its outcome and time."""
        began = time.perf_counter()
        try:
            outcome = case()
        except Exception as error:
            outcome = "failed"
            self.failures.append(f"{name}: {type(error).__name__}: {str(error)[:200]}")
        seconds = time.perf_counter() - began
        if seconds > SLOW:
            self.failures.append(f"{name}: took {seconds:.1f} s")
        self.outcomes[outcome] += 1
        self.slowest = max(self.slowest, (seconds, name))


def main(arguments: list[str] | None = None) -> int:
    """Run the cases and report; 1 where one failed."""
    options = _options(arguments)
    source, texts = load_texts()
    print(f"Mutated from {len(texts)} texts of {source}, seed {options.seed}")
    settings, reader = Settings(), Extractor()
    before = resident_megabytes()
    limits = Limits(settings.document_seconds, settings.document_memory_bytes)
    failed = 0
    with DocumentPool(1, limits) as pool:
        documents = DocumentService(pool)
        bases = {kind: [make(text) for text in texts] for kind, (make, _) in MAKERS.items()}
        kinds = sorted(MAKERS)

        def text_case(chance: random.Random) -> str:
            return read_text(reader, mutate_text(chance, chance.choice(texts), texts), settings)

        def document_case(chance: random.Random) -> str:
            kind = chance.choice(kinds)
            data = mutate_document(chance, chance.choice(bases[kind]))
            return read_document(documents, reader, data, MAKERS[kind][1], settings)

        for name, count, case in (("text", options.texts, text_case), ("document", options.documents, document_case)):
            if count or (options.only or "").startswith(f"{name}:"):
                failed += _run(name, count, options, case)
    print(f"memory of this process: {before:.0f} MB before, {resident_megabytes():.0f} MB after")
    return 1 if failed else 0


def read_text(reader: Extractor, text: str, settings: Settings) -> str:
    """Read a text as the service does, and check what it must hold for any text; the outcome's name."""
    try:
        check_text(text, settings.max_text_bytes)
    except AppError as error:
        return error.kind
    reading = reader.read(text)
    reading.model_dump_json(by_alias=True)
    for entry in reading.provenance:
        quoted = " ".join(text[entry.start : entry.end].split())
        if quoted != entry.quote:
            raise AssertionError(f"{entry.pointer}: quote is not the source text")
    return "read" if reading.criteria else "read, no criteria"


def read_document(
    documents: DocumentService, reader: Extractor, data: bytes, media_type: str, settings: Settings
) -> str:
    """Read a document as the service does; the outcome's name."""
    try:
        document = documents.read(data, media_type, None)
    except (AppError, DocumentError) as error:
        return str(error)
    outcome = read_text(reader, document.text, settings)
    if outcome.startswith("read"):
        with_document(reader.read(document.text), document)
    return outcome


def _run(name: str, count: int, options: argparse.Namespace, case: Callable[[random.Random], str]) -> int:
    run, began = Run(), time.perf_counter()
    numbers = [int(options.only.partition(":")[2])] if options.only else range(count)
    for done, number in enumerate(numbers, start=1):
        chance = random.Random(f"{options.seed}:{name}:{number}")
        run.add(f"{name}:{number}", lambda chance=chance: case(chance))  # type: ignore[misc]
        if done % _EVERY == 0:
            end = "\r" if sys.stderr.isatty() else "\n"
            print(f"{done:,} of {count:,} {name}s, {len(run.failures)} failures", end=end, file=sys.stderr, flush=True)
    print(f"\n{run.outcomes.total():,} {name}s in {time.perf_counter() - began:.0f} s: {len(run.failures)} failures")
    for outcome, times in run.outcomes.most_common():
        print(f"  {outcome:36} {times:8,}")
    print(f"  slowest: {run.slowest[1]}, {run.slowest[0] * 1000:.0f} ms")
    for failure in run.failures[:20]:
        print(f"  - {failure}")
    return len(run.failures)


def _options(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--texts", type=int, default=2_000, help="how many mutated texts")
    parser.add_argument("--documents", type=int, default=500, help="how many mutated documents")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", help="one case, such as document:123")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main())
