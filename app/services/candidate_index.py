"""The index of all candidates that this process keeps, in step with the database before every use."""

import datetime as dt
import glob
import hashlib
import threading
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import structlog
from sqlalchemy.exc import SQLAlchemyError

from app.criteria.procedure import Contender
from app.criteria.profile import Profile
from app.database import Database
from app.matching import PreparedPosting, PreparedProfile, prepare_profile
from app.matching.index import Placed, Population, Ranked, Remembered, load, place_among, rank_all, remove, save, watch
from app.repositories.candidates import CandidateRepository
from app.settings import Settings
from app.tenancy import FIRST_TENANT

_TOLD_EVERY = 10_000
"""Candidates between two lines of progress while many are taken in."""
_MOST_GONE = 5_000
"""Candidates replaced or erased, beyond as many as there are, from which on their rows are let go of."""
_LAST_CHANGES = 64
"""Changes by which the database that an index was made from is known again."""
_TENANT = "-of-"
"""In the name of a file, before the tenant's; the first tenant's file has neither."""
_log = structlog.get_logger("gunning")


class CandidateIndex:
    """Ranks all candidates. What was committed before a call is in its answer, whichever process wrote it.

    The database is the truth; the index holds what candidates show, as codes. `file`: where it is kept between starts.
    `on_gone` is told of whom another process erased, when the index finds out, so that nothing else keeps them either.
    """

    def __init__(
        self,
        database: Database,
        chunk_size: int,
        file: Path | None = None,
        on_gone: Callable[[str], None] = lambda _: None,
    ) -> None:
        self._database = database
        self._chunk_size = chunk_size
        self._file = file
        self._on_gone = on_gone
        self._lock = threading.Lock()
        self._closing = threading.Event()
        self._remembered: Remembered | None = None
        self._seen = self._kept = -1
        self._gone: deque[str] = deque()
        self._ahead: threading.Thread | None = None

    def restore(self) -> None:
        """Take the index of the last run from its file, where it is of this engine and this database.

        Best before anything was read: later, the words that are known by then may be known by other codes.
        """
        try:
            if self._file is None or not self._file.exists():
                return
            found = load(self._file)
        except (OSError, ValueError) as error:
            _log.warning("index_file_unreadable", reason=type(error).__name__)
            return
        if found is None or not self._restored(*found):
            # Changes to come could else make it look like one of this database.
            self._unkeep()

    def _restored(self, population: Population, mark: dict[str, Any]) -> bool:
        with self._database.read() as session:
            candidates = CandidateRepository(session)
            changes = _signs(candidates.changes_until(mark["seen"], _LAST_CHANGES))
            known = mark["seen"] <= candidates.last_change() and all(one in mark["changes"] for one in changes)
        if not known or not (changes or not mark["changes"]):
            return False
        self._remembered, self._seen, self._kept = Remembered(population), mark["seen"], mark["seen"]
        _log.info("index_restored", candidates=len(population))
        return True

    def catch_up_soon(self) -> None:
        """Catch up in a thread, unless one does already or nothing may work beside the requests."""
        # In a database in memory all threads share one connection.
        busy = self._ahead is not None and self._ahead.is_alive()
        if not (busy or self._database.in_memory or self._closing.is_set()):
            self._ahead = threading.Thread(target=self.catch_up, name="index")
            self._ahead.start()

    def catch_up(self) -> None:
        """Come in step with the database, so that the first match need not; ends early when the index is closed."""
        try:
            with self._lock, self._database.read() as session:
                self._in_step(CandidateRepository(session))
        except IndexClosedError:
            return
        except SQLAlchemyError as error:
            # The next match tries again, and tells its caller.
            _log.warning("index_behind", reason=type(error).__name__)
        self._let_go()

    def close(self) -> None:
        """Stop whatever is being made, and keep what there is for the next start."""
        self._closing.set()
        if self._ahead is not None:
            self._ahead.join()
        with self._lock:
            if self._remembered is None or self._file is None:
                return
            if self._seen == self._kept and self._file.exists():
                return
            population = self._remembered.population
            try:
                changes = self._without_erased(population)
            except SQLAlchemyError as error:
                # Who was erased meanwhile cannot be known, so nothing is kept; the service ends all the same.
                _log.warning("index_not_kept", reason=type(error).__name__)
                return
            if not population.present.values.all():
                population.compact()
            self._remembered = None
            try:
                save(population, self._file, {"seen": self._seen, "changes": changes})
            except OSError as error:
                _log.warning("index_file_unwritable", reason=type(error).__name__)

    def _without_erased(self, population: Population) -> list[str]:
        """Let go of whoever another process erased, and sign the last changes; the rest is read at the next start."""
        with self._database.read() as session:
            candidates = CandidateRepository(session)
            since = candidates.changed_since(self._seen)
            for candidate_id in set(since) - candidates.present(since):
                population.remove(candidate_id)
            return _signs(candidates.changes_until(self._seen, _LAST_CHANGES))

    @property
    def candidates(self) -> int:
        """How many candidates it holds just now."""
        remembered = self._remembered
        return int(remembered.population.present.values.sum()) if remembered else 0

    def lag(self) -> int:
        """Changes in the database that it has not taken in; the next match does so first."""
        with self._database.read() as session:
            return max(CandidateRepository(session).last_change() - max(self._seen, 0), 0)

    def rank(self, posting: PreparedPosting, reference: dt.date, limit: int) -> Ranked:
        """The ids of the best `limit` of all candidates, best first, and how many there are of each outcome."""
        return self.rank_as_of(posting, reference, limit)[0]

    def rank_as_of(self, posting: PreparedPosting, reference: dt.date, limit: int) -> tuple[Ranked, int]:
        """The same, with the number of the last change of a candidate that is in it."""
        with self._following(posting) as remembered:
            found = rank_all(remembered, posting, reference, limit), self._seen
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
        with self._following(posting) as remembered:
            placed = place_among(remembered, posting, reference, contenders, limit, without)
        self._let_go()
        return placed

    @contextmanager
    def _following(self, posting: PreparedPosting) -> Iterator[Remembered]:
        with self._lock, self._database.read() as session:
            candidates = CandidateRepository(session)
            remembered = self._in_step(candidates)
            watch(remembered.population, posting, lambda ids: self._load(candidates, ids))
            yield remembered

    def forget(self, candidate_id: str) -> None:
        """Let go of an erased person: at once, or when the match that is running has ended."""
        self._unkeep()
        self._gone.append(candidate_id)
        self._let_go()

    def _unkeep(self) -> None:
        # A file that still speaks of an erased person must not stay; it is written anew at the end.
        self._kept = -1
        try:
            if self._file is not None:
                # The words of all tenants are in each tenant's file.
                for file in (self._file, *_of_all_tenants(self._file)):
                    remove(file)
        except OSError as error:
            # The person is erased nevertheless, and the next start follows whatever the file says.
            _log.warning("index_file_not_removed", reason=type(error).__name__)

    def _let_go(self) -> None:
        # Erasing must not wait while the index is made; whoever holds the lock looks here when done.
        while self._gone and self._lock.acquire(blocking=False):
            try:
                while self._gone:
                    candidate_id = self._gone.popleft()
                    if self._remembered is not None:
                        self._remembered.population.remove(candidate_id)
            finally:
                self._lock.release()

    def _in_step(self, candidates: CandidateRepository) -> Remembered:
        # The number first: what changes while we read is then read again next time, never missed.
        last = candidates.last_change()
        remembered = self._remembered
        if remembered is None:
            remembered = Remembered(self._make(candidates))
        elif last != self._seen:
            self._follow(remembered.population, candidates)
        if _worn(remembered.population):
            remembered.population.compact()
            remembered = Remembered(remembered.population)
        self._remembered, self._seen = remembered, last
        return remembered

    def _follow(self, population: Population, candidates: CandidateRepository) -> None:
        changed = candidates.changed_since(self._seen)
        for start in range(0, len(changed), self._chunk_size):
            if start and start % _TOLD_EVERY < self._chunk_size:
                _log.info("indexing", done=start, total=len(changed))
            portion = changed[start : start + self._chunk_size]
            stored = dict(self._load(candidates, portion))
            for candidate_id in portion:
                if candidate_id in stored:
                    population.put(candidate_id, stored[candidate_id])
                else:
                    population.remove(candidate_id)
                    self._unkeep()
                    self._on_gone(candidate_id)

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

    def _load(self, candidates: CandidateRepository, ids: Sequence[str]) -> Iterator[tuple[str, PreparedProfile]]:
        for candidate_id, (_, document) in candidates.profiles(ids).items():
            if self._closing.is_set():
                raise IndexClosedError
            yield candidate_id, prepare_profile(Profile.model_validate(document))


class IndexClosedError(Exception):
    """The service is stopping while the index is made."""


def _of_all_tenants(file: Path) -> list[Path]:
    first = file.name.partition(_TENANT)[0]
    return [one for one in file.parent.glob(f"{glob.escape(first)}*") if not one.name.endswith(".new")]


def _signs(changes: Sequence[tuple[str, int]]) -> list[str]:
    """What changes are known by again, without the ids: of people who may be erased by then."""
    return [hashlib.blake2b(f"{one} {number}".encode(), digest_size=8).hexdigest() for one, number in changes]


def index_file(settings: Settings, database: Database) -> Path | None:
    """Where a tenant's index is kept between starts: beside a SQLite file unless the settings say; null for nowhere."""
    path = database.file_beside(".index") if settings.index_path is None else Path(settings.index_path)
    if path is None or settings.index_path == "":
        return None
    return path if database.tenant_id == FIRST_TENANT else path.with_name(f"{path.name}{_TENANT}{database.tenant_id}")


def _worn(population: Population) -> bool:
    """Are there so many rows of people who are gone that they had better be let go of?"""
    return len(population) > 2 * int(population.present.values.sum()) + _MOST_GONE
