"""`facts`: what the posting states outside its criteria; header first, then prose."""

from spacy.language import Language
from spacy.tokens import Doc

from app.nlp import groups
from app.nlp.components.sections import SECTIONS, Section
from app.nlp.facts.award_rules import read_award_rules
from app.nlp.facts.book import Fact, FactBook
from app.nlp.facts.fields import read_fields
from app.nlp.facts.header import read_deadlines, read_header
from app.nlp.facts.lists import read_lists
from app.nlp.facts.organisation import read_organisation
from app.nlp.facts.pieces import read_pieces
from app.nlp.facts.procedure import read_cv_rules, read_selection
from app.nlp.facts.prose import read_prose
from app.nlp.facts.title import read_title

FACTS = "facts"
DOUBTS = "doubts"

__all__ = ["DOUBTS", "FACTS", "Fact", "facts"]


@Language.component("facts", requires=["doc.spans"], assigns=["doc.spans", "doc.user_data"])
def facts(doc: Doc) -> Doc:
    """Attach the SpanGroup `facts` and what was doubtful about them."""
    sections = groups.get(doc, SECTIONS, Section)
    flow = groups.get_flow(doc)
    book = FactBook(flow.text, flow.low, flow.words)
    fields = read_fields(book.text, sections)
    read_header(book, fields)
    read_title(book, sections, fields)
    read_pieces(book, sections, fields)
    read_deadlines(book, fields)
    read_prose(book, sections, fields)
    read_organisation(book, sections, fields)
    read_selection(book, sections)
    read_award_rules(book, sections)
    read_cv_rules(book, sections)
    read_lists(book, sections)
    groups.put(doc, FACTS, book.facts)
    doc.user_data[DOUBTS] = tuple(book.doubts)
    return doc
