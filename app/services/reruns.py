"""Run a stored match again, and say whether it gives the same bytes or what is not the same any more."""

from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from typing import Any, NamedTuple

from app.database import Database
from app.errors import AppError
from app.matching import ENGINE_VERSION
from app.repositories.candidates import CandidateRepository
from app.repositories.matches import MatchRepository
from app.repositories.postings import PostingRepository
from app.schemas.matches import Match, MatchInputs
from app.schemas.reruns import CandidateChangeKind, ChangedCandidate, ChangedInput, Rerun
from app.services.digests import digest, reading_digest
from app.services.matches import match_of
from app.services.overriding import decided_again
from app.services.postings import reading_at
from app.services.running import Asked, MatchRunner
from app.tables import PostingRow

_ATTEMPTS = 3
_AT_ONCE = 500


class _Since(NamedTuple):
    """What happened to candidates since a match, up to the change numbered `last`."""

    last: int
    changed: tuple[ChangedCandidate, ...]
    stored_since: frozenset[str]


class RerunService:
    """The use case of running a match again. Unknown matches raise the 404, those without their inputs the 409."""

    def __init__(self, database: Database, runner: MatchRunner) -> None:
        self._database = database
        self._runner = runner

    def rerun(self, match_id: str) -> Rerun:
        """Run it again; nothing is stored."""
        with self._database.read() as session:
            row = MatchRepository(session).get(match_id)
            match = match_of(row)
            posting = PostingRepository(session).get(match.posting_id)
        if row is None or posting is None:
            raise AppError("not-found")
        if match.inputs is None or match.results_sha256 is None:
            raise AppError("match-without-inputs")
        since, again = self._again(match, match.inputs, posting)
        rerun = [result.model_dump(mode="json", by_alias=True) for result in again.results]
        kept: list[dict[str, Any]] = row.result["results"]
        rerun_digest = digest(rerun)
        same_reading = reading_digest(reading_at(posting, match.posting_revision)) == match.inputs.reading_sha256
        changed = {
            ChangedInput.ENGINE: match.engine_version != ENGINE_VERSION,
            ChangedInput.POSTING: not same_reading,
            ChangedInput.CANDIDATES: bool(since.changed),
        }
        return Rerun(
            match_id=match.id,
            posting_id=posting.id,
            posting_revision=match.posting_revision,
            posting_revision_now=posting.revision,
            reference_date=match.reference_date,
            engine_version=match.engine_version,
            engine_version_now=ENGINE_VERSION,
            identical=rerun_digest == match.results_sha256,
            intact=digest(kept) == match.results_sha256,
            changed=tuple(one for one, is_so in changed.items() if is_so),
            candidates=since.changed,
            left_out=len(since.stored_since),
            results_sha256=match.results_sha256,
            stored_sha256=digest(kept),
            rerun_sha256=rerun_digest,
            differing=_differing(kept, rerun),
        )

    def _again(self, match: Match, inputs: MatchInputs, posting: PostingRow) -> tuple[_Since, Match]:
        reading = reading_at(posting, match.posting_revision)
        for _ in range(_ATTEMPTS):
            since = self._since(match, inputs)
            gone = {one.candidate_id for one in since.changed if one.change is CandidateChangeKind.ERASED}
            ids = inputs.candidate_ids
            run = self._runner.run(
                Asked(
                    reading=reading,
                    reference=match.reference_date,
                    partial_credit=match.partial_credit,
                    ids=None if ids is None else tuple(one for one in ids if one not in gone),
                    limit=inputs.limit,
                    left_out=since.stored_since,
                )
            )
            with self._database.read() as session:
                if CandidateRepository(session).last_change() == since.last:
                    break
        again = match.model_copy(
            update={"results": run.results, "procedure": run.procedure, "shortlist": run.shortlist, "overrides": ()}
        )
        criteria = {one.id: one for one in reading.criteria}
        return since, decided_again(again, criteria, match.overrides, reading.selection.tie_break)

    def _since(self, match: Match, inputs: MatchInputs) -> _Since:
        told = {result.candidate_id: result.candidate_revision for result in match.results}
        with self._database.read() as session:
            candidates = CandidateRepository(session)
            last = candidates.last_change()
            touched = candidates.changed_since(inputs.last_change)
            if inputs.candidate_ids is not None:
                among = frozenset(inputs.candidate_ids)
                touched = [one for one in touched if one in among]
            ids = sorted({*touched, *told})
            now = {one.id: one.revision for listed in candidates.chunks(ids, _AT_ONCE) for one in listed}
        stored_since = frozenset(_stored_since(touched, now, told.keys(), inputs))
        return _Since(last, tuple(_changed(ids, told, now, stored_since)), stored_since & now.keys())


def _stored_since(
    touched: Sequence[str], now: Mapping[str, int], told: AbstractSet[str], inputs: MatchInputs
) -> Iterator[str]:
    """Whoever was stored after the match saw the candidates: changed once since, or with an id that is later."""
    if inputs.candidate_ids is not None:
        return
    for one in touched:
        if one not in told and (now.get(one) == 1 or one > inputs.run_id):
            yield one


def _changed(
    ids: Sequence[str], told: Mapping[str, int | None], now: Mapping[str, int], stored_since: AbstractSet[str]
) -> Iterator[ChangedCandidate]:
    for one in ids:
        if one in stored_since or (one in told and one in now and told[one] == now[one]):
            continue
        yield ChangedCandidate(
            candidate_id=one,
            change=CandidateChangeKind.REPLACED if one in now else CandidateChangeKind.ERASED,
            revision_before=told.get(one),
            revision_now=now.get(one),
        )


def _differing(kept: Sequence[Mapping[str, Any]], rerun: Sequence[Mapping[str, Any]]) -> tuple[str, ...]:
    """Whose results are not the same, in the order of the match; who is new in them comes last."""
    again = {entry["candidateId"]: entry for entry in rerun}
    before = {entry["candidateId"] for entry in kept}
    differing = [entry["candidateId"] for entry in kept if again.get(entry["candidateId"]) != entry]
    return (*differing, *(candidate_id for candidate_id in again if candidate_id not in before))
