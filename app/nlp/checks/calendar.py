"""Dates that do not exist, weekdays that are not that date's, deadlines without year or time."""

from app.nlp.checks.report import Evidence, Report
from app.nlp.values.dates import find_dates


def check_dates(evidence: Evidence, report: Report) -> None:
    """Report what reading the deadlines left in doubt, and impossible dates anywhere in the text."""
    for code, pointer, start, end in evidence.doubts:
        report.add(code, pointer, start, end)
    noted = {(note.start, note.end) for note in report.notes}
    for section in evidence.sections:
        if section.kind == "organisation":
            continue
        for found in find_dates(evidence.text[section.start : section.end]):
            start, end = section.start + found.start, section.start + found.end
            if any(a < end and start < b for a, b in noted):
                continue
            if found.value.is_impossible:
                report.add("invalid_date", None, start, end)
            elif found.value.weekday_conflicts:
                report.add("weekday_mismatch", None, start, end)
