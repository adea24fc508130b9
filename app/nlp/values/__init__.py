"""Pure Dutch value grammars: text in, typed values with offsets out. Linear time; never raises."""

from app.nlp.values.clock import find_times
from app.nlp.values.dates import DateMention, find_dates
from app.nlp.values.durations import DurationMention, find_durations
from app.nlp.values.education import LevelMention, find_levels
from app.nlp.values.extension import ExtensionMention, read_extension
from app.nlp.values.found import Found, fold
from app.nlp.values.hours import HoursMention, find_hours_per_week
from app.nlp.values.money import AmountMention, find_amounts
from app.nlp.values.months import MonthMention, WeekMention, find_months, find_weeks
from app.nlp.values.numerals import NUMBER, read_number
from app.nlp.values.percent import find_percentages
from app.nlp.values.windows import find_since, find_windows
from app.nlp.values.workdays import find_workdays

__all__ = [
    "NUMBER",
    "AmountMention",
    "DateMention",
    "DurationMention",
    "ExtensionMention",
    "Found",
    "HoursMention",
    "LevelMention",
    "MonthMention",
    "WeekMention",
    "find_amounts",
    "find_dates",
    "find_durations",
    "find_hours_per_week",
    "find_levels",
    "find_months",
    "find_percentages",
    "find_since",
    "find_times",
    "find_weeks",
    "find_windows",
    "find_workdays",
    "fold",
    "read_extension",
    "read_number",
]
