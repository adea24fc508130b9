"""Matching against many stored candidates: the index cold and warm, one change, and the plain loop beside it."""

import threading
import time
from pathlib import Path

from app.criteria.profile import Profile
from app.criteria.verdicts import PartialCredit
from app.database import Database
from app.matching import judge, prepare_posting, prepare_profile, rank
from app.nlp.extractor import Extractor
from app.repositories.candidates import CandidateRepository
from app.schemas.candidates import CandidateInput
from app.schemas.matches import MatchInput
from app.schemas.postings import PostingInput
from app.services.candidate_index import CandidateIndex
from app.services.candidates import CandidateService
from app.services.clock import utc_now
from app.services.judging import CandidateJudge
from app.services.matches import MatchService
from app.services.postings import PostingService
from app.services.reader import TextReader
from app.services.running import MatchRunner
from app.settings import Settings
from bench.measure import resident_megabytes, time_each
from bench.people import make_rows
from bench.report import row, say

_ROUNDS = 15
_LOOP = 500
"""Candidates that the plain loop goes through; it grows with their number."""
_PORTION = 5_000


def bench_matching(extractor: Extractor, text: str, folder: Path, count: int) -> None:
    """One posting against `count` stored candidates, in this process; the best ten are explained and stored."""
    say(f"\nMatching one posting against {count:,} stored candidates (top 10, explained and stored)")
    settings = Settings(database_url=f"sqlite:///{folder}/gunning-{count}.db")
    database = Database(settings.database_url)
    database.migrate()
    began = time.perf_counter()
    rows = make_rows(count)
    while portion := [one for _, one in zip(range(_PORTION), rows, strict=False)]:
        with database.write() as session:
            session.add_all(portion)
    row("stored directly", f"{count / (time.perf_counter() - began):,.0f} a second")
    slots = threading.Semaphore(2)
    postings = PostingService(database, TextReader(extractor, settings, slots), settings, utc_now, "bench")
    posting = postings.create(PostingInput(text=text))
    index = CandidateIndex(database, settings.match_chunk_size)
    candidates = CandidateService(database, settings, utc_now, index.forget)
    judging = CandidateJudge(database, settings.match_chunk_size, settings.prepared_profiles)
    matches = MatchService(database, index, judging, MatchRunner(index, judging, slots), settings, utc_now)
    given = MatchInput(limit=10, partial_credit=PartialCredit.NONE)
    before = resident_megabytes()
    cold = time_each(lambda body: matches.create(posting.id, body), [given])
    row("cold: the index is made first", f"{cold.median:,.0f} ms ({cold.median / count * 1000:.0f} µs a candidate)")
    row("memory of the index", f"{resident_megabytes() - before:.0f} MB")
    warm = time_each(lambda body: matches.create(posting.id, body), [given], _ROUNDS)
    row("warm", f"median {warm.median:.1f} ms, p95 {warm.p95:.1f} ms")
    changed = CandidateInput.model_validate(next(make_rows(1, seed=8)).profile)
    taken_in = time_each(candidates.create, [changed], _ROUNDS)
    row("storing one more", f"median {taken_in.median:.1f} ms")
    after = time_each(lambda one: (candidates.create(one), matches.create(posting.id, given)), [changed], _ROUNDS)
    row("storing one more, and a match", f"median {after.median:.1f} ms")
    _plain_loop(database, extractor, text, count, warm.median)
    database.close()


def _plain_loop(database: Database, extractor: Extractor, text: str, count: int, warm: float) -> None:
    """Every candidate read, prepared and judged by itself: what the index stands in for."""
    reading = extractor.read(text)
    posting = prepare_posting(reading)
    reference = utc_now().date()
    with database.read() as session:
        repository = CandidateRepository(session)
        ids = [one.id for one in next(repository.chunks(None, min(_LOOP, count)))]
        began = time.perf_counter()
        judged = [
            (one, judge(posting, prepare_profile(Profile.model_validate(document)), reference))
            for one, (_, document) in repository.profiles(ids).items()
        ]
        rank(judged, reading.selection.tie_break)
        loop = (time.perf_counter() - began) / len(ids) * count * 1000
    row("the plain loop, from its first part", f"{loop:,.0f} ms, {loop / warm:,.0f} x warm")
