"""What a posting prints about its procedure, and what it leaves unsaid."""

import csv
from functools import cache
from pathlib import Path

from app.concepts.normalise import fold
from app.criteria.posting import PostingReading, Selection, TieBreak
from app.criteria.procedure import Procedure, Stage, StageKind

_WORDS = Path(__file__).parents[1] / "data" / "stage_words.csv"
_AT = "/selection/"


@cache
def _stage_words() -> tuple[tuple[str, StageKind], ...]:
    with _WORDS.open(encoding="utf-8", newline="") as file:
        return tuple((fold(row["words"]), StageKind(row["kind"])) for row in csv.DictReader(file))


def stage_kind(text: str) -> StageKind:
    """What a stage is about: the first row of the lexicon whose words it has."""
    low = fold(text)
    return next((kind for words, kind in _stage_words() if words in low), StageKind.OTHER)


def _unsaid(selection: Selection) -> tuple[str, ...]:
    wire = selection.model_dump(by_alias=True)
    return tuple(name for name, value in wire.items() if value in {None, ()} or value is TieBreak.UNKNOWN)


def procedure_of(reading: PostingReading) -> Procedure:
    """The printed procedure, with the places in the posting that it was read from."""
    selection = reading.selection
    return Procedure(
        stages=tuple(
            Stage(number=number, text=text, kind=stage_kind(text))
            for number, text in enumerate(selection.stages, start=1)
        ),
        shortlist_size=selection.shortlist_size,
        tie_break=selection.tie_break,
        price_weight_percent=selection.price_weight_percent,
        quality_weight_percent=selection.quality_weight_percent,
        price_formula=selection.price_formula,
        price_points=selection.price_points,
        max_candidates_per_supplier=selection.max_candidates_per_supplier,
        not_printed=_unsaid(selection),
        quotes=tuple(entry for entry in reading.provenance if entry.pointer.startswith(_AT)),
    )
