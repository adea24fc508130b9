"""The columnar index: every candidate in columns, judged all at once; the few that are answered are explained apart."""

from app.matching.index.placing import Placed, place_among
from app.matching.index.population import Population
from app.matching.index.ranking import Ranked, rank_all
from app.matching.index.remembered import Remembered
from app.matching.index.snapshot import load, remove, save
from app.matching.index.unlisted import Load, watch

__all__ = [
    "Load",
    "Placed",
    "Population",
    "Ranked",
    "Remembered",
    "load",
    "place_among",
    "rank_all",
    "remove",
    "save",
    "watch",
]
