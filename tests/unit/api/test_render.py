"""The demonstration's text."""

from typing import Any

import pytest

from demo.render import Terminal, render_match, render_posting

POSTING: dict[str, Any] = {
    "title": "Adviseur",
    "rate": None,
    "selfEmployed": "unknown",
    "criteria": [
        {
            "id": "aw-1",
            "kind": "award",
            "text": "Ervaring " * 30,
            "points": 40,
            "weightPercent": None,
            "requirementGroups": [{"requirements": [{"type": "experience", "minMonths": 36, "roles": ["adviseur"]}]}],
        }
    ],
    "findings": [{"message": "Telt niet op.", "code": "points_total"}],
}
MATCH: dict[str, Any] = {
    "considered": 1,
    "eligible": 0,
    "needsReview": 1,
    "notEligible": 0,
    "referenceDate": "2026-05-11",
    "results": [
        {
            "rank": 1,
            "candidateId": "a",
            "externalId": "X-1",
            "outcome": "needs_review",
            "hourlyRate": None,
            "points": {"awarded": 0, "min": 0, "max": 40, "available": 40},
            "criteria": [
                {
                    "criterionId": "aw-1",
                    "verdict": "not_demonstrated",
                    "points": 0,
                    "explanation": "Niet gevonden.",
                    "evidence": [{"pointer": "/resume/work/0", "quote": "Adviseur", "months": "12"}],
                    "advice": "Noem het.",
                }
            ],
            "gates": [],
        }
    ],
}


@pytest.mark.parametrize(
    "shown", ["Adviseur", "aw-1", "40 pt", "(40 points)", "minMonths 36", "Telt niet op. [points_total]"]
)
def test_posting_shows(shown: str) -> None:
    assert shown in render_posting(POSTING, Terminal(100, colour=False))


def test_posting_hides_what_the_text_does_not_state() -> None:
    assert "unknown" not in render_posting(POSTING, Terminal(100, colour=False))


@pytest.mark.parametrize(
    "shown",
    [
        "1. Naam [X-1]",
        "NEEDS REVIEW",
        "0 of 40 points (up to 40)",
        "Niet gevonden.",
        '"Adviseur"',
        "12 months",
        "-> Noem het.",
    ],
)
def test_match_shows(shown: str) -> None:
    assert shown in render_match(MATCH, {"a": "Naam"}, Terminal(100, colour=False))


@pytest.mark.parametrize("width", [40, 80, 120])
def test_lines_keep_within_the_width(width: int) -> None:
    lines = render_posting(POSTING, Terminal(width, colour=False)).splitlines()

    assert max(map(len, lines)) <= width


def test_colour_only_where_there_is_colour() -> None:
    assert "\x1b" not in render_match(MATCH, {}, Terminal(100, colour=False))
    assert "\x1b" in render_match(MATCH, {}, Terminal(100, colour=True))
