"""The checks behind the findings, by what they look at."""
