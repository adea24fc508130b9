"""Which language was seen."""

import pytest

from app.nlp.extractor import Extractor


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("De gemeente zoekt een adviseur die het beleid voor de openbare ruimte schrijft.", "nl"),
        ("The city is looking for an advisor who will write the policy for the public space.", "en"),
        ("Die Stadt sucht einen Berater, der die Politik für den öffentlichen Raum schreibt und erklärt.", "de"),
        ("La ville cherche un conseiller pour les espaces publics et le développement de la région.", "fr"),
        ("", "und"),
        ("12345 67890", "und"),
        ("Lorem ipsum dolor sit amet consectetur adipiscing elit", "und"),
        ("Łódź żółć gęś", "und"),
    ],
)
def test_language(reader: Extractor, text: str, language: str) -> None:
    assert reader.read(text).language == language
