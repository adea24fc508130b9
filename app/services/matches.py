"""Run a match: judge stored candidates against a posting, keep and answer the ranking."""

import datetime as dt
from collections import Counter
from typing import Any

from sqlmodel import Session

from app.criteria.posting import PostingReading
from app.criteria.verdicts import Outcome
from app.database import Database
from app.errors import AppError, invalid_input
from app.ids import new_id
from app.matching import ENGINE_VERSION
from app.repositories.candidates import CandidateRepository
from app.repositories.decisions import DecisionRepository
from app.repositories.matches import MatchRepository
from app.repositories.postings import PostingRepository
from app.schemas.decisions import Action
from app.schemas.matches import Match, MatchInput, MatchInputs
from app.schemas.overrides import OverridesInput
from app.services.assessing import reference_date
from app.services.clock import Clock
from app.services.decisions import note
from app.services.digests import digest, reading_digest, wire
from app.services.erasure import without_person
from app.services.idempotency import settle
from app.services.match_checks import check_ids, check_limit, refuse_unknown, unknown_places
from app.services.outbox import Outbox
from app.services.overriding import with_overrides
from app.services.postings import reading_at, reading_of
from app.services.profile_cache import PreparedCache
from app.services.running import Asked, MatchRunner
from app.services.webhook_events import match_completed
from app.settings import Settings
from app.tables import MatchRow, PostingRow

_READINGS_KEPT = 256
_NOT_KEPT: dict[str, Any] = {"overrides": []} | dict.fromkeys(
    ("basedOn", "procedure", "shortlist", "inputs", "resultsSha256")
)
_NOT_KEPT_OF_RESULTS: dict[str, Any] = {"checklist": []} | dict.fromkeys(
    ("candidateRevision", "shortlisted", "margin", "price")
)


