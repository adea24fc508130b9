"""Examples and abbreviations between brackets, or after "zoals": which printed term each belongs to."""

from collections.abc import Sequence

from app.criteria.requirements import SubjectExamples
from app.nlp.grammar.notes import Bracket, bare_examples
from app.nlp.grammar.terms import split_terms


def attach(
    text: str, start: int, terms: Sequence[str], brackets: Sequence[Bracket], after: str | None, head: str | None = None
) -> tuple[SubjectExamples, ...]:
    """The examples of the terms of a phrase.

    `text`, `start`: the phrase and its offset in the clause that the brackets' offsets refer to. A bracket belongs to
    the term it stands behind; `head` is the term that all examples illustrate instead, where there is one. `after`:
    what followed "zoals".
    """
    if not terms:
        return ()
    named: dict[str, list[str]] = {}
    for bracket in brackets:
        owner = head or _before(text, start, terms, bracket.before)
        named.setdefault(owner, []).extend(split_terms(bare_examples(bracket.text)).terms)
    if after:
        named.setdefault(head or terms[-1], []).extend(split_terms(after).terms)
    return tuple(SubjectExamples(subject=owner, examples=tuple(dict.fromkeys(found))) for owner, found in named.items())


def _before(text: str, start: int, terms: Sequence[str], offset: int) -> str:
    ends = [(text.find(term) + len(term), term) for term in terms if term in text]
    reached = [one for one in ends if start + one[0] <= offset + 1]
    return max(reached)[1] if reached else terms[-1]
