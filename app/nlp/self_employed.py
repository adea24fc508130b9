"""What a text says about the self-employed (zzp), by phrases of the genre."""

from dataclasses import dataclass
from functools import cache

from app.criteria.scales import SelfEmployed
from app.nlp.lexicons import flat, fold, rows


@dataclass(frozen=True, slots=True)
class Statement:
    """The status a phrase states, and where (characters)."""

    status: SelfEmployed
    start: int
    end: int


_DASHES = str.maketrans({"-": "'", "\u2019": "'", "\u2018": "'"})


@cache
def _phrases() -> tuple[tuple[str, SelfEmployed], ...]:
    return tuple((_plain(row["phrase"]), SelfEmployed(row["status"])) for row in rows("self_employed"))


def _plain(text: str) -> str:
    folded = fold(text).translate(_DASHES)
    return folded.replace("zzp'er'", "zzp'er")


def read_self_employed(text: str) -> Statement | None:
    """The first status stated in `text`, or None. "niet ..." phrases win over the shorter ones inside them."""
    low = flat(text).translate(_DASHES)
    if "zzp" not in low and "zelfstandig" not in low and "loondienst" not in low and "aannemelijk" not in low and "freelance" not in low:
        return None
    best: Statement | None = None
    for phrase, status in _phrases():
        at = low.find(phrase)
        if at < 0:
            continue
        found = Statement(status, at, at + len(phrase))
        if best is None or _outranks(found, best):
            best = found
    return best


def _outranks(found: Statement, best: Statement) -> bool:
    inside = best.start <= found.start and found.end <= best.end
    if found.status is best.status or inside:
        return False
    covers = found.start <= best.start and best.end <= found.end
    return covers or (best.status is SelfEmployed.ALLOWED and found.status is SelfEmployed.EXCLUDED)
