"""Where a candidate would come among all that are stored, now and with what the CV may still say."""

import datetime as dt
from typing import NamedTuple

from app.criteria.procedure import Bounds, Contender, Placement
from app.criteria.verdicts import PartialCredit
from app.matching import Judgement, PreparedPosting
from app.matching.procedure import (
    best_of,
    bound_of,
    contender_of,
    on_shortlist,
    placement_of,
    shown_alone,
    worst_of,
)
from app.schemas.appraisals import Gain
from app.services.candidate_index import CandidateIndex
from app.services.judging import CandidateJudge


class Placing(NamedTuple):
    """The place of a candidate, what may still become of it, and what showing each criterion would make of it."""

    placement: Placement
    bounds: Bounds
    gains: tuple[Gain, ...]


class Placer:
    """Places judgements by the index; takes no part in the turns of those who judge, so call it outside of them."""

    def __init__(self, index: CandidateIndex, judge: CandidateJudge) -> None:
        self._index = index
        self._judge = judge

    def place(self, posting: PreparedPosting, reference: dt.date, candidate_id: str, judged: Judgement) -> Placing:
        """The judgement's place among all other stored candidates on the reference date."""
        size = posting.gates.reading.selection.shortlist_size
        own, best, worst = (
            contender_of(candidate_id, judged),
            best_of(candidate_id, judged),
            worst_of(candidate_id, judged),
        )
        shown = shown_alone(candidate_id, posting, judged)
        contenders = [own, best, worst, *(one.contender for one in shown)]
        placed = self._index.place(posting, reference, contenders, size or 0, candidate_id)
        rank, best_rank, worst_rank, *ranks = placed.ranks
        known = self._known(posting, reference, placed.best[-2:])
        return Placing(
            placement=placement_of(own, rank, placed.others, placed.best, known, size),
            bounds=Bounds(best=bound_of(best, best_rank, size), worst=bound_of(worst, worst_rank, size)),
            gains=tuple(
                Gain(
                    criterion_id=one.criterion_id,
                    points=one.points,
                    blocks=one.blocks,
                    outcome_if_shown=one.contender.outcome,
                    rank_if_shown=its_rank,
                    shortlisted_if_shown=on_shortlist(one.contender.outcome, its_rank, size),
                )
                for one, its_rank in zip(shown, ranks, strict=True)
            ),
        )

    def _known(self, posting: PreparedPosting, reference: dt.date, ids: tuple[str, ...]) -> dict[str, Contender]:
        if not ids:
            return {}
        reading = posting.gates.reading
        found = self._judge.judge(posting, reading, ids, reference, PartialCredit.NONE, len(ids))
        return {candidate_id: contender_of(candidate_id, one.judgement) for _, candidate_id, one in found.ranked()}