class MatchService:
    """The use cases of matches. Unknown postings and matches raise the 404, unknown candidates the 400."""

    def __init__(
        self,
        database: Database,
        runner: MatchRunner,
        settings: Settings,
        clock: Clock,
        outbox: Outbox,
    ) -> None:
        self._database = database
        self._settings = settings
        self._clock = clock
        self._runner = runner
        self._outbox = outbox
        self._readings: PreparedCache[tuple[PostingReading, str]] = PreparedCache(_READINGS_KEPT)

    def create(self, posting_id: str, given: MatchInput) -> Match:
        """Judge the candidates asked for, or all; store and answer the result."""
        ids, limit = given.candidate_ids, given.limit or self._settings.default_match_limit
        errors = [*check_limit(limit, self._settings), *check_ids(ids or (), self._settings)]
        if errors:
            raise invalid_input(*errors)
        last_change = 0
        with self._database.read() as session:
            posting = PostingRepository(session).get(posting_id)
            if posting is None:
                raise AppError("not-found")
            if ids is not None:
                refuse_unknown(ids, CandidateRepository(session).present(ids))
                last_change = CandidateRepository(session).last_change()
        now = self._clock()
        reference = given.reference_date or reference_date(posting, now)
        reading, sha256 = self._reading(posting)
        of = (posting.id, posting.revision)
        asked = Asked(reading, reference, given.partial_credit, ids, limit, of=of)
        return self._store(self._run(posting, asked, sha256, last_change, now))

    def _reading(self, posting: PostingRow) -> tuple[PostingReading, str]:
        """What was read, and its digest; a revision of a posting never changes."""
        found = self._readings.get(posting.id, posting.revision)
        if found is None:
            reading = reading_of(posting)
            found = reading, reading_digest(reading)
            self._readings.put(posting.id, posting.revision, found)
        return found

    def get(self, match_id: str) -> Match:
        """A stored match, as it was answered, but for people erased since."""
        with self._database.read() as session:
            row = MatchRepository(session).get(match_id)
        return match_of(row)

    def override(self, match_id: str, given: OverridesInput) -> Match:
        """Put a person's verdicts in the place of those proposed; the match before stays as it is."""
        with self._database.read() as session:
            match = match_of(MatchRepository(session).get(match_id))
            posting = PostingRepository(session).get(match.posting_id)
        if posting is None:
            raise AppError("not-found")
        reading = reading_at(posting, match.posting_revision)
        criteria = {criterion.id: criterion for criterion in reading.criteria}
        errors = list(unknown_places(match, given))
        if errors:
            raise invalid_input(*errors)
        tie_break = reading.selection.tie_break
        return self._store(with_overrides(match, criteria, tie_break, given.overrides, new_id(), self._clock()))

    def _run(self, posting: PostingRow, asked: Asked, sha256: str, last_change: int, now: dt.datetime) -> Match:
        # Made before the run: whoever is stored after it has an id that is later.
        match_id = new_id()
        run = self._runner.run(asked)
        outcomes = Counter(run.outcomes)
        return Match(
            id=match_id,
            posting_id=posting.id,
            posting_revision=posting.revision,
            reference_date=asked.reference,
            partial_credit=asked.partial_credit,
            engine_version=ENGINE_VERSION,
            created_at=now,
            considered=outcomes.total(),
            eligible=outcomes[Outcome.ELIGIBLE],
            needs_review=outcomes[Outcome.NEEDS_REVIEW],
            not_eligible=outcomes[Outcome.NOT_ELIGIBLE],
            based_on=None,
            overrides=(),
            procedure=run.procedure,
            shortlist=run.shortlist,
            inputs=MatchInputs(
                candidate_ids=asked.ids,
                limit=asked.limit,
                run_id=match_id,
                parser_version=posting.parser_version,
                reading_sha256=sha256,
                last_change=last_change if run.last_change is None else run.last_change,
            ),
            results_sha256=None,
            results=run.results,
        )

    def _store(self, match: Match) -> Match:
        document = wire(match)
        document["resultsSha256"] = digest(document["results"])
        listed = match.shortlist.candidate_ids if match.shortlist else ()
        wanted = list(dict.fromkeys([*(entry.candidate_id for entry in match.results), *listed]))

        def store(session: Session) -> Match:
            result = document
            if not PostingRepository(session).exists(match.posting_id):
                raise AppError("not-found")
            present = CandidateRepository(session).present(wanted, lock=True)
            gone = [candidate_id for candidate_id in wanted if candidate_id not in present]
            # Whoever was erased while we were judging must not come back through the result.
            for candidate_id in gone:
                result = without_person(result, candidate_id)
                self._runner.forget(candidate_id)
            if gone:
                result["resultsSha256"] = digest(result["results"])
            row = MatchRow(
                id=match.id,
                posting_id=match.posting_id,
                posting_revision=match.posting_revision,
                reference_date=match.reference_date,
                partial_credit=match.partial_credit,
                engine_version=match.engine_version,
                created_at=match.created_at,
                result=result,
            )
            MatchRepository(session).add(row, sorted(present))
            self._outbox.tell(session, match_completed(match))
            if gone:
                kept = Match.model_validate(result)
            else:
                kept = match.model_copy(update={"results_sha256": result["resultsSha256"]})
            settle(session, kept, f"/v1/matches/{match.id}")
            note(
                DecisionRepository(session),
                Action.MATCH_OVERRIDDEN if match.based_on else Action.MATCH_CREATED,
                match.created_at,
                posting_id=match.posting_id,
                match_id=match.id,
                **_logged(match),
                resultsSha256=result["resultsSha256"],
            )
            return kept

        return self._database.writing(store)


def _logged(match: Match) -> dict[str, Any]:
    """What the log keeps of a match. Who overrode, and why, stays in the match; here is a digest of it."""
    return {
        "engineVersion": match.engine_version,
        "postingRevision": match.posting_revision,
        "referenceDate": match.reference_date.isoformat(),
        "partialCredit": match.partial_credit,
        "considered": match.considered,
        "results": len(match.results),
        "inputs": match.inputs
        and wire(match.inputs)
        | {"candidateIds": match.inputs.candidate_ids and len(match.inputs.candidate_ids)}
        | {"candidateIdsSha256": match.inputs.candidate_ids and digest(match.inputs.candidate_ids)},
        "basedOn": match.based_on,
        "overrides": len(match.overrides),
        "overridesSha256": digest([wire(one) for one in match.overrides]) if match.overrides else None,
    }


def match_of(row: MatchRow | None) -> Match:
    """A stored match; what was not kept yet when it was stored is null or empty. Raises the 404 for null."""
    if row is None:
        raise AppError("not-found")
    results = [_NOT_KEPT_OF_RESULTS | entry for entry in row.result["results"]]
    return Match.model_validate(_NOT_KEPT | row.result | {"results": results})
