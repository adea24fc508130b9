"""Matching: assess one candidate against one posting, score it, rank many. Pure: no spaCy, FastAPI or SQL."""

from app.matching.engine import PreparedPosting, assess, explain, judge, prepare_posting
from app.matching.judgement import Judgement
from app.matching.profile import PreparedProfile, prepare_profile
from app.matching.rank import rank
from app.matching.similar import similar_titles
from app.matching.version import ENGINE_VERSION
from app.matching.warm import warm

__all__ = [
    "ENGINE_VERSION",
    "Judgement",
    "PreparedPosting",
    "PreparedProfile",
    "assess",
    "explain",
    "judge",
    "prepare_posting",
    "prepare_profile",
    "rank",
    "similar_titles",
    "warm",
]
