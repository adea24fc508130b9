"""Labels of header fields that no list holds: read by the parts that they are made of ("Uiterste indieningsdatum")."""

import re
from functools import cache, lru_cache

from app.nlp.lexicons import fold, rows

MOST_WORDS = 7
"""Words of a label; more of them are a sentence."""
_WORD = re.compile(r"[^\W\d_]+(?:['/][^\W\d_]+)*")
_REST = re.compile(r"[\s./&(),-]*")
_SHORTEST = 3
"""Characters of a part that another one may be glued to."""
_LONGEST = 40
"""Characters of a compound."""


@cache
def _parts() -> dict[str, str]:
    return {fold(row["part"]): row["class"] for row in rows("label_parts")}


@cache
def _forms() -> dict[frozenset[str], str]:
    return {frozenset(row["classes"].split()): row["field"] for row in rows("label_forms")}


@lru_cache(maxsize=4096)
def composed_field(label: str) -> str | None:
    """The field that a folded label names by its parts; null where any word of it is unknown.

    `label_parts.csv` gives each part a class, `label_forms.csv` the sets of classes that name a field.
    """
    words = _WORD.findall(label)
    if not 0 < len(words) <= MOST_WORDS or _REST.fullmatch(_WORD.sub("", label)) is None:
        return None
    classes: set[str] = set()
    for word in words:
        found = _classes(word)
        if found is None:
            return None
        classes |= found
    return _forms().get(frozenset(classes - {"filler"}))


def _classes(word: str) -> frozenset[str] | None:
    """The classes of the parts of a word, which may be a compound; null where it is not made of known parts."""
    known = _parts().get(word)
    if known:
        return frozenset((known,))
    if len(word) > _LONGEST:
        return None
    for cut in range(len(word) - _SHORTEST, _SHORTEST - 1, -1):
        head, rest = word[:cut], word[cut:]
        own = _parts().get(head) or _parts().get(head.removesuffix("s"))
        if own and own != "filler" and (others := _classes(rest)) is not None:
            return others | {own}
    return None
