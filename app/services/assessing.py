"""What every use case that judges needs: the day to judge on, and verdicts counted."""

import datetime as dt
from collections import Counter

from app.criteria.dates import AMSTERDAM
from app.criteria.verdicts import CandidateAssessment, Verdict
from app.schemas.matches import VerdictCounts
from app.tables import PostingRow


def reference_date(posting: PostingRow, now: dt.datetime) -> dt.date:
    """The day that experience is counted back from: that of the submission deadline, else today, in Amsterdam."""
    return (posting.submission_deadline or now).astimezone(AMSTERDAM).date()


def verdict_counts(assessment: CandidateAssessment) -> VerdictCounts:
    """How many criteria got which verdict."""
    verdicts = Counter(line.verdict for line in assessment.criteria)
    return VerdictCounts(
        met=verdicts[Verdict.MET],
        not_met=verdicts[Verdict.NOT_MET],
        not_demonstrated=verdicts[Verdict.NOT_DEMONSTRATED],
    )
