"""The printed procedure applied to a ranking: shortlist, places and margins, price points, CV rules, comparisons."""

from app.matching.procedure.bounds import Shown, best_of, shown_alone, worst_of
from app.matching.procedure.checklist import checklist_of
from app.matching.procedure.comparison import compare
from app.matching.procedure.placement import bound_of, on_shortlist, placement_of
from app.matching.procedure.price import price_scores
from app.matching.procedure.printed import procedure_of
from app.matching.procedure.shortlist import contender_of, margin_between, shortlist_of

__all__ = [
    "Shown",
    "best_of",
    "bound_of",
    "checklist_of",
    "compare",
    "contender_of",
    "margin_between",
    "on_shortlist",
    "placement_of",
    "price_scores",
    "procedure_of",
    "shortlist_of",
    "shown_alone",
    "worst_of",
]
