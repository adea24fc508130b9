"""Text in, criteria out: the Dutch pipeline that reads postings. The only place that imports spaCy."""

PARSER_VERSION = "1.2.0"
"""Grows with every change that can change a reading; stored with each posting."""
