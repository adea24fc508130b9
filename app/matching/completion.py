"""Whether an education or course was completed, from what the entry says."""

from functools import cache

from app.concepts.lexicon import load_table
from app.concepts.normalise import spaced


@cache
def _cues() -> tuple[tuple[str, ...], tuple[str, ...]]:
    rows = load_table("completion_cues")
    return (
        tuple(f" {row['cue']} " for row in rows if row["means"] == "unfinished"),
        tuple(f" {row['cue']} " for row in rows if row["means"] == "completed"),
    )


def completion(stated: bool | None, words: str) -> bool | None:
    """True, false, or null where nothing says it. Words that say "unfinished" win over a bare `completed`."""
    text = spaced(words)
    unfinished, completed = _cues()
    if any(cue in text for cue in unfinished):
        return False
    if stated is not None:
        return stated
    return True if any(cue in text for cue in completed) else None
