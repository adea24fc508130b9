"""The span of a value is the text it was read from, its bound and period included."""

import pytest

from tests.unit.nlp.values.corpus import FINDERS


@pytest.mark.parametrize(
    ("kind", "text", "quotes"),
    [
        ("dates", "Vragen tot donderdag 2 oktober 2025, 09:00 uur stellen.", ["donderdag 2 oktober 2025, 09:00 uur"]),
        ("dates", "vóór 10.00 uur op 1 mei 2026 én op 3 mei 2026", ["10.00 uur op 1 mei 2026", "3 mei 2026"]),
        ("dates", "tot maandagb3 november 2025,09:00 uur. De", ["maandagb3 november 2025,09:00 uur"]),
        ("dates", "op 20, 21 en 22 juli 2026", ["20", "21", "22 juli 2026"]),
        ("months", "Start: eind mei 2026.", ["eind mei 2026"]),
        ("weeks", "Intake in week 39/40.", ["week 39/40"]),
        ("times", "Eindtijd 09:00 uur.", ["09:00 uur"]),
        ("durations", "Een ervaren één: ten minste 2 (twee) jaar ervaring.", ["ten minste 2 (twee) jaar"]),
        ("durations", "3 maanden maanden", ["3 maanden"]),
        ("windows", "drie jaar, opgedaan in de afgelopen 8 jaar.", ["in de afgelopen 8 jaar"]),
        ("since", "ervaring, sinds januari 2020, met", ["sinds januari 2020"]),
        ("hours", "beschikbaar voor minimaal 24 tot 27 uur per week op", ["minimaal 24 tot 27 uur per week"]),
        ("hours_bare", "32 tot 40 (gemiddeld)", ["32 tot 40"]),
        ("money", "een bedrag van € 2,25 per gewerkt uur", ["€ 2,25"]),
        ("money", "tussen € 80 en € 95 per uur", ["€ 80 en € 95"]),
        ("money_bare", "Richttarief (exclusief BTW): 92,73", ["92,73"]),
        ("education", "minimaal MBO+niveau of HBO", ["MBO+niveau of HBO"]),
        ("education", "İ op mbo niveau 4", ["mbo niveau 4"]),
        ("percent", "weging 25 %.", ["25 %"]),
        ("workdays", "op de dagen: Ma – Di – Wo, in overleg", ["Ma – Di – Wo"]),
    ],
)
def test_span_quotes_the_text(kind: str, text: str, quotes: list[str]) -> None:
    assert [text[item.start : item.end] for item in FINDERS[kind](text)] == quotes
