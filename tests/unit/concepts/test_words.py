"""Stems, compounds, squashed names, separable verbs and the class of a printed term."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.concepts import classify_term
from app.concepts.morphology import compound_parts, stem
from app.concepts.normalise import fold, squash, squash_with_offsets, tokenise
from app.concepts.words import keys_of


@pytest.mark.parametrize(
    "family",
    [
        ("notuleren", "notulen", "notulist", "notuleert", "genotuleerd"),
        ("factuur", "facturen", "facturele", "facturatie", "factureren"),
        ("declaratie", "declareren", "declareert", "gedeclareerd"),
        ("administratie", "administratief", "administratieve"),
        ("implementeren", "implementatie", "geimplementeerd"),
        ("invoeren", "invoering", "ingevoerd"),
        ("beheer", "beheren", "beheert", "beheerde"),
        ("schrijven", "schreef", "geschreven"),
        ("controle", "controleren", "gecontroleerd"),
        ("vergunning", "vergunningen"),
        ("handhaving", "handhaven", "handhaafde"),
        ("project", "projecten"),
    ],
)
def test_a_family_of_forms_shares_a_stem(family: tuple[str, ...]) -> None:
    assert len({stem(form) for form in family}) == 1


@pytest.mark.parametrize(
    ("one", "other"), [("belasting", "belast"), ("control", "controle"), ("advies", "visie"), ("gebouw", "gebied")]
)
def test_different_words_keep_different_stems(one: str, other: str) -> None:
    assert stem(one) != stem(other)


@pytest.mark.parametrize(
    ("word", "parts"),
    [
        ("clientadministratie", {"client", "administratie"}),
        ("kwijtscheldingsverzoeken", {"verzoeken"}),
        ("welzijnsafspraken", {"welzijn", "afspraken"}),
        ("projectleider", {"project", "leider"}),
    ],
)
def test_compounds_are_split(word: str, parts: set[str]) -> None:
    assert parts <= set(compound_parts(word))


@pytest.mark.parametrize("word", ["zorgvuldig", "javascript", "waterschap", "onderwijs", "bag", "post"])
def test_words_that_are_no_compounds_stay_whole(word: str) -> None:
    assert compound_parts(word) == ()


@pytest.mark.parametrize(
    ("one", "other"),
    [("Suite 4 Sociale-Regie", "Suite4SocialeRegie"), (".NET", "dotnet"), ("i-Burgerzaken", "iBurgerzaken")],
)
def test_squashed_names_meet(one: str, other: str) -> None:
    assert squash(one) == squash(other)


@pytest.mark.parametrize(("one", "other"), [("C#", "C"), ("C++", "C"), ("Java", "JavaScript")])
def test_squashed_names_stay_apart(one: str, other: str) -> None:
    assert squash(one) != squash(other)


def test_squashing_keeps_offsets() -> None:
    text = "In ASP.NET en C#"
    squashed, offsets = squash_with_offsets(text)
    assert len(squashed) == len(offsets)
    assert text[offsets[squashed.index("c#")]] == "C"


@pytest.mark.parametrize("text", ["Coördinator", "İstanbul", "ﬁnanciën", "ß", "’s-Hertogenbosch"])
def test_folding_keeps_the_length(text: str) -> None:
    assert len(fold(text)) == len(text)


def test_tokens_quote_the_text() -> None:
    text = "Agenda’s, C# en back-office (Wmo/Jeugd)"
    assert [text[t.start : t.end] for t in tokenise(text)] == ["Agenda’s", "C#", "en", "back", "office", "Wmo", "Jeugd"]


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Wmo", {"subjects:wmo", "subjects:sociaal_domein"}),
        ("samenhangende objectenregistratie", {"subjects:sor"}),
        ("afspraken over zorg met huisartsen", {"subjects:samenwerkingspartners"}),
        ("QGIS", {"subjects:gis"}),
    ],
)
def test_words_show_concepts_and_broader_ones(text: str, shown: set[str]) -> None:
    assert shown <= set(keys_of(text, tokenise(text)))


@pytest.mark.parametrize(("text", "hidden"), [("sociaal domein", "subjects:wmo"), ("burgerzaken", "subjects:brp")])
def test_the_broader_never_shows_the_narrower(text: str, hidden: str) -> None:
    assert hidden not in keys_of(text, tokenise(text))


@pytest.mark.parametrize(
    ("term", "kind"),
    [
        ("iBurgerzaken", "tool"),
        ("Suite4Sociale Regie", "tool"),
        ("de applicatie Key2Zaken", "tool"),
        ("Gisib4Beheer", "tool"),
        ("C#", "tool"),
        (".NET", "tool"),
        ("gemeente", "organisation"),
        ("gemeente Ergensoord", "organisation"),
        ("welzijnsstichting", "organisation"),
        ("PRINCE2", "certificate"),
        ("rijbewijs B", "certificate"),
        ("coördinator", "role"),
        ("notuleren", "subject"),
        ("Wmo", "subject"),
        ("kaasmaken", "unknown"),
    ],
)
def test_printed_terms_are_classed(term: str, kind: str) -> None:
    assert classify_term(term) == kind


@given(st.text())
def test_squashing_alone_equals_squashing_with_offsets(text: str) -> None:
    assert squash(text) == squash_with_offsets(text)[0]
