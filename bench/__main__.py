"""`make bench`: measure and print. Absolute figures depend on the machine; the ratios to the floors much less."""

import gc
import os
import statistics
import sys
import tempfile
import time
from functools import partial
from pathlib import Path
from urllib.parse import urlsplit

from app.documents.frames import Limits
from app.documents.pool import DocumentPool
from app.documents.read import read_document
from app.nlp.extractor import Extractor
from app.nlp.pipeline import build_pipeline
from app.settings import Settings
from bench.http_load import requests_per_second
from bench.matching import bench_matching
from bench.measure import Times, resident_megabytes, time_each
from bench.report import row, say
from bench.texts import floor_by_regex, floor_by_split, load_texts, with_unseen_words
from demo.server import running_service
from tests.documents import MAKERS

_SIZES = "1000,10000"
"""Numbers of candidates to match against; BENCH_CANDIDATES names others, at some milliseconds each."""
_ROUNDS = 20


def main() -> int:
    """Measure everything; the exit status."""
    source, texts = load_texts()
    say(f"Texts: {len(texts)} from {source}, {sum(map(len, texts)) // len(texts):,} characters on average")
    began = time.perf_counter()
    extractor = Extractor()
    row("pipeline load", f"{time.perf_counter() - began:.2f} s")
    bench_reading(extractor, texts)
    bench_components(texts)
    bench_documents(texts)
    with tempfile.TemporaryDirectory(prefix="gunning-bench-") as folder:
        for count in os.environ.get("BENCH_CANDIDATES", _SIZES).split(","):
            bench_matching(extractor, texts, Path(folder) / count, int(count))
        bench_service(texts, Path(folder))
    return 0


def bench_reading(extractor: Extractor, texts: list[str]) -> None:
    """Reading in this process, on one core."""
    say("\nReading a posting, in-process")
    for text in texts:
        extractor.read(text)
    gc.collect()
    regex, split = time_each(floor_by_regex, texts, _ROUNDS), time_each(floor_by_split, texts, _ROUNDS)
    _times("floor: a regex over every word", regex)
    _times("floor: str.split", split)
    seen = time_each(extractor.read, texts, _ROUNDS)
    _times("the texts, warmed", seen)
    row("  ratio to the floors", f"{seen.median / regex.median:.1f} x regex, {seen.median / split.median:.0f} x split")
    row("  postings a second, one core", f"{seen.count / seen.total * 1000:.0f}")
    per_10k = seen.total / (sum(map(len, texts)) * _ROUNDS) * 10_000
    row("  for 10,000 characters", f"{per_10k:.2f} ms")
    unseen = [with_unseen_words(text, seed) for seed in range(6) for text in texts]
    fresh = time_each(extractor.read, unseen)
    _times("texts with unseen words", fresh)
    row(
        "  ratio to the floors", f"{fresh.median / regex.median:.1f} x regex, {fresh.median / split.median:.0f} x split"
    )
    long_text = "\n".join(texts)
    row(
        f"one text of {len(long_text):,} characters",
        f"median {time_each(extractor.read, [long_text], 5).median:.0f} ms",
    )


def bench_components(texts: list[str]) -> None:
    """What each component takes of a posting."""
    say("\nThe pipeline by component (median for a posting)")
    nlp = build_pipeline()
    taken: dict[str, list[float]] = {}
    for _ in range(_ROUNDS):
        for text in texts:
            began = time.perf_counter()
            doc = nlp.make_doc(text)
            taken.setdefault("tokenizer", []).append(time.perf_counter() - began)
            for name, component in nlp.pipeline:
                began = time.perf_counter()
                doc = component(doc)
                taken.setdefault(name, []).append(time.perf_counter() - began)
    for name, seconds in taken.items():
        row(name, f"{statistics.median(seconds) * 1000:.2f} ms")


def bench_documents(texts: list[str]) -> None:
    """From the bytes of a document to its text, in this process and in a worker."""
    say("\nDocuments to text (median for a posting: in this process, in a worker)")
    limits = Limits(Settings().document_seconds, Settings().document_memory_bytes)
    with DocumentPool(1, limits) as pool:
        began = time.perf_counter()
        pool.warm()
        row("start of a worker", f"{(time.perf_counter() - began) * 1000:.0f} ms")
        for kind, (make, media_type) in MAKERS.items():
            made = [make(text) for text in texts]
            here = time_each(partial(read_document, declared=media_type), made, 5)
            there = time_each(partial(pool.read, media_type=media_type, filename=None), made, 5)
            row(kind, f"{here.median:.1f} ms, {there.median:.1f} ms")


def bench_service(texts: list[str], folder: Path) -> None:
    """The real service in a process of its own."""
    say("\nThe service, over HTTP (4 clients on the same machine)")
    began = time.perf_counter()
    with running_service(folder) as service:
        row("start-up to ready", f"{time.perf_counter() - began:.2f} s")
        row("resident memory, ready", f"{resident_megabytes(service.process_id):.0f} MB")
        port = urlsplit(service.base).port or 0
        bodies = [{"text": text} for text in texts]
        row("POST /v1/parse", f"{requests_per_second(port, '/v1/parse', bodies):.0f} requests/s")
        posting = service.post("/v1/postings", bodies[0])
        listed = service.get("/v1/candidates?limit=50")["items"]
        body = {"candidateIds": [item["id"] for item in listed]}
        path = f"/v1/postings/{posting['id']}/matches"
        row("POST .../matches, 50 candidates", f"{requests_per_second(port, path, [body]):.0f} requests/s")
        row("resident memory, after", f"{resident_megabytes(service.process_id):.0f} MB")


def _times(label: str, times: Times) -> None:
    row(label, f"median {times.median:.3f} ms, p95 {times.p95:.3f} ms")


if __name__ == "__main__":
    sys.exit(main())
