"""The sentences of a flow, found once, are those that a look around each place finds."""

from hypothesis import given
from hypothesis import strategies as st

from app.nlp.facts.cues import Sentences, sentence_end, sentence_start

TEXTS = st.text(alphabet='aB .!?\n-"•', max_size=80)


@given(TEXTS, st.data())
def test_sentences_found_once_are_those_found_at_each_place(text: str, data: st.DataObject) -> None:
    position = data.draw(st.integers(0, len(text)))
    sentences = Sentences(text)

    assert sentences.end(position) == sentence_end(text, position)
    assert sentences.start(position) == sentence_start(text, position)
