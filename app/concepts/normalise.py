"""Text to comparable text: accents and case folded without changing length, tokens with offsets, squashed names."""

import re
import unicodedata
from typing import NamedTuple


class Token(NamedTuple):
    """A word of a text: half-open offsets into it and its folded form."""

    start: int
    end: int
    norm: str


def _folding() -> dict[int, str]:
    table: dict[int, str] = {}
    for code in [*range(0xC0, 0x250), *range(0x1E00, 0x1F00)]:
        base = unicodedata.normalize("NFD", chr(code))[0].lower()
        if len(base) == 1:
            table[code] = base
    table.update({ord("’"): "'", ord("‘"): "'", ord("`"): "'", ord("´"): "'"})
    table.update(dict.fromkeys(map(ord, "‐‑‒–—−"), "-"))
    table[0xA0] = " "
    return table


_FOLDING = _folding()
_DROPPED = re.compile(r"[^\w#+]+|_+")
_TOKEN = re.compile(r"[^\W_]+(?:'[^\W_]+)*(?:\+\+|#)?")
_LONGEST = 64
_POSSESSIVE = ("'s", "'en", "'er", "'n", "'tje")


def fold(text: str) -> str:
    """Lower case without accents; the same length as `text`, so that offsets stay true."""
    if text.isascii() and "`" not in text:
        return text.lower()
    folded = text.translate(_FOLDING).lower()
    return folded if len(folded) == len(text) else "".join(c.lower()[:1] or " " for c in text.translate(_FOLDING))


def tokenise(text: str) -> list[Token]:
    """Words of `text` in order; hyphens and slashes separate, "agenda's" loses its plural, "C#" stays whole."""
    folded = fold(text)
    if "'" not in folded:
        # Most texts: straight to the tuples, which is half the time.
        made = tuple.__new__
        return [made(Token, (*one.span(), one[0][:_LONGEST])) for one in _TOKEN.finditer(folded)]
    tokens = []
    for found in _TOKEN.finditer(folded):
        norm = found.group()
        if "'" in norm:
            head, _, tail = norm.partition("'")
            norm = head if "'" + tail in _POSSESSIVE and head else norm.replace("'", "")
        tokens.append(Token(found.start(), found.end(), norm[:_LONGEST]))
    return tokens


def spaced(text: str) -> str:
    """The words of `text` with a space around each: " phrase " is in it where the phrase stands as whole words."""
    return f" {' '.join(token.norm for token in tokenise(text))} "


def squash(text: str) -> str:
    """Letters, digits, `#` and `+` only, ".net" as "dotnet": "Suite 4 Sociale-Regie" is "suite4socialeregie"."""
    folded = fold(text)
    if ".net" in folded:
        return squash_with_offsets(text)[0]
    return _DROPPED.sub("", folded)


def squash_with_offsets(text: str) -> tuple[str, list[int]]:
    """The squashed text, and for each of its characters the offset in `text` that it comes from."""
    folded = fold(text)
    out: list[str] = []
    offsets: list[int] = []
    for i, char in enumerate(folded):
        if char.isalnum() or char in "#+":
            out.append(char)
            offsets.append(i)
        elif char == "." and folded[i + 1 : i + 4] == "net" and not folded[i + 4 : i + 5].isalnum():
            out.extend("dot")
            offsets.extend((i, i, i))
    return "".join(out), offsets
