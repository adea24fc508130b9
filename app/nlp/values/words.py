"""The words of `words.toml` as look-up tables."""

import tomllib
from importlib.resources import files

from app.criteria.scales import Weekday

_WORDS = tomllib.loads(files(__package__ or "app.nlp.values").joinpath("words.toml").read_text("utf-8"))

NUMBERS: dict[str, int] = _WORDS["numbers"]
"""Dutch basic number words."""

ENGLISH_NUMBERS: dict[str, int] = _WORDS["english_numbers"]
"""English number words."""

MONTHS: dict[str, int] = {word: int(number) for number, words in _WORDS["months"].items() for word in words}
"""Month names and short forms to 1-12."""

WEEKDAYS: dict[str, Weekday] = {word: Weekday(day) for day, words in _WORDS["weekdays"].items() for word in words}
"""Full names of weekdays."""

WEEKDAY_ABBREVIATIONS: dict[str, Weekday] = {
    word: Weekday(day) for day, words in _WORDS["weekday_abbreviations"].items() for word in words
}
"""Short names of weekdays; most are ordinary words too."""

UNITS: dict[str, str] = {word: unit for unit, words in _WORDS["units"].items() for word in words}
"""Words for `year`, `month`, `week` and `day`."""

QUALIFIERS: dict[str, str] = {word: kind for kind, words in _WORDS["qualifiers"].items() for word in words}
"""Words and signs before a number to `min`, `max`, `about` or `more_than`."""
