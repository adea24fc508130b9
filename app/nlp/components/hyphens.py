"""How two lines of one hard-wrapped paragraph join, where the first ends in a hyphen."""

import re

from app.nlp.lexicons import words

_DIVIDED = re.compile(r"(?:^|[^\w-])((?:[^\W\d_]|[-'])*[^\W\d_])[-\u2010]$")
_FIRST = re.compile(r"[^\W\d_]+")
_SHORTEST = 2
"""Letters before a dividing hyphen."""


def joint(above: str, below: str) -> tuple[str, int]:
    """What stands between two lines, and how many characters at the end of the first are left out.

    "planolo-" and "gie" are one word; "mbo-" and "niveau" keep their hyphen; "mbo-" and "of hbo" their space too.
    """
    if above[-1:] not in ("-", "\u2010"):
        return " ", 0
    word, following = _DIVIDED.search(above[-60:]), _FIRST.match(below)
    if word is None or following is None or not following[0].islower() or following[0] in words("after_hyphen"):
        return " ", 0
    part = word[1]
    if part.islower() and len(part) >= _SHORTEST and part not in words("before_hyphen"):
        return "", 1
    return "", 0
