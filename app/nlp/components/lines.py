"""Physical lines: where they are in the source, their markers (numbers, bullets), and which of them belong together."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from app.nlp.glyphs import has_odd_glyphs, plain_glyphs
from app.nlp.headings import is_label, match_heading, opens_field
from app.nlp.lexicons import any_word, fold, rows, words
from app.nlp.list_noise import opens_with
from app.nlp.values.found import alternation
from app.nlp.values.words import MONTHS

BREAKS = re.compile(r"\r\n|[\n\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
_BULLET = re.compile(
    r"(?:[-–—‐‑−•·▪▫◦‣⁃∙●○■□◆◇►▶▸➢➤➔→✓✔☑✅*+>|\ue000-\uf8ff\U0001f300-\U0001faff]\ufe0f?|o(?=\s))+\s*(?=\S)"
)
_DOT = re.compile(r"[•▪▫◦‣⁃∙●○■◆►▸➢➤✓✔☑✅\ue000-\uf8ff]")
_INNER_BULLET = re.compile(r"(?<=\S)\s+(?=[•▪▫◦‣⁃∙●○■◆►▸➢➤✓✔☑✅\ue000-\uf8ff]\s*[^\W_])")
"""Between items that a converter glued into one line."""
_QUOTED = re.compile(r"\s*(?:>\s?)+")
QUOTED_SHARE = 0.4
"""Of the lines with text that open with ">", from which on it is a mailer's mark and no bullet."""
_CELLS = re.compile(r"\t|(?:^|\s)\|(?=\s|$)")
_COLUMNS = re.compile(r"^([A-ZÀ-Ý][^\s:|]*(?: [^\s:|]+){0,5})(?::?\s{3,}:?|\s+:)\s*(?=\S)")
"""A label and its value, set apart by spaces."""
_WIDE = re.compile(r"\s{3,}")
_SCORE = re.compile(r"\d{1,3}\s?%?")
_COLUMN_NAMES = frozenset(row["phrase"] for row in rows("table_heads"))
_WORD = re.compile(r"\w")
_NO_WIDTH = "\u00ad\u200b\u2060\ufeff"
"""Marks that print nothing, and mean nothing at the edge of a line."""
_RUN_ON = re.compile(r"(?<=[.;!?)])\s+(?=[A-ZÀ-Ý][^:.;]{1,40}:\s)")
"""Where a line that a converter made of a whole posting may go on with another label or heading."""
_RUN_ON_ITEM = re.compile(r"(?<=[;:])\s+(?=[-–•]\s\S)")
LONG_LINE = 200
"""Characters, from which on a line may be several."""
_NUMBER = re.compile(
    r"\(?(\d{1,2}(?:\.\d{1,2})?|[A-Za-z](?=[.)](?![A-Za-z]\.)))\s?[.)](?:\s*\.?\s*(?=[^\s\d.,])|\s+(?=\d))"
)
_CODED = (
    r"(?:knock-?out(?:-?criterium|-?eis)?|(?:(?:sub)?gunnings|selectie|beoordelings)?criterium|(?:minimum|functie)?-?eis"
    r"|wens|KO|GC|SC|K|W|E|G|C)[-\s.]?(?:nr\.?\s)?"
)
_CODE = re.compile(
    rf"{_CODED}(\d{{1,2}})\s?(?:[.:)–-]\s*(?=\S)|(?=[(\[][^()]{{0,12}}\d{{1,3}}\s?(?:%|{any_word('point_unit')})))",
    re.IGNORECASE,
)
_NUMBERED = re.compile(r"nr\.?\s(\d{1,2})\s?[.:)–-]?\s+(?=[A-ZÀ-Ý])", re.IGNORECASE)
_DECIMAL = re.compile(r"(\d{1,2}(?:\.\d{1,2}){1,2})\s(?=[A-ZÀ-Ý][a-zà-ÿ]|[A-Z]{2,}[\s-])")
"""A number of two levels, without a stop behind it."""
_SHORT_CODE = re.compile(r"(?:KO|GC|SC|EIS|WENS|[KEWGC])[-.]?(\d{1,2})\s(?=[A-ZÀ-Ý][a-zà-ÿ]+ [a-zà-ÿ])")
"""Without a stop behind it; in capitals, before a sentence."""
_NUMBER_CELL = re.compile(r"(?:[A-Z]{1,3}[-.]?)?(\d{1,2}|[a-z])[.)]?\t(?=\S)")
"""In a table of criteria the number stands in a cell of its own."""
_MAYBE_MARKED = re.compile(rf"\W|\d|[^\W\d_]\s?[.)]|o\s|nr\.?\s\d|{_CODED}\d", re.IGNORECASE)
"""Cheap to try on every line; most lines open with a plain word."""
_FUNCTION_WORDS = frozenset(words("function"))
_MONTH_END = re.compile(rf"(?<!\d)\d{{1,2}} {alternation(MONTHS)}$", re.IGNORECASE)
_WEIGHED = re.compile(rf"\d\s?(?:%|{any_word('point_unit')}\.?)\s?[)\]]$", re.IGNORECASE)
"""A weight between brackets ends an item."""
_TIME = re.compile(r"\d{1,2}[.:]\d\d\b")
_STAGE = re.compile(r"(?:stap|fase|ronde)\s\d", re.IGNORECASE)
"""Opens the title of a stage, which stands on a line of its own."""
_MAIL = re.compile(
    r"(?:van|aan|cc|bcc|from|to|verzonden|sent|onderwerp|subject|bijlagen?|attachments?)\s?:\s"
    r"|(?:beste|geachte|hoi|hallo|dear)\s[^.]{0,40},?$",
    re.IGNORECASE,
)
"""A line of a mail's head, or its greeting: on a line of its own."""
_JOINERS = ("/", "&")
_TERMINAL = (".", ";", ":", "!", "?")
_ABBREVIATION = re.compile(rf"\b{any_word('abbreviation')}\.$")


