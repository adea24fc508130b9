"""Readers of the header's labelled values, one per field; those about time are in `header_time`."""

import re
from collections.abc import Callable

from app.criteria.scales import SelfEmployed
from app.nlp.facts import header_time
from app.nlp.facts.book import FactBook, Plain
from app.nlp.facts.fields import Field
from app.nlp.facts.moments import note_instant
from app.nlp.facts.notes import is_municipality, is_province, note_positions, note_rate, note_scale, province_in
from app.nlp.self_employed import read_self_employed
from app.nlp.values.clock import find_times
from app.nlp.values.education import find_levels
from app.nlp.values.percent import find_percentages

_YES = re.compile(r"^\W*(?:ja|yes|mogelijk|toegestaan|wel)\b", re.IGNORECASE)
_NO = re.compile(r"^\W*(?:nee|neen|no|niet|geen)\b", re.IGNORECASE)
_BOTH = re.compile(r"\bja\s?/\s?nee\b|\bnee\s?/\s?ja\b", re.IGNORECASE)
_REFERENCE = re.compile(r"[A-Za-z]{0,12}[-_/.]?\d[\w./-]*|[A-Z]{2,}[-_/]?[\w./-]*\d[\w./-]*")
_REMOTE = re.compile(r"\b(?:remote|hybride?|thuis|thuiswerken|vanuit huis|from home)\b", re.IGNORECASE)
_PLACE = re.compile(
    r"^\W*(?:[Gg]emeente )?"
    r"((?:[A-ZÀ-Ý'][\w'’-]*|aan|den|de|op|bij|en|van|het|am|der)"
    r"(?:\s(?:[A-ZÀ-Ý'][\w'’-]*|aan|den|de|op|bij|van|het|der)\b)*)"
)


NEAR_START = 6
"""Characters of a value before its number ("nr. "); further on it is another number ("Adviseur (schaal 11)")."""


def read_header(book: FactBook, fields: list[Field]) -> None:
    """Note what the labelled values state, but for the deadlines."""
    for field in fields:
        reader = READERS.get(field.name)
        if reader:
            reader(book, field)


def read_deadlines(book: FactBook, fields: list[Field]) -> None:
    """Note the labelled deadlines, after the period: one without a year may be fixed by it."""
    times = [field for field in fields if field.name == "deadline_time"]
    for field in fields:
        if field.name == "deadline":
            time = next(iter(find_times(book.text[times[0].value_start : times[0].end])), None) if times else None
            if (
                note_instant(
                    book,
                    "/deadlines/submission",
                    field.value_start,
                    field.end,
                    "header:deadline",
                    time=time.value if time else None,
                )
                and time
            ):
                book.add(
                    "/deadlines/submission",
                    book.value("/deadlines/submission"),
                    times[0].value_start,
                    times[0].end,
                    "header:deadline_time",
                )
        elif field.name == "questions":
            note_instant(book, "/deadlines/questions", field.value_start, field.end, "header:questions")


def _value(book: FactBook, field: Field) -> str:
    return book.text[field.value_start : field.end]


def _note(book: FactBook, field: Field, pointer: str, value: Plain) -> None:
    book.add(pointer, value, field.value_start, field.end, f"header:{field.name}")


def _reference(book: FactBook, field: Field) -> None:
    found = _REFERENCE.search(_value(book, field))
    if found and found.start() <= NEAR_START and not book.has("/reference"):
        start = field.value_start + found.start()
        book.add("/reference", found[0].rstrip(".-/"), start, start + len(found[0].rstrip(".-/")), "header:reference")


def _title(book: FactBook, field: Field) -> None:
    value = _value(book, field).strip()
    if value and len(value) <= 150 and not book.has("/title"):
        _note(book, field, "/title", value.rstrip("."))


def _das(book: FactBook, field: Field) -> None:
    text = _value(book, field)
    if _BOTH.search(text):
        book.doubt("unresolved_alternative", "/dynamicPurchasingSystem", field.value_start, field.end)
    elif _YES.match(text) or _NO.match(text):
        _note(book, field, "/dynamicPurchasingSystem", bool(_YES.match(text)))


def _education(book: FactBook, field: Field) -> None:
    # Alone in a field "wo" is no Wednesday.
    for found in (find_levels(_value(book, field)) or find_levels(_value(book, field).upper()))[:1]:
        book.add(
            "/educationLevel",
            found.value.level.value,
            field.value_start + found.start,
            field.value_start + found.end,
            "header:education",
        )


def _region(book: FactBook, field: Field) -> None:
    if province := province_in(_value(book, field)):
        book.add(
            "/location/province",
            province[0],
            field.value_start + province[1],
            field.value_start + province[2],
            "header:region",
        )


def _place(book: FactBook, field: Field) -> None:
    text = _value(book, field)
    if (found := _PLACE.match(text)) and (is_municipality(found[1]) or not is_province(found[1])):
        book.add(
            "/location/place",
            found[1],
            field.value_start + found.start(1),
            field.value_start + found.end(1),
            "header:place",
        )
    rest = found.end() if found else 0
    if province := province_in(text[rest:]):
        book.add(
            "/location/province",
            province[0],
            field.value_start + rest + province[1],
            field.value_start + rest + province[2],
            "header:place",
        )
    if remote := _REMOTE.search(text):
        book.add(
            "/location/hybrid",
            "yes",
            field.value_start + remote.start(),
            field.value_start + remote.end(),
            "header:place",
        )


def _hybrid(book: FactBook, field: Field) -> None:
    text = _value(book, field)
    if _BOTH.search(text):
        _note(book, field, "/location/hybrid", "unclear")
        book.doubt("unresolved_alternative", "/location/hybrid", field.value_start, field.end)
        return
    percent = find_percentages(text)
    if percent and 0 < percent[0].value < 100:
        _note(book, field, "/location/hybrid", "yes")
        if len({p.value for p in percent}) == 1 and (len(percent) == 1 or percent[0].value == 50):
            _note(book, field, "/location/onSitePercent", str(percent[0].value))
    elif _YES.match(text) or _NO.match(text):
        _note(book, field, "/location/hybrid", "yes" if _YES.match(text) else "no")


def _scale(book: FactBook, field: Field) -> None:
    note_scale(book, field.value_start, field.end, "header:scale")


def _amount(pointer: str) -> Callable[[FactBook, Field], None]:
    def read(book: FactBook, field: Field) -> None:
        note_rate(book, pointer, field.value_start, field.end, f"header:{field.name}")

    return read


def _zzp(book: FactBook, field: Field) -> None:
    text = _value(book, field)
    status = SelfEmployed.ALLOWED if _YES.match(text) else SelfEmployed.EXCLUDED if _NO.match(text) else None
    if _BOTH.search(text):
        book.doubt("unresolved_alternative", "/selfEmployed", field.value_start, field.end)
        return
    if status is SelfEmployed.ALLOWED and (read := read_self_employed(f"zzp {text}", execution=False)):
        status = read.status
    if status:
        _note(book, field, "/selfEmployed", status.value)


def _positions(book: FactBook, field: Field) -> None:
    note_positions(book, field.value_start, field.end, "header:positions")


READERS: dict[str, Callable[[FactBook, Field], None]] = header_time.READERS | {
    "reference": _reference,
    "title": _title,
    "das": _das,
    "education": _education,
    "region": _region,
    "place": _place,
    "hybrid": _hybrid,
    "scale": _scale,
    "rate": _amount("max"),
    "guideline": _amount("guideline"),
    "zzp": _zzp,
    "positions": _positions,
}
