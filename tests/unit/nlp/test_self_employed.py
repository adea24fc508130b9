"""What a text says about the self-employed."""

import pytest

from app.criteria.scales import SelfEmployed
from app.nlp.extractor import Extractor
from app.nlp.self_employed import read_self_employed

STATED = {
    SelfEmployed.EXCLUDED: [
        "Zzp'ers zijn uitgesloten.",
        "ZZP is niet toegestaan.",
        "Een zzp-er voldoet niet aan deze voorwaarde.",
        "Freelancers komen niet in aanmerking.",
        "Geen zzp.",
        "Inzet van zelfstandigen zonder personeel is niet mogelijk.",
        "De opdrachtgever sluit zelfstandigen uit.",
        "De kandidaat is uitsluitend in loondienst van de leverancier.",
        "De kandidaat werkt bij de inschrijver en zal in loondienst zijn van deze.",
        "Self-employed professionals are not allowed.",
    ],
    SelfEmployed.ALLOWED: [
        "Zzp'ers zijn welkom.",
        "ZZP is toegestaan.",
        "Zelfstandigen mogen zich inschrijven.",
        "Deze opdracht staat open voor zzp'ers.",
        "Zzp is niet uitgesloten.",
        "Er is geen bezwaar tegen zzp'ers.",
        "Freelancers are welcome.",
    ],
    SelfEmployed.CONDITIONAL: [
        "Zzp'ers zijn toegestaan, mits zij dit onderbouwen.",
        "Inzet van een zzp'er kan onder voorwaarden.",
        "Een zelfstandige kan worden aangeboden indien de inschrijver dit onderbouwt.",
    ],
}


@pytest.mark.parametrize(("status", "text"), [(status, text) for status, texts in STATED.items() for text in texts])
def test_status(status: SelfEmployed, text: str) -> None:
    found = read_self_employed(text)

    assert found is not None
    assert (found.status, text[found.start : found.end].strip(" .")) == (status, text.strip(" ."))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "De kandidaat werkt zelfstandig.",
        "Je bent in staat om zelfstandig te werken.",
        "Dit is niet mogelijk.",
        "De inschrijver maakt aannemelijk hoe hij dat onderbouwt.",
        "Een zzp'er is iemand zonder personeel.",
    ],
)
def test_nothing_is_stated(text: str) -> None:
    assert read_self_employed(text) is None


def test_an_execution_condition_may_leave_it_to_the_supplier() -> None:
    text = "De inschrijver maakt aannemelijk dat er geen dienstbetrekking ontstaat en levert een onderbouwing."

    found = read_self_employed(text, execution=True)

    assert found is not None
    assert found.status is SelfEmployed.CONDITIONAL


def test_the_strictest_statement_stands() -> None:
    found = read_self_employed("Zzp'ers zijn welkom. Zzp'ers zijn uitgesloten.")

    assert found is not None
    assert found.status is SelfEmployed.EXCLUDED


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("Uitvoeringsvoorwaarde\nEen zzp-er voldoet niet.", SelfEmployed.EXCLUDED),
        ("Eisen\n1. Zzp'ers komen niet in aanmerking.", SelfEmployed.EXCLUDED),
        ("Planoloog\nZZP toegestaan: ja", SelfEmployed.ALLOWED),
        ("Planoloog\nZZP toegestaan: nee", SelfEmployed.EXCLUDED),
        ("Organisatie\nWij helpen zzp'ers met subsidies; dat mag.", SelfEmployed.UNKNOWN),
        ("Planoloog\nDuur 6 maanden", SelfEmployed.UNKNOWN),
    ],
)
def test_a_posting_says_it_once(reader: Extractor, text: str, status: SelfEmployed) -> None:
    assert reader.read(text).self_employed is status
