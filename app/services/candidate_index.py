"""The index of all candidates that this process keeps, in step with the database before every use."""

import datetime as dt
import threading
from collections import deque
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import structlog

from app.criteria.procedure import Contender
from app.criteria.profile import Profile
from app.database import Database
from app.matching import PreparedPosting, PreparedProfile, prepare_profile
from app.matching.index import Placed, Population, Ranked, place_among, rank_all, watch
from app.repositories.candidates import CandidateRepository

_TOLD_EVERY = 10_000
"""Candidates between two lines of progress while the index is first made."""
_MOST_GONE = 5_000
"""Candidates replaced or erased, beyond as many as there are, from which on the index is made anew."""
_log = structlog.get_logger("gunning")


class CandidateIndex:
    """Ranks all candidates. What was committed before a call is in its answer, whichever process wrote it.

    The database is the truth; the index holds what candidates show, as codes, and never their texts.
    """

    def __init__(self, database: Database, chunk_size: int) -> None:
        self._database = database
        self._chunk_size = chunk_size
        self._lock = threading.Lock()
        self._population: Population | None = None
        self._seen = 0
        self._gone: deque[str] = deque()

    def rank(self, posting: PreparedPosting, reference: dt.date, limit: int) -> Ranked:
        """The ids of the best `limit` of all candidates, best first, and how many there are of each outcome."""
        return self.rank_as_of(posting, reference, limit)[0]

    def rank_as_of(self, posting: PreparedPosting, reference: dt.date, limit: int) -> tuple[Ranked, int]:
        """The same, with the number of the last change of a candidate that is in it."""
        with self._following(posting) as population:
            found = rank_all(population, posting, reference, limit), self._seen
        self._let_go()
        return found

    def place(
        self,
        posting: PreparedPosting,
        reference: dt.date,
        contenders: Sequence[Contender],
        limit: int,
        without: str | None = None,
    ) -> Placed:
        """The rank that each contender takes among all candidates but one, and the best `limit` of those."""
        with self._following(posting) as population:
            placed = place_among(population, posting, reference, contenders, limit, without)
        self._let_go()
        return placed

    @contextmanager
    def _following(self, posting: PreparedPosting) -> Iterator[Population]:
        with self._lock, self._database.read() as session:
            candidates = CandidateRepository(session)
            population = self._in_step(candidates)
            watch(population, posting, lambda ids: self._load(candidates, ids))
            yield population

    def forget(self, candidate_id: str) -> None:
        """Let go of an erased person: at once, or when the match that is running has ended."""
        self._gone.append(candidate_id)
        self._let_go()

    def _let_go(self) -> None:
        # Erasing must not wait while the index is made; whoever holds the lock looks here when done.
        while self._gone and self._lock.acquire(blocking=False):
            try:
                while self._gone:
                    candidate_id = self._gone.popleft()
                    if self._population is not None:
                        self._population.remove(candidate_id)
            finally:
                self._lock.release()

    def _in_step(self, candidates: CandidateRepository) -> Population:
        # The number first: what changes while we read is then read again next time, never missed.
        last = candidates.last_change()
        population = self._population
        if population is None or len(population) > 2 * int(population.present.values.sum()) + _MOST_GONE:
            population = self._make(candidates)
        elif last != self._seen:
            changed = candidates.changed_since(self._seen)
            for start in range(0, len(changed), self._chunk_size):
                portion = changed[start : start + self._chunk_size]
                stored = dict(self._load(candidates, portion))
                for candidate_id in portion:
                    if candidate_id in stored:
                        population.put(candidate_id, stored[candidate_id])
                    else:
                        population.remove(candidate_id)
        self._population, self._seen = population, last
        return population

    def _make(self, candidates: CandidateRepository) -> Population:
        population = Population()
        total = candidates.count()
        for listed in candidates.chunks(None, self._chunk_size):
            for candidate_id, profile in self._load(candidates, [one.id for one in listed]):
                population.put(candidate_id, profile)
                if len(population) % _TOLD_EVERY == 0:
                    _log.info("indexing", done=len(population), total=total)
        _log.info("indexed", candidates=len(population))
        return population

    @staticmethod
    def _load(candidates: CandidateRepository, ids: Sequence[str]) -> Iterator[tuple[str, PreparedProfile]]:
        for candidate_id, (_, document) in candidates.profiles(ids).items():
            yield candidate_id, prepare_profile(Profile.model_validate(document))
