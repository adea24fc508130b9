"""Mutations of texts and documents: what mailers, converters, bad disks and bad people do to them."""

import io
import random
import string
import zipfile
from collections.abc import Callable

_ODD = [
    "\u00a0", "\u00ad", "\u200b", "\ufeff", "\u2028", "\t", "\r", "\x0b", "\x0c", "\ufb01", "e\u0301", "\u202e",
    "\U0001f600", "•", "\uf0b7", "–", "€", "½", "٣", "Ⅷ", "İ", "ß", "\ufffd",
]  # fmt: skip
_PHRASES = [
    "Minimaal 3 jaar ervaring", "1 oktober 2026", "31-02-2026", "99:99 uur", "€ 95,-", "(40 punten)", "weging 25%",
    "Eisen:", "Wensen", "2x6 maanden", "32 tot 40 uur per week", "hbo of wo", "z.s.m.", "tot en met", "0 punten",
    "1e400", "9" * 40, "((((", "))))", "of en of", "1.1.1.1.1", "- - - -", "|||", "http://a.b", "a@b.c", "ja/nee",
]  # fmt: skip
_PARTS = ("document.xml", "content.xml", "numbering.xml")
"""Parts of packages that hold what is printed."""
MOST_REPEATS = 200
"""Times that a piece is repeated in a row at most."""


def mutate_text(chance: random.Random, text: str, others: list[str]) -> str:
    """The text after one to six changes."""
    for _ in range(chance.randint(1, 6)):
        text = chance.choice(_TEXT_CHANGES)(chance, text, others)
    return text[:60_000]


def mutate_document(chance: random.Random, data: bytes) -> bytes:
    """The document after one to four changes of its bytes or of a part of its package."""
    if data.startswith(b"PK") and chance.random() < 0.7:
        return _in_package(chance, data)
    for _ in range(chance.randint(1, 4)):
        data = chance.choice(_BYTE_CHANGES)(chance, data)
    return data


def _cut(chance: random.Random, length: int) -> tuple[int, int]:
    start = chance.randrange(length + 1)
    return start, min(length, start + chance.choice((1, 2, 5, 20, 100, 1_000)))


def _drop(chance: random.Random, text: str, _others: list[str]) -> str:
    start, end = _cut(chance, len(text))
    return text[:start] + text[end:]


def _repeat(chance: random.Random, text: str, _others: list[str]) -> str:
    start, end = _cut(chance, len(text))
    times = chance.choice((2, 3, 10, MOST_REPEATS)) if end - start < 200 else 2
    return text[:end] + text[start:end] * times + text[end:]


def _odd(chance: random.Random, text: str, _others: list[str]) -> str:
    at = chance.randrange(len(text) + 1)
    return text[:at] + chance.choice(_ODD) * chance.choice((1, 1, 3, 50)) + text[at:]


def _phrase(chance: random.Random, text: str, _others: list[str]) -> str:
    at = chance.randrange(len(text) + 1)
    return (
        text[:at]
        + chance.choice((" ", "\n", ""))
        + chance.choice(_PHRASES)
        + chance.choice((" ", "\n", ""))
        + text[at:]
    )


def _shuffle(chance: random.Random, text: str, _others: list[str]) -> str:
    lines = text.split("\n")
    start = chance.randrange(len(lines))
    piece = lines[start : start + 20]
    chance.shuffle(piece)
    return "\n".join([*lines[:start], *piece, *lines[start + 20 :]])


def _join(chance: random.Random, text: str, _others: list[str]) -> str:
    return text.replace("\n", chance.choice((" ", "", "\n\n", "\r\n", "\t", " | ")), chance.choice((1, 5, -1)))


def _wrap(chance: random.Random, text: str, _others: list[str]) -> str:
    width = chance.randint(20, 100)
    return "\n".join(
        piece
        for line in text.split("\n")
        for piece in (line[i : i + width] for i in range(0, max(len(line), 1), width))
    )


def _splice(chance: random.Random, text: str, others: list[str]) -> str:
    other = chance.choice(others)
    start, end = _cut(chance, len(other))
    at = chance.randrange(len(text) + 1)
    return text[:at] + other[start : end + 500] + text[at:]


def _letters(chance: random.Random, text: str, _others: list[str]) -> str:
    letters = list(text)
    for _ in range(chance.choice((1, 10, 200))):
        if letters:
            letters[chance.randrange(len(letters))] = chance.choice(string.printable)
    return "".join(letters)


def _case(chance: random.Random, text: str, _others: list[str]) -> str:
    return chance.choice((text.upper(), text.lower(), text.swapcase(), text.title()))


_TEXT_CHANGES: list[Callable[[random.Random, str, list[str]], str]] = [
    _drop, _repeat, _odd, _phrase, _shuffle, _join, _wrap, _splice, _letters, _case,
]  # fmt: skip


def _flip(chance: random.Random, data: bytes) -> bytes:
    changed = bytearray(data)
    for _ in range(chance.choice((1, 5, 50))):
        if changed:
            changed[chance.randrange(len(changed))] = chance.randrange(256)
    return bytes(changed)


def _truncate(chance: random.Random, data: bytes) -> bytes:
    return data[: chance.randrange(len(data) + 1)]


def _remove(chance: random.Random, data: bytes) -> bytes:
    start, end = _cut(chance, len(data))
    return data[:start] + data[end:]


def _double(chance: random.Random, data: bytes) -> bytes:
    start, end = _cut(chance, len(data))
    return data[:end] + data[start:end] * chance.choice((1, 2, 20)) + data[end:]


def _digits(chance: random.Random, data: bytes) -> bytes:
    """A number made absurd: lengths, counts, references."""
    places = [at for at in range(len(data)) if 48 <= data[at] <= 57]
    if not places:
        return data
    at = chance.choice(places)
    return data[:at] + chance.choice((b"0", b"-1", b"99999999", b"4294967296", b"2147483647")) + data[at + 1 :]


_BYTE_CHANGES: list[Callable[[random.Random, bytes], bytes]] = [_flip, _truncate, _remove, _double, _digits]


def _in_package(chance: random.Random, data: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as package, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        names = package.namelist()
        changed = chance.choice(
            [name for name in names if name.endswith(("document.xml", "content.xml", "numbering.xml"))]
        )
        for name in names:
            part = package.read(name)
            made.writestr(name, chance.choice(_BYTE_CHANGES)(chance, part) if name == changed else part)
    return out.getvalue()