@dataclass(frozen=True, slots=True)
class Physical:
    """A non-blank line: trimmed source range, its text with white space collapsed, and how far after the last one."""

    start: int
    end: int
    text: str
    gap: int


@dataclass(frozen=True, slots=True)
class Marker:
    """What a line opens with: `kind` is number, letter or bullet; `number` as printed; `length` in characters."""

    kind: str
    number: str | None
    length: int


def physical_lines(text: str) -> Iterator[Physical]:
    """The non-blank lines of any text, in order; `gap` counts the line breaks since the previous one.

    Marks of a quoting mailer are no part of a line, and items glued into one line are lines of their own.
    """
    position, gap = 0, 0
    printed = BREAKS.split(text)
    mailed = ">" in text and _is_quoted(printed)
    glued = _DOT.search(text) is not None
    for raw in printed:
        quoted = _QUOTED.match(raw) if mailed else None
        skipped = quoted.end() if quoted else 0
        if (bare := raw[skipped:].strip().strip(_NO_WIDTH).strip()) and _WORD.search(bare):
            start = position + raw.index(bare, skipped)
            for piece_start, piece_end in _pieces(bare) if glued or len(bare) > LONG_LINE else ((0, len(bare)),):
                piece = bare[piece_start:piece_end]
                if collapsed := _collapsed(piece):
                    yield Physical(start + piece_start, start + piece_end, collapsed, gap)
                    gap = 0 if piece_end == len(bare) else 1
        gap += 1
        position += len(raw) + 1
        if text[position - 1 : position + 1] == "\r\n":
            position += 1


def _is_quoted(lines: list[str]) -> bool:
    written = [line for line in lines if line.strip()]
    return sum(line.lstrip().startswith(">") for line in written) > QUOTED_SHARE * len(written) > 0


def _pieces(bare: str) -> Iterator[tuple[int, int]]:
    """The ranges of the items glued into one line; the whole line where it holds fewer than two."""
    cuts = [found.end() for found in _INNER_BULLET.finditer(bare)]
    begins = [0, *cuts] if len(cuts) > 1 or (cuts and _BULLET.match(bare)) else [0]
    if len(bare) > LONG_LINE and len(begins) == 1:
        begins = _run_on(bare)
    for start, end in zip(begins, [*begins[1:], len(bare)], strict=True):
        yield start, start + len(bare[start:end].rstrip())


def _run_on(bare: str) -> list[int]:
    """Where the labels, headings and dashed items start of a posting that is one long line; two of them at least."""
    known = [
        found.end()
        for found in _RUN_ON.finditer(bare)
        if is_label(head := bare[found.end() :].partition(":")[0]) or match_heading(head) is not None
    ]
    if len(known) < 2:
        return [0]
    return sorted({0, *known, *(found.end() for found in _RUN_ON_ITEM.finditer(bare, known[0]))})


def _spaced(bare: str) -> str:
    """A row of a table whose cells stand apart by spaces: an item with its points, or the names of the columns."""
    cells = [" ".join(cell.split()) for cell in _WIDE.split(bare)]
    heads = all(fold(cell).strip(" .:") in _COLUMN_NAMES for cell in cells)
    scored = len(cells) == 2 and _SCORE.fullmatch(cells[1]) is not None
    return ("\t" if heads or scored else " ").join(cells)


