"""How lines open that are no item of a list, or that say what kind of item they are: `lexicons/list_noise.csv`."""

from functools import cache

from app.nlp.lexicons import fold, rows

LONGEST = 80
"""Characters at the start of a line that are compared."""


@cache
def phrases(role: str) -> tuple[str, ...]:
    """The phrases of `list_noise.csv` with this role, folded."""
    return tuple(fold(row["phrase"]) for row in rows("list_noise") if row["role"] == role)


def opens_with(text: str, role: str) -> bool:
    """Whether a line opens with one of the phrases of `role`."""
    return fold(text[:LONGEST]).startswith(phrases(role))
