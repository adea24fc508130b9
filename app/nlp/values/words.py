"""The words of `words.toml` as look-up tables and regex sources."""

import tomllib
from importlib.resources import files

from app.criteria.scales import Weekday
from app.nlp.values.found import alternation

_WORDS = tomllib.loads(files(__package__ or "app.nlp.values").joinpath("words.toml").read_text("utf-8"))


def _inverse(table: str) -> dict[str, str]:
    return {word: key for key, words in _WORDS[table].items() for word in words}


NUMBERS: dict[str, int] = _WORDS["numbers"]
"""Dutch basic number words."""

ENGLISH_NUMBERS: dict[str, int] = _WORDS["english_numbers"]
"""English number words."""

TIMES: dict[str, int] = _WORDS["numbers_of_times"]
"""Words such as "tweemaal"."""

MONTHS: dict[str, int] = {word: int(number) for word, number in _inverse("months").items()}
"""Month names and short forms to 1-12."""

MONTH_PARTS = _inverse("month_parts")
"""Words for `begin`, `mid` and `end` of a month."""

WEEKDAYS: dict[str, Weekday] = {word: Weekday(day) for word, day in _inverse("weekdays").items()}
"""Full names of weekdays."""

WEEKDAY_ABBREVIATIONS: dict[str, Weekday] = {
    word: Weekday(day) for word, day in _inverse("weekday_abbreviations").items()
}
"""Short names of weekdays; most are ordinary words too."""

UNITS = _inverse("units")
"""Words for `year`, `month`, `week` and `day` as lengths of time."""

MONEY_UNITS = _inverse("money_units")
"""Words for the period that an amount is paid for."""

QUALIFIERS = _inverse("qualifiers")
"""Words and signs before a number to `min`, `max`, `about` or `more_than`."""


def phrases(name: str) -> str:
    """Return regex source for any phrase of the list `name`, as whole words, to be used on folded text."""
    return rf"(?:(?<![a-z]){alternation(_WORDS['phrases'][name])}(?![a-z]))"


def phrase_list(name: str) -> tuple[str, ...]:
    """Return the phrases of the list `name`."""
    return tuple(_WORDS["phrases"][name])