def _collapsed(bare: str) -> str:
    """The text of a line with white space collapsed and its cells apart by tabs."""
    if not bare.isascii() and has_odd_glyphs(bare):
        bare = plain_glyphs(bare)
    columns = _COLUMNS.match(bare) if "\t" not in bare and ("   " in bare or " :" in bare) else None
    if columns and is_label(columns[1]):
        return f"{columns[1]}\t{_collapsed(bare[columns.end() :])}"
    if "\t" not in bare and "|" not in bare:
        return _spaced(bare) if "   " in bare else " ".join(bare.split())
    cells = [" ".join(cell.split()) for cell in _CELLS.split(bare)]
    return "\t".join(cells).strip("\t") if "\t" in bare else "\t".join(filter(None, cells))


@lru_cache(maxsize=4096)
def read_marker(line: str) -> Marker | None:
    """The number, letter, code ("KO1:") or bullet that `line` opens with, or None."""
    if "\t" in line and (found := _NUMBER_CELL.match(line)):
        return Marker("number", found[1], found.end())
    if not _MAYBE_MARKED.match(line):
        return None
    if found := _NUMBER.match(line):
        number = found[1]
        return Marker("letter" if number.isalpha() else "number", number, found.end())
    if found := _NUMBERED.match(line) or _CODE.match(line) or _SHORT_CODE.match(line) or _DECIMAL.match(line):
        return Marker("number", found[1], found.end())
    if (found := _BULLET.match(line)) and found.end() < len(line):
        return Marker("bullet", None, found.end())
    return None


def wrap_width(lines: list[Physical]) -> int | None:
    """The width at which a text was hard-wrapped (characters), or None where its lines are whole paragraphs."""
    lengths = sorted(len(line.text) for line in lines if len(line.text) > 50 and "\t" not in line.text)
    if len(lengths) < 4:
        return None
    width = lengths[len(lengths) * 9 // 10]
    return width if width <= 140 and lengths[-1] <= width * 1.35 else None


def continues(
    above: Physical, below: Physical, width: int | None, *, expected: int | None, apart: bool = False
) -> bool:
    """Whether `below` is the wrapped rest of the line `above`.

    `width`: the text's wrap width; `expected`: the number that the next item of the running list would have; `apart`:
    more blank lines stand between the two than usual in this text.
    """
    a, b = above.text, below.text
    if "\t" in a or "\t" in b or below.gap > 5:
        return False
    marker = read_marker(b)
    full = width is not None and len(a) + 1 + len(b.split(" ", 1)[0]) > 0.88 * width
    open_bracket = a.rfind("(") > a.rfind(")")
    stopped = a.endswith(_TERMINAL) and not _ABBREVIATION.search(a[-12:])
    ended = not open_bracket and (stopped or _WEIGHED.search(a[-24:]) is not None)
    if marker is not None:
        surprising = marker.kind == "number" and expected is not None and marker.number != str(expected)
        if not (surprising and full and not ended and marker.number != "1"):
            return False
    if (open_bracket and len(a) < 1000) or a.endswith(_JOINERS):
        return True
    if (":" in a[:14] or a.endswith(",") or ":" in b[:14]) and (_MAIL.match(a) or _MAIL.match(b)):
        return False
    first = b.partition(" ")[0]
    opens = not open_bracket and first.istitle() and (first.lower() in _FUNCTION_WORDS or opens_with(b, "opener"))
    lower = b[0].islower()
    # Nobody prints a heading without capital or colon under an unfinished line.
    long = len(a) >= 25 and not apart
    goes_on = lower and (full or (long and not b.endswith(":")))
    if ended or (match_heading(b) is not None and not goes_on):
        return False
    dangling = a[-12:].rpartition(" ")[2] in _FUNCTION_WORDS or (
        (b[:2] in ("20", "19") and _MONTH_END.search(a[-30:]) is not None)
        or (a.endswith(",") and _TIME.match(b) is not None)
    )
    if dangling:
        return True
    stage = not lower and (_STAGE.match(a) is not None or _STAGE.match(b) is not None)
    if opens or stage or opens_field(b) or match_heading(a) is not None:
        return False
    if lower and not full and opens_with(b, "opener"):
        return False
    return (lower and (full or long)) or (full and (not a.endswith(",") or b[0].isdigit()))
