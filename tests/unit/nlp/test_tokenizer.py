"""The tokens are spaCy's own; only their cost differs."""

from pathlib import Path

import pytest
import spacy

from app.nlp.tokenizer import LONGEST_CHUNK, SOURCE, WarmTokenizer

POSTINGS = sorted((Path(__file__).parents[2] / "golden" / "postings").glob("*.txt"))
STOCK = spacy.blank("nl")
WARM = WarmTokenizer(spacy.blank("nl"))


def pieces(doc: spacy.tokens.Doc) -> list[tuple[str, str]]:
    return [(token.text, token.whitespace_) for token in doc]


@pytest.mark.parametrize("path", POSTINGS, ids=lambda path: path.stem)
def test_tokens_are_those_of_the_stock_tokenizer(path: Path) -> None:
    text = path.read_text("utf-8")

    assert pieces(WARM(text)) == pieces(STOCK.make_doc(text))


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "\n\n",
        "3-5 jaar",
        "32-36 uur",
        "MBO/HBO",
        "HBO-functie",
        "Z.s.m.",
        "a\u00a0b",
        "(zie cv).",
        "€ 2,10",
        "😀 ok",
    ],
)
def test_tokens_of_awkward_texts(text: str) -> None:
    assert pieces(WARM(text)) == pieces(STOCK.make_doc(text))


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("3-5 jaar", ["3-5", "jaar"]),
        ("MBO/HBO", ["MBO/HBO"]),
        ("HBO-functie", ["HBO-functie"]),
        ("Uiterlijk 1 mei.", ["Uiterlijk", "1", "mei", "."]),
    ],
)
def test_tokens_are_pinned(text: str, tokens: list[str]) -> None:
    assert [token.text for token in WARM(text)] == tokens


@pytest.mark.parametrize("chunk", ["(" * 5_000, "x" * 5_000, "a-" * 3_000, "😀" * 1_000])
def test_a_chunk_too_long_is_cut_into_pieces(chunk: str) -> None:
    doc = WARM(f"voor {chunk} na")

    assert doc.text == f"voor {chunk} na"
    assert max(len(token) for token in doc) <= LONGEST_CHUNK


def test_the_text_is_kept_as_it_came() -> None:
    assert WARM("a\r\n b").user_data[SOURCE] == "a\r\n b"


def test_a_chunk_is_tokenised_alone_once() -> None:
    tokenizer = WarmTokenizer(spacy.blank("nl"))
    asked: list[str] = []
    inner = tokenizer.inner

    def listening(text: str) -> object:
        asked.append(text)
        return inner(text)

    tokenizer.inner = listening

    tokenizer("een twee een")
    tokenizer("een twee drie")

    assert sorted(asked) == sorted(["een", "twee", "een twee een", "drie", "een twee drie"])
