"""The lexicons are clean: whoever adds a row sees at once what does not fit."""

import csv
from collections import Counter
from importlib.resources import files
from pathlib import Path

import pytest

from app.concepts.lexicon import load_table
from app.criteria.posting import FindingSeverity, PostingReading
from app.criteria.scales import OrganisationKind
from app.nlp import lexicons
from app.nlp.components.sections import CRITERIA_KINDS
from app.nlp.facts import header
from app.nlp.facts.cue_readers import READERS
from app.nlp.lexicons import any_of, first_word, flat, fold, rows, word_set, words

FOLDER = Path(str(files(lexicons.__name__)))
FILES = sorted(FOLDER.glob("*.csv"))
NAMES = [path.stem for path in FILES]
PHRASES = {
    "headings": ("match", "phrase"),
    "labels": ("label",),
    "item_marks": ("phrase",),
    "table_heads": ("phrase",),
    "cues": ("fact", "cue"),
    "list_noise": ("role", "phrase"),
    "notes": ("phrase",),
    "self_employed": ("role", "phrase"),
    "things": ("kind", "phrase"),
    "employment": ("phrase",),
    "hybrid": ("phrase",),
    "platforms": ("phrase",),
    "bodies": ("match", "phrase"),
    "provinces": ("phrase",),
    "findings": ("code",),
    "words": ("list", "word"),
    "heads": ("phrase",),
    "language_words": ("language",),
    "label_parts": ("part",),
    "label_forms": ("classes",),
}
"""By what a row of each lexicon may be there only once."""
PROVINCES = {
    "Drenthe", "Flevoland", "Friesland", "Fryslân", "Gelderland", "Groningen", "Limburg", "Noord-Brabant",
    "Noord-Holland", "Overijssel", "Utrecht", "Zeeland", "Zuid-Holland",
}  # fmt: skip


def test_every_lexicon_says_what_may_not_be_doubled() -> None:
    assert set(NAMES) == set(PHRASES)


@pytest.mark.parametrize("name", NAMES)
def test_rows_are_whole(name: str) -> None:
    with (FOLDER / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        table = list(csv.reader(file, strict=True))

    assert len(table) > 1
    assert {len(row) for row in table} == {len(table[0])}
    assert not [cell for row in table for cell in row if cell != cell.strip()]


@pytest.mark.parametrize("name", NAMES)
def test_nothing_stands_twice(name: str) -> None:
    # Words are put into patterns as they are printed; phrases are compared without case and accents.
    compared = str if name == "words" else fold
    keys = Counter(tuple(compared(row[column]) for column in PHRASES[name]) for row in rows(name))

    assert [key for key, count in keys.items() if count > 1] == []


@pytest.mark.parametrize(
    ("name", "column"),
    [(name, PHRASES[name][-1]) for name in ("cues", "list_noise", "self_employed", "employment", "headings", "hybrid")],
)
def test_phrases_are_written_as_they_are_compared(name: str, column: str) -> None:
    assert [row[column] for row in rows(name) if row[column] != " ".join(row[column].lower().split())] == []


def test_every_lexicon_is_described() -> None:
    described = (FOLDER / "README.md").read_text("utf-8")

    assert [name for name in NAMES if f"`{name}.csv`" not in described] == []


def test_a_heading_has_one_meaning() -> None:
    kinds: dict[str, set[str]] = {}
    for row in rows("headings"):
        kinds.setdefault(fold(row["phrase"]).rstrip(" (:-"), set()).add(row["kind"])

    assert {phrase: found for phrase, found in kinds.items() if len(found) > 1} == {}


def test_opening_phrases_are_long_enough_to_look_up() -> None:
    assert [
        row["phrase"] for row in rows("headings") if row["match"] in ("start", "colon") and len(row["phrase"]) < 3
    ] == []


def test_no_label_is_a_heading_of_criteria() -> None:
    headings = {fold(row["phrase"]) for row in rows("headings") if row["kind"] in CRITERIA_KINDS}

    assert [row["label"] for row in rows("labels") if fold(row["label"]) in headings] == []


def test_every_label_has_a_reader() -> None:
    read_elsewhere = {"deadline", "deadline_time", "questions", "organisation"}

    assert {row["field"] for row in rows("labels")} - set(header.READERS) - read_elsewhere == set()


def test_every_cue_has_a_reader() -> None:
    assert {row["fact"] for row in rows("cues")} == set(READERS)


def test_findings_have_a_known_severity_and_a_sentence() -> None:
    severities = {severity.value for severity in FindingSeverity}

    assert all(row["severity"] in severities and row["message"].endswith(".") for row in rows("findings"))


def test_municipalities_are_those_of_2025() -> None:
    listed = [(row["name"], row["province"]) for row in load_table("municipalities")]

    assert (len(listed), len(set(listed))) == (342, 342)
    assert {province for _, province in listed} <= PROVINCES
    assert len({province for _, province in listed}) == 12


def test_provinces_are_the_twelve() -> None:
    assert {row["name"] for row in rows("provinces")} == PROVINCES


def test_bodies_have_a_kind_of_the_contract() -> None:
    assert {row["kind"] for row in rows("bodies")} <= {kind.value for kind in OrganisationKind}


def test_things_of_statements_are_lists_of_the_posting() -> None:
    assert {"statement", "obligation"} <= {row["kind"] for row in rows("things")}
    assert {"statements", "obligations"} <= set(PostingReading.model_fields)


def test_an_unknown_lexicon_is_an_error() -> None:
    with pytest.raises(FileNotFoundError):
        rows("nothing")


def test_an_unknown_list_of_words_is_an_error() -> None:
    with pytest.raises(KeyError):
        words("nothing")


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("  Één   CV ", "een cv"),
        ("Pré's", "pre's"),
        ("a\u00a0b", "a b"),
        ("cafe\u0301", "cafe"),
        ("‘x’ – y", "'x' - y"),
    ],
)
def test_fold(text: str, folded: str) -> None:
    assert fold(text) == folded


@pytest.mark.parametrize("text", ["Één", "İstanbul", "ß", "a\u00a0b", "cafe\u0301", "😀É", ""])
def test_flat_keeps_every_character_in_its_place(text: str) -> None:
    assert len(flat(text)) == len(text)


def test_word_set_holds_runs_of_letters() -> None:
    assert word_set("(vragen tot 12:00), vog2 x-y") == {"vragen", "tot", "vog", "x", "y"}


@pytest.mark.parametrize(("phrase", "word"), [("13e maand", "e"), ("nen-4400", "nen"), ("123", ""), ("", "")])
def test_first_word(phrase: str, word: str) -> None:
    assert first_word(phrase) == word


def test_any_of_prefers_the_longest_and_matches_nothing_when_empty() -> None:
    assert (any_of(["a", "ab"]), any_of([])) == ("(?:ab|a)", "(?!)")
