"""Goes through stored candidates in portions and judges each; explaining is left for the few that are answered."""

import datetime as dt
from collections.abc import Hashable, Iterator, Sequence

from app.criteria.posting import PostingReading
from app.criteria.profile import Profile
from app.criteria.verdicts import PartialCredit
from app.database import Database
from app.matching import Judgement, PreparedPosting, PreparedProfile, judge, prepare_profile
from app.repositories.candidates import CandidateRepository, ListedCandidate
from app.services.profile_cache import PreparedCache
from app.services.shortlist import Shortlist, Standing


class JudgedCaches:
    """What was prepared and judged of candidates, whichever tenants they are of: their ids differ."""

    def __init__(self, profiles: int) -> None:
        self.prepared: PreparedCache[PreparedProfile] = PreparedCache(profiles)
        self.judged: PreparedCache[Judgement] = PreparedCache(profiles)


class CandidateJudge:
    """Judges candidates against a posting, keeping the prepared profiles of some for the next time."""

    def __init__(self, database: Database, chunk_size: int, kept: JudgedCaches) -> None:
        self._database = database
        self._chunk_size = chunk_size
        self._prepared, self._judged = kept.prepared, kept.judged

    def judge(
        self,
        posting: PreparedPosting,
        reading: PostingReading,
        ids: Sequence[str],
        reference: dt.date,
        partial_credit: PartialCredit,
        limit: int,
        of: Hashable = None,
    ) -> Shortlist:
        """The best `limit` of the candidates with `ids`.

        `of`: names the posting as it was read, so that judgements may be kept for the next time; null where not.
        """
        shortlist = Shortlist(limit, reading.selection.tie_break)
        with self._database.read() as session:
            candidates = CandidateRepository(session)
            for listed in candidates.chunks(ids, self._chunk_size):
                for candidate, profile in self._profiles(candidates, listed):
                    found = self._judged.get(candidate.id, key := (candidate.revision, of, reference, partial_credit))
                    if found is None or of is None:
                        found = judge(posting, profile, reference, partial_credit)
                        if of is not None:
                            self._judged.put(candidate.id, key, found)
                    shortlist.add(candidate.id, Standing(found, profile, candidate.external_id, candidate.revision))
        return shortlist

    def forget(self, candidate_id: str) -> None:
        """Drop whatever is kept of an erased person."""
        self._prepared.forget(candidate_id)
        self._judged.forget(candidate_id)

    def _profiles(
        self, candidates: CandidateRepository, listed: Sequence[ListedCandidate]
    ) -> Iterator[tuple[ListedCandidate, PreparedProfile]]:
        missing = []
        for candidate in listed:
            kept = self._prepared.get(candidate.id, candidate.revision)
            if kept is None:
                missing.append(candidate)
            else:
                yield candidate, kept
        stored = candidates.profiles([candidate.id for candidate in missing])
        for candidate in missing:
            # A candidate erased since the list was read is passed over, one replaced since is judged as it is now.
            if candidate.id not in stored:
                continue
            revision, document = stored[candidate.id]
            profile = prepare_profile(Profile.model_validate(document))
            self._prepared.put(candidate.id, revision, profile)
            yield candidate._replace(revision=revision), profile
